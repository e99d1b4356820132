"""What has to happen by itself as days go by."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from scans.models import Response, Scan, ScanStatus
from scans.services.batches import delete_in_batches, one_by_one
from scans.services.closing import close_round
from scans.services.owners import tell_owners


def close_due_rounds(*, today: date, send: Callable[[UUID], None]) -> None:
    """Close every round whose last day has passed, and tell its aanvrager.

    ``send`` is given the key of each mail, in the transaction that wrote it. Each round is a
    transaction of its own. One that fails doesn't hold up the others: what went wrong is raised
    when they are done.
    """
    due = Scan.objects.filter(status=ScanStatus.OPEN, closes_on__lt=today)
    keys = list(due.values_list("pk", flat=True))
    one_by_one(keys, lambda key: _close(key, today, send))


@transaction.atomic
def _close(scan_id: UUID, today: date, send: Callable[[UUID], None]) -> bool:
    scan = Scan.objects.select_for_update().filter(pk=scan_id, status=ScanStatus.OPEN).first()
    if scan is None:  # somebody closed or deleted it meanwhile
        return False
    close_round(scan_id=scan_id, today=today)
    for mail_id in tell_owners(department_id=scan.department_id, subject="closed", today=today):
        send(mail_id)
    return True


def delete_single_answers(*, today: date) -> int:
    """Delete the answers of rounds that closed long enough ago; return how many persons'.

    The frozen results stay: they hold what is needed.
    """
    oldest = today - timedelta(days=settings.RETENTION.answers_days)
    return delete_in_batches(Response.objects.filter(scan__closed_on__lte=oldest))


def forget_old_tries(*, moment: datetime) -> None:
    """Delete how often somebody tried to sign in, once that doesn't count any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM scans_cache WHERE expires < %s", [moment])
