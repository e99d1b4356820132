"""A mail on the day of a step: once, with counts only, and only to who asked."""

import json
from datetime import timedelta
from functools import partial

import pytest

from scans.models import OutgoingMail, PlanStep
from scans.services.action_plans import StepFields, change_step, set_reminders
from scans.services.owners import MAILS_A_DAY, delete_everything
from scans.services.reminding import remind_of_steps
from scans.services.sealing import unseal
from tests.factories import (
    ADDRESS,
    TODAY,
    ActionPlanFactory,
    OwnerFactory,
    PlanStepFactory,
    owner_token,
)
from tests.services.concurrency import at_once

DAY = timedelta(days=1)


def reminded_plan(**owner):
    """A plan of which the aanvrager wants to be reminded, since yesterday."""
    plan = ActionPlanFactory()
    person = OwnerFactory(department=plan.result.scan.department, mailed=True, **owner)
    set_reminders(result_id=plan.result_id, owner=person, wanted=True, today=TODAY - DAY)
    plan.refresh_from_db()
    return plan


def remind(today=TODAY):
    """Remind of what is due; the mails about it."""
    sent = []
    remind_of_steps(today=today, send=sent.append)
    return [json.loads(unseal(OutgoingMail.objects.get(pk=key).sealed)) for key in sent]


@pytest.mark.django_db
def test_one_mail_says_of_how_many_steps_the_day_has_come_and_not_which():
    plan = reminded_plan()
    for due_on in (TODAY, TODAY - DAY):
        PlanStepFactory(plan=plan, text="Bel de wethouder", who="Noor", due_on=due_on)

    (mail,) = remind()

    assert mail["to"] == ADDRESS
    for body in (mail["text"], mail["html"]):
        assert "2 stappen" in body
        assert f"/scan/{owner_token(plan.remind_to_id)}/plan-maken/1/" in body
        assert f"/herinneringen/{plan.stop_token}/" in body
        assert "wethouder" not in body
        assert "Noor" not in body


@pytest.mark.django_db
def test_a_reminder_from_a_demonstration_says_so(settings):
    settings.DEMONSTRATION = True
    PlanStepFactory(plan=reminded_plan(), due_on=TODAY)

    (mail,) = remind()

    assert all("Demonstratie: verzonnen gegevens" in mail[body] for body in ("text", "html"))
    assert "één stap" in mail["text"]


@pytest.mark.django_db
def test_a_department_that_is_deleted_while_another_is_reminded_gets_no_mail():
    plans = [reminded_plan(), reminded_plan()]
    for plan in plans:
        PlanStepFactory(plan=plan, due_on=TODAY)
    sent = []

    def send(key):
        sent.append(key)
        waiting = PlanStep.objects.filter(reminded_on=None)
        for step in waiting.select_related("plan__remind_to__department"):
            delete_everything(owner=step.plan.remind_to)

    remind_of_steps(today=TODAY, send=send)

    assert (len(sent), PlanStep.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_step_is_mailed_about_once_and_again_when_it_gets_another_day():
    plan = reminded_plan()
    step = PlanStepFactory(plan=plan, due_on=TODAY)
    first = [len(remind(TODAY + days * DAY)) for days in (0, 0, 1, 2)]

    later = StepFields(text=step.text, due_on=TODAY + 5 * DAY)
    change_step(
        result_id=plan.result_id, step_id=step.pk, fields=later, place=1, seen=step.revision
    )

    assert first == [1, 0, 0, 0]
    assert [len(remind(TODAY + days * DAY)) for days in (4, 5, 6)] == [0, 1, 0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "step",
    [
        {"due_on": None},
        {"due_on": TODAY + DAY},
        {"due_on": TODAY, "done_on": TODAY},
        {"due_on": TODAY - 2 * DAY},
    ],
    ids=["no day", "tomorrow", "done", "before it was asked for"],
)
def test_of_what_is_not_due_nobody_is_reminded(step):
    PlanStepFactory(plan=reminded_plan(), **step)

    assert remind() == []


@pytest.mark.django_db
def test_who_did_not_ask_gets_no_mail():
    plan = ActionPlanFactory()
    OwnerFactory(department=plan.result.scan.department, mailed=True)
    PlanStepFactory(plan=plan, due_on=TODAY)

    assert remind() == []


@pytest.mark.django_db
def test_who_was_mailed_often_enough_today_hears_it_tomorrow():
    plan = reminded_plan(mails_on=TODAY, mails_sent=MAILS_A_DAY)
    PlanStepFactory(plan=plan, due_on=TODAY)

    assert [len(remind(TODAY + days * DAY)) for days in (0, 1, 2)] == [0, 1, 0]


@pytest.mark.django_db
def test_an_address_that_can_not_be_opened_is_not_mailed():
    plan = reminded_plan(address_sealed="sealed with another key")
    PlanStepFactory(plan=plan, due_on=TODAY)

    assert remind() == []
    assert PlanStep.objects.get().reminded_on is None


@pytest.mark.django_db
def test_one_plan_that_fails_does_not_hold_up_the_others():
    for _ in range(2):
        PlanStepFactory(plan=reminded_plan(), due_on=TODAY)
    calls = []

    def send(key):
        calls.append(key)
        if len(calls) == 1:
            raise OSError("the queue is gone")

    with pytest.raises(OSError, match="the queue is gone"):
        remind_of_steps(today=TODAY, send=send)

    assert len(calls) == 2
    # What failed was rolled back, and comes next time.
    assert OutgoingMail.objects.count() == 1
    assert len(remind()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail():
    PlanStepFactory(plan=reminded_plan(), due_on=TODAY)

    at_once(*[partial(remind_of_steps, today=TODAY, send=lambda key: None)] * 3)

    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_deleted_at_that_moment_is_not_mailed_about():
    plan = reminded_plan()
    PlanStepFactory(plan=plan, due_on=TODAY)

    outcomes = at_once(
        lambda: delete_everything(owner=plan.remind_to),
        partial(remind_of_steps, today=TODAY, send=lambda key: None),
    )

    assert outcomes == [None, None]
    assert PlanStep.objects.count() == 0
