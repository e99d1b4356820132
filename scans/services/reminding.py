"""Mailing an aanvrager on the day of a step, once."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from scans.models import ActionPlan, Department, Owner, PlanStep
from scans.services.batches import one_by_one
from scans.services.mailing import queue_reminder_mail
from scans.services.owners import mail_allowed


def remind_of_steps(*, today: date, send: Callable[[UUID], None]) -> None:
    """Queue a mail for every plan of which the day of a step has come.

    ``send`` is given the key of each mail, in the transaction that wrote it. A step is mailed about
    once for each day that it is given; a day before somebody asked to be reminded counts for
    nothing. One plan that fails doesn't hold up the others: what went wrong is raised when they are
    done.
    """
    due = _due(today).values_list("plan", flat=True).order_by("plan").distinct()
    one_by_one(list(due), lambda plan_id: _remind(plan_id, today, send))


def _due(today: date) -> QuerySet[PlanStep]:
    return PlanStep.objects.filter(
        Q(due_on__gte=F("plan__remind_since")),
        due_on__lte=today,
        done_on=None,
        reminded_on=None,
        plan__remind_to__address_digest__isnull=False,
    )


@transaction.atomic
def _remind(plan_id: UUID, today: date, send: Callable[[UUID], None]) -> bool:
    locked = Department.objects.select_for_update(of=("self",), no_key=True)
    if not list(locked.filter(scans__result__plan=plan_id)):  # deleted meanwhile
        return False
    plan = ActionPlan.objects.select_related("result__scan").get(pk=plan_id)
    steps = list(_due(today).filter(plan=plan_id).values_list("pk", flat=True))
    owner = Owner.objects.select_for_update().filter(reminded_of=plan_id).first()
    if not steps or owner is None:  # somebody was quicker
        return False
    address = mail_allowed(owner=owner, today=today)
    if address is None:  # mailed often enough today: tomorrow
        return False
    PlanStep.objects.filter(pk__in=steps).update(reminded_on=today)
    send(queue_reminder_mail(plan=plan, owner=owner, address=address, count=len(steps)))
    return True
