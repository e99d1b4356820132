"""Somebody who read a result wants to talk about it, and the adviseur who answers."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from scans.models import Account, Action, ContactRequest, Department
from scans.services.audit import record
from scans.services.batches import delete_in_batches
from scans.services.sealing import BrokenSealError, seal, unseal

A_DAY = 5
"""Requests of one department: enough for a team, too little to bury an adviseur."""


class TooManyRequestsError(Exception):
    """Enough was asked about this department today; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who asks: a name, where to reach them (an address or a number), and what they write."""

    name: str
    reach: str
    message: str


@transaction.atomic
def request_contact(
    *, key: UUID, department: Department, contact: Contact, today: date
) -> ContactRequest:
    """Keep a request, sealed, and return it; the same key twice is one request.

    This is the place where the follow-up of a department hears of it. ``TooManyRequestsError``
    past the limit of a day. ``Department.DoesNotExist`` when it was deleted meanwhile.
    """
    Department.objects.select_for_update().get(pk=department.pk)
    kept = ContactRequest.objects.filter(pk=key).first()
    if kept is not None:
        return kept
    if ContactRequest.objects.filter(department=department, asked_on=today).count() >= A_DAY:
        raise TooManyRequestsError
    return ContactRequest.objects.create(
        id=key, department=department, asked_on=today, sealed=seal(json.dumps(asdict(contact)))
    )


def contact_in(request: ContactRequest) -> Contact | None:
    """Return who asked; ``None`` when the key with which it was sealed is lost."""
    try:
        return Contact(**json.loads(unseal(request.sealed)))
    except BrokenSealError:
        return None


def note_reading(*, count: int, by: Account, moment: datetime) -> None:
    """Write in the log that somebody read so many requests."""
    if count:
        record(who=by, what=Action.CONTACT_READ, details=str(count), moment=moment)


@transaction.atomic
def tick_off(*, request_id: UUID, handled: bool, by: Account, moment: datetime) -> None:
    """Note that a request was answered, or wasn't after all; twice is the same as once."""
    request = ContactRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None or (request.handled_at is not None) is handled:
        return
    request.handled_at = moment if handled else None
    request.handled_by = by if handled else None
    request.save(update_fields=["handled_at", "handled_by"])
    what = Action.CONTACT_HANDLED if handled else Action.CONTACT_REOPENED
    record(who=by, what=what, about=request, moment=moment)


def delete_old_requests(*, moment: datetime, today: date) -> int:
    """Delete what was answered long enough ago, or will never be; return how many."""
    handled = moment - timedelta(days=settings.RETENTION.contact_days)
    asked = today - timedelta(days=settings.RETENTION.unanswered_days)
    return delete_in_batches(
        ContactRequest.objects.filter(Q(handled_at__lt=handled) | Q(asked_on__lt=asked))
    )
