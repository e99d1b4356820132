"""The themes and the impact index as the reader sees them."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scans.engine.figures import ScoreFigures
from scans.engine.questionnaire import Theme
from scans.engine.report import ImpactSection, ThemeSection
from scans.reports.source import Source, persons, two_thirds
from scans.reports.wording import in_sentence, joined, number


def impact_section(source: Source) -> ImpactSection:
    """Return the index with the weakest theme, or why there is none."""
    impact, questionnaire = source.figures.impact, source.questionnaire
    if impact.index is None or impact.weakest is None:
        return ImpactSection(index=None, weakest_key=None, weakest=None, sentence=_no_index(source))
    weakest = source.say(questionnaire.theme(impact.weakest).title)
    return ImpactSection(
        index=impact.index,
        weakest_key=impact.weakest,
        weakest=weakest,
        sentence=_weakest(source, impact.weakest).format(weakest=in_sentence(weakest)),
    )


def _weakest(source: Source, key: str) -> str:
    if source.figures.themes[key].level == "hoog":
        return _("Het laagst scoort {weakest}, en ook dat is hoog.")
    return _("Het zwakste thema is {weakest}: daar valt het meest te winnen.")


def _no_index(source: Source) -> str:
    missing = [
        in_sentence(source.say(theme.title))
        for theme in source.questionnaire.themes
        if source.figures.themes[theme.key].score is None
    ]
    return _(
        "De impactindex is er nog niet: daarvoor zijn alle drie de thema’s nodig, en bij {themes} "
        "is te weinig ingevuld."
    ).format(themes=joined(missing))


def theme_section(source: Source, theme: Theme) -> ThemeSection:
    """Return one theme with its score, how sure it is, and the texts of its level."""
    figures = source.figures.themes[theme.key]
    known = figures.score is not None and figures.level is not None
    return ThemeSection(
        key=theme.key,
        letter=theme.letter,
        title=source.say(theme.title),
        meaning=source.say(theme.meaning),
        score=figures.score,
        interval=_clipped(figures),
        level=figures.level,
        level_word=_level_word(figures.level),
        basis=_("{statements} stellingen, {persons}").format(
            statements=len(theme.statements),
            persons=in_sentence(persons(source, figures.n)),
        ),
        certainty=_certainty(source, figures),
        finding=source.finding(theme.levels[figures.level]) if figures.level else None,
        missing=None if known else _too_few(len(theme.statements)),
    )


def _level_word(level: str | None) -> str | None:
    words = {
        "laag": pgettext("niveau", "laag"),
        "midden": pgettext("niveau", "midden"),
        "hoog": pgettext("niveau", "hoog"),
    }
    return None if level is None else words[level]


def _too_few(statements: int) -> str:
    return _(
        "Hier staat nog geen score. Daarvoor is een antwoord nodig op minstens {needed} van de "
        "{total} stellingen; ‘weet ik niet’ telt niet mee."
    ).format(needed=two_thirds(statements), total=statements)


def _clipped(figures: ScoreFigures) -> tuple[float, float] | None:
    if figures.interval is None:
        return None
    low, high = figures.interval
    return max(low, 0.0), min(high, 100.0)


def _certainty(source: Source, figures: ScoreFigures) -> str:
    if source.solo:
        return _("Daarom staat er geen marge bij.")
    interval = _clipped(figures)
    if interval is None:
        return _("Te weinig antwoorden om een marge te berekenen.")
    low, high = interval
    if figures.n == source.figures.department_size:
        return _agreed(figures, _("Iedereen deed mee: dit is de score van de hele afdeling."))
    return _agreed(
        figures,
        _("Voor de hele afdeling ligt de score met 95% zekerheid tussen {low} en {high}.").format(
            low=number(low), high=number(high)
        ),
    )


def _agreed(figures: ScoreFigures, sentence: str) -> str:
    words = {
        "geen": pgettext("eensgezindheid", "geen"),
        "zwak": pgettext("eensgezindheid", "zwak"),
        "matig": pgettext("eensgezindheid", "matig"),
        "sterk": pgettext("eensgezindheid", "sterk"),
        "zeer sterk": pgettext("eensgezindheid", "zeer sterk"),
    }
    if figures.agreement_word is None:
        return sentence
    more = _("Eensgezindheid: {word}.").format(word=words[figures.agreement_word])
    return f"{sentence} {more}"
