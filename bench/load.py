"""Many visitors at once: finished scans per second, and how long one saved answer takes."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from urllib.parse import urlencode

from bench.client import UnexpectedError, expect
from bench.site import Others, Row, Site
from bench.visitor import Finished, Paper, as_posted, begin, digest_of, first_step, papers, walk

VISITORS = 32
SAVERS = 8
RUNS = 3
SCANS_BAR = 15
P50_BAR, P99_BAR = 25, 80

Item = TypeVar("Item")


def at_once(count: int, work: Callable[[int], list[Item]]) -> list[Item]:
    """Run this for 0 .. count-1, all at the same time, and return everything it gave."""
    with ThreadPoolExecutor(count) as pool:
        return [item for items in pool.map(work, range(count)) for item in items]


def scans(site: Site, *, short: bool) -> list[Row]:
    """Measure finished scans per second, and look in the database whether each is there."""
    stack = papers(4 * VISITORS)
    seconds = 3 if short else 12
    rates, finished, others = [], [], Others(site)
    for _ in range(1 if short else RUNS):
        opened = time.monotonic()
        done = at_once(VISITORS, partial(_visitor, site, stack, opened + seconds))
        # Every visitor finishes what they began, and that time counts too.
        rates.append(len(done) / (time.monotonic() - opened))
        finished += done
    rate, taken = statistics.median(rates), f"others took {others.share():.0%} of the CPU"
    lost = len(lost_scans(site, finished))
    return [
        Row(
            f"finished scans per second, {VISITORS} at once, no JavaScript",
            f">= {SCANS_BAR}",
            f"{rate:.1f}  (runs: {', '.join(f'{r:.1f}' for r in rates)}; {taken})",
            rate >= SCANS_BAR,
        ),
        Row("  of these lost or changed", "0", f"{lost} of {len(finished)}", lost == 0),
    ]


def _visitor(site: Site, stack: list[Paper], deadline: float, who: int) -> list[Finished]:
    mine = stack[who::VISITORS]
    finished: list[Finished] = []
    client = site.client()
    while time.monotonic() < deadline:
        finished.append(walk(client, mine[len(finished) % len(mine)]))
        client.cookies.clear()  # the next scan is somebody else's
    client.close()
    return finished


def lost_scans(site: Site, finished: Iterable[Finished]) -> list[Finished]:
    """Return the scans whose answers or result are not in the database as they were sent."""
    kept = {
        bytes(digest): (answers, sent, has_result)
        for digest, answers, sent, has_result in site.rows(
            "SELECT r.link_digest, r.answers, r.sent, x.id IS NOT NULL FROM scans_response r"
            " LEFT JOIN scans_result x ON x.scan_id = r.scan_id"
        )
    }
    return [scan for scan in finished if kept.get(scan.digest) != (scan.answers, True, True)]


def save(site: Site, *, short: bool) -> list[Row]:
    """Measure how long the page's script waits for one answer to be kept."""
    return _save(site, short=short, meanwhile="")


def save_beside_pdf(site: Site, *, short: bool) -> list[Row]:
    """Measure the same while one PDF after another is made, as the worker makes them."""
    client = site.client()
    path = walk(client, papers(1)[0]).result_path
    client.close()
    command = [sys.executable, "-m", "bench.make_pdf", path, "1000"]
    environment = site.environment() | {"DJANGO_SETTINGS_MODULE": "afdelingsscan.settings"}
    making = subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=site.folder, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        return _save(site, short=short, meanwhile=", PDFs being made")
    finally:
        making.kill()
        making.wait()


def _save(site: Site, *, short: bool, meanwhile: str) -> list[Row]:
    stack = papers(SAVERS)
    seconds = 2 if short else 8
    medians, slowest, others = [], [], Others(site)
    for _ in range(1 if short else RUNS):
        times = at_once(SAVERS, partial(_saver, site, stack, time.monotonic() + seconds))
        percentiles = statistics.quantiles(times, n=100)
        medians.append(1000 * percentiles[49])
        slowest.append(1000 * percentiles[98])
    p50, p99 = statistics.median(medians), statistics.median(slowest)
    return [
        Row(
            f"one saved answer, {SAVERS} at once{meanwhile}, p50 / p99",
            f"<= {P50_BAR} / {P99_BAR} ms",
            f"{p50:.1f} / {p99:.1f} ms  (others took {others.share():.0%} of the CPU)",
            p50 <= P50_BAR and p99 <= P99_BAR,
        )
    ]


def _saver(site: Site, stack: list[Paper], deadline: float, who: int) -> list[float]:
    """Save answers one after another; return the seconds that each took."""
    client, paper = site.client(), stack[who]
    own = begin(client, paper)
    csrf = expect(client.get(first_step(client, own)), 200, "page with questions").csrf
    scored = [(code, answer) for code, answer in paper.answers.items() if answer != str(answer)]
    times: list[float] = []
    kept: dict[str, int | str | None] = {}
    while time.monotonic() < deadline:
        code, answer = scored[len(times) % len(scored)]
        base = as_posted(kept[code]) if code in kept else ""
        fields = {code: as_posted(answer), f"initial-{code}": base}
        body = csrf + b"&" + urlencode(fields).encode()
        start = time.perf_counter()
        saved = expect(client.post(f"{own}opslaan/", body), 200, "saving")
        times.append(time.perf_counter() - start)
        if json.loads(saved.body) != {"saved": [code], "stale": {}}:
            raise UnexpectedError("an answer was not confirmed")
        kept[code] = answer
    client.close()
    found = site.rows("SELECT answers FROM scans_response WHERE link_digest = %s", digest_of(own))
    if found != [(kept,)]:
        raise UnexpectedError("the database does not hold what was confirmed")
    return times
