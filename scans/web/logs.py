"""Logs that can be read by anybody who runs the site: no secret, no address of a page or a person.

Whatever somebody writes to a log passes ``cleaned`` before it leaves the process, tracebacks
included. Every pattern here takes time in proportion to the text: a log is no way to stop a site.
"""

import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The request or task that is in hand here; empty between two of them."""

SECRET = re.compile(r"[a-z2-7]{32,}", re.IGNORECASE)
"""The secret part of a link of ours."""

LONGEST = 20_000
"""More characters of one text tell nobody more."""

_KEY = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]{0,40}[0-9])[A-Za-z0-9]{32,}")
"""What a session, a form's proof of origin or a key looks like."""

_SEALED = re.compile(r"(?<![A-Za-z0-9_-])gAAAA[A-Za-z0-9_=-]{20,}")
"""What was encrypted by us (Fernet)."""

_DETAIL = re.compile(r"(DETAIL: ).*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)
"""How PostgreSQL repeats the whole row that it refused."""

_QUOTED_MAIL = re.compile(r'"[^"\n]{0,64}"@\S+')
_WORD = re.compile(r'[^\s,;<>()"]{3,}')
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f:.]{2,}")
_FOUR_NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_COLONS_OF_IPV6 = 7


def cleaned(text: str) -> str:
    """Return a text without secret links, keys, e-mail addresses and network addresses."""
    text = _DETAIL.sub(r"\1[left out]", text)
    text = _SEALED.sub("[sealed]", text)
    text = _QUOTED_MAIL.sub("[mail]", text)
    text = _WORD.sub(_without_mail, text)
    text = _KEY.sub("[key]", SECRET.sub("[link]", text))
    text = _HEXADECIMAL.sub(_without_address, text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} [...]"


def _without_mail(found: re.Match[str]) -> str:
    # Also what stands before the at sign of a database's address: the user and the password.
    word = found[0]
    return "[mail]" if "@" in word.replace("%40", "@").strip("@") else word


def _without_address(found: re.Match[str]) -> str:
    run = found[0]
    if ("::" in run and run.strip(":.")) or run.count(":") >= _COLONS_OF_IPV6:
        return "[address]"
    return _FOUR_NUMBERS.sub("[address]", run)


class WithoutTokens(logging.Filter):
    """Clean every line, and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):  # a line that is wrong must not break a page
            message = str(record.msg)
        record.msg = cleaned(message)
        record.args = None
        if record.exc_info:
            # Kept on the record: a formatter that finds it there does not write its own.
            record.exc_text = cleaned(logging.Formatter().formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = cleaned(record.stack_info)
        return True


class JsonLines(JsonFormatter):
    """One JSON object a line: what is named here, and nothing else that a record may carry.

    ``extra={"facts": {...}}`` adds fields of our own; their values must be names and numbers.
    """

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Take over what may be written."""
        log_data["time"] = datetime.fromtimestamp(record.created, tz=UTC).isoformat(
            timespec="milliseconds"
        )
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["message"] = cleaned(record.message)
        if REQUEST_ID.get():
            log_data["request_id"] = REQUEST_ID.get()
        log_data.update(getattr(record, "facts", {}))
        # Its own rendering of an exception is not the one that the filter cleaned.
        traces = (message_dict.get(name) for name in ("exc_info", "stack_info"))
        if trace := "\n".join(cleaned(str(one)) for one in traces if one):
            log_data["trace"] = trace
