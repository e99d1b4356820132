"""Frozen figures and a questionnaire become the one ``Report`` that page and PDF show."""

from django.utils import translation
from django.utils.translation import gettext as _

from scans.engine.figures import ScanFigures
from scans.engine.questionnaire import Advice, ProfileText, Questionnaire, Text
from scans.engine.report import Beginning, Cover, OpenAnswer, Report, ScanFacts, StandOut
from scans.engine.standing import Standing
from scans.engine.trendfigures import TrendFigures
from scans.reports.annex import answer_in_words, list_answers
from scans.reports.clientcards import cards_section
from scans.reports.hidden import withheld_team
from scans.reports.method import describe_method
from scans.reports.modules import module_sections, role_reading
from scans.reports.peers import peers_section
from scans.reports.positions import profile_section, profile_text, role_section
from scans.reports.rounds import round_sections
from scans.reports.source import Source, clients, persons
from scans.reports.themes import impact_section, lowest_themes, theme_section
from scans.reports.trend import trend_section
from scans.reports.wording import figure, in_sentence, joined, paragraphs, straight


def build_report(  # noqa: PLR0913 - what a report is made of, each by its name
    *,
    figures: ScanFigures,
    questionnaire: Questionnaire,
    facts: ScanFacts,
    language: str,
    standing: Standing | None = None,
    trend: TrendFigures | None = None,
) -> Report:
    """Return all that the reader sees, in ``language``.

    ``standing`` are the departments to compare with; without one nothing is compared, and the
    report says why. ``trend`` is what changed since an earlier round.
    """
    source = Source(figures, questionnaire, facts, language)
    with translation.override(language):
        text = profile_text(figures, questionnaire)
        return Report(
            language=language,
            cover=_cover(source),
            opening=_opening(source, text),
            solo=source.solo,
            impact=impact_section(source),
            themes=tuple(theme_section(source, theme) for theme in questionnaire.themes),
            role=role_section(source),
            profile=profile_section(source, text),
            beginning=_beginning(source),
            highest=tuple(_stand_out(source, code) for code in figures.highest),
            lowest=tuple(_stand_out(source, code) for code in figures.lowest),
            alike=_alike(source),
            open_answers=_open_answers(source),
            method=describe_method(source, compared=standing is not None and bool(standing.peers)),
            annex=list_answers(figures, questionnaire, language) if source.solo else None,
            round=round_sections(source),
            intro=_intro(source),
            together=source.solo and facts.together,
            benchmark=peers_section(source, standing),
            modules=module_sections(source),
            role_reading=role_reading(source),
            client_cards=cards_section(source),
            trend=trend_section(source, trend),
        )


def _cover(source: Source) -> Cover:
    facts, questionnaire = source.facts, source.questionnaire
    return Cover(
        title=source.say(questionnaire.title),
        department=straight(facts.department),
        organisation=straight(facts.organisation),
        sector=facts.sector if isinstance(facts.sector, str) else source.say(facts.sector),
        closed_on=facts.closed_on,
        origin=persons(source, source.figures.respondents),
        source=_("Vragenlijst {slug}, versie {version}").format(
            slug=questionnaire.slug, version=questionnaire.version
        ),
        clients=_clients(source),
    )


def _clients(source: Source) -> str | None:
    figures = source.figures.round
    if figures is None or figures.expected_clients is None:
        return None
    if figures.clients == 0:
        return _(
            "Spiegel door geen van de {expected} uitgenodigde interne klanten ingevuld"
        ).format(expected=figures.expected_clients)
    return _("Spiegel ingevuld door {clients}").format(
        clients=clients(figures.clients, figures.expected_clients)
    )


def _intro(source: Source) -> str | None:
    if not source.facts.own_picture:
        return None
    return source.voice(
        _("Dit is jouw eigen beeld. Alleen jij ziet het, met je eigen link."),
        _("Dit is jullie eigen beeld. Wie deze eigen link niet heeft, ziet het niet."),
    )


def _opening(source: Source, text: ProfileText | None) -> str:
    if source.figures.round is not None:
        withheld = withheld_team(source, source.figures.round)
        if withheld is not None:
            return withheld.sentence
    if text is not None:
        return source.say(text.sentence)
    known = _known(source)
    if not known:
        return _("Er is te weinig ingevuld om te zeggen waar de afdeling staat.")
    return _("Voor een profiel is te weinig ingevuld. Wat we wel weten: {known}.").format(
        known=joined(known)
    )


def _known(source: Source) -> list[str]:
    figures = source.figures
    themes = [
        (in_sentence(source.say(theme.title)), figures.themes[theme.key])
        for theme in source.questionnaire.themes
    ]
    role = [
        (_("rol nu"), figures.role.now),
        (_("rol gewenst"), figures.role.wanted),
    ]
    return [
        f"{name} {figure(one.score, one.extreme)}"
        for name, one in (*themes, *role)
        if one.score is not None
    ]


def _beginning(source: Source) -> Beginning | None:
    """Return the card of the lowest theme that has a score, else that of the role."""
    figures, role = source.figures, source.questionnaire.role
    lowest = lowest_themes(source)
    if not lowest:
        key = figures.role.gap_key
        return None if key is None else _beginning_with(source, role.title, role.gaps[key])
    first = lowest[0]
    level = figures.themes[first.key].level or figures.themes[first.key].extreme
    return None if level is None else _beginning_with(source, first.title, first.levels[level])


def _beginning_with(source: Source, title: Text, advice: Advice) -> Beginning:
    label = _("Om mee te beginnen: {theme}").format(theme=source.say(title))
    return Beginning(label=label, finding=source.finding(advice))


def _alike(source: Source) -> str | None:
    """Say why one or both ends are empty.

    At an empty end all statements that are not shown have the same answer: what stands out is
    strictly higher, or lower, than the rest.
    """
    figures = source.figures
    # Of a group nothing is shown per statement.
    if not source.solo or (figures.highest and figures.lowest):
        return None
    if figures.highest or figures.lowest:
        return _("Alle andere beantwoorde stellingen komen op hetzelfde uit.")
    statements = source.questionnaire.statements
    if sum(figures.answers.get(code) is not None for code in statements) > 1:
        return _("Alle beantwoorde stellingen komen op hetzelfde uit; er springt niets uit.")
    return _("Er zijn te weinig antwoorden om stellingen uit te lichten.")


def _stand_out(source: Source, code: str) -> StandOut:
    statement = source.questionnaire.statements[code]
    theme = source.questionnaire.theme_of[code]
    value = source.figures.answers.get(code)
    return StandOut(
        code=code,
        theme_key=theme.key,
        letter=theme.letter,
        theme=source.say(theme.title),
        text=source.say(statement.text),
        answer=(
            None
            if value is None
            else in_sentence(answer_in_words(value, source.questionnaire, source.language))
        ),
        reversed=statement.reversed,
    )


def _open_answers(source: Source) -> tuple[OpenAnswer, ...]:
    given = source.figures.open_answers
    return tuple(
        OpenAnswer(label=source.say(question.label), paragraphs=paragraphs(given[question.code]))
        for question in source.questionnaire.open
        if given.get(question.code, "").strip()
    )
