"""A result as the adviseur reads it: no more of persons than the team, and no names unasked."""

from dataclasses import replace

from django.utils import translation

from scans.engine.figures import Kind
from scans.engine.report import Report
from scans.models import Result
from scans.queries.naming import description_of, is_named
from scans.reports.reading import report_of
from scans.reports.wording import as_title


def report_for_adviser(result: Result, language: str) -> Report:
    """Return the report of a result whose scan, department and organisation were fetched."""
    if is_named(result.scan.department):
        return report_of(result, language)
    return anonymous_report(result, language)


def anonymous_report(result: Result, language: str) -> Report:
    """Return the report without what tells who it is of.

    Neither names nor what people wrote in their own words; and of a scan with one answer nothing
    of single statements or modules, which would be that one person's. How a department keeps up with
    its clients is its own too.
    """
    report = report_of(result, language, modules=result.figures["kind"] != Kind.SOLO)
    parts = report.round
    with translation.override(language):
        called = as_title(description_of(result.scan.department))
    return replace(
        report,
        cover=replace(
            report.cover,
            department=called,
            organisation="",
        ),
        highest=(),
        lowest=(),
        alike=None,
        open_answers=(),
        annex=None,
        client_cards=None,
        round=None if parts is None else replace(parts, texts=()),
    )
