"""What has to happen by itself as days go by."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from scans.models import Response, Scan, ScanStatus
from scans.services.closing import close_round
from scans.services.owners import tell_owners

ANSWERS_KEPT = timedelta(days=30)
"""How long single answers outlive the closing of their round."""


def close_due_rounds(*, today: date, send: Callable[[UUID], None]) -> None:
    """Close every round whose last day has passed, and tell its aanvrager.

    ``send`` is given the key of each mail, in the transaction that wrote it. Each round is a
    transaction of its own. One that fails doesn't hold up the others: what went wrong is raised
    when they are done.
    """
    due = Scan.objects.filter(status=ScanStatus.OPEN, closes_on__lt=today)
    failures: list[Exception] = []
    for scan_id in list(due.values_list("pk", flat=True)):
        try:
            _close(scan_id, today, send)
        except Exception as error:  # raised below, after the others
            failures.append(error)
    if failures:
        raise failures[0]


@transaction.atomic
def _close(scan_id: UUID, today: date, send: Callable[[UUID], None]) -> None:
    scan = Scan.objects.select_for_update().filter(pk=scan_id, status=ScanStatus.OPEN).first()
    if scan is None:  # somebody closed or deleted it meanwhile
        return
    close_round(scan_id=scan_id, today=today)
    for mail_id in tell_owners(department_id=scan.department_id, subject="closed", today=today):
        send(mail_id)


def delete_single_answers(*, today: date) -> int:
    """Delete the answers of rounds that closed ``ANSWERS_KEPT`` ago; return how many persons'.

    The frozen results stay: they hold what is needed.
    """
    old = Response.objects.filter(scan__closed_on__lte=today - ANSWERS_KEPT)
    return old.delete()[1].get("scans.Response", 0)


def forget_old_tries(*, moment: datetime) -> None:
    """Delete how often somebody tried to sign in, once that doesn't count any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM scans_cache WHERE expires < %s", [moment])
