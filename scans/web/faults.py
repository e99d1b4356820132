"""Reports of faults to a service that speaks Sentry's protocol; only where ``SENTRY_DSN`` is set.

What is sent is named here, part by part: whatever else the library knows stays behind.
"""

import re

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.logging import ignore_logger
from sentry_sdk.types import Event, Hint

from scans.web.logs import REQUEST_ID, cleaned

KEPT = ("event_id", "timestamp", "level", "platform", "release", "logger")
KEPT_OF_FRAME = ("filename", "module", "function", "lineno", "in_app")

QUOTED = re.compile(r"""(["']).*?(?:\1|\Z)""", re.DOTALL)
"""How an error repeats what it was given."""

FUNCTION = re.compile(r"[A-Za-z_][\w.]*")


def report_faults(dsn: str, version: str) -> None:
    """Send every fault of this process from now on."""
    sentry_sdk.init(
        dsn=dsn,
        release=version,
        before_send=harmless,
        integrations=[DjangoIntegration(transaction_style="function_name")],
        auto_enabling_integrations=False,
        auto_session_tracking=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        propagate_traces=False,
        send_client_reports=False,
        send_default_pii=False,
        server_name="",
        traces_sample_rate=None,
    )
    # It repeats, with the address of the page, what is reported by itself.
    ignore_logger("django.request")


def harmless(event: Event, _hint: Hint) -> Event:
    """Return what may leave: where in the code it went wrong, and how that is called."""
    sent: Event = {}
    for name in KEPT:
        if name in event:
            sent[name] = event[name]  # type: ignore[literal-required]  # one of the names above
    if FUNCTION.fullmatch(event.get("transaction") or ""):
        sent["transaction"] = event["transaction"]
    if REQUEST_ID.get():
        sent["tags"] = {"request_id": REQUEST_ID.get()}
    if "logentry" in event:
        sent["logentry"] = {"message": _without_words(event["logentry"].get("message"))}
    if "exception" in event:
        sent["exception"] = {"values": [_error(one) for one in event["exception"]["values"]]}
    return sent


def _error(error: dict[str, object]) -> dict[str, object]:
    trace = error.get("stacktrace")
    frames = trace.get("frames", []) if isinstance(trace, dict) else []
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "value": _without_words(error.get("value")),
        "stacktrace": {
            "frames": [{name: frame.get(name) for name in KEPT_OF_FRAME} for frame in frames]
        },
    }


def _without_words(text: object) -> str:
    """Return a text without what it quotes and without secrets."""
    return QUOTED.sub("[...]", cleaned(str(text or "")))
