"""Respondents who change their mind, while whatever can go wrong with a site goes wrong.

Each gives most answers twice, as the page's script does: until an answer is confirmed, it tells
the site every value that may have been kept meanwhile.
"""

import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.client import UnexpectedError, expect
from bench.kills import FIRST_PAUSE, Respondent
from bench.site import Site
from bench.visitor import Paper, as_posted, digest_of

Answer = int | str | None


@dataclass
class Wavering(Respondent):
    """Gives every answer on a scale twice; ``acknowledged`` counts all that were called saved.

    ``tried`` holds what the site may have kept of each question, as posted, the last known first;
    while ``going`` is not set, nothing is sent.
    """

    going: threading.Event = field(default_factory=threading.Event)
    tried: dict[str, list[str]] = field(default_factory=dict)
    acknowledged: int = 0

    def _save_all(self, csrf: bytes) -> None:
        pending: dict[str, Answer] = {}
        for code, answer in self.paper.answers.items():
            for value in _first_and_last(answer):
                pending[code] = value
                with suppress(OSError, UnexpectedError):
                    self._save(csrf, pending)
        while pending:
            self._persist(lambda: self._save(csrf, pending))

    def _save(self, csrf: bytes, pending: dict[str, Answer]) -> None:
        fields = []
        for code, answer in pending.items():
            tried = self.tried.setdefault(code, [""])
            fields += [(f"initial-{code}", base) for base in tried]
            fields.append((code, as_posted(answer)))
            if as_posted(answer) not in tried:
                tried.append(as_posted(answer))
        body = csrf + b"&" + urlencode(fields).encode()
        self.going.wait()
        try:
            found = expect(self.client.post(f"{self.own}opslaan/", body), 200, "saving")
        except (OSError, UnexpectedError):
            self._pause(FIRST_PAUSE)
            raise
        told = json.loads(found.body)
        if told["stale"]:
            raise UnexpectedError(f"somebody else's answers: {told['stale']}")
        for code in told["saved"]:
            self.confirmed[code] = pending.pop(code)
            self.tried[code] = [as_posted(self.confirmed[code])]
            self.acknowledged += 1


def _first_and_last(answer: Answer) -> tuple[Answer, ...]:
    """Return what somebody says at first and in the end."""
    if isinstance(answer, str):
        return (answer,)
    return (1 if answer is None else 1 + answer % 5, answer)


def given_by(paper: Paper) -> int:
    """Return how many answers whoever fills this in gives, the first ones of each question too."""
    return sum(len(_first_and_last(answer)) for answer in paper.answers.values())


class Crowd:
    """So many respondents at a time fill in one paper after another."""

    def __init__(self, site: Site, stack: list[Paper], *, at_once: int, limit: float) -> None:
        self.site = site
        self.people: list[Wavering] = []
        self.deadline = time.monotonic() + limit
        self._going = threading.Event()
        self._going.set()
        self._papers: queue.SimpleQueue[Paper] = queue.SimpleQueue()
        for paper in stack:
            self._papers.put(paper)
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(at_once)]

    def start(self) -> None:
        """Let them begin."""
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Wait until all are done, or have given up."""
        for thread in self._threads:
            thread.join(max(0, self.deadline - time.monotonic()))

    def acknowledged(self) -> int:
        """Return how many answers were called saved until now."""
        return sum(person.acknowledged for person in self.people)

    def interrupted(self) -> int:
        """Return how often somebody had to try again."""
        return sum(person.interrupted for person in self.people)

    def hang_up(self) -> None:
        """Cut every visitor's connection, in the middle of whatever it carries."""
        for person in list(self.people):
            person.client.cut()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let nobody send an answer meanwhile; what is on its way goes on."""
        self._going.clear()
        try:
            yield
        finally:
            self._going.set()

    def lost(self) -> Iterator[str]:
        """Name each answer whose last confirmed value is not in the database.

        Of a question that was never confirmed again, a later value may have been kept.
        """
        kept = {
            bytes(digest): answers
            for digest, answers in self.site.rows("SELECT link_digest, answers FROM scans_response")
        }
        for number, person in enumerate(self.people):
            answers = kept.get(digest_of(person.own), {}) if person.own else {}
            for code, answer in person.confirmed.items():
                later = person.tried[code][1:]
                there = code in answers
                if not there or (answers[code] != answer and as_posted(answers[code]) not in later):
                    yield f"scan {number}: {code}"

    def _work(self) -> None:
        while True:
            try:
                paper = self._papers.get_nowait()
            except queue.Empty:
                return
            person = Wavering(self.site.client(), paper, self.deadline, going=self._going)
            self.people.append(person)
            person.fill_in()
