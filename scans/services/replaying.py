"""Doing the deletions of the journal again, in a database that was restored."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from scans.models import (
    Account,
    AccountLink,
    ActionPlan,
    ClientCard,
    Deleted,
    DeletionNote,
    Department,
    Organisation,
    Owner,
    PlanStep,
    Response,
    Scan,
    Subscriber,
)
from scans.services.imported_results import forget_imported
from scans.services.journal_files import JournalLine
from scans.services.listing import list_department


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay did: lines of after the backup, and those among them that changed something."""

    lines: int
    done: int


A_DAY = timedelta(days=1)
"""Days of deletions are counted by one clock and those of backups by another, maybe elsewhere."""


@transaction.atomic
def replay(lines: Iterable[JournalLine], *, backed_up_on: date | None = None) -> Replayed:
    """Do again what came after the backup that this database is of; twice is the same as once.

    A note is restored with the deletion that it belongs to. So what stands in the database is
    done. What doesn't stand there came later than the backup, or so long before it that its note
    was forgotten: then it is over, and somebody may have changed their mind since. The two are
    told apart by the day of the backup; without one nothing is taken to be that old.
    """
    known = set(DeletionNote.objects.values_list("pk", flat=True))
    # Two nodes may both have written a line, when one of them was killed.
    unknown = {line.note: line for line in lines if line.note not in known}.values()
    # Those that are over too: nobody has to know the day of the backup the second time.
    DeletionNote.objects.bulk_create(
        (
            DeletionNote(
                pk=line.note,
                kind=line.kind,
                key=line.key,
                noted_on=line.day,
                shipped=True,
            )
            for line in unknown
        ),
        batch_size=1000,
    )
    begin = date.min if backed_up_on is None else backed_up_on - A_DAY
    fresh = [line for line in unknown if line.day >= begin]
    return Replayed(len(fresh), sum(_again(line) for line in fresh))


def _again(line: JournalLine) -> bool:
    """Do one line again; a kind or a key that this version doesn't know does nothing."""
    action = ACTIONS.get(line.kind)
    if action is None:
        return False
    try:
        return action(line.key)
    except ValueError:  # not a key of that kind
        return False


def _department(key: str) -> bool:
    organisations = Organisation.objects.filter(departments=UUID(key))
    found = list(organisations.values_list("pk", flat=True))
    Department.objects.filter(pk=UUID(key)).delete()
    Organisation.objects.filter(pk__in=found, departments=None).delete()
    return bool(found)


def _scan(key: str) -> bool:
    """Delete a scan, and with its last one the department.

    Two departments may have been made one between the backup and the deletion: then the scans of
    the other one are still its own here.
    """
    scan = Scan.objects.filter(pk=UUID(key)).first()
    if scan is None:
        return False
    scan.delete()
    if not Scan.objects.filter(department=scan.department_id).exists():
        _department(str(scan.department_id))
    return True


def _address(key: str) -> bool:
    ActionPlan.objects.filter(remind_to=UUID(key)).update(remind_to=None, remind_since=None)
    return bool(
        Owner.objects.filter(pk=UUID(key))
        .exclude(address_digest=None)
        .update(
            address_sealed="",
            address_digest=None,
            confirm_digest=None,
            address_confirmed=False,
            again_on=None,
        )
    )


def _step(key: str) -> bool:
    step = PlanStep.objects.filter(pk=UUID(key)).first()
    if step is None:
        return False
    step.delete()
    later = PlanStep.objects.filter(plan=step.plan_id, place__gt=step.place)
    later.update(place=F("place") - 1)
    return True


def _contact_consent(key: str) -> bool:
    changed = Department.objects.filter(pk=UUID(key)).exclude(contact_since=None)
    if not changed.update(contact_since=None):
        return False
    list_department(UUID(key))
    return True


def _benchmark_consent(key: str) -> bool:
    agreed = Department.objects.filter(pk=UUID(key)).exclude(in_benchmark_since=None)
    return bool(agreed.update(in_benchmark_since=None))


def _imported(key: str) -> bool:
    return forget_imported(UUID(key))


def _reminders(key: str) -> bool:
    plans = ActionPlan.objects.filter(pk=UUID(key)).exclude(remind_to=None)
    return bool(plans.update(remind_to=None, remind_since=None))


def _asked_again(key: str) -> bool:
    return bool(Owner.objects.filter(pk=UUID(key)).exclude(again_on=None).update(again_on=None))


def _account(key: str) -> bool:
    """Keep somebody out who was kept out: accounts are never deleted."""
    AccountLink.objects.filter(account=int(key), used_at=None).delete()
    return bool(Account.objects.filter(pk=int(key), is_active=True).update(is_active=False))


def _invitation(key: str) -> bool:
    return bool(AccountLink.objects.filter(pk=UUID(key), used_at=None).delete()[0])


def _response(key: str) -> bool:
    return bool(Response.objects.filter(pk=UUID(key)).delete()[0])


def _subscriber(key: str) -> bool:
    return bool(Subscriber.objects.filter(pk=UUID(key)).delete()[0])


def _client_card(key: str) -> bool:
    return bool(ClientCard.objects.filter(pk=UUID(key)).delete()[0])


ACTIONS: Mapping[str, Callable[[str], bool]] = {
    Deleted.DEPARTMENT: _department,
    Deleted.SCAN: _scan,
    Deleted.RESPONSE: _response,
    Deleted.ADDRESS: _address,
    Deleted.SUBSCRIBER: _subscriber,
    Deleted.CLIENT_CARD: _client_card,
    Deleted.PLAN_STEP: _step,
    Deleted.REMINDERS: _reminders,
    Deleted.AGAIN: _asked_again,
    Deleted.BENCHMARK_CONSENT: _benchmark_consent,
    Deleted.CONTACT_CONSENT: _contact_consent,
    Deleted.IMPORTED: _imported,
    Deleted.ACCOUNT: _account,
    Deleted.INVITATION: _invitation,
}
"""How each kind is done again; whether that changed anything."""
