"""Answers at a constant rate, whatever the site does: an open loop.

Each answer has a moment at which it is due, and what it took is counted from that moment: a site
that keeps visitors waiting can't make the next ones come later. Everybody walks the whole way: they
start a scan, open its pages, save every answer, send them and read the result.
"""

import json
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

from bench.client import Client, UnexpectedError, expect
from bench.site import wait_for
from bench.visitor import Finished, Paper, as_posted, begin, digest_of, first_step

Value = TypeVar("Value")

PATIENCE = 30
"""Seconds after which a visitor gives up: that is an error."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one answer took: when it was due (seconds from the start), and for how long (seconds)."""

    due: float
    seconds: float


@dataclass
class Measured:
    """What was measured; ``pages`` are the seconds of every other request."""

    answers: list[Taken] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    finished: list[Finished] = field(default_factory=list)

    def percentiles(self, *, since: float = 0) -> tuple[float, float, float]:
        """Return p50, p95 and p99 of the answers that were due after ``since``, in milliseconds."""
        times = [1000 * taken.seconds for taken in self.answers if taken.due >= since]
        found = statistics.quantiles(times, n=100)
        return found[49], found[94], found[98]


@dataclass
class _Visit:
    """Somebody on their way through one scan; ``left`` is what they have still to answer."""

    own: str
    csrf: bytes
    left: list[tuple[str, int | str | None]]
    given: dict[str, int | str | None] = field(default_factory=dict)


class Steady:
    """So many answers a second, by visitors who each give one every ``visitors / rate`` seconds."""

    def __init__(self, port: int, stack: list[Paper], *, rate: float, visitors: int) -> None:
        self.port, self.stack, self.rate, self.visitors = port, stack, rate, visitors
        self.measured = Measured()
        self.began = 0.0
        self._stop = threading.Event()
        self._ready = threading.Barrier(visitors + 1)
        self._threads = [
            threading.Thread(target=self._walk, args=(number,), daemon=True)
            for number in range(visitors)
        ]

    def start(self) -> None:
        """Let all of them come to where they are on their way; then let the first answer be due."""
        threading.stack_size(512 * 1024)
        for thread in self._threads:
            thread.start()
        self._ready.wait(3 * PATIENCE)
        # Everybody at once on a cold site: nothing that is measured.
        self.measured.pages.clear()
        self.measured.answers.clear()
        self.began = time.monotonic() + 0.1
        self._ready.wait(PATIENCE)

    def wait_for_answers(self, count: int) -> None:
        """Wait until so many more answers have been tried."""
        enough = self._tried() + count
        seconds = PATIENCE + 3 * count / self.rate
        wait_for(lambda: self._tried() >= enough, seconds=seconds, what=f"{count} answers")

    def _tried(self) -> int:
        return len(self.measured.answers) + len(self.measured.errors)

    def stop(self) -> Measured:
        """Let nothing more be due, wait for what is under way, and return what was measured."""
        self._stop.set()
        for thread in self._threads:
            thread.join(2 * PATIENCE)
        return self.measured

    def _walk(self, number: int) -> None:
        client = Client(self.port, timeout=PATIENCE)
        # Everybody is somewhere else on their way, evenly: sending and reading a result takes the
        # site many times longer than an answer, and no crowd does that all at the same moment.
        visit = self._begun(client, number)
        if visit is not None:
            for _ in range(number % len(visit.left)):
                self._answer(client, visit, 0)
        self._ready.wait(3 * PATIENCE)
        self._ready.wait(PATIENCE)
        due = number / self.rate
        while not self._stop.wait(max(0, self.began + due - time.monotonic())):
            if visit is not None and not self._answer(client, visit, due):
                visit = None
            due += self.visitors / self.rate
            if visit is None or not visit.left:
                visit = self._next(client, visit, number)
        client.close()

    def _answer(self, client: Client, visit: _Visit, due: float) -> bool:
        code, answer = visit.left.pop(0)
        fields = {code: as_posted(answer), f"initial-{code}": ""}
        body = visit.csrf + b"&" + urlencode(fields).encode()
        try:
            saved = expect(client.post(f"{visit.own}opslaan/", body), 200, "saving")
        except (OSError, UnexpectedError) as error:
            self.measured.errors.append(repr(error))
            return False
        if json.loads(saved.body) != {"saved": [code], "stale": {}}:
            self.measured.errors.append("an answer was not confirmed")
            return False
        self.measured.answers.append(Taken(due, time.monotonic() - self.began - due))
        visit.given[code] = answer
        return True

    def _next(self, client: Client, visit: _Visit | None, number: int) -> _Visit | None:
        """Send what was answered, read the result, and begin the next scan as somebody else."""
        if visit is not None:
            try:
                path = f"{visit.own}versturen/"
                sent = self._timed(lambda: expect(client.post(path, visit.csrf), 302, "sending"))
                self._timed(lambda: expect(client.get(sent.location), 200, "result"))
                done = Finished(digest_of(visit.own), visit.given, sent.location)
                self.measured.finished.append(done)
            except (OSError, UnexpectedError) as error:
                self.measured.errors.append(repr(error))
        client.cookies.clear()
        return self._begun(client, number)

    def _begun(self, client: Client, number: int) -> _Visit | None:
        paper = self.stack[(number + len(self.measured.finished)) % len(self.stack)]
        try:
            own = self._timed(lambda: begin(client, paper))
            step = self._timed(lambda: first_step(client, own))
            page = self._timed(lambda: expect(client.get(step), 200, "page"))
        except (OSError, UnexpectedError) as error:
            self.measured.errors.append(repr(error))
            return None
        return _Visit(own, page.csrf, list(paper.answers.items()))

    def _timed(self, ask: Callable[[], Value]) -> Value:
        start = time.monotonic()
        value = ask()
        self.measured.pages.append(time.monotonic() - start)
        return value
