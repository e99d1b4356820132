"""No secret link ever stands in a log."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client

from scans.web.logs import WithoutTokens
from tests.factories import ResponseFactory, respondent_token

LINK = "abcdefghijklmnopqrstuvwxyz234567"


@pytest.fixture
def written():
    """What is written to the log, through the handler and format of the site."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("{levelname} {name}: {message}", style="{"))
    handler.addFilter(WithoutTokens())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream.getvalue
    root.removeHandler(handler)


@pytest.mark.parametrize(
    ("message", "arguments", "line"),
    [
        (f"GET /invullen/{LINK}/later/", (), "GET /invullen/[link]/later/"),
        ("Not Found: %s", (f"/resultaat/{LINK}/",), "Not Found: /resultaat/[link]/"),
        ("%(path)s twice %(path)s", ({"path": LINK},), "[link] twice [link]"),
        ("Invalid request from ip=2001:db8::7: x", (), "Invalid request from ip=[address] x"),
        ("nothing to hide: 100%", (), "nothing to hide: 100%"),
        pytest.param("%d answers", ("a",), "%d answers", id="a-line-that-is-wrongly-written"),
    ],
)
def test_the_secret_part_is_cut_out_of_a_line(written, message, arguments, line):
    logging.getLogger("scans.test").warning(message, *arguments)

    assert written() == f"WARNING scans.test: {line}\n"


def test_the_secret_part_is_cut_out_of_a_traceback(written):
    try:
        int(LINK)
    except ValueError:
        logging.getLogger("scans.test").exception("Fault at /invullen/%s/", LINK)

    lines = written().splitlines()
    assert lines[0] == "ERROR scans.test: Fault at /invullen/[link]/"
    assert lines[-1] == "ValueError: invalid literal for int() with base 10: '[link]'"
    assert LINK not in written()


def test_every_handler_of_the_site_cuts_links_out():
    handlers = settings.LOGGING["handlers"]

    assert {name: handler["filters"] for name, handler in handlers.items()} == {
        "console": ["tokens"]
    }
    assert settings.LOGGING["filters"]["tokens"]["()"] == "scans.web.logs.WithoutTokens"


@pytest.mark.django_db
def test_a_request_that_is_refused_is_logged_without_its_link(written, client):
    token = respondent_token(ResponseFactory().pk)

    client.get(f"/invullen/{token}/opslaan/")
    client.post(f"/invullen/{token}/opslaan/", {"rel1": "9"})
    client.get(f"/resultaat/{token}/")

    assert "Method Not Allowed (GET): /invullen/[link]/opslaan/" in written()
    assert "Not Found: /resultaat/[link]/" in written()
    assert token not in written()


@pytest.mark.django_db
def test_a_fault_of_ours_is_told_calmly_and_logged_without_the_link(written):
    response = ResponseFactory(answers={"rel1": 99})
    token = respondent_token(response.pk)

    page = Client(raise_request_exception=False).get(f"/invullen/{token}/overzicht/")

    assert page.status_code == 500
    assert "Wat al was opgeslagen, is bewaard." in page.content.decode()
    assert "KeyError: 99" in written()
    assert token not in written()
