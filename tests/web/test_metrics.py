"""What Prometheus reads: every process added up, by names that stand in the code."""

import os
import random
import re
import signal
import subprocess
import sys
import urllib.request
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import get_resolver
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from afdelingsscan import gunicorn_conf
from afdelingsscan.measuring import VARIABLE, counting_processes, prepare
from bench.site import free_port, wait_for
from scans.models import OutgoingMail
from scans.tasks import housekeep, send_mail
from scans.web import metrics, watching
from scans.web.metrics import OF_THIS_PROCESS, SiteCollector, serving
from tests.factories import ResponseFactory, ScanFactory, respondent_token


@pytest.fixture
def counting(settings, tmp_path, monkeypatch):
    """A site that counts, in a folder of its own."""
    settings.METRICS_PORT = free_port()
    settings.DISK_FREE_PERCENT = 0
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    return settings.METRICS_PORT


def samples(text):
    """The values in a text of Prometheus, by name and labels, those by their own names."""
    return {
        (sample.name, *(value for _name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def counted():
    """What this process counted."""
    return samples(generate_latest(OF_THIS_PROCESS).decode())


def gained(before):
    """How much was counted since, by name and labels, without the parts of histograms."""
    return {
        key: value - before.get(key, 0)
        for key, value in counted().items()
        if value != before.get(key, 0) and key[0].endswith(("_total", "_count"))
    }


@pytest.mark.django_db
def test_requests_are_counted_by_name_and_class_of_their_status(client, counting):
    token, before = respondent_token(ResponseFactory().pk), counted()

    for address in (f"/invullen/{token}/", f"/invullen/{token}/", "/bestaat/niet/"):
        client.get(address)

    assert gained(before) == {
        ("afdelingsscan_requests_total", "GET", "answer", "2xx"): 2,
        ("afdelingsscan_requests_total", "GET", "unknown", "4xx"): 1,
        ("afdelingsscan_request_seconds_count", "answer"): 2,
        ("afdelingsscan_request_seconds_count", "unknown"): 1,
    }


@pytest.mark.django_db
def test_nothing_is_counted_where_nobody_asks(client):
    before = counted()

    client.get("/robots.txt")
    metrics.count_task(task="send_mail", outcome="done", seconds=1)

    assert gained(before) == {}


@task()
def one_task(*, fail):
    """A task that goes well, or not."""
    if fail:
        raise ValueError


def test_tasks_are_counted_by_name_and_outcome(counting, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    before = counted()

    for fail in (True, False, False):
        one_task.enqueue(fail=fail)

    assert gained(before) == {
        ("afdelingsscan_tasks_total", "failed", "one_task"): 1,
        ("afdelingsscan_tasks_total", "done", "one_task"): 2,
        ("afdelingsscan_task_seconds_count", "one_task"): 3,
    }


def names_of(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names_of(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern.pattern} has no name to be counted by"
            yield pattern.name


@pytest.mark.django_db
def test_whatever_is_asked_there_are_no_more_labels_than_names(client, counting):
    chance = random.Random(7)  # noqa: S311 - no secret
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    starts = ("", "invullen/", "static/", "dashboard/", "team/", "healthz/", "dashboard/scans/")
    for _number in range(150):
        word = "".join(chance.choices(letters, k=32))
        method = chance.choice(["GET", "POST", word.upper()])
        client.generic(method, f"/{chance.choice(starts)}{word}/")

    labels = {key[1:] for key in counted() if key[0] == "afdelingsscan_requests_total"}

    names = {*names_of(get_resolver().url_patterns), watching.STATIC, watching.UNKNOWN}
    assert {route for _method, route, _status in labels} <= names
    assert {method for method, _route, _status in labels} <= {*watching.METHODS, watching.OTHER}
    assert all(re.fullmatch("[1-5]xx", status) for _method, _route, status in labels)


@pytest.mark.django_db(transaction=True)
def test_the_state_of_the_site_is_told_when_it_is_asked(counting, tmp_path, settings):
    now = timezone.now()  # noqa: TID251 - the collector reads the clock
    for path, status, times in (
        (housekeep, TaskResultStatus.SUCCESSFUL, {"finished_at": now - timedelta(minutes=2)}),
        (send_mail, TaskResultStatus.FAILED, {"finished_at": now}),
        (send_mail, TaskResultStatus.READY, {"run_after": now - timedelta(minutes=1)}),
    ):
        DBTaskResult.objects.create(
            task_path=path.module_path,
            status=status,
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            exception_class_path="",
            traceback="",
            **{"run_after": now, **times},
        )
    OutgoingMail.objects.create(sealed="x")
    ScanFactory(team=True)
    (tmp_path / f"counter_{os.getpid()}.db").touch()
    (tmp_path / "counter_999999999.db").touch()

    with serving("127.0.0.1", counting):
        (tmp_path / f"counter_{os.getpid()}.db").unlink()
        (tmp_path / "counter_999999999.db").unlink()
        with urllib.request.urlopen(f"http://127.0.0.1:{counting}/metrics") as answer:
            found = samples(answer.read().decode())

    ages = {key: found.pop(key) for key in list(found) if "seconds" in key[0]}
    assert found == {
        ("afdelingsscan_info", settings.VERSION): 1,
        **{
            ("afdelingsscan_check_ok", name): 1
            for name in ("database", "migrations", "worker", "mail", "housekeeping", "disk")
        },
        ("afdelingsscan_queue_tasks",): 1,
        ("afdelingsscan_tasks_failed",): 1,
        ("afdelingsscan_mails",): 1,
        ("afdelingsscan_rounds_open",): 1,
        ("afdelingsscan_processes",): 0,
        ("afdelingsscan_memory_bytes",): 0,
    }
    assert {key: value // 60 for key, value in ages.items()} == {
        ("afdelingsscan_check_seconds", "worker"): 1,
        ("afdelingsscan_check_seconds", "mail"): 0,
        ("afdelingsscan_check_seconds", "housekeeping"): 2,
        ("afdelingsscan_queue_seconds",): 1,
    }


@pytest.mark.django_db(transaction=True)
def test_processes_that_live_are_counted_with_their_memory(counting, tmp_path):
    (tmp_path / f"counter_{os.getpid()}.db").touch()
    (tmp_path / f"histogram_{os.getpid()}.db").touch()
    (tmp_path / "counter_999999999.db").touch()

    found = {one.name: one.samples[0].value for one in SiteCollector().collect() if one.samples}

    assert found["afdelingsscan_processes"] == 1
    assert found["afdelingsscan_memory_bytes"] > 10_000_000


def test_a_start_forgets_what_dead_processes_counted(tmp_path, monkeypatch):
    own = f"counter_{os.getpid()}.db"
    for name in (own, "counter_999999999.db", "histogram_999999999.db", "some_notes.db"):
        (tmp_path / name).touch()

    monkeypatch.delenv(VARIABLE, raising=False)
    gunicorn_conf.on_starting(None)
    before = len(list(tmp_path.iterdir()))
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    gunicorn_conf.on_starting(None)

    assert before == 4
    assert {path.name for path in tmp_path.iterdir()} == {own, "some_notes.db"}
    assert list(counting_processes(tmp_path)) == [(os.getpid(), tmp_path / own)]


def test_the_folder_is_made_unless_the_environment_names_another(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "")  # deleting what isn't set would leave behind what is set here
    monkeypatch.delenv(VARIABLE)
    own = prepare(tmp_path / "own")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "other"))

    assert (own, prepare(tmp_path / "own")) == (tmp_path / "own", tmp_path / "other")
    assert own.is_dir()


def test_without_a_port_the_command_says_so(settings):
    settings.METRICS_PORT = 0

    with pytest.raises(CommandError, match="METRICS_PORT is niet gezet"):
        call_command("metrics")


@pytest.mark.django_db(transaction=True)
def test_web_server_and_metrics_are_processes_that_add_up(tmp_path, settings):
    """Two web workers count; the command, a process of its own, tells the sum."""
    web, port = free_port(), free_port()
    own = settings.DATABASES["default"]
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{own['USER']}@/{own['NAME']}?host={own['HOST']}",
        "DJANGO_SETTINGS_MODULE": "afdelingsscan.settings_test",
        "METRICS_PORT": str(port),
        "VAR_DIR": str(tmp_path),
    }
    gunicorn = [sys.executable, "-m", "gunicorn", "afdelingsscan.wsgi", "--workers", "2"]
    gunicorn += ["--preload", "--no-control-socket", "--bind", f"127.0.0.1:{web}"]
    gunicorn += ["--config", "python:afdelingsscan.gunicorn_conf", "--log-level", "warning"]
    with (
        subprocess.Popen(gunicorn, env=environment) as site,
        subprocess.Popen([sys.executable, "manage.py", "metrics"], env=environment) as command,
    ):
        try:
            wait_for(lambda: got(web, "/healthz/live"), seconds=60, what="the site")
            wait_for(lambda: got(port, "/metrics"), seconds=60, what="the metrics")
            for _again in range(30):
                assert got(web, "/robots.txt")
            found = samples(got(port, "/metrics"))
        finally:
            site.terminate()
            command.send_signal(signal.SIGINT)

    assert found["afdelingsscan_requests_total", "GET", "robots", "2xx"] == 30
    assert found["afdelingsscan_request_seconds_count", "robots"] == 30
    assert found["afdelingsscan_processes",] in {1, 2}
    assert found["afdelingsscan_check_ok", "migrations"] == 1
    assert command.returncode == 0


def got(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return answer.read().decode()
    except OSError:
        return ""
