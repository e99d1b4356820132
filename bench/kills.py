"""`kill -9` on PostgreSQL and on web workers while scans are being filled in.

What the site confirmed must be in the database afterwards, and every visitor must get to the end.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

import psutil

from bench.client import Answer, Client, UnexpectedError, expect
from bench.load import lost_scans
from bench.site import Row, Site, wait_for
from bench.visitor import Finished, Paper, as_posted, begin, digest_of, first_step, papers

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0
"""Seconds between two tries; the page's own script waits longer, which is easier on the site."""

LIMIT = 240
"""Seconds within which all must be finished."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened; ``missing`` names each confirmed answer that is not in the database."""

    finished: int
    killed: dict[str, int]
    confirmed: int
    interrupted: int
    missing: list[str]


@dataclass
class Respondent:
    """Somebody who fills in one scan with the page's script, whatever happens to the site."""

    client: Client
    paper: Paper
    deadline: float
    own: str = ""
    result_path: str = ""
    interrupted: int = 0
    confirmed: dict[str, int | str | None] = field(default_factory=dict)

    def fill_in(self) -> None:
        """Start, save every answer in the background, send, and read the result."""
        try:
            self.own = self._persist(lambda: begin(self.client, self.paper))
            step = self._persist(lambda: first_step(self.client, self.own))
            page = self._persist(lambda: expect(self.client.get(step), 200, "page"))
            self._save_all(page.csrf)
            sent = self._persist(lambda: self._send(page.csrf))
            self._persist(lambda: expect(self.client.get(sent.location), 200, "result"))
            self.result_path = sent.location
        finally:
            self.client.close()

    def _save_all(self, csrf: bytes) -> None:
        """Give one answer after the other; what was not confirmed goes with the next."""
        pending: dict[str, int | str | None] = {}
        for code, answer in self.paper.answers.items():
            pending[code] = answer
            with suppress(OSError, UnexpectedError):
                self._save(csrf, pending)
        while pending:
            self._persist(lambda: self._save(csrf, pending))

    def _save(self, csrf: bytes, pending: dict[str, int | str | None]) -> None:
        fields = {code: as_posted(answer) for code, answer in pending.items()}
        fields |= {f"initial-{code}": "" for code in pending}
        body = csrf + b"&" + urlencode(fields).encode()
        try:
            answer = expect(self.client.post(f"{self.own}opslaan/", body), 200, "saving")
        except (OSError, UnexpectedError):
            self._pause(FIRST_PAUSE)
            raise
        for code in json.loads(answer.body)["saved"]:
            self.confirmed[code] = pending.pop(code)

    def _send(self, csrf: bytes) -> Answer:
        return expect(self.client.post(f"{self.own}versturen/", csrf), 302, "sending")

    def _persist(self, attempt: Callable[[], Value]) -> Value:
        """Try until it works; the last reason when the deadline has passed."""
        pause = FIRST_PAUSE
        while True:
            try:
                return attempt()
            except (OSError, UnexpectedError):
                if time.monotonic() > self.deadline:
                    raise
            self._pause(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _pause(self, seconds: float) -> None:
        self.interrupted += 1
        time.sleep(seconds)


def kill_while_filling_in(site: Site, *, scans: int, kills: int) -> Outcome:
    """Fill in so many scans at once, and kill so many times, evenly spread over their answers."""
    deadline = time.monotonic() + LIMIT
    people = [Respondent(site.client(), paper, deadline) for paper in papers(scans)]
    total = sum(len(person.paper.answers) for person in people)
    threads = [threading.Thread(target=person.fill_in, daemon=True) for person in people]
    for thread in threads:
        thread.start()
    killed = {"PostgreSQL": 0, "web worker": 0}
    for number in range(kills):
        enough = total * (number + 1) // (kills + 2)
        wait_for(lambda: confirmed_by(people) >= enough, seconds=LIMIT, what=f"{enough} answers")  # noqa: B023 - called at once
        killed[_kill(site, database=number % 2 == 0)] += 1
    for thread in threads:
        thread.join(max(0, deadline - time.monotonic()))
    return Outcome(
        finished=finished_of(site, people),
        killed=killed,
        confirmed=confirmed_by(people),
        interrupted=sum(person.interrupted for person in people),
        missing=list(missing_of(site, people)),
    )


def _kill(site: Site, *, database: bool) -> str:
    """Kill PostgreSQL, or the web worker that lived longest; return which of the two."""
    victims: list[psutil.Process] = []

    def found() -> bool:
        with suppress(LookupError, psutil.NoSuchProcess):
            victims[:] = [site.postmaster()] if database else site.workers()
        return bool(victims)

    wait_for(found, seconds=LIMIT, what="a process to kill")
    victim = min(victims, key=lambda process: process.pid)
    victim.kill()
    victim.wait(LIMIT)
    return "PostgreSQL" if database else "web worker"


def confirmed_by(people: list[Respondent]) -> int:
    """Count the answers that the site said it kept."""
    return sum(len(person.confirmed) for person in people)


def finished_of(site: Site, people: list[Respondent]) -> int:
    """Count who read a result whose answers are in the database, all of them."""
    done = [
        Finished(digest_of(person.own), person.paper.answers, person.result_path)
        for person in people
        if person.result_path
    ]
    return len(done) - len(lost_scans(site, done))


def missing_of(site: Site, people: list[Respondent]) -> Iterator[str]:
    """Yield each answer that was confirmed and isn't in the database."""
    kept = {
        bytes(digest): answers
        for digest, answers in site.rows("SELECT link_digest, answers FROM scans_response")
    }
    for number, person in enumerate(people):
        answers = kept.get(digest_of(person.own), {}) if person.own else {}
        for code, answer in person.confirmed.items():
            if code not in answers or answers[code] != answer:
                yield f"scan {number}: {code}"


def kills(site: Site, *, short: bool) -> list[Row]:
    """Twenty kills while fifty scans are filled in."""
    scans, count = (8, 4) if short else (50, 20)
    outcome = kill_while_filling_in(site, scans=scans, kills=count)
    times = ", ".join(f"{number} x {what}" for what, number in outcome.killed.items())
    return [
        Row(
            f"kill -9: {times}; confirmed answers missing",
            "0",
            f"{len(outcome.missing)} of {outcome.confirmed}",
            not outcome.missing,
        ),
        Row(
            "  scans finished all the same",
            f"{scans}",
            f"{outcome.finished}  ({outcome.interrupted} requests tried again)",
            outcome.finished == scans,
        ),
    ]
