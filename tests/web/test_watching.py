"""One line for each request and each task, and a name by which its other lines are found."""

import io
import json
import logging
import re

import pytest
from django.test import Client
from django_tasks import task

from scans.web.logs import REQUEST_ID, JsonLines, WithoutTokens
from tests.factories import ResponseFactory, respondent_token

MADE = re.compile(r"[0-9a-f]{16}")


@pytest.fixture
def lines():
    """What is written to the log, line by line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(WithoutTokens())
    loggers = [logging.getLogger(name) for name in ("scans.request", "scans.task")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel("INFO")
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def told(line):
    """A line without what differs each time."""
    return {key: line[key] for key in line.keys() - {"time", "ms", "request_id"}}


def request_line(method, route, status):
    return {
        "level": "INFO",
        "logger": "scans.request",
        "message": f"{method} {route} {status}",
        "method": method,
        "route": route,
        "status": status,
    }


@pytest.mark.django_db
def test_a_request_is_one_line_with_the_name_of_the_address(client, lines):
    token = respondent_token(ResponseFactory().pk)

    client.get(f"/invullen/{token}/?e=ik@voorbeeld.nl", REMOTE_ADDR="192.0.2.7")
    client.post(f"/invullen/{token}/opslaan/", {"rel1": "4"}, headers={"User-Agent": "Geheim/1"})
    client.get("/dashboard/scans/")

    assert [told(line) for line in lines()] == [
        request_line("GET", "answer", 200),
        request_line("POST", "answer_save", 200),
        request_line("GET", "scans", 302),
    ]
    assert {type(line["ms"]) for line in lines()} == {int}
    assert all(MADE.fullmatch(line["request_id"]) for line in lines())
    written = json.dumps(lines())
    assert not any(part in written for part in (token, "voorbeeld", "192.0.2.7", "Geheim"))


@pytest.mark.django_db
def test_what_has_no_name_gets_one_that_stands_in(client, lines):
    client.generic("GEHEIM", "/bestaat/niet/")
    client.get("/static/bestaat-niet.css")

    own = [told(line) for line in lines() if line["logger"] == "scans.request"]
    assert own == [request_line("OTHER", "unknown", 404), request_line("GET", "static", 404)]


@pytest.mark.django_db
def test_all_lines_of_a_request_and_its_answer_carry_the_same_name(client, lines):
    answer = client.get("/bestaat/niet/")

    line, warning = lines()
    assert warning["message"] == "Not Found: /bestaat/niet/"
    assert warning["request_id"] == line["request_id"] == answer.headers["X-Request-ID"]
    assert REQUEST_ID.get() == ""


@pytest.mark.django_db
def test_a_fault_is_a_line_with_its_traceback_and_a_line_of_the_request(lines):
    response = ResponseFactory(answers={"rel1": 99})
    token = respondent_token(response.pk)

    Client(raise_request_exception=False).get(f"/invullen/{token}/overzicht/")

    fault, line = lines()
    assert fault["message"] == "Internal Server Error: /invullen/[link]/overzicht/"
    assert fault["trace"].endswith("KeyError: 99")
    assert told(line) == request_line("GET", "answer_overview", 500)
    assert fault["request_id"] == line["request_id"]


@pytest.mark.parametrize(
    ("given", "behind_proxy", "kept"),
    [
        ("4bf92f3577b34da6a3ce929d0e0e4736", True, True),
        ("0f8fad5b-d9cb-469f-a165-70867728950e", True, True),
        ("0f8fad5b-d9cb-469f-a165-70867728950e", False, False),
        ("", True, False),
        ("short", True, False),
        ("a" * 65, True, False),
        ("with space 1234", True, False),
        ("line\nbreak-1234", True, False),
        ("abcdefghijklmnopqrstuvwxyz234567", True, False),
    ],
)
def test_a_name_is_taken_over_from_the_front_only_and_only_if_it_is_one(
    client, settings, given, behind_proxy, kept
):
    settings.BEHIND_PROXY = behind_proxy

    answer = client.get("/robots.txt", headers={"X-Request-ID": given})

    got = answer.headers["X-Request-ID"]
    assert (got == given) is kept
    assert kept or MADE.fullmatch(got)


@task()
def add(one, other):
    """A task that goes well, or not."""
    logging.getLogger("scans.test").info("adding")
    return one + other


@pytest.fixture
def at_once(settings):
    """Do a task where it is asked for."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.mark.usefixtures("at_once")
def test_a_task_is_one_line_without_its_arguments(lines):
    done = add.enqueue("geheim", "geheim")
    failed = add.enqueue("geheim", 1)

    own = [line for line in lines() if line["logger"] == "scans.task"]
    assert [told(line) for line in own] == [
        {
            "level": "INFO",
            "logger": "scans.task",
            "message": f"add {outcome}",
            "task": "add",
            "outcome": outcome,
        }
        for outcome in ("done", "failed")
    ]
    assert [line["request_id"] for line in own] == [done.id, failed.id]
    said = [line["request_id"] for line in lines() if line["message"] == "adding"]
    assert said == [done.id, failed.id]
    assert "geheim" not in json.dumps([line for line in lines() if "trace" not in line])
    assert REQUEST_ID.get() == ""
