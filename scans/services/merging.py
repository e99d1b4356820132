"""Putting together what was entered twice: two departments, or two organisations, that are one."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from scans.models import (
    Account,
    Action,
    BenchmarkRow,
    ClientCard,
    ContactRequest,
    Deleted,
    Department,
    EditionMember,
    FollowUp,
    Note,
    Organisation,
    Owner,
    Scan,
    ScanStatus,
)
from scans.queries.imported import is_started
from scans.services.audit import record
from scans.services.benchmarking import mark_latest
from scans.services.import_lock import hold_off
from scans.services.journal import note_deletion
from scans.services.listing import list_department

ASIDE = 10_000
"""Above every number of a round: where numbers wait, because no two may ever be the same."""


class TwoOpenRoundsError(Exception):
    """A department has one open round at a time: one of the two is closed first."""


class SameThingError(ValueError):
    """Somebody asked to put a thing together with itself."""


class HiddenError(Exception):
    """Whose name the adviseur may not know, nobody can tell to be the same; nothing was changed.

    Otherwise a scan of one's own, put together with theirs, would open their page and their name.
    """


@transaction.atomic
def merge_departments(*, kept_id: UUID, gone_id: UUID, by: Account, moment: datetime) -> None:
    """Make one department of two: its rounds in the order in which they began.

    All aanvragers keep their links, which now open all rounds. Consent, to the benchmark and to
    contact, is only left where both gave it; of an import nobody gives one to contact, so that
    doesn't take away the other's. ``HiddenError`` when an aanvrager of one of them
    didn't agree to be known, ``TwoOpenRoundsError``, ``SameThingError``, ``ImportRunningError``, and
    ``Department.DoesNotExist`` when one of them is gone: nothing is changed then.
    """
    if kept_id == gone_id:
        raise SameThingError
    hold_off()
    # Whoever saves, closes or deletes at this moment finishes first. Rounds before departments, as
    # closing does: the other way round the two would wait for each other.
    list(Scan.objects.select_for_update().filter(department__in=(kept_id, gone_id)).order_by("pk"))
    locked = Department.objects.select_for_update().order_by("pk")
    both = {one.pk: one for one in locked.filter(pk__in=(kept_id, gone_id))}
    if len(both) < len((kept_id, gone_id)):
        raise Department.DoesNotExist
    if _hidden().filter(pk__in=both).exists():
        raise HiddenError
    kept, gone = both[kept_id], both[gone_id]
    kept.contact_since = _contact(kept, gone)
    _move_rounds(kept, gone)
    _move_benchmark(kept, gone)
    Owner.objects.filter(department=gone).update(department=kept)
    # All of them, also above the limit: it only keeps from adding more.
    ClientCard.objects.filter(department=gone).update(department=kept)
    Note.objects.filter(department=gone).update(department=kept)
    ContactRequest.objects.filter(department=gone).update(department=kept)
    if not FollowUp.objects.filter(department=kept).exists():
        FollowUp.objects.filter(department=gone).update(department=kept)
    kept.in_benchmark_since = _both(kept.in_benchmark_since, gone.in_benchmark_since)
    kept.excluded_because = kept.excluded_because or gone.excluded_because
    kept.save()
    organisation_id = gone.organisation_id
    Department.objects.filter(pk=gone_id).delete()
    Organisation.objects.filter(pk=organisation_id, departments=None).delete()
    list_department(kept_id)
    # Who withdraws consent from now on does so for what stays. A restore to before this moment has
    # both again, and then the other one's consent must not come back.
    for consent in (Deleted.CONTACT_CONSENT, Deleted.BENCHMARK_CONSENT):
        note_deletion(kind=consent, key=gone_id, moment=moment)
    record(
        who=by,
        what=Action.DEPARTMENTS_MERGED,
        about=kept,
        details=str(gone_id),
        moment=moment,
    )


@transaction.atomic
def merge_organisations(*, kept_id: UUID, gone_id: UUID, by: Account, moment: datetime) -> None:
    """Make one organisation of those of two departments; all departments stay what they are.

    A department that may not be known comes along only into an organisation of the same sector and
    size. Of another, what the adviseur reads of it would change, and tell where it belonged.
    ``HiddenError`` when an aanvrager of one of the two didn't agree to be known, whatever others of
    its organisation agreed to: of which organisation it is, would be told otherwise.
    ``SameThingError`` when they are of one already, ``ImportRunningError``, and
    ``Department.DoesNotExist`` when one of the two is gone, or of another organisation since.
    """
    hold_off()
    both = Department.objects.filter(pk__in=(kept_id, gone_id))
    organisations = list(both.values_list("organisation", flat=True))
    locked = Department.objects.select_for_update().order_by("pk")
    found = {one.pk: one for one in locked.filter(organisation__in=organisations)}
    if not {kept_id, gone_id} <= found.keys():
        raise Department.DoesNotExist
    if _hidden().filter(pk__in=(kept_id, gone_id)).exists():
        raise HiddenError
    kept, gone = (found[key].organisation_id for key in (kept_id, gone_id))
    if kept == gone:
        raise SameThingError
    moved = [one.pk for one in found.values() if one.organisation_id == gone]
    described = Organisation.objects.filter(pk__in=(kept, gone)).values("sector", "size_class")
    if described.distinct().count() > 1:
        stays = set(_hidden().filter(pk__in=moved).values_list("pk", flat=True))
        moved = [key for key in moved if key not in stays]
    Department.objects.filter(pk__in=moved).update(organisation=kept)
    Organisation.objects.filter(pk=gone, departments=None).delete()
    list_department(*moved)
    record(
        who=by,
        what=Action.ORGANISATIONS_MERGED,
        about=Organisation.objects.get(pk=kept),
        details=str(gone),
        moment=moment,
    )


def _hidden() -> QuerySet[Department]:
    """Return the departments whose aanvrager didn't agree to be known; an import has none."""
    return Department.objects.filter(
        Exists(Owner.objects.filter(department=OuterRef("pk"))), contact_since=None
    )


def _both(one: date | None, other: date | None) -> date | None:
    """Return from when two agree; never when one doesn't."""
    return None if one is None or other is None else max(one, other)


def _contact(kept: Department, gone: Department) -> date | None:
    """Return since when the adviseur may know of both who they are."""
    since = [one.contact_since for one in (kept, gone) if is_started(one)]
    return _both(*since) if len(since) > 1 else next(iter(since), None)


def _move_rounds(kept: Department, gone: Department) -> None:
    locked = Scan.objects.select_for_update().order_by("pk")
    scans = list(locked.filter(department__in=(kept, gone)))
    if sum(scan.status == ScanStatus.OPEN for scan in scans) > 1:
        raise TwoOpenRoundsError
    Scan.objects.filter(department__in=(kept, gone)).update(number=F("number") + ASIDE)
    # What is open stays the last: the next round is counted on from it.
    inorder = sorted(
        scans, key=lambda one: (one.status == ScanStatus.OPEN, one.opened_on, one.number, one.pk)
    )
    for number, scan in enumerate(inorder, start=1):
        Scan.objects.filter(pk=scan.pk).update(department=kept, number=number)


def _move_benchmark(kept: Department, gone: Department) -> None:
    """Let all scores be of the one department, with the latest of them as its latest."""
    rows = BenchmarkRow.objects.filter(department=kept)
    # Imported twice for the same month: once is enough.
    known = set(rows.filter(scan=None).values_list("period", "measure"))
    for row in BenchmarkRow.objects.filter(department=gone, scan=None):
        if (row.period, row.measure) in known:
            row.delete()
    BenchmarkRow.objects.filter(department=gone).update(department=kept)
    EditionMember.objects.filter(department=gone).update(department=kept)
    mark_latest(kept)
