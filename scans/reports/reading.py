"""From the frozen result in the database to the value that page and PDF show."""

from scans.engine.figures import ScanFigures
from scans.engine.questionnaire import Questionnaire, Text
from scans.engine.report import Report, ScanFacts
from scans.models import Result
from scans.queries.questionnaires import questionnaire_by_id
from scans.reports.assemble import build_report


def report_of(result: Result, language: str) -> Report:
    """Return the report of a result whose scan, department and organisation were fetched."""
    scan = result.scan
    assert scan.closed_on is not None
    questionnaire = questionnaire_by_id(scan.questionnaire_id)
    facts = ScanFacts(
        department=scan.department.name,
        organisation=scan.department.organisation.name,
        sector=_label(questionnaire, "sector", scan.context.get("sector", "")),
        closed_on=scan.closed_on,
    )
    return build_report(
        figures=ScanFigures.from_json(result.figures),
        questionnaire=questionnaire,
        facts=facts,
        language=language,
    )


def _label(questionnaire: Questionnaire, code: str, value: str) -> Text | str:
    options = (q.options for q in questionnaire.context if q.code == code)
    return next((o.text for chosen in options for o in chosen if o.value == value), "")
