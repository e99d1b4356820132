"""Whether the work in the background goes on: the queue, the mail, the housekeeping."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from scans.models import OutgoingMail

LATE_AFTER = timedelta(minutes=30)
"""Housekeeping comes every ten minutes: after three times that something is wrong."""

STUCK_AFTER = timedelta(minutes=10)
"""A task that is due and waits longer than this waits for a worker that isn't there."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the work in the background is doing.

    ``housekept_at`` is when housekeeping was done last, ``None`` when that isn't known (it is
    forgotten after a day). ``waiting_since`` is when the task was put in the queue that has waited
    longest among those that are due. ``failed`` counts tasks of the last day that went wrong for
    good, ``failed_mails`` those among them that were mails; ``retried_mails`` are mails that
    wait to be tried again, ``mails`` all that haven't left.
    """

    housekept_at: datetime | None
    housekeeping_is_late: bool
    waiting: int
    waiting_since: datetime | None
    is_stuck: bool
    failed: int
    failed_mails: int
    mails: int
    retried_mails: int

    @property
    def is_well(self) -> bool:
        """Whether nothing asks for attention."""
        return not (self.housekeeping_is_late or self.is_stuck or self.failed or self.retried_mails)


def health_at(moment: datetime, *, housekeeping: str, mail: str) -> Health:
    """Return how it goes; ``housekeeping`` and ``mail`` are the paths of those tasks."""
    ready = Q(status=TaskResultStatus.READY)
    failed = Q(status=TaskResultStatus.FAILED)
    # Without a time to wait for, a task has one that lies far ahead: then nothing else counts.
    later = Q(run_after__gt=moment, run_after__lt=moment + timedelta(days=365))
    is_mail = Q(task_path=mail)
    found = DBTaskResult.objects.aggregate(
        housekept_at=Max(
            "finished_at",
            filter=Q(task_path=housekeeping, status=TaskResultStatus.SUCCESSFUL),
        ),
        waiting=Count("pk", filter=ready & ~later),
        waiting_since=Min("enqueued_at", filter=ready & ~later),
        failed=Count("pk", filter=failed),
        failed_mails=Count("pk", filter=failed & is_mail),
        retried_mails=Count("pk", filter=ready & later & is_mail),
    )
    at, since = found["housekept_at"], found["waiting_since"]
    return Health(
        **found,
        housekeeping_is_late=at is None or at < moment - LATE_AFTER,
        is_stuck=since is not None and since < moment - STUCK_AFTER,
        mails=OutgoingMail.objects.count(),
    )
