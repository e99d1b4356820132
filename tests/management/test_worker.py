"""The worker does what waits, and what it had in hand when it was killed."""

import pytest
from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from scans.models import ReportFile
from scans.services.queue import LOST_AFTER
from scans.tasks import render_report
from tests.factories import ReportFileFactory

pytestmark = pytest.mark.django_db(transaction=True)


def lost_task(worker_id):
    """A task that its worker had in hand when it was killed."""
    result = ReportFileFactory().result
    render_report.enqueue(result.pk, "nl")
    task = DBTaskResult.objects.get()
    task.claim(worker_id)
    return task


def test_a_worker_that_starts_again_finishes_what_it_had_in_hand():
    task = lost_task("this-one")

    call_command("worker", worker_id="this-one", batch=True)

    task.refresh_from_db()
    assert task.status == TaskResultStatus.SUCCESSFUL
    assert bytes(ReportFile.objects.get().content).startswith(b"%PDF-")


def test_a_worker_finishes_what_anybody_lost_long_ago():
    task = lost_task("another")
    DBTaskResult.objects.update(started_at=task.started_at - LOST_AFTER)

    call_command("worker", worker_id="this-one", batch=True)

    task.refresh_from_db()
    assert task.status == TaskResultStatus.SUCCESSFUL


def test_a_worker_leaves_alone_what_another_has_in_hand():
    task = lost_task("another")

    call_command("worker", worker_id="this-one", batch=True)

    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING
