"""What monitoring hears: each fault by its name, within two seconds, whatever the database does."""

import json
import os
import re
import signal
import threading
import time
from contextlib import closing, contextmanager
from datetime import timedelta

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from afdelingsscan.embedded_postgres import EmbeddedPostgres
from afdelingsscan.environment import database_from_url
from scans.models import BackupRun
from scans.queries.working import Work, work_at
from scans.tasks import housekeep, send_mail
from scans.web import checks
from scans.web.checks import CHECKS, Finding, backups, examine
from tests.factories import MOMENT
from tests.project.places import database_home

PATHS = {"housekeeping": housekeep.module_path, "mail": send_mail.module_path}
WELL = {"ok": True}
FAILING = {"ok": False}
ALL_WELL = {
    "database": Finding(ok=True),
    "migrations": Finding(ok=True),
    "worker": Finding(ok=True, seconds=0),
    "mail": Finding(ok=True, seconds=0),
    "housekeeping": Finding(ok=True, seconds=300),
}


@pytest.fixture(autouse=True)
def room_enough(settings):
    """Of the disk of the machine that runs the tests nothing is known."""
    settings.DISK_FREE_PERCENT = 0


def put(path, status=TaskResultStatus.READY, *, args=(), kwargs=None, **times):
    """A task in the queue; ``times`` in minutes from the moment."""
    times = {name: MOMENT + timedelta(minutes=value) for name, value in times.items()}
    made = DBTaskResult.objects.create(
        task_path=path.module_path,
        status=status,
        args_kwargs={"args": list(args), "kwargs": kwargs or {}},
        backend_name="default",
        run_after=times.pop("run_after", MOMENT + timedelta(days=4000)),
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=made.pk).update(**{"enqueued_at": MOMENT, **times})


def housekept(minutes=-5):
    put(housekeep, TaskResultStatus.SUCCESSFUL, finished_at=minutes)


@pytest.mark.django_db(transaction=True)
def test_all_is_well_when_work_is_done_and_nothing_waits(client):
    housekept()
    DBTaskResult.objects.update(finished_at=timezone.now())  # noqa: TID251 - the view reads it

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "failed": [],
        "checks": {
            "database": WELL,
            "migrations": WELL,
            "worker": {"ok": True, "seconds": 0},
            "mail": {"ok": True, "seconds": 0},
            "housekeeping": {"ok": True, "seconds": 0},
            "disk": WELL,
        },
    }
    assert answer.cookies.output() == ""
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "fields", "name", "finding"),
    [
        pytest.param(send_mail, {"enqueued_at": -10}, "worker", (True, 600), id="waits"),
        pytest.param(housekeep, {"enqueued_at": -11}, "worker", (False, 660), id="stuck"),
        pytest.param(
            housekeep, {"enqueued_at": -60, "run_after": -9}, "worker", (True, 540), id="planned"
        ),
        pytest.param(
            housekeep, {"enqueued_at": -60, "run_after": 1}, "worker", (True, 0), id="later"
        ),
        pytest.param(
            send_mail, {"enqueued_at": -31, "run_after": 1}, "mail", (False, 1860), id="mail-waits"
        ),
        pytest.param(
            send_mail,
            {"enqueued_at": -1, "run_after": 15, "args": ("id", 5)},
            "mail",
            (True, 900),
            id="mail-tried-5-times",
        ),
        pytest.param(
            send_mail,
            {"enqueued_at": -1, "run_after": 31, "args": ("id", 6)},
            "mail",
            (False, 1860),
            id="mail-tried-6-times",
        ),
    ],
)
def test_what_waits_is_told_by_name_with_its_age(path, fields, name, finding):
    housekept()
    put(path, **fields)

    found = examine(CHECKS, MOMENT)

    ok, seconds = finding
    assert found[name] == Finding(ok=ok, seconds=seconds)
    others = {key: value for key, value in found.items() if key not in {name, "worker", "mail"}}
    assert others == {key: ALL_WELL[key] for key in others}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("mails", "finding"), [(4, (True, 0)), (5, (False, 1860))])
def test_a_few_addresses_that_are_refused_are_no_broken_mail_and_more_are(mails, finding):
    housekept()
    for _mail in range(mails):
        put(send_mail, enqueued_at=-1, run_after=31, args=("id", 6), kwargs={"refused": True})

    ok, seconds = finding
    assert examine(CHECKS, MOMENT)["mail"] == Finding(ok=ok, seconds=seconds)


@pytest.mark.django_db
def test_the_queue_is_counted():
    housekept()
    put(send_mail, TaskResultStatus.FAILED, finished_at=-5)
    put(send_mail, enqueued_at=-2)
    put(housekeep, run_after=-1)
    put(housekeep, run_after=5)

    assert work_at(MOMENT, **PATHS) == Work(
        due=2,
        due_seconds=120,
        mail_seconds=120,
        failed=1,
        housekept_at=MOMENT - timedelta(minutes=5),
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("minutes", "finding"),
    [(-30, Finding(ok=True, seconds=1800)), (-31, Finding(ok=False, seconds=1860))],
)
def test_housekeeping_that_is_late_is_told(minutes, finding):
    housekept(minutes)

    assert examine(CHECKS, MOMENT) == ALL_WELL | {"housekeeping": finding}


@pytest.mark.django_db(transaction=True)
def test_a_site_where_no_worker_ever_was_is_not_well(client):
    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["failed"] == ["housekeeping"]
    assert answer.json()["checks"]["housekeeping"] == FAILING


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "finding"),
    [
        (None, Finding(ok=True)),
        (26, Finding(ok=True, seconds=26 * 3600)),
        (27, Finding(ok=False, seconds=27 * 3600)),
    ],
)
def test_a_backup_that_is_too_old_is_told_where_backups_are_made(settings, hours, finding):
    settings.BACKUP_RECIPIENTS = ["age1somebody"]
    MigrationRecorder.Migration.objects.update(applied=MOMENT)
    if hours is not None:
        done = MOMENT - timedelta(hours=hours)
        BackupRun.objects.create(started_at=done, finished_at=done)

    assert backups(MOMENT) == {"backup": finding}


@pytest.mark.django_db(transaction=True)
def test_every_check_is_explained(client, settings):
    settings.BACKUP_RECIPIENTS = ["age1somebody"]
    page = (django_settings.BASE_DIR / "docs" / "seeing.md").read_text()
    table = page.partition("| check | not well when |")[2].partition("\n\n")[0]
    example = json.loads(page.partition("```json\n")[2].partition("```")[0])

    told = list(client.get("/healthz").json()["checks"])

    assert re.findall(r"(?m)^\| `(\w+)` \|", table) == told
    assert list(example["checks"]) == told


def test_where_no_backups_are_made_nothing_is_told_of_them():
    assert backups(MOMENT) == {}


@contextmanager
def without_migration(app):
    """Meanwhile the last migration of an app was not applied; committed, as others must see it."""
    applied = MigrationRecorder(connection).migration_qs
    last = applied.filter(app=app).latest("pk")
    last.delete()
    yield
    last.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("app", ["scans", "contenttypes"])
@pytest.mark.parametrize("address", ["/healthz", "/healthz/ready"])
def test_a_migration_that_waits_is_told_and_nothing_behind_it_is_asked(client, app, address):
    with without_migration(app):
        answer = client.get(address)

    assert answer.status_code == 503
    expected = {"database": WELL, "migrations": FAILING}
    if address == "/healthz":
        expected["disk"] = WELL
    assert answer.json() == {
        "status": "failing",
        "failed": ["migrations"],
        "checks": expected,
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["VAR_DIR", "TMPDIR"])
def test_a_disk_that_is_full_is_told(client, settings, monkeypatch, tmp_path, place):
    settings.DISK_FREE_PERCENT = 100.1
    if place == "VAR_DIR":
        settings.VAR_DIR = tmp_path / "not" / "made" / "yet"

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"] == FAILING


NO_DATABASE = {"status": "failing", "failed": ["database"], "checks": {"database": FAILING}}


def quick(client, address):
    """What an address answers, and that it took less than two seconds."""
    client.get("/healthz/live")  # the first request of a process loads all pages
    begin = time.monotonic()
    answer = client.get(address)
    assert time.monotonic() - begin < 2
    return answer.status_code, answer.json()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_hangs_or_stopped_is_told_within_two_seconds(client, monkeypatch, tmp_path):
    with database_home(tmp_path) as home:
        server = EmbeddedPostgres(home, durable=False)
        for name, value in database_from_url(server.url()).items():
            monkeypatch.setitem(connection.settings_dict, name, value)
        with server.lease():
            assert quick(client, "/healthz/ready")[1]["failed"] == ["migrations"]
            number = int((home / "data" / "postmaster.pid").read_text().split()[0])
            os.kill(number, signal.SIGSTOP)
            hanging = [quick(client, "/healthz/ready") for _again in range(6)]
            assert quick(client, "/healthz/live") == (
                200,
                {"status": "ok", "failed": [], "checks": {}},
            )
            os.kill(number, signal.SIGCONT)
        stopped = quick(client, "/healthz/ready")

        assert hanging == [(503, NO_DATABASE)] * 6
        assert stopped == (503, NO_DATABASE)


@pytest.mark.django_db(transaction=True)
def test_a_question_that_has_to_wait_for_somebody_else_is_given_up(client):
    own = connection.settings_dict
    with (
        closing(
            psycopg2.connect(
                dbname=own["NAME"], user=own["USER"], host=own["HOST"], port=own["PORT"] or None
            )
        ) as other,
        other.cursor() as cursor,
    ):
        cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        answer = quick(client, "/healthz")

    assert answer == (
        503,
        NO_DATABASE | {"checks": {"database": FAILING, "disk": WELL}},
    )


def test_when_all_turns_are_taken_nobody_waits_long(monkeypatch):
    monkeypatch.setattr(checks, "_turns", threading.BoundedSemaphore(1))
    checks._turns.acquire()
    begin = time.monotonic()

    assert examine(CHECKS, MOMENT) == {"database": Finding(ok=False)}
    assert time.monotonic() - begin < 1.5


@pytest.mark.django_db(transaction=True)
def test_without_a_database_the_public_pages_still_stand(client, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    assert client.get("/").status_code == 200


@pytest.mark.parametrize("allowed", [["scan.example"], [".scan.example"], ["*"], []])
@pytest.mark.parametrize("address", ["/healthz/live", "/healthz/live?deep=1"])
def test_a_load_balancer_may_ask_by_number_and_without_encryption(
    client, settings, allowed, address
):
    settings.ALLOWED_HOSTS = allowed
    settings.DEBUG = not allowed
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(address, headers={"host": "10.1.2.3:8000"}).status_code == 200
    if allowed == ["scan.example"]:
        assert client.get("/", headers={"host": "10.1.2.3:8000"}).status_code == 400


def test_only_the_three_addresses_may_be_asked_that_way(client, settings):
    settings.ALLOWED_HOSTS = ["scan.example"]

    assert django_settings.SECURE_REDIRECT_EXEMPT == [r"^healthz(/live|/ready)?$"]
    assert client.get("/healthz/", headers={"host": "10.1.2.3"}).status_code == 400
