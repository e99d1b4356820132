"""Requests that no browser sends, to every form and address, by everybody: never an answer of 500.

`python -m bench.security_fuzz [--count N] [--seed N]` does it on databases of its own, a process for
each core, and prints each fault once, with the request that made it. The same seed on as many cores
gives the same requests.
"""

import argparse
import logging
import multiprocessing
import os
import random
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unittest.mock import patch

from bench.site import ROOT, Row, Site

if TYPE_CHECKING:
    from bench.fuzz_requests import Request
    from bench.fuzz_world import World

FULL, SHORT = 50_000, 300
WORLD, CHUNK = 12_500, 2_500
"""Requests to one world, and before everybody signs in again: silence puts them outside."""

FAR = 1_000
"""So far apart are the seeds of one process, and those of others in between."""

PAGES, PAGES_SHORT = 1_000, 25
"""On so many pages of each visitor, at most, forms are looked for."""

LONGEST = 600


@dataclass
class Outcome:
    """How many answers of each class there were, and what went wrong: a request for each place."""

    answers: dict[int, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    fault_count: int = 0

    @property
    def count(self) -> int:
        """How many requests were answered, well or not."""
        return sum(self.answers.values())

    def add(self, other: "Outcome") -> None:
        """Count what another process asked too."""
        for status, times in other.answers.items():
            self.answers[status] = self.answers.get(status, 0) + times
        self.faults = other.faults | self.faults
        self.fault_count += other.fault_count


def fuzz(count: int, seed: int) -> Outcome:
    """Ask so many times; the database is as it was afterwards."""
    from django.db import transaction  # noqa: PLC0415 - Django isn't ready before
    from django.test import client  # noqa: PLC0415 - the same

    from bench.fuzz_world import build  # noqa: PLC0415 - the same
    from scans.web.requests import ToleratingRequest  # noqa: PLC0415 - the same

    outcome = Outcome()
    # The test client makes requests itself; it must make those of our own WSGI application.
    with patch.object(client, "WSGIRequest", ToleratingRequest):
        for begin in range(0, count, WORLD):
            chance = random.Random(seed + begin * FAR)  # noqa: S311 - no secret
            with transaction.atomic():
                world = build(chance, PAGES if count > SHORT else PAGES_SHORT)
                end = min(begin + WORLD, count)
                for first in range(begin, end, CHUNK):
                    world.sign_in()
                    _ask_many(world, min(CHUNK, end - first), seed + first * FAR, outcome)
                transaction.set_rollback(True)
    return outcome


def _ask_many(world: "World", count: int, seed: int, outcome: Outcome) -> None:
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415 - for tests only
    from hypothesis import seed as seeded  # noqa: PLC0415 - the same

    from bench.fuzz_requests import requests_in  # noqa: PLC0415 - the same

    left = [count]

    @seeded(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests_in(world))
    def ask(request: "Request") -> None:
        left[0] -= 1
        _ask(world, request, outcome)

    while left[0] > 0:  # it stops early where it thinks that it has seen everything
        ask()


def _ask(world: "World", request: "Request", outcome: Outcome) -> None:
    from django.db import transaction  # noqa: PLC0415 - Django isn't ready before

    with transaction.atomic():
        status, place, trace = _answer(world, request)
        transaction.set_rollback(True)
    outcome.answers[status] = outcome.answers.get(status, 0) + 1
    if place:
        outcome.fault_count += 1
        outcome.faults.setdefault(place, f"{request!r:.{LONGEST}}\n{trace}")


def _answer(world: "World", request: "Request") -> tuple[int, str, str]:
    """Return the status, and where and how it went wrong (empty when it didn't)."""
    from django.http.cookie import SimpleCookie  # noqa: PLC0415 - Django isn't ready before
    from django.test import Client  # noqa: PLC0415 - the same

    client = Client(enforce_csrf_checks=request.checks_origin)
    cookies = world.visitors[request.visitor]
    client.cookies = SimpleCookie({name: one.value for name, one in cookies.items()})
    try:
        answer = client.generic(
            request.method,
            request.path,
            request.body,
            content_type=request.content_type,
            QUERY_STRING=request.query,
            **dict(request.headers),
        )
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    except Exception as error:  # each is an answer of 500 to a visitor
        frames = traceback.extract_tb(error.__traceback__)
        own = [one for one in frames if "/scans/" in one.filename] or frames[-1:]
        place = f"{type(error).__name__} at {own[-1].filename}:{own[-1].lineno} ({frames[-1].name})"
        return 500, place, "".join(traceback.format_exception(error))
    return answer.status_code, "500" if answer.status_code == 500 else "", ""  # noqa: PLR2004 - a fault


def fuzzing(_site: Site, *, short: bool) -> list[Row]:
    """Do it in a process of its own, for ``python -m bench security``."""
    count = SHORT if short else FULL
    seed = random.randrange(10**6)  # noqa: S311 - no secret; it is printed
    command = [sys.executable, "-m", "bench.security_fuzz"]
    command += ["--count", str(count), "--seed", str(seed)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(  # noqa: S603 - our own program
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    sys.stderr.write(done.stderr)
    measured = (done.stdout.strip().splitlines() or ["it stopped"])[-1]
    bar = "0 answers of 500"
    return [Row(f"fuzzed requests: {count} (seed {seed})", bar, measured, done.returncode == 0)]


def main() -> int:
    """Ask, and print what went wrong; 1 when something did."""
    parser = argparse.ArgumentParser(prog="python -m bench.security_fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=FULL)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - as above
    options = parser.parse_args()
    begin = time.monotonic()
    outcome = _on_all_cores(options.count, options.seed)
    for place, about in outcome.faults.items():
        sys.stderr.write(f"{place}\n{about}\n\n")
    statuses = ", ".join(f"{count} x {status}" for status, count in sorted(outcome.answers.items()))
    sys.stderr.write(f"seed {options.seed}, {time.monotonic() - begin:.0f} s: {statuses}\n")
    places = f", at {len(outcome.faults)} places" if outcome.faults else ""
    sys.stdout.write(f"{outcome.fault_count} answers of 500 to {outcome.count} requests{places}\n")
    return 1 if outcome.faults else 0


def _on_all_cores(count: int, seed: int) -> Outcome:
    cores = os.cpu_count() or 1
    shares = [
        (count * (one + 1) // cores - count * one // cores, seed + one) for one in range(cores)
    ]
    outcome = Outcome()
    with multiprocessing.get_context("spawn").Pool(cores) as pool:
        for one in pool.starmap(_on_a_database, shares):
            outcome.add(one)
    return outcome


def _on_a_database(count: int, seed: int) -> Outcome:
    os.environ["DJANGO_SETTINGS_MODULE"] = "afdelingsscan.settings_test"
    from django import setup  # noqa: PLC0415 - the settings must be named before
    from django.test import utils  # noqa: PLC0415 - the same

    from tests.database import lease_database  # noqa: PLC0415 - the same

    with lease_database():
        setup()
        logging.disable(logging.CRITICAL)
        utils.setup_test_environment()
        databases = utils.setup_databases(verbosity=0, interactive=False)
        try:
            return fuzz(count, seed)
        finally:
            utils.teardown_databases(databases, verbosity=0)
            utils.teardown_test_environment()


if __name__ == "__main__":
    sys.exit(main())
