"""Frozen figures and a questionnaire become the one ``Report`` that page and PDF show."""

from django.utils import translation
from django.utils.translation import gettext as _

from scans.engine.figures import ScanFigures
from scans.engine.questionnaire import ProfileText, Questionnaire
from scans.engine.report import Cover, OpenAnswer, Report, ScanFacts, StandOut
from scans.reports.annex import answer_in_words, list_answers
from scans.reports.method import describe_method
from scans.reports.positions import profile_section, profile_text, role_section
from scans.reports.source import Source, persons
from scans.reports.themes import impact_section, theme_section
from scans.reports.wording import in_sentence

MOST_PARAGRAPHS = 20


def build_report(
    *, figures: ScanFigures, questionnaire: Questionnaire, facts: ScanFacts, language: str
) -> Report:
    """Return all that the reader sees, in ``language``."""
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
            highest=tuple(_stand_out(source, code) for code in figures.highest),
            lowest=tuple(_stand_out(source, code) for code in figures.lowest),
            open_answers=_open_answers(source),
            method=describe_method(figures, questionnaire, facts, language),
            annex=list_answers(figures, questionnaire, language) if source.solo else None,
        )


def _cover(source: Source) -> Cover:
    facts, questionnaire = source.facts, source.questionnaire
    return Cover(
        title=source.say(questionnaire.title),
        department=facts.department,
        organisation=facts.organisation,
        sector=facts.sector if isinstance(facts.sector, str) else source.say(facts.sector),
        closed_on=facts.closed_on,
        origin=persons(source, source.figures.respondents),
        source=_("Vragenlijst {slug}, versie {version}").format(
            slug=questionnaire.slug, version=questionnaire.version
        ),
    )


def _opening(source: Source, text: ProfileText | None) -> str:
    if text is not None:
        return source.say(text.sentence)
    return _(
        "Er is nog te weinig ingevuld om in één zin te zeggen waar de afdeling staat; dit is wat "
        "we wel weten."
    )


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
        OpenAnswer(label=source.say(question.label), paragraphs=_paragraphs(given[question.code]))
        for question in source.questionnaire.open
        if given.get(question.code, "").strip()
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    # A thousand short lines would be a hundred pages; as one paragraph they lose little.
    return lines if len(lines) <= MOST_PARAGRAPHS else (" ".join(lines),)
