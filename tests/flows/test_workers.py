"""Several workers on one queue, as processes of their own."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from scans.models import ReportFile, Response
from scans.services.mailing import queue_link_mail
from scans.tasks import housekeep, render_report, send_mail
from tests.factories import ReportFileFactory, ResponseFactory
from tests.project.places import PATIENCE, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = 200
WORKER = [sys.executable, "manage.py", "worker", "--worker-id"]


@pytest.fixture
def environment(tmp_path):
    """What a worker needs to work on the database of this test, and nothing of this process."""
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}"
    own = {
        "DATABASE_URL": url if not at["PORT"] else f"{url}&port={at['PORT']}",
        "DJANGO_SETTINGS_MODULE": "afdelingsscan.settings",
        "VAR_DIR": str(tmp_path),
        "EMAIL_FILE_PATH": str(tmp_path / "mail"),
    }
    return dict(os.environ) | own


@contextmanager
def working(environment, name):
    """A worker that has started, and stops at the end."""
    log = (
        Path(environment["VAR_DIR"])
        / f"{name}-{len(list(Path(environment['VAR_DIR']).iterdir()))}.log"
    )
    with (
        log.open("w") as output,
        subprocess.Popen([*WORKER, name], env=environment, stderr=output) as process,
    ):
        try:
            wait_until(lambda: f"worker_id={name}" in log.read_text(), "the worker should start")
            yield process
            process.terminate()
        except BaseException:
            process.kill()
            raise


def tasks(task):
    return DBTaskResult.objects.filter(task_path=task.module_path)


def test_two_workers_send_every_mail_once_and_keep_house_once(environment, tmp_path):
    response = ResponseFactory()
    with working(environment, "one"), working(environment, "two"):
        with transaction.atomic():
            for number in range(MAILS):
                Response.objects.update(mails_sent=0)  # nobody gets this many
                mail_id = queue_link_mail(
                    response=response,
                    address=f"ik{number}@voorbeeld.nl",
                    url="http://testserver/invullen/x/",
                    language="nl",
                )
                send_mail.enqueue(str(mail_id))
        done = tasks(send_mail).filter(status=TaskResultStatus.SUCCESSFUL)
        wait_until(lambda: done.count() == MAILS, "all mails should be sent")

    sent = "".join(file.read_text() for file in (tmp_path / "mail").iterdir())
    addresses = re.findall(r"^To: ik(\d+)@voorbeeld\.nl$", sent, re.MULTILINE)
    assert sorted(map(int, addresses)) == list(range(MAILS))
    hands = tasks(send_mail).values_list("worker_ids", flat=True)
    assert {tuple(one) for one in hands} == {("one",), ("two",)}
    kept = tasks(housekeep).values_list("status", flat=True).order_by("status")
    assert list(kept) == ["READY", "SUCCESSFUL"]


def test_a_report_that_a_killed_worker_had_in_hand_is_made_by_the_one_that_takes_its_place(
    environment,
):
    file = ReportFileFactory()
    with working(environment, "one") as killed:
        render_report.enqueue(file.result_id, "nl")
        running = tasks(render_report).filter(status=TaskResultStatus.RUNNING)
        wait_until(running.exists, "the report should be in hand")
        killed.kill()
        killed.wait(PATIENCE)

    with working(environment, "one"):
        done = tasks(render_report).filter(status=TaskResultStatus.SUCCESSFUL)
        wait_until(done.exists, "the report should be made")

    assert [task.worker_ids for task in done] == [["one", "one"]]
    assert ReportFile.objects.get().content.tobytes().startswith(b"%PDF")
