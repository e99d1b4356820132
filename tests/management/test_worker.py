"""The worker does what waits, and what it had in hand when it was killed."""

import pytest
from django.core.management import call_command
from django.db import connections
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from scans.management.commands import worker
from scans.models import ReportFile
from scans.services.queue import LOST_AFTER
from scans.tasks import housekeep, render_report
from tests.factories import ReportFileFactory
from tests.project.places import wait_until

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


def _waits(task):
    return DBTaskResult.objects.filter(task_path=task.module_path).exists()


def test_what_a_machine_lost_that_never_came_back_is_given_back_by_another_one(monkeypatch):
    monkeypatch.setattr(worker, "OTHERS_EVERY", 0.01)
    task = lost_task("gone-for-good")
    DBTaskResult.objects.update(started_at=task.started_at - LOST_AFTER)

    with worker._looking_after_others():
        wait_until(lambda: _waits(housekeep), "housekeeping should go on")

    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY


def test_a_database_that_is_away_does_not_end_looking_after_others(monkeypatch, caplog):
    monkeypatch.setattr(worker, "OTHERS_EVERY", 0.01)
    monkeypatch.setitem(connections.settings["default"], "NAME", "nowhere")

    with worker._looking_after_others():
        wait_until(lambda: len(caplog.records) > 1, "it should have looked twice")

    assert {record.getMessage() for record in caplog.records} == {
        "Could not look after the queue (OperationalError)."
    }
