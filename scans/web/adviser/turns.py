"""Exports wait for one another: one at a time for each account, and two at once in all."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from scans.services.turns import Turn, TurnTakenError, take_turn
from scans.web.adviser.access import account_of
from scans.web.errors import busy

Parts = Iterator[str] | Iterator[bytes]


@dataclass(frozen=True, slots=True)
class _Held:
    """What is sent, with the turn that it takes: until the last of it, or until nobody listens."""

    parts: Generator[str | bytes, None, None]
    turn: Turn

    def __iter__(self) -> Iterator[str | bytes]:
        return self.parts

    def close(self) -> None:
        """End what is read from the database, and only then the turn."""
        try:
            self.parts.close()
        finally:
            self.turn.give_back()


def _passed_on(parts: Parts) -> Generator[str | bytes, None, None]:
    yield from parts  # and closing this closes those


def in_turn(
    request: HttpRequest, parts: Callable[[], Parts], content_type: str
) -> HttpResponse | StreamingHttpResponse:
    """Return an export that is streamed, or the page that asks to wait (429, 503)."""
    try:
        turn = take_turn("export", str(account_of(request).pk))
    except TurnTakenError as taken:
        if taken.own:
            return busy(request, 429, _("Je vorige export loopt nog. Wacht tot die klaar is."))
        return busy(
            request, 503, _("Er lopen al twee exports. Probeer het over een halve minuut opnieuw.")
        )
    try:
        held = _Held(_passed_on(parts()), turn)
    except BaseException:
        turn.give_back()
        raise
    return StreamingHttpResponse(held, content_type=content_type)
