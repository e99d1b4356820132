"""`python -m bench load`: a steady load, a reload and an upgrade under it, and slow visitors.

All of it goes through the front, where this machine has one.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psutil

from bench.client import Client
from bench.front import HOW_TO_INSTALL, front, is_installed
from bench.load import lost_scans
from bench.memory_watch import MemoryWatch, Parts
from bench.release import MARK, Release, listening, migrate, next_release
from bench.site import Others, Row, Site
from bench.slow import slow_visitors
from bench.steady import Measured, Steady
from bench.visitor import papers

A_MINUTE = 60
ANSWERS_A_MINUTE, SHORT_ANSWERS = 10_000, 1_500
VISITORS, SHORT_VISITORS = 200, 20
P95_BAR, P99_BAR, GROWTH_BAR = 500, 1_000, 0.10
SLOW, SHORT_SLOW, SLOW_BAR = 1_000, 100, 1_000
WARMING_UP = 60
"""Seconds before memory is looked at: until then every process does things for the first time."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything: seconds, answers a second, visitors at once, slow visitors.

    ``few`` answers are waited for before and after whatever happens under load; ``warming_up``
    are the seconds before memory is looked at.
    """

    seconds: float
    rate: float
    visitors: int
    slow: int
    few: int
    warming_up: float


def size_of(*, short: bool, minutes: float) -> Size:
    """Return how much is done."""
    if short:
        return Size(4, SHORT_ANSWERS / A_MINUTE, SHORT_VISITORS, SHORT_SLOW, 15, 0)
    rate = ANSWERS_A_MINUTE / A_MINUTE
    return Size(minutes * A_MINUTE, rate, VISITORS, SLOW, round(10 * rate), WARMING_UP)


@dataclass
class Served:
    """The site as visitors reach it: by ``port``, through the front if there is one."""

    site: Site
    release: Release
    port: int

    def parts(self) -> Parts:
        """Return whose memory counts; the web server that `make run` started stands idle."""
        return {
            "web": self.release.family,
            "worker": lambda: [one for one in self.site.family() if "worker" in _words(one)],
            "PostgreSQL": self._database,
        }

    def page(self, path: str) -> str:
        """Return a page as a visitor gets it."""
        client = Client(self.port)
        shown = client.get(path).body.decode()
        client.close()
        return shown

    def _database(self) -> list[psutil.Process]:
        first = self.site.postmaster()
        return [first, *first.children(recursive=True)]

    @contextmanager
    def load(self, size: Size, *, share: float = 1) -> Iterator[Steady]:
        """Load it meanwhile, with this share of the full rate."""
        visitors = max(4, round(size.visitors * share))
        steady = Steady(self.port, papers(40), rate=size.rate * share, visitors=visitors)
        steady.start()
        try:
            yield steady
        finally:
            steady.stop()


@contextmanager
def served(site: Site) -> Iterator[Served]:
    """Start a web server on a socket of ours, and the front before it."""
    with ExitStack() as stack:
        listener = stack.enter_context(listening())
        release = Release(site.folder, listener, site.environment())
        stack.callback(release.stop)
        release.start()
        port = listener.getsockname()[1]
        if is_installed():
            port = stack.enter_context(front(site.folder.parent / "front", port))
        yield Served(site, release, port)


def load(site: Site, *, short: bool, minutes: float = 10) -> list[Row]:
    """Measure the steady load, then a reload, an upgrade and slow visitors under load."""
    size = size_of(short=short, minutes=minutes)
    with served(site) as at:
        rows = [*steady_rows(at, size), *reload_rows(at, size), *slow_rows(at, size)]
        # Last: from here on the database is one release further.
        return rows + upgrade_rows(at, size)


def steady_rows(at: Served, size: Size) -> list[Row]:
    """Answer at a constant rate, and look at times, errors and memory."""
    others, memory = Others(at.site), MemoryWatch(at.parts())
    with at.load(size) as steady, memory.watched():
        time.sleep(size.seconds)
    measured = steady.measured
    p50, p95, p99 = measured.percentiles()
    pages = statistics.quantiles([1000 * took for took in measured.pages], n=100)
    lost = lost_scans(at.site, measured.finished)
    growth, told = memory.growth(since=min(size.warming_up, size.seconds / 3))
    rate = 60 * len(measured.answers) / size.seconds
    way = "through nginx" if is_installed() else f"without a front ({HOW_TO_INSTALL})"
    return [
        Row(
            f"{rate:,.0f} answers a minute for {size.seconds / 60:.1f} minutes, {way}: p95, p99",
            f"< {P95_BAR}, < {P99_BAR} ms",
            f"{p95:.0f}, {p99:.0f} ms (p50 {p50:.0f}); the pages around them p95"
            f" {pages[94]:.0f} ms; others took {others.share():.0%} of the CPU",
            p95 < P95_BAR and p99 < P99_BAR,
        ),
        Row(
            "  errors; finished scans lost or changed",
            "0; 0",
            f"{_errors(measured)}; {len(lost)} of {len(measured.finished)}",
            not measured.errors and not lost,
        ),
        Row(
            "  growth of memory from the second minute to the last",
            f"< {GROWTH_BAR:.0%}",
            f"{growth:.1%}  ({told})",
            growth < GROWTH_BAR,
        ),
    ]


def reload_under(at: Served, size: Size) -> tuple[Measured, float]:
    """Replace every worker under load; return what was measured, and the seconds it took."""
    with at.load(size) as steady:
        steady.wait_for_answers(size.few)
        begin = time.monotonic()
        at.release.reload()
        took = time.monotonic() - begin
        steady.wait_for_answers(size.few)
    return steady.measured, took


def reload_rows(at: Served, size: Size) -> list[Row]:
    """Replace every worker under load."""
    measured, took = reload_under(at, size)
    return [_failed(f"reload under load ({took:.1f} s): failed requests", measured)]


def upgrade_under(at: Served, size: Size) -> tuple[Measured, str]:
    """Migrate under the old release and put the next one in its place; tell how that went."""
    folder = next_release(at.site)
    with at.load(size) as steady:
        steady.wait_for_answers(size.few)
        tries = migrate(folder, at.release.environment)
        steady.wait_for_answers(size.few)
        begin = time.monotonic()
        at.release.stop()
        at.release.folder = folder
        at.release.start()
        took = time.monotonic() - begin
        steady.wait_for_answers(size.few)
    return steady.measured, f"migration (tries: {tries}) and a restart ({took:.1f} s)"


def upgrade_rows(at: Served, size: Size) -> list[Row]:
    """Put the next release in the place of this one, under load."""
    measured, told = upgrade_under(at, size)
    row = _failed(f"upgrade with a {told} under load: failed requests", measured)
    return [row._replace(ok=not measured.errors and MARK in at.page("/"))]


def slow_rows(at: Served, size: Size) -> list[Row]:
    """Let others answer while many slow visitors hold a connection."""
    what = f"{size.slow:,} slow headers and bodies at once: others' p95"
    bar = f"< {SLOW_BAR} ms"
    if not is_installed():
        return [Row(f"{what}: NOT DONE", bar, HOW_TO_INSTALL, ok=False)]
    with slow_visitors(at.port, size.slow) as slow, at.load(size, share=0.3) as steady:
        # Longer than the front's patience: some are sent away, and others come.
        steady.wait_for_answers(size.few)
    _p50, p95, p99 = steady.measured.percentiles()
    fine = p95 < SLOW_BAR and not steady.measured.errors
    told = f"{p95:.0f} ms (p99 {p99:.0f}); at most {slow.most:,} at once; errors: "
    return [Row(what, bar, told + _errors(steady.measured), fine)]


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:  # it stopped meanwhile
        return []


def _failed(what: str, measured: Measured) -> Row:
    count = len(measured.answers) + len(measured.pages)
    slowest = max(taken.seconds for taken in measured.answers)
    told = f"{_errors(measured)} of {count}  (the longest wait {slowest:.1f} s)"
    return Row(what, "0", told, not measured.errors)


def _errors(measured: Measured) -> str:
    first = f" ({measured.errors[0]})" if measured.errors else ""
    return f"{len(measured.errors)}{first}"
