"""What the adviseur notes down about a department."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from scans.models import Account, Action, Department, FollowUp, FollowUpState, Note
from scans.queries.follow_up import follow_up_of
from scans.services import meanwhile
from scans.services.audit import record
from scans.services.excluding import exclude_department, include_department
from scans.services.listing import list_department

SHOWN = ("state", "due_on")


def seen_in(follow_up: FollowUp) -> str:
    """Return by what a page remembers which follow-up it showed."""
    return meanwhile.seen_in(follow_up, SHOWN)


@transaction.atomic
def write_note(*, department_id: UUID, text: str, by: Account, moment: datetime) -> Note:
    """Keep a note with its author and time; ``Department.DoesNotExist`` when it is gone."""
    department = Department.objects.select_for_update(no_key=True).get(pk=department_id)
    note = Note.objects.create(department=department, author=by, text=text, at=moment)
    record(who=by, what=Action.NOTE_WRITTEN, about=department, moment=moment)
    return note


@transaction.atomic
def follow_up(  # noqa: PLR0913 - two values, what they take the place of, and who did it when
    *,
    department_id: UUID,
    state: FollowUpState,
    due_on: date | None,
    by: Account,
    moment: datetime,
    seen: str = "",
) -> None:
    """Note how far the adviseur is, and when something has to happen next.

    ``seen`` as ``seen_in`` gave it; ``ChangedMeanwhileError`` when it isn't that any more.
    """
    department = Department.objects.select_for_update(no_key=True).get(pk=department_id)
    meanwhile.refuse_changed(follow_up_of(department), SHOWN, seen)
    FollowUp.objects.update_or_create(
        department=department, defaults={"state": state, "due_on": due_on}
    )
    list_department(department_id)
    record(who=by, what=Action.FOLLOWED_UP, about=department, details=state.value, moment=moment)


@transaction.atomic
def keep_out_of_benchmark(
    *, department_id: UUID, reason: str, by: Account, moment: datetime
) -> None:
    """Leave a department out of every next edition; ``ExclusionReasonError`` without a reason."""
    if exclude_department(department=department_id, reason=reason):
        department = Department.objects.get(pk=department_id)
        record(who=by, what=Action.EXCLUDED, about=department, moment=moment)


@transaction.atomic
def let_count_again(*, department_id: UUID, by: Account, moment: datetime) -> None:
    """Let a department that was left out count again, as far as its aanvrager agreed."""
    if include_department(department=department_id):
        department = Department.objects.get(pk=department_id)
        record(who=by, what=Action.INCLUDED, about=department, moment=moment)
