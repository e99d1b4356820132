"""Looking after the queue of background tasks."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

LOST_AFTER = timedelta(minutes=10)
"""No task of ours takes this long: whoever had it was killed."""


def requeue_lost_tasks(*, moment: datetime, worker_id: str | None = None) -> int:
    """Give back what killed workers had in hand; return how many tasks.

    What any of them has is lost after ``LOST_AFTER``. With a name: also whatever stands on it,
    which is nobody's while the worker of that name is just starting. Every task of ours may run
    twice.
    """
    lost = Q(started_at__lt=moment - LOST_AFTER)
    if worker_id is not None:
        lost |= Q(**{"worker_ids__-1": worker_id})
    return DBTaskResult.objects.filter(lost, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )


KEPT = timedelta(days=1)
"""What was done is of use for a day, to see what went wrong; it holds a time and a key."""


WITH_ADDRESS = tuple(
    f"scans.tasks.{name}"
    for name in ("send_lost_links", "send_password_link", "send_newsletter_confirmation")
)
"""Tasks that hold more than a key: an address, sealed."""


def _done() -> "QuerySet[DBTaskResult[..., object]]":
    return DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
    )


def forget_done_tasks(*, moment: datetime) -> int:
    """Delete what was done a day ago, and right away what held an address; return how many."""
    forget_addresses()
    return _done().filter(finished_at__lt=moment - KEPT).delete()[0]


def forget_addresses() -> None:
    """Delete the tasks that held an address and are done."""
    _done().filter(task_path__in=WITH_ADDRESS).delete()


def waiting_tasks(path: str) -> int:
    """Return how many tasks of this kind wait; until the transaction ends nobody else asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [path])
    return DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY).count()
