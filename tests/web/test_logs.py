"""No secret link ever stands in a log."""

import io
import json
import logging

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from scans.web.logs import LONGEST, JsonLines, WithoutTokens
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
        ("%(missing)s", ({"path": LINK},), "%(missing)s"),
        ("from 192.0.2.7:443 to [fe80::1%eth0]", (), "from [address]:443 to [[address]%eth0]"),
        ("at 12:34:56 of 2026-11-22, a[1:2], version 5.2", (), None),
        ("seen by ik@voorbeeld.nl, as ik%40voorbeeld.nl", (), "seen by [mail], as [mail]"),
        ('"ik zelf"@voorbeeld.nl <ik@voorbeeld.nl>', (), "[mail] <[mail]>"),
        ("postgresql://ann:geheim@db/site", (), "[mail]"),
        ("@wraps of a method, at @", (), None),
        (f"session {'k9' * 16}, sealed gAAAAA{'Zz_-' * 6}=", (), "session [key], sealed [sealed]"),
        ("a" * 31 + " " + "scans/models/scan.py", (), None),
        pytest.param("%d answers", ("a",), "%d answers", id="a-line-that-is-wrongly-written"),
    ],
)
def test_the_secret_part_is_cut_out_of_a_line(written, message, arguments, line):
    logging.getLogger("scans.test").warning(message, *arguments)

    assert written() == f"WARNING scans.test: {line or message}\n"


def fail_with(text):
    """Raise an error that was caused by another, both about this text."""
    try:
        raise_it(text)
    except ValueError as cause:
        raise KeyError(text) from cause


def raise_it(text):
    raise ValueError(text)


def test_a_text_without_end_is_cut_off(written):
    logging.getLogger("scans.test").warning("hij " * LONGEST)

    assert len(written()) == LONGEST + len("WARNING scans.test:  [...]\n")


def test_a_row_that_the_database_refused_is_left_out_of_a_traceback(written):
    refusal = "refused\n{}:  Failing row contains (geheim,\nook geheim).\n".format("DETAIL")
    try:
        fail_with(refusal)
    except KeyError:
        logging.getLogger("scans.test").exception("Fault", stack_info=True)

    assert "geheim" not in written()
    assert "ValueError: refused\nDETAIL: [left out]\n\nThe above exception" in written()
    assert "Stack (most recent call last)" in written()


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


TOKENS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=32, max_size=32)
ADDRESSES = st.ip_addresses().map(str).filter(lambda address: address != "::")
TEXTS = st.text(max_size=20)


def lines_about(message, arguments, error):
    """What stands in the log, as a line and as JSON, about a fault with this message."""
    stream = io.StringIO()
    logger = logging.Logger("scans.test")  # noqa: LOG001 - of nobody else
    for formatter in (logging.Formatter("{message}", style="{"), JsonLines()):
        handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter)
        handler.addFilter(WithoutTokens())
        logger.addHandler(handler)
    try:
        fail_with(error)
    except KeyError:
        logger.exception(message, *arguments, stack_info=True, extra={"request": error})
    return stream.getvalue()


# No deadline: what takes long is writing tracebacks on a machine that does more.
@settings_of_hypothesis(deadline=None, max_examples=50)
@given(
    secret=st.one_of(TOKENS, TOKENS.map(str.upper), st.emails(), ADDRESSES),
    before=TEXTS,
    after=TEXTS,
)
def test_whatever_secret_is_in_a_message_or_an_exception_is_not_in_the_log(secret, before, after):
    text = before + secret + after

    written = [
        lines_about(text.replace("%", "%%"), (), "fault"),
        lines_about("%s", (text,), "fault"),
        lines_about("told", (), text),
        lines_about("told", (), repr(text)),
        lines_about("told %d", (text,), text),
    ]

    assert [secret in one for one in written] == [False] * 5


def test_as_json_a_line_holds_what_is_named_and_nothing_else(capsys):
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logger = logging.Logger("scans.test")  # noqa: LOG001 - of nobody else
    logger.addHandler(handler)

    logger.warning(
        "Seen %s\n", LINK, extra={"facts": {"ms": 3}, "request": LINK, "status_code": 500}
    )

    line = json.loads(capsys.readouterr().err)
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "WARNING", "logger": "scans.test", "message": "Seen [link]\n", "ms": 3}
