"""Measuring again: an aanvrager who asks for it is told once that it is time."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import transaction

from scans.engine.months import months_after
from scans.models import Deleted, Department, Owner, Scan, ScanStatus
from scans.services.batches import one_by_one
from scans.services.journal import note_deletion
from scans.services.mailing import TooManyMailsError
from scans.services.owners import tell_owner

MONTHS = (6, 12)
"""After how many months an aanvrager can ask to be told."""


class NoAddressError(Exception):
    """Nobody can be told without an address."""


@transaction.atomic
def ask_again(*, owner: Owner, months: int, today: date) -> None:
    """Note that the owner wants to be told so many months from now; asking anew replaces it.

    ``NoAddressError`` without an address. While a round is open nothing is noted: the next one is
    there already.
    """
    kept = _locked(owner.pk)
    if kept is None:  # deleted meanwhile
        return
    if kept.address_digest is None:
        raise NoAddressError
    if _is_running(kept.department_id):
        return
    kept.again_on = months_after(today, months)
    kept.save(update_fields=["again_on"])


@transaction.atomic
def stop_asking(*, owner: Owner) -> None:
    """Don't tell the owner after all; twice is the same as once."""
    Owner.objects.filter(pk=owner.pk).update(again_on=None)
    note_deletion(kind=Deleted.AGAIN, key=owner.pk)


def invite_again(*, today: date, send: Callable[[UUID], None]) -> None:
    """Tell whoever asked for it that it is time for another round, each of them once.

    ``send`` is given the key of each mail, in the transaction that wrote it and forgot the day.
    One that fails doesn't hold up the others: what went wrong is raised when they are done.
    """
    due = Owner.objects.filter(again_on__lte=today).order_by("again_on", "pk")
    keys = list(due.values_list("pk", flat=True))
    one_by_one(keys, lambda owner_id: _invite(owner_id, today, send))


@transaction.atomic
def _invite(owner_id: UUID, today: date, send: Callable[[UUID], None]) -> bool:
    owner = _locked(owner_id)
    if owner is None or owner.again_on is None or owner.again_on > today:
        return False  # told, stopped or deleted meanwhile
    if not _is_running(owner.department_id):
        try:
            mails = tell_owner(owner=owner, subject="again", today=today)
        except TooManyMailsError:
            return False  # tomorrow, then
        for mail_id in mails:
            send(mail_id)
    stop_asking(owner=owner)
    return True


def _locked(owner_id: UUID) -> Owner | None:
    """Return an owner, whose department opens no round meanwhile; ``None`` when they are gone."""
    # In the order in which a round is started: the department, and then its owners.
    departments = Department.objects.select_for_update()
    if not list(departments.filter(owners=owner_id)):
        return None
    return Owner.objects.select_for_update().filter(pk=owner_id).first()


def _is_running(department_id: UUID) -> bool:
    return Scan.objects.filter(department=department_id, status=ScanStatus.OPEN).exists()
