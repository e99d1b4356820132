"""Closing a scan: its figures are computed once and frozen."""

from datetime import date

from scans.engine.questionnaire import Questionnaire
from scans.engine.solo import solo_figures
from scans.models import TRANSITIONS, Response, Result, Scan, ScanStatus


class AlreadyClosedError(Exception):
    """A closed scan does not close again: its result is frozen."""


def check_can_close(scan: Scan) -> None:
    """Raise ``AlreadyClosedError`` unless the scan may go from its status to closed."""
    if ScanStatus.CLOSED not in TRANSITIONS[ScanStatus(scan.status)]:
        raise AlreadyClosedError(str(scan))


def freeze_result(*, scan: Scan, questionnaire: Questionnaire, today: date) -> Result:
    """Close a solo scan and keep its figures; the caller holds the scan's row lock."""
    check_can_close(scan)
    response = Response.objects.get(scan=scan, sent=True)
    figures = solo_figures(questionnaire, response.answers, scan.department_size)
    scan.status = ScanStatus.CLOSED
    scan.closed_on = today
    scan.save(update_fields=["status", "closed_on"])
    return Result.objects.create(scan=scan, figures=figures.to_json())
