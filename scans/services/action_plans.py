"""The plan that a department makes of a result: at most five steps, changed by whoever is quick.

Every change throws away the PDF that has the plan in it; that is made again when it's asked for.
"""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from scans.models import (
    MOST_STEPS,
    ActionPlan,
    Deleted,
    Department,
    FileKind,
    LinkKind,
    Owner,
    PlanStep,
    ReportFile,
    Result,
)
from scans.models.links import derive_token, digest_of
from scans.services.journal import note_deletion
from scans.services.keys import id_from


class PlanFullError(Exception):
    """There are as many steps as a plan may have."""


class StepChangedError(Exception):
    """Somebody changed the step since it was looked at."""


class NoAddressError(Exception):
    """Without an e-mail address nobody can be reminded."""


@dataclass(frozen=True, slots=True)
class StepFields:
    """What a step says; ``who`` is a function or initials."""

    text: str
    who: str = ""
    due_on: date | None = None


@transaction.atomic
def add_step(
    *,
    result_id: int,
    fields: StepFields,
    place: int | None = None,
    proposal: str = "",
    key: str = "",
) -> None:
    """Add a step, at this place or at the end; the same form sent twice adds one.

    ``proposal`` is the key of the small step that it was made from.
    ``PlanFullError`` past five, ``Result.DoesNotExist`` when the result is gone.
    """
    plan = _locked(result_id)
    step_id = id_from(key, [str(plan.pk), asdict(fields)])
    steps = list(plan.steps.all())
    if any(step.pk == step_id for step in steps):
        return
    if len(steps) >= MOST_STEPS:
        raise PlanFullError
    last = len(steps) + 1
    step = PlanStep.objects.create(
        pk=step_id, plan=plan, place=last, proposal=proposal, **asdict(fields)
    )
    _place([*steps, step], step, place or last)
    _forget_files(result_id)


@transaction.atomic
def change_step(
    *, result_id: int, step_id: UUID, fields: StepFields, place: int, seen: int
) -> None:
    """Write a step anew, at this place.

    ``seen`` is the revision that was looked at: ``StepChangedError`` when there is a newer one that
    says something else, ``PlanStep.DoesNotExist`` when the step is gone.
    """
    plan = _locked(result_id)
    step = PlanStep.objects.get(pk=step_id, plan=plan)
    written = asdict(fields)
    is_same = all(getattr(step, name) == value for name, value in written.items())
    if not is_same:
        if step.revision != seen:
            raise StepChangedError
        if step.due_on != fields.due_on:
            step.reminded_on = None
        for name, value in written.items():
            setattr(step, name, value)
        step.revision += 1
        step.save()
    _place(list(plan.steps.all()), step, place)
    _forget_files(result_id)


@transaction.atomic
def tick_step(*, result_id: int, step_id: UUID, done: bool, today: date) -> None:
    """Note that a step is done, or that it isn't after all; twice is the same as once."""
    plan = _locked(result_id)
    steps = PlanStep.objects.filter(pk=step_id, plan=plan)
    if done:
        steps.filter(done_on=None).update(done_on=today)
    else:
        steps.update(done_on=None)
    _forget_files(result_id)


@transaction.atomic
def remove_step(*, result_id: int, step_id: UUID, seen: int) -> None:
    """Take a step out of the plan as it was looked at; twice is the same as once.

    ``StepChangedError`` when it says something else by now.
    """
    plan = _locked(result_id)
    step = PlanStep.objects.filter(pk=step_id, plan=plan).first()
    if step is None:
        return
    if step.revision != seen:
        raise StepChangedError
    step.delete()
    note_deletion(kind=Deleted.PLAN_STEP, key=step_id)
    plan.steps.filter(place__gt=step.place).update(place=F("place") - 1)
    _forget_files(result_id)


@transaction.atomic
def set_reminders(*, result_id: int, owner: Owner, wanted: bool, today: date) -> None:
    """Mail this aanvrager on the day of every step from now on, or stop doing so.

    ``NoAddressError`` when no address of theirs is known.
    """
    plan = _locked(result_id)
    if not wanted:
        _stop(plan)
        return
    # Locked, so that an address that is being forgotten at this moment is forgotten first.
    kept = Owner.objects.select_for_update().get(pk=owner.pk)
    if kept.address_digest is None:
        raise NoAddressError
    if plan.remind_to_id != owner.pk:
        plan.remind_to, plan.remind_since = kept, today
        plan.save(update_fields=["remind_to", "remind_since"])


@transaction.atomic
def stop_reminders(*, plan_id: UUID) -> None:
    """Stop the mails about a plan, by the link that stands in them."""
    ActionPlan.objects.filter(pk=plan_id).update(remind_to=None, remind_since=None)
    note_deletion(kind=Deleted.REMINDERS, key=plan_id)


def _stop(plan: ActionPlan) -> None:
    plan.remind_to, plan.remind_since = None, None
    plan.save(update_fields=["remind_to", "remind_since"])
    note_deletion(kind=Deleted.REMINDERS, key=plan.pk)


def _locked(result_id: int) -> ActionPlan:
    """Return the plan of a result, made if there is none; whoever changes it too waits."""
    # By the department, as whoever deletes or merges it does: nobody waits for each other.
    locked = Department.objects.select_for_update(of=("self",), no_key=True)
    if not list(locked.filter(scans__result=result_id)):
        raise Result.DoesNotExist
    plan = ActionPlan.objects.filter(result=result_id).first()
    if plan is None:
        plan_id = uuid4()
        plan = ActionPlan.objects.create(
            pk=plan_id,
            result_id=result_id,
            stop_digest=digest_of(derive_token(LinkKind.REMINDERS, plan_id, 1)),
        )
    return plan


def _place(steps: list[PlanStep], moved: PlanStep, place: int) -> None:
    """Put one step at a place and the others around it, in the order they had."""
    others = [step for step in steps if step.pk != moved.pk]
    others.insert(max(1, place) - 1, moved)
    for number, step in enumerate(others, start=1):
        if step.place != number:
            PlanStep.objects.filter(pk=step.pk).update(place=number)


def _forget_files(result_id: int) -> None:
    ReportFile.objects.filter(result=result_id, kind=FileKind.PLAN).delete()
