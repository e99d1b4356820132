"""A plan of at most five steps: changed by several at once, ticked off, and thrown away with all."""

from dataclasses import asdict, replace
from datetime import timedelta
from functools import partial

import pytest

from scans.models import MOST_STEPS, ActionPlan, FileKind, PlanStep, ReportFile, Result
from scans.services.action_plans import (
    NoAddressError,
    PlanFullError,
    StepChangedError,
    StepFields,
    add_step,
    change_step,
    remove_step,
    set_reminders,
    stop_reminders,
    tick_step,
)
from scans.services.owners import delete_everything, forget_address
from tests.factories import (
    TODAY,
    ActionPlanFactory,
    OwnerFactory,
    PlanStepFactory,
    ReportFileFactory,
    ResultFactory,
)
from tests.services.concurrency import at_once, while_held

STEP = StepFields(text="Eén klant bellen.", who="adviseur", due_on=TODAY + timedelta(days=14))
KEY = "k" * 20


def texts(result):
    """What the plan says, from top to bottom."""
    steps = PlanStep.objects.filter(plan__result=result)
    assert [step.place for step in steps] == list(range(1, len(steps) + 1))
    return [step.text for step in steps]


def plan_of(*said):
    """A result with a plan of these steps."""
    plan = ActionPlanFactory()
    return plan.result, [PlanStepFactory(plan=plan, text=text) for text in said]


def change(result, step, **changes):
    fields = {name: getattr(step, name) for name in asdict(STEP)}
    place = changes.pop("place", step.place)
    seen = changes.pop("seen", step.revision)
    change_step(
        result_id=result.pk,
        step_id=step.pk,
        fields=StepFields(**{**fields, **changes}),
        place=place,
        seen=seen,
    )


@pytest.mark.django_db
def test_the_first_step_makes_the_plan_of_a_result():
    result = ResultFactory()

    add_step(result_id=result.pk, fields=STEP)

    step = PlanStep.objects.get()
    assert (step.plan.result, step.place, step.revision) == (result, 1, 1)
    assert {name: getattr(step, name) for name in asdict(STEP)} == asdict(STEP)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "order"),
    [
        (None, ["a", "b", "nieuw"]),
        (1, ["nieuw", "a", "b"]),
        (2, ["a", "nieuw", "b"]),
        (9, ["a", "b", "nieuw"]),
    ],
)
def test_a_step_is_added_where_it_is_wanted(place, order):
    result, _ = plan_of("a", "b")

    add_step(result_id=result.pk, fields=StepFields(text="nieuw"), place=place)

    assert texts(result) == order


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "order"), [(1, "cab"), (2, "acb"), (3, "abc")])
def test_a_step_is_moved_and_the_others_keep_their_order(place, order):
    result, steps = plan_of(*"abc")

    change(result, steps[2], place=place)

    assert texts(result) == list(order)


@pytest.mark.django_db
def test_what_was_changed_meanwhile_is_neither_overwritten_nor_removed():
    result, (step,) = plan_of("a")
    change(result, step, text="Van haar.")

    with pytest.raises(StepChangedError):
        change(result, step, text="Van hem.")
    with pytest.raises(StepChangedError):
        remove_step(result_id=result.pk, step_id=step.pk, seen=1)
    change(result, step, text="Van haar.")  # the same form sent twice

    assert texts(result) == ["Van haar."]


@pytest.mark.django_db
def test_a_removed_step_leaves_no_gap_and_removing_twice_is_the_same_as_once():
    result, steps = plan_of(*"abc")

    for _ in range(2):
        remove_step(result_id=result.pk, step_id=steps[0].pk, seen=1)

    assert texts(result) == ["b", "c"]


@pytest.mark.django_db
def test_a_step_is_ticked_off_on_the_first_day_and_can_be_taken_back():
    result, (step,) = plan_of("a")
    days = []

    for done, today in ((True, TODAY), (True, TODAY + timedelta(days=1)), (False, TODAY)):
        tick_step(result_id=result.pk, step_id=step.pk, done=done, today=today)
        days.append(PlanStep.objects.get().done_on)

    assert days == [TODAY, TODAY, None]


@pytest.mark.django_db
def test_a_step_of_another_result_can_not_be_reached():
    _, (foreign,) = plan_of("a")
    result = ResultFactory()

    with pytest.raises(PlanStep.DoesNotExist):
        change(result, foreign, text="b")
    remove_step(result_id=result.pk, step_id=foreign.pk, seen=1)
    tick_step(result_id=result.pk, step_id=foreign.pk, done=True, today=TODAY)

    assert PlanStep.objects.values_list("text", "done_on").get() == ("a", None)


@pytest.mark.django_db
def test_a_result_that_is_gone_gets_no_plan():
    with pytest.raises(Result.DoesNotExist):
        add_step(result_id=0, fields=STEP)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "do",
    [
        lambda result, step: add_step(result_id=result.pk, fields=STEP),
        lambda result, step: change(result, step, text="b"),
        lambda result, step: change(result, step, place=1),
        lambda result, step: tick_step(
            result_id=result.pk, step_id=step.pk, done=True, today=TODAY
        ),
        lambda result, step: remove_step(result_id=result.pk, step_id=step.pk, seen=1),
    ],
    ids=["add", "change", "move", "tick", "remove"],
)
def test_every_change_throws_the_report_with_the_plan_away_and_no_other(do):
    result, (step,) = plan_of("a")
    ReportFileFactory(result=result, kind=FileKind.PLAN, made=True)
    ReportFileFactory(result=result, kind=FileKind.PLAN, language="en")
    other = ReportFileFactory(kind=FileKind.PLAN, made=True)
    frozen = ReportFileFactory(result=result, made=True)

    do(result, step)

    assert set(ReportFile.objects.all()) == {other, frozen}


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_adds_one_step():
    result = ResultFactory()

    outcomes = at_once(*[partial(add_step, result_id=result.pk, fields=STEP, key=KEY)] * 3)

    assert (outcomes, texts(result)) == ([None] * 3, [STEP.text])


@pytest.mark.django_db(transaction=True)
def test_there_are_never_more_than_five_steps():
    result, _ = plan_of(*"abcd")

    outcomes = at_once(*[partial(add_step, result_id=result.pk, fields=STEP)] * 3)

    assert [type(one) for one in outcomes].count(PlanFullError) == 2
    assert texts(result) == [*"abcd", STEP.text]
    assert PlanStep.objects.count() == MOST_STEPS


@pytest.mark.django_db(transaction=True)
def test_two_who_move_steps_at_once_leave_one_order():
    result, steps = plan_of(*"abcde")

    outcomes = at_once(
        *[
            partial(change, result, step, place=place)
            for step, place in zip(steps, (5, 4, 1, 2, 3), strict=True)
        ]
    )

    assert outcomes == [None] * 5
    assert sorted(texts(result)) == list("abcde")


@pytest.mark.django_db
def test_reminders_need_an_address_and_stop_when_it_is_forgotten():
    result, _ = plan_of("a")
    owner = OwnerFactory(department=result.scan.department)

    with pytest.raises(NoAddressError):
        set_reminders(result_id=result.pk, owner=owner, wanted=True, today=TODAY)

    known = OwnerFactory(department=result.scan.department, mailed=True)
    days = []
    for today in (TODAY, TODAY + timedelta(days=3)):
        set_reminders(result_id=result.pk, owner=known, wanted=True, today=today)
        days.append(ActionPlan.objects.values_list("remind_to", "remind_since").get())
    forget_address(owner=known)
    days.append(ActionPlan.objects.values_list("remind_to", "remind_since").get())

    assert days == [(known.pk, TODAY), (known.pk, TODAY), (None, None)]


@pytest.mark.django_db
@pytest.mark.parametrize("by_link", [True, False])
def test_reminders_are_stopped_on_the_page_and_by_the_link_in_the_mail(by_link):
    result, _ = plan_of("a")
    owner = OwnerFactory(department=result.scan.department, mailed=True)
    set_reminders(result_id=result.pk, owner=owner, wanted=True, today=TODAY)

    if by_link:
        stop_reminders(plan_id=result.plan.pk)
    else:
        set_reminders(result_id=result.pk, owner=owner, wanted=False, today=TODAY)

    assert ActionPlan.objects.values_list("remind_to", "remind_since").get() == (None, None)


@pytest.mark.django_db(transaction=True)
def test_whoever_forgets_an_address_while_reminders_are_asked_for_wins():
    result, _ = plan_of("a")
    owner = OwnerFactory(department=result.scan.department, mailed=True)

    outcome = while_held(
        lambda: forget_address(owner=owner),
        lambda: set_reminders(result_id=result.pk, owner=owner, wanted=True, today=TODAY),
    )

    assert isinstance(outcome, NoAddressError)
    assert ActionPlan.objects.get().remind_to is None


@pytest.mark.django_db(transaction=True)
def test_a_step_added_while_everything_is_deleted_finds_nothing():
    result, _ = plan_of("a")
    owner = OwnerFactory(department=result.scan.department)

    outcome = while_held(
        lambda: delete_everything(owner=owner),
        lambda: add_step(result_id=result.pk, fields=replace(STEP, text="b")),
    )

    assert isinstance(outcome, Result.DoesNotExist)
    assert (ActionPlan.objects.count(), PlanStep.objects.count()) == (0, 0)
