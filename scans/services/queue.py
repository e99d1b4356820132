"""Looking after the queue of background tasks."""

from datetime import datetime, timedelta

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
