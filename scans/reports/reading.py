"""From the frozen result in the database to the value that page and PDF show."""

from dataclasses import replace
from datetime import date

from scans.engine.answers import Answers
from scans.engine.clientcards import CardCounts
from scans.engine.figures import ScanFigures
from scans.engine.questionnaire import Questionnaire, Text
from scans.engine.report import Report, ScanFacts
from scans.engine.solo import solo_figures
from scans.engine.standing import Standing
from scans.engine.trendfigures import TrendFigures
from scans.models import Result, Scan
from scans.queries.questionnaires import questionnaire_of
from scans.reports.assemble import build_report


def report_of(result: Result, language: str, *, modules: bool = True) -> Report:
    """Return the report of a result whose scan, department and organisation were fetched.

    Without ``modules`` it tells of no module, and of no change in one either.
    """
    scan = result.scan
    assert scan.closed_on is not None
    questionnaire = questionnaire_of(scan)
    kept = result.client_cards
    counts = None if kept is None else CardCounts.from_json(kept)
    figures = ScanFigures.from_json(result.figures)
    trend = None if result.trend is None else TrendFigures.from_json(result.trend)
    if not modules:
        figures = replace(figures, modules=())
        trend = trend and replace(trend, modules=())
    return build_report(
        figures=figures,
        questionnaire=questionnaire,
        facts=replace(_facts(scan, questionnaire, scan.closed_on), client_cards=counts),
        language=language,
        standing=None if result.benchmark is None else Standing.from_json(result.benchmark),
        trend=trend,
    )


def own_report(scan: Scan, answers: Answers, language: str, *, today: date) -> Report:
    """Return a team member's own picture, of whose answers these are, as it is on this day.

    The scan's department and organisation were fetched; the answers have passed
    ``check_answers``.
    """
    questionnaire = questionnaire_of(scan)
    return build_report(
        figures=solo_figures(questionnaire, answers, scan.department_size),
        questionnaire=questionnaire,
        facts=replace(_facts(scan, questionnaire, scan.closed_on or today), own_picture=True),
        language=language,
    )


def _facts(scan: Scan, questionnaire: Questionnaire, day: date) -> ScanFacts:
    return ScanFacts(
        department=scan.department.name,
        organisation=scan.department.organisation.name,
        sector=_label(questionnaire, "sector", scan.context.get("sector", "")),
        closed_on=day,
        together=scan.together,
    )


def _label(questionnaire: Questionnaire, code: str, value: str) -> Text | str:
    options = (q.options for q in questionnaire.context if q.code == code)
    return next((o.text for chosen in options for o in chosen if o.value == value), "")
