"""Pages that may be read from the replica, as long as it is there and follows closely.

The primary writes a log, the replica replays it. A place in that log is all that is needed: what
somebody wrote themselves lies before the place that their session keeps, and what the replica has
replayed up to the primary's place of a few seconds ago, is at most those seconds old.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse

from scans.queries.replica import REPLICA, primary_position, read_from, replica_position

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]

WRITTEN = "dashboard_written"
"""Where a session keeps the primary's place after the last thing that somebody did."""

SAFE = frozenset({"GET", "HEAD"})
LOOK_EVERY = 1.0
"""Seconds between two looks of a process at how far the primary is."""

LEFT_ALONE = 10.0
"""Seconds that a replica that failed isn't asked again: nobody waits for it twice."""


@dataclass
class _Watch:
    """What this process knows of both servers; times are of a clock that never goes back."""

    looks: deque[tuple[float, int]] = field(default_factory=deque)
    away_until: float = 0.0
    turn: Lock = field(default_factory=Lock)

    def must_have_replayed(self, now: float) -> int:
        """Return the oldest place of the primary that is at most the allowed lag ago."""
        allowed = settings.DATABASE_REPLICA_MAX_LAG
        with self.turn:
            while self.looks and now - self.looks[0][0] > allowed:
                self.looks.popleft()
            if not self.looks or now - self.looks[-1][0] >= min(LOOK_EVERY, allowed):
                self.looks.append((now, primary_position()))
            return self.looks[0][1]


_watch = _Watch()


def forget() -> None:
    """Begin again, as a process that just started."""
    _watch.looks.clear()
    _watch.away_until = 0.0


def from_replica(view: View) -> View:
    """Let a page that only reads do so from the replica; from the primary when that can't be.

    A replica that fails while the page is made is left alone for a while, and the page is made
    again: what it notes in the audit log is then noted twice. A file that has begun can't begin
    again: it breaks off, which its reader sees.
    """

    @wraps(view)
    def reading(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        if REPLICA not in connections or request.method not in SAFE or not _is_fit(request):
            return view(request, **kwargs)
        try:
            with read_from(REPLICA):
                response = view(request, **kwargs)
        except (OperationalError, InterfaceError) as error:
            _leave_alone(error)
            return view(request, **kwargs)
        if isinstance(response, StreamingHttpResponse):
            content = response.streaming_content
            assert isinstance(content, Iterator)  # this site has no asynchronous pages
            response.streaming_content = _parts(content)
        return response

    return reading


def _parts(content: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what is streamed; each part is made within the scope, which ends between two parts."""
    while True:
        with read_from(REPLICA):
            part = next(content, None)
        if part is None:
            return
        yield part


def _is_fit(request: HttpRequest) -> bool:
    """Whether the replica is there, has what this visitor wrote, and is not too far behind."""
    now = time.monotonic()
    if now < _watch.away_until:
        return False
    needed = _watch.must_have_replayed(now)
    # Asking a session that nobody asked before would make the page differ per visitor.
    session = getattr(request, "session", None)
    if session is not None and session.accessed:
        needed = max(needed, int(session.get(WRITTEN, 0)))
    try:
        replayed = replica_position()
    except DatabaseError as error:
        _leave_alone(error)
        return False
    return replayed is not None and replayed >= needed


def _leave_alone(error: Exception) -> None:
    _watch.away_until = time.monotonic() + LEFT_ALONE
    # Its kind and no more: what a server says may repeat a value or a password.
    logger.warning(
        "The replica failed (%s); reading from the primary for %s s.",
        type(error).__name__,
        LEFT_ALONE,
    )


class OwnWritesMiddleware:
    """Note in a session how far the primary was after a visitor did something.

    Their next pages then come from a server that has it. Stands within the session's middleware,
    and does nothing without a replica.
    """

    def __init__(self, get_response: Handler) -> None:
        if REPLICA not in connections:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        # Nobody who isn't signed in gets a session by this, and who just signed out no new one.
        if request.method not in SAFE and session.accessed and not session.is_empty():
            session[WRITTEN] = primary_position()
        return response
