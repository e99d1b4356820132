"""Deleting scans that were kept long enough, after a warning, unless their aanvrager wants them kept.

The terms are those of ``settings.RETENTION``; days count from the day itself, so that what is kept
30 days is deleted on the 30th day after it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from scans.engine.months import months_after, months_before
from scans.models import (
    Account,
    AuditRecord,
    ContactRequest,
    Department,
    Note,
    Owner,
    Scan,
    ScanStatus,
)
from scans.services.batches import one_by_one
from scans.services.deleting import delete_department, delete_scan
from scans.services.ending import queue_ending_mail
from scans.services.mailing import TooManyMailsError
from scans.services.owners import address_to_mail

AT_MOST = 500
"""So many departments at a time: the next housekeeping takes the next."""

Send = Callable[[UUID], None]


def kept_until(department: Department, last_closed: date) -> date:
    """Return the day on which a department is deleted by itself, if no round is open then.

    ``last_closed`` is when its last round closed.
    """
    begin = max(last_closed, department.renewed_on or last_closed)
    end = months_after(begin, settings.RETENTION.results_months)
    if department.warned_on is None or department.warned_on < begin:
        return end
    return max(end, department.warned_on + timedelta(days=settings.RETENTION.warning_days))


@transaction.atomic
def renew(*, department_id: UUID, today: date) -> None:
    """Keep a department's results as long again, from today; twice a day is the same as once."""
    Department.objects.filter(pk=department_id).update(renewed_on=today, warned_on=None)


def unfinished_until(scan: Scan) -> date:
    """Return the day on which a scan that isn't sent is deleted by itself."""
    return scan.opened_on + timedelta(days=settings.RETENTION.unfinished_days)


def delete_unfinished(*, today: date) -> int:
    """Delete scans without a last day that nobody sent in time; return how many.

    Days count from the start: when somebody answered isn't kept, so nobody can tell how long ago
    they last did. A round by invitation has a last day and closes by itself.
    """
    oldest = today - timedelta(days=settings.RETENTION.unfinished_days)
    old = Scan.objects.filter(status=ScanStatus.OPEN, closes_on=None, opened_on__lte=oldest)
    keys = list(old.order_by("opened_on", "pk").values_list("pk", flat=True)[:AT_MOST])
    return one_by_one(keys, lambda key: delete_scan(scan_id=key))


def warn_of_the_end(*, today: date, send: Send) -> int:
    """Mail the aanvragers whose results are deleted before long, once; return how many departments.

    ``send`` is given the key of each mail, in the transaction that wrote it.
    """
    latest = today + timedelta(days=settings.RETENTION.warning_days)
    keys = _departments(_to_warn(latest))
    return one_by_one(keys, lambda key: _warn(key, latest, today, send))


def delete_finished(*, today: date) -> int:
    """Delete departments whose term has ended; return how many.

    Never sooner after a warning than it said. Who gave no address can't be warned: their page says
    until when.
    """
    keys = _departments(_to_delete(today))
    return one_by_one(keys, lambda key: _delete(key, today))


def _ended(last_day: date) -> QuerySet[Scan]:
    """Return the last rounds of departments of which nothing is kept after this day."""
    cutoff = months_before(last_day, settings.RETENTION.results_months)
    others = Scan.objects.filter(department=OuterRef("department"))
    later = others.filter(
        Q(status=ScanStatus.OPEN)
        | Q(closed_on__gt=OuterRef("closed_on"))
        | Q(closed_on=OuterRef("closed_on"), number__gt=OuterRef("number"))
    )
    return Scan.objects.filter(
        ~Exists(later),
        Q(department__renewed_on=None) | Q(department__renewed_on__lte=cutoff),
        status=ScanStatus.CLOSED,
        closed_on__lte=cutoff,
    )


def _reachable() -> Exists:
    owners = Owner.objects.filter(department=OuterRef("department"))
    return Exists(owners.exclude(address_digest=None))


WARNED = Q(department__warned_on__gte=F("closed_on"))
"""A warning from before the last round was of another end."""


def _to_warn(latest: date) -> QuerySet[Scan]:
    unwarned = Q(department__warned_on=None) | ~WARNED
    return _ended(latest).filter(_reachable(), unwarned)


def _to_delete(today: date) -> QuerySet[Scan]:
    warned = today - timedelta(days=settings.RETENTION.warning_days)
    told = WARNED & Q(department__warned_on__lte=warned)
    return _ended(today).filter(told | ~_reachable())


def _departments(last_rounds: QuerySet[Scan]) -> list[UUID]:
    ordered = last_rounds.order_by("closed_on", "pk")
    return list(ordered.values_list("department", flat=True)[:AT_MOST])


@transaction.atomic
def _warn(department_id: UUID, latest: date, today: date, send: Send) -> bool:
    department = _locked(department_id)
    if department is None or not _to_warn(latest).filter(department=department_id).exists():
        return False  # deleted, renewed, warned or begun anew meanwhile
    department.warned_on = today
    closed = Scan.objects.filter(department=department_id).aggregate(last=Max("closed_on"))["last"]
    until = kept_until(department, closed)
    owners = Owner.objects.select_for_update().filter(department=department_id)
    try:
        for owner in owners.exclude(address_digest=None).order_by("pk"):
            address = address_to_mail(owner=owner, today=today)
            if address is not None:
                send(queue_ending_mail(owner=owner, address=address, until=until))
    except TooManyMailsError:
        transaction.set_rollback(True)  # tomorrow, then
        return False
    department.save(update_fields=["warned_on"])
    return True


@transaction.atomic
def _delete(department_id: UUID, today: date) -> bool:
    if _locked(department_id) is None:
        return False
    if not _to_delete(today).filter(department=department_id).exists():
        return False
    return delete_department(department_id=department_id)


def _locked(department_id: UUID) -> Department | None:
    """Return a department in which nothing happens meanwhile; rounds are locked first, as always."""
    list(Scan.objects.select_for_update().filter(department=department_id).order_by("pk"))
    return Department.objects.select_for_update().filter(pk=department_id).first()


def delete_forgotten_accounts() -> int:
    """Delete disabled accounts that nothing names any more; return how many.

    The audit log says when they were disabled, so that is as long ago as the log goes back.
    """
    mine = OuterRef("pk")
    disabled = Account.objects.filter(
        ~Exists(AuditRecord.objects.filter(who=mine)),
        ~Exists(Note.objects.filter(author=mine)),
        ~Exists(ContactRequest.objects.filter(handled_by=mine)),
        is_active=False,
    )
    return one_by_one(list(disabled), _delete_unnamed)


def _delete_unnamed(account: Account) -> bool:
    if AuditRecord.objects.filter(object_kind="account", object_id=str(account.pk)).exists():
        return False
    account.delete()
    return True
