"""Five ways in which a site breaks, in turn, while scans are being filled in.

What the site called saved must be in the database afterwards, with the last value that it called
so, and every visitor must get to the end. `docs/resilience.md` says what each of the five is.
"""

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import psutil
import psycopg2

from bench.load import lost_scans
from bench.site import Row, Site, scratch_site, wait_for
from bench.visitor import Finished, digest_of, papers
from bench.wavering import Crowd, given_by

LIMIT = 1_200
"""Seconds within which all must be finished; in the short mode a tenth."""

FULL_SECONDS = 1.5
"""How long the disk stays full after the first request that fails by it."""

NEED_MORE_DISK = (
    "SELECT pg_logical_emit_message(true, 'x', 'x'), pg_switch_wal() FROM generate_series(1, 50)"
)
"""Has PostgreSQL ask for more files of its log than it can use again."""

Break = Callable[[Site, Crowd], bool]
"""Breaks something, and says whether it could."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to so many scans; ``lost`` names each acknowledged answer that is gone."""

    broken: dict[str, int]
    scans: int
    acknowledged: int
    interrupted: int
    finished: int
    lost: list[str]


def _kill_web(site: Site, _crowd: Crowd, *, master: bool) -> bool:
    """Kill the web worker that lived longest, or the process above them all."""
    victim = _one_of(site.workers)
    if master:
        victim = victim.parent() or victim
    victim.kill()
    with suppress(psutil.TimeoutExpired):  # its runner has not looked yet
        victim.wait(1)
    return True


def _stop_database(site: Site, _crowd: Crowd) -> bool:
    """Stop PostgreSQL as its "immediate" mode does; at its next start it recovers."""
    _one_of(lambda: [site.postmaster()]).send_signal(signal.SIGQUIT)
    return True


def _reload(site: Site, _crowd: Crowd) -> bool:
    """Have the web server replace its workers, each after what it has in hand."""
    above = _one_of(site.workers).parent()
    if above is not None:
        above.send_signal(signal.SIGHUP)
    return above is not None


def _cut_database(site: Site, _crowd: Crowd) -> bool:
    """Cut every connection that the database has, once it is back from what was broken before."""
    wait_for(lambda: _answers(site), seconds=LIMIT, what="the database")
    with suppress(psycopg2.Error, psutil.Error, LookupError):
        site.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return True
    return False


def _cut_visitors(_site: Site, crowd: Crowd) -> bool:
    """Cut every connection that visitors have, in the middle of an answer or not."""
    crowd.hang_up()
    return True


def _fill_disk(site: Site, crowd: Crowd) -> bool:
    """Fill the disk, have PostgreSQL need more of it, and give it back after a while."""
    if site.disk is None:
        return False
    disk, before = site.disk, crowd.interrupted()

    def need_more() -> None:
        disk.fill()
        with suppress(psycopg2.Error, psutil.Error, LookupError):
            site.rows(NEED_MORE_DISK)

    def bites() -> bool:
        need_more()
        return crowd.interrupted() > before

    try:
        # Filling takes a second on a busy machine, in which a small crowd would be done.
        with crowd.held():
            need_more()
        with suppress(TimeoutError):
            wait_for(bites, seconds=30, what="a failing request")
        time.sleep(FULL_SECONDS)
    finally:
        disk.free()
    return crowd.interrupted() > before


KINDS: list[tuple[str, tuple[Break, Break]]] = [
    (
        "web -9",
        (
            lambda site, crowd: _kill_web(site, crowd, master=False),
            lambda site, crowd: _kill_web(site, crowd, master=True),
        ),
    ),
    # Early, so that there is much left to ask for that then fails.
    ("full disk", (_fill_disk, _fill_disk)),
    ("PostgreSQL immediate", (_stop_database, _stop_database)),
    ("reload", (_reload, _reload)),
    ("connections cut", (_cut_database, _cut_visitors)),
]


def break_while_filling_in(site: Site, *, answers: int, breaks: int, limit: float) -> Outcome:
    """Fill in scans with so many answers, and break something so many times, evenly spread."""
    [one] = papers(1)
    # A fifth more: what somebody changed before it was acknowledged doesn't count.
    stack = papers(-(-12 * answers // (10 * given_by(one))))
    crowd = Crowd(site, stack, at_once=min(40, len(stack)), limit=limit)
    crowd.start()
    broken = dict.fromkeys((name for name, _ in KINDS), 0)
    for number in range(breaks):
        enough = answers * (number + 1) // (breaks + 2)
        wait_for(lambda: crowd.acknowledged() >= enough, seconds=limit, what=f"{enough} answers")  # noqa: B023 - called at once
        turn, place = divmod(number, len(KINDS))
        name, ways = KINDS[place]
        broken[name] += ways[turn % 2](site, crowd)
    crowd.join()
    wait_for(lambda: _answers(site), seconds=limit, what="the database")
    return Outcome(
        broken=broken,
        scans=len(stack),
        acknowledged=crowd.acknowledged(),
        interrupted=crowd.interrupted(),
        finished=_finished(site, crowd),
        lost=list(crowd.lost()),
    )


def _one_of(find: Callable[[], list[psutil.Process]]) -> psutil.Process:
    """Return the oldest of these processes, once there are any."""
    found: list[psutil.Process] = []

    def there() -> bool:
        with suppress(LookupError, psutil.Error):
            found[:] = find()
        return bool(found)

    wait_for(there, seconds=LIMIT, what="a process")
    return min(found, key=lambda process: process.pid)


def _answers(site: Site) -> bool:
    with suppress(psycopg2.Error, psutil.Error, LookupError):
        return bool(site.rows("SELECT 1"))
    return False


def _finished(site: Site, crowd: Crowd) -> int:
    """Count who read a result whose answers are in the database, all of them."""
    done = [
        Finished(digest_of(person.own), person.paper.answers, person.result_path)
        for person in crowd.people
        if person.result_path
    ]
    return len(done) - len(lost_scans(site, done))


def chaos(_site: Site, *, short: bool) -> list[Row]:
    """Break what can be broken twenty times during 10,000 answers, on a site of its own."""
    answers, breaks, limit = (400, 5, LIMIT / 10) if short else (10_000, 20, LIMIT)
    with scratch_site(on_small_disk=True) as breakable:
        outcome = break_while_filling_in(breakable, answers=answers, breaks=breaks, limit=limit)
        could_fill = breakable.disk is not None
    times = ", ".join(f"{number} x {what}" for what, number in outcome.broken.items())
    rows = [
        Row(
            f"{times}: acknowledged answers lost",
            "0",
            f"{len(outcome.lost)} of {outcome.acknowledged}",
            not outcome.lost and sum(outcome.broken.values()) == breaks,
        ),
        Row(
            "  scans finished all the same",
            f"{outcome.scans}",
            f"{outcome.finished}  ({outcome.interrupted} requests tried again)",
            outcome.finished == outcome.scans,
        ),
    ]
    if not could_fill:
        rows.append(
            Row(
                "  full disk: NOT DONE",
                f"{breaks // len(KINDS)} times",
                "this system lets us mount no small disk; run it as root",
                ok=False,
            )
        )
    return rows
