"""Looking after the queue of background tasks."""

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def requeue_lost_tasks(*, worker_id: str) -> int:
    """Give back what this worker had in hand when it was killed; return how many tasks.

    Only for a worker that is just starting: whatever stands on its name is then nobody's.
    Every task of ours may run twice.
    """
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, **{"worker_ids__-1": worker_id}
    ).update(status=TaskResultStatus.READY, started_at=None)
