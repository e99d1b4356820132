"""How often one visitor, or whoever has one link, may do something.

Never per office: sixty colleagues behind one address fill in at the same moment, and each of them
has a link of their own. What ends up in somebody's mailbox is counted as tries to sign in are: by
all machines together, under a keyed digest of where the visitor comes from, so that no address of
theirs is kept. What is only there to stop a machine gone wild is counted by each process for
itself: that asks the database nothing, and makes nobody wait for somebody else.

Where a visitor comes from is one IPv4 address, or the first 64 bits of an IPv6 address: that is
what one connection gets.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from scans.models import Group, Scan
from scans.web.errors import too_many

Handler = Callable[[HttpRequest], HttpResponse]

RATES = {
    "contact": "5/h/ip",
    "lost": "30/h/ip",
    "newsletter": "10/h/ip,5/h/key",
}

MOST_KEYS = 50_000
"""What one process remembers of one limit at most; a few megabytes."""


def refused(request: HttpRequest, action: str, key: str = "") -> HttpResponse | None:
    """Return the page that asks to wait, when this was done too often; else ``None``."""
    if ratelimit.consume(request, app="scans", action=action, config=RATES, key=key):
        return None
    answer = ratelimit.respond_429(request)
    assert isinstance(answer, HttpResponse)
    return answer


@dataclass
class Tally:
    """How often something happened per key, in the present span of so many seconds."""

    most: int
    seconds: int
    span: int = -1
    counts: dict[str, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def is_over(self, key: str, now: float) -> bool:
        """Count one more; say whether that is more than there may be."""
        span = int(now // self.seconds)
        with self.lock:
            if span != self.span or len(self.counts) >= MOST_KEYS:
                self.span, self.counts = span, {}
            count = self.counts[key] = self.counts.get(key, 0) + 1
        return count > self.most


OF_A_LINK = Tally(most=600, seconds=60)
"""All requests with one secret link: an invitation on a screen, opened by a hall full of people."""

OF_AN_INVITATION = Tally(most=600, seconds=60 * 60)
"""Pressing "begin" below one invitation; the round itself has a limit besides."""

OF_A_START = Tally(most=120, seconds=60 * 60)
"""New scans from one place: a congress where everybody starts one, not a machine that goes on."""


def too_many_starts(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks to wait, when this place started too many scans; else ``None``."""
    return _answer(request, OF_A_START, ratelimit.get_ip(request))


def too_many_joins(request: HttpRequest, scan: Scan, group: Group) -> HttpResponse | None:
    """Return the page that asks to wait, when an invitation is pressed too often; else ``None``."""
    return _answer(request, OF_AN_INVITATION, f"{scan.pk}:{group.value}")


def _answer(request: HttpRequest, tally: Tally, key: str) -> HttpResponse | None:
    is_over = settings.REQUEST_LIMITS and tally.is_over(key, time.monotonic())
    return too_many(request) if is_over else None


class LinkLimitMiddleware:
    """Ask whoever sends too many requests with one secret link to wait."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: object,
        args: tuple[object, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Count it, once it is known to be an address with a link."""
        token = kwargs.get("token")
        return _answer(request, OF_A_LINK, token) if token else None
