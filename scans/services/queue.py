"""Looking after the queue of background tasks."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

LOST_AFTER = timedelta(minutes=10)
"""No task of ours takes this long: whoever had it was killed."""


def requeue_lost_tasks(*, worker_id: str, moment: datetime) -> int:
    """Give back what killed workers had in hand; return how many tasks.

    Only for a worker that is just starting: whatever stands on its name is then nobody's. What
    others have is lost after ``LOST_AFTER``. Every task of ours may run twice.
    """
    mine = Q(**{"worker_ids__-1": worker_id})
    lost = Q(started_at__lt=moment - LOST_AFTER)
    return DBTaskResult.objects.filter(mine | lost, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )


KEPT = timedelta(days=1)
"""What was done is of use for a day, to see what went wrong; it holds a time and a key."""


def forget_done_tasks(*, moment: datetime, at_once: Collection[str]) -> None:
    """Delete what was done a day ago, and right away the kinds that hold more than a key."""
    done = DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
    )
    done.filter(Q(finished_at__lt=moment - KEPT) | Q(task_path__in=at_once)).delete()


def waiting_tasks(path: str) -> int:
    """Return how many tasks of this kind wait; until the transaction ends nobody else asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [path])
    return DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY).count()
