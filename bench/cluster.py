"""A site of several machines, of which one after another is killed while scans are filled in.

What the site confirmed must be in the database afterwards, every visitor must get to the end, and
every report must be made, also the one that a killed worker had in hand.
"""

import random
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import psutil

from bench.client import UnexpectedError
from bench.kills import LIMIT, Respondent, confirmed_by, finished_of, missing_of
from bench.site import NOT_COPIED, ROOT, Row, Site, wait_for
from bench.visitor import papers

COMMAND = (sys.executable, "-m", "afdelingsscan.cluster")
PROBE_PAUSE = 0.05
"""Seconds between two looks whether a page can be had."""

WORKER = "a worker, its report half made"
MARKS: dict[str, Callable[[Site], str]] = {
    "a web node": lambda site: f"127.0.0.1:{site.port + 1}",
    "the load balancer": lambda _site: "haproxy",
    "the other web node": lambda site: f"127.0.0.1:{site.port + 2}",
    "the replica": lambda _site: "/replica/data",
    WORKER: lambda _site: "worker-1",
}
"""What is killed, and by which word in its command it is known."""

RUNNING = """
SELECT 1 FROM django_tasks_database_dbtaskresult
WHERE status = 'RUNNING' AND worker_ids ->> -1 = 'worker-1' AND task_path LIKE '%%render_report'
"""
MADE = "SELECT count(*) FROM scans_reportfile WHERE content IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened; ``away`` is for how many seconds no page could be had, by what was killed."""

    killed: dict[str, int]
    away: dict[str, float]
    confirmed: int
    missing: list[str]
    finished: int
    interrupted: int
    reports: int


@dataclass
class Probe:
    """Asks for the front page all the time, each time as a new visitor."""

    site: Site
    away: dict[str, float] = field(default_factory=dict)
    blamed: str = "nothing"
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Ask until told to stop, and note the longest time without an answer."""
        since: float | None = None
        while not self.stopped.wait(PROBE_PAUSE):
            asked, blamed = time.monotonic(), self.blamed
            if self._answers():
                since = None
                continue
            since = asked if since is None else since
            gone = time.monotonic() - since
            self.away[blamed] = max(gone, self.away.get(blamed, 0.0))

    def _answers(self) -> bool:
        client = self.site.client(timeout=10)
        try:
            return client.get("/").status == 200  # noqa: PLR2004 - a page
        except (OSError, ValueError, UnexpectedError):
            return False
        finally:
            client.close()


def kill_machines_while_filling_in(site: Site, *, scans: int, kills: int) -> Outcome:
    """Fill in so many scans at once and kill so many machines meanwhile; then a worker."""
    deadline = time.monotonic() + LIMIT
    people = [Respondent(site.client(), paper, deadline) for paper in papers(scans)]
    total = sum(len(person.paper.answers) for person in people)
    killed: dict[str, int] = {}
    with _probing(site) as probe:
        threads = [threading.Thread(target=person.fill_in, daemon=True) for person in people]
        for thread in threads:
            thread.start()
        during = [what for what in MARKS if what != WORKER]
        for number, what in enumerate(islice(cycle(during), kills)):
            enough = total * (number + 1) // (kills + 2)
            wait_for(lambda: confirmed_by(people) >= enough, seconds=LIMIT, what="answers")  # noqa: B023 - called at once
            _kill(site, probe, what)
            killed[what] = killed.get(what, 0) + 1
        for thread in threads:
            thread.join(max(0, deadline - time.monotonic()))
        reports = _kill_a_worker(site, probe, people)
        killed[WORKER] = 1
    return Outcome(
        killed=killed,
        away=probe.away,
        confirmed=confirmed_by(people),
        missing=list(missing_of(site, people)),
        finished=finished_of(site, people),
        interrupted=sum(person.interrupted for person in people),
        reports=reports,
    )


@contextmanager
def _probing(site: Site) -> Iterator[Probe]:
    probe = Probe(site)
    thread = threading.Thread(target=probe.run, daemon=True)
    thread.start()
    try:
        yield probe
    finally:
        probe.stopped.set()
        thread.join()


def _kill(site: Site, probe: Probe, what: str) -> None:
    """Kill all processes of one machine at once, and wait until it is back."""
    mark = MARKS[what](site)
    wait_for(lambda: _processes(site, mark), seconds=LIMIT, what=what)
    victims = _processes(site, mark)
    probe.blamed = what
    for process in victims:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(victims, LIMIT)
    wait_for(lambda: _is_back(site, mark), seconds=LIMIT, what=f"{what} back")


def _is_back(site: Site, mark: str) -> bool:
    if not _processes(site, mark):
        return False
    host, _, port = mark.partition(":")
    at = (host, int(port)) if port else ("127.0.0.1", site.port)
    with socket.socket() as connection:
        return connection.connect_ex(at) == 0


def _processes(site: Site, mark: str) -> list[psutil.Process]:
    assert site.process is not None
    found = []
    for process in psutil.Process(site.process.pid).children(recursive=True):
        with suppress(psutil.Error):  # it stopped meanwhile
            if any(part.endswith(mark) for part in process.cmdline()):
                found.append(process)
    return found


def _kill_a_worker(site: Site, probe: Probe, people: list[Respondent]) -> int:
    """Ask for everybody's report and kill a worker that is making one; return how many were made."""
    with closing(site.client()) as client:
        for person in people:
            client.get(f"{person.result_path}rapport.pdf")
    wait_for(lambda: bool(site.rows(RUNNING)), seconds=LIMIT, what="a report being made")
    _kill(site, probe, WORKER)
    with suppress(TimeoutError):
        wait_for(lambda: site.rows(MADE) == [(len(people),)], seconds=LIMIT, what="reports")
    [(made,)] = site.rows(MADE)
    return int(made)


def port_with_two_more() -> int:
    """Return a port that is free, as are the two after it, and that no connection gets by itself."""
    while True:
        first = random.randrange(20_000, 30_000)  # noqa: S311 - no secret
        if all(_is_free(first + more) for more in range(3)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def scratch_cluster() -> Iterator[Site]:
    """Start a cluster in a temporary copy of the checkout; stop and remove it afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix="afdelingsscan-cluster-"))
    scratch.chmod(0o755)  # PostgreSQL refuses to run as root, so another user must be able to enter
    site = Site(scratch / "checkout", command=COMMAND, port=port_with_two_more())
    try:
        shutil.copytree(ROOT, site.folder, ignore=NOT_COPIED)
        (site.folder / ".venv").symlink_to(sys.prefix)
        site.start()
        yield site
    finally:
        site.stop()
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def cluster_in(site: Site) -> Iterator[Site]:
    """Run a cluster in the checkout of a site, which stops first."""
    site.stop()
    several = Site(site.folder, command=COMMAND, port=port_with_two_more())
    try:
        several.start()
        yield several
    finally:
        several.stop()


def cluster(site: Site, *, short: bool) -> list[Row]:
    """Kill every machine of a cluster but the primary, in turn."""
    scans, kills = (6, 4) if short else (50, 20)
    with cluster_in(site) as several:
        outcome = kill_machines_while_filling_in(several, scans=scans, kills=kills)
    times = ", ".join(f"{number} x {what}" for what, number in outcome.killed.items())
    away = ", ".join(f"{what} {outcome.away.get(what, 0.0):.1f} s" for what in outcome.killed)
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
        Row("  reports made", f"{scans}", f"{outcome.reports}", outcome.reports == scans),
        Row("  longest without a page after a kill", "", away, None),
    ]
