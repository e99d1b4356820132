"""How long the work in the background waits, for monitoring: one question to the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from scans.models import OutgoingMail, Scan, ScanStatus

FAR = timedelta(days=365)
"""A task that needs not wait has a time to wait for that lies further ahead than this."""


FEW_REFUSED = 4
"""Mails that a server doesn't take because of who they are to: with more, something is wrong here."""


@dataclass(frozen=True, slots=True)
class Work:
    """What waits in the queue; ages in whole seconds, 0 when nothing waits.

    ``due`` counts tasks that a worker could take now, ``due_seconds`` is for how long the first of
    them could have been taken. ``mail_seconds`` is how long a mail waits at least, tries included;
    a few that only their own addresses keep waiting don't count.
    ``failed`` counts tasks of the last day that went wrong for good. ``housekept_at`` is when
    housekeeping was done last, ``None`` when it wasn't in the last day.
    """

    due: int
    due_seconds: int
    mail_seconds: int
    failed: int
    housekept_at: datetime | None


def work_at(moment: datetime, *, housekeeping: str, mail: str) -> Work:
    """Return what waits; ``housekeeping`` and ``mail`` are the paths of those tasks."""
    ready = Q(status=TaskResultStatus.READY)
    all_mails = ready & Q(task_path=mail)
    theirs = Q(args_kwargs__kwargs__contains={"refused": True})
    mails, refused = all_mails & ~theirs, all_mails & theirs
    # Each try is a task of its own: how often it was tried says how long ago the first was.
    tries = Cast(KT("args_kwargs__args__1"), IntegerField())
    found = DBTaskResult.objects.aggregate(
        due=Count("pk", filter=ready & (Q(run_after__lte=moment) | Q(run_after__gt=moment + FAR))),
        due_since=Min(
            Case(
                When(run_after__lte=moment, then=F("run_after")),
                When(run_after__gt=moment + FAR, then=F("enqueued_at")),
            ),
            filter=ready,
        ),
        mail_since=Min("enqueued_at", filter=mails),
        mail_tries=Max(tries, filter=mails),
        refused=Count("pk", filter=refused),
        refused_tries=Max(tries, filter=refused),
        failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
        housekept_at=Max(
            "finished_at",
            filter=Q(task_path=housekeeping, status=TaskResultStatus.SUCCESSFUL),
        ),
    )
    tried = max(
        found["mail_tries"] or 1,
        (found["refused_tries"] or 1) if found["refused"] > FEW_REFUSED else 1,
    )
    tried_for = timedelta(minutes=2 ** (tried - 1) - 1)
    return Work(
        due=found["due"],
        due_seconds=seconds_since(found["due_since"] or moment, moment),
        mail_seconds=max(
            seconds_since(found["mail_since"] or moment, moment), int(tried_for.total_seconds())
        ),
        failed=found["failed"],
        housekept_at=found["housekept_at"],
    )


def seconds_since(begin: datetime, moment: datetime) -> int:
    """Return the whole seconds between two moments; 0 when the first is still to come."""
    return max(0, int((moment - begin).total_seconds()))


def mails_waiting() -> int:
    """Return how many mails haven't left."""
    return OutgoingMail.objects.count()


def open_rounds() -> int:
    """Return in how many rounds answers can be given."""
    return Scan.objects.filter(status=ScanStatus.OPEN).count()
