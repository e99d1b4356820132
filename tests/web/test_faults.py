"""A fault is reported with where in the code it went wrong, and nothing of anybody."""

import json
import os
import platform
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import pytest
import sentry_sdk

from scans.web.faults import harmless
from tests.web.failing_site import MAIL, SECRET

ROOT = Path(__file__).parents[2]


@contextmanager
def receiver():
    """A small server that takes reports; gives its address and what came in, unpacked."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Encoding"] == "br"
            body = brotli.decompress(body)
            received.append((str(self.headers), body.decode()))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://public@127.0.0.1:{server.server_port}/7", received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def run_site(dsn):
    return subprocess.run(
        [sys.executable, "-m", "tests.web.failing_site"],
        env={**os.environ, "SENTRY_DSN": dsn, "ALLOWED_HOSTS": "testserver"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )


def test_a_report_of_a_fault_holds_nothing_of_anybody():
    with receiver() as (dsn, received):
        result = run_site(dsn)

    status, request_id = result.stdout.split()
    events = [json.loads(body.splitlines()[2]) for _headers, body in received]
    fault, line = sorted(events, key=lambda event: "logentry" in event)
    errors = fault.pop("exception")["values"]
    assert status == "500"
    assert [(one["type"], one["value"]) for one in errors] == [
        ("ValueError", "invalid literal for int() with base 10: [...]"),
        ("KeyError", "[...]"),
    ]
    assert errors[1]["stacktrace"]["frames"][-1].keys() == {
        "filename",
        "module",
        "function",
        "lineno",
        "in_app",
    }
    assert fault.keys() == {
        *("event_id", "timestamp", "level", "platform", "release", "transaction", "tags")
    }
    assert fault["transaction"] == "tests.web.failing_site.failing"
    assert fault["tags"] == {"request_id": request_id}
    assert line["logentry"] == {"message": "Sent to [mail], [...]"}
    everything = "".join(headers + body for headers, body in received).casefold()
    for secret in (SECRET, MAIL, "geheim", "192.0.2.77", platform.node().casefold(), "cookie"):
        assert secret not in everything


def test_without_an_address_nothing_is_started():
    result = run_site("")

    assert result.stdout.startswith("500 ")
    assert not sentry_sdk.get_client().is_active()


@pytest.mark.parametrize(
    ("event", "sent"),
    [
        ({"transaction": f"/invullen/{SECRET}/", "server_name": "web1", "user": {"id": 1}}, {}),
        ({"exception": {"values": [{"type": "E"}]}}, None),
        ({"logentry": {"formatted": MAIL}}, {"logentry": {"message": ""}}),
        ({"request": {"url": MAIL}, "level": "error"}, {"level": "error"}),
    ],
)
def test_what_is_not_named_is_not_sent(event, sent):
    bare = {"type": "E", "module": None, "value": "", "stacktrace": {"frames": []}}

    assert harmless(event, {}) == ({"exception": {"values": [bare]}} if sent is None else sent)
