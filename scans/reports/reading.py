"""From the frozen result in the database to the value that page and PDF show."""

from dataclasses import replace
from datetime import date

from scans.engine.answers import Answers
from scans.engine.figures import ScanFigures
from scans.engine.questionnaire import Questionnaire, Text
from scans.engine.report import Report, ScanFacts
from scans.engine.solo import solo_figures
from scans.engine.standing import Standing
from scans.models import Result, Scan
from scans.queries.questionnaires import questionnaire_by_id
from scans.reports.assemble import build_report


def report_of(result: Result, language: str) -> Report:
    """Return the report of a result whose scan, department and organisation were fetched."""
    scan = result.scan
    assert scan.closed_on is not None
    questionnaire = questionnaire_by_id(scan.questionnaire_id)
    return build_report(
        figures=ScanFigures.from_json(result.figures),
        questionnaire=questionnaire,
        facts=_facts(scan, questionnaire, scan.closed_on),
        language=language,
        standing=None if result.benchmark is None else Standing.from_json(result.benchmark),
    )


def own_report(scan: Scan, answers: Answers, language: str, *, today: date) -> Report:
    """Return a team member's own picture, of whose answers these are, as it is on this day.

    The scan's department and organisation were fetched; the answers have passed
    ``check_answers``.
    """
    questionnaire = questionnaire_by_id(scan.questionnaire_id)
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
