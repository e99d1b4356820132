"""Whether the site does well: what ``/healthz`` says and the metrics count.

A check is a function of the moment that returns findings by name. What asks the database is done
in a thread of its own: a database that hangs would otherwise hang whoever asks how it is.
"""

import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from queue import Empty, Queue

from django.conf import settings
from django.db import Error, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from scans.queries.backups import backup_state
from scans.queries.health import LATE_AFTER, STUCK_AFTER
from scans.queries.working import seconds_since, work_at
from scans.tasks import housekeep, send_mail

MAIL_LATE_AFTER = timedelta(minutes=30)
"""After so long the mail server, or the way to it, is what doesn't work."""

LIMIT = 0.9
"""Seconds to wait for a turn, and then for the database."""

STATEMENT_LIMIT = 800
"""Milliseconds for one question to the database."""

_turns = threading.BoundedSemaphore(4)
"""So many ask at the same time; where the database hangs, so many threads hang, and no more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one thing is well; ``seconds`` is its age, ``None`` when it has or knows none."""

    ok: bool
    seconds: int | None = None


Findings = dict[str, Finding]
Check = Callable[[datetime], Findings]


def _aged(done: datetime | None, moment: datetime, limit: timedelta) -> Finding:
    if done is None:
        return Finding(ok=False)
    return Finding(moment - done <= limit, seconds_since(done, moment))


def migrations(_moment: datetime) -> Findings:
    """Whether all migrations of this code were applied."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {"migrations": Finding(_migrations_here() <= applied.keys())}


@lru_cache(maxsize=1)
def _migrations_here() -> frozenset[tuple[str, str]]:
    """Return the migrations that the code brings: as long as the process lives they are the same."""
    return frozenset(MigrationLoader(None).graph.nodes)


def work(moment: datetime) -> Findings:
    """Whether a worker takes what is due, mail leaves and housekeeping is done."""
    found = work_at(moment, housekeeping=housekeep.module_path, mail=send_mail.module_path)
    return {
        "worker": _waits(found.due_seconds, STUCK_AFTER),
        "mail": _waits(found.mail_seconds, MAIL_LATE_AFTER),
        "housekeeping": _aged(found.housekept_at, moment, LATE_AFTER),
    }


def _waits(seconds: int, limit: timedelta) -> Finding:
    return Finding(seconds <= limit.total_seconds(), seconds)


def backups(moment: datetime) -> Findings:
    """Whether the last good backup is young enough; nothing where none are made."""
    state = backup_state(moment)
    if not state.expected:
        return {}
    seconds = None if state.at is None else seconds_since(state.at, moment)
    return {"backup": Finding(state.is_well, seconds)}


CHECKS: tuple[Check, ...] = (migrations, work, backups)
"""Asked one after the other; behind a migration that waits nothing else is asked."""


def disk() -> Findings:
    """Whether there is room where this machine keeps files and where it makes temporary ones."""
    own = Path(settings.VAR_DIR)
    here = next(folder for folder in (own, *own.parents) if folder.exists())
    free = min(map(_free_percent, (here, Path(tempfile.gettempdir()))))
    return {"disk": Finding(free >= settings.DISK_FREE_PERCENT)}


def _free_percent(folder: Path) -> float:
    usage = shutil.disk_usage(folder)
    return 100 * usage.free / usage.total


def examine(checks: Sequence[Check], moment: datetime) -> Findings:
    """Return what the checks find, in less than two seconds, and whether the database answers."""
    unanswered = {"database": Finding(ok=False)}
    if not _turns.acquire(timeout=LIMIT):
        return unanswered
    answer: Queue[Findings | None] = Queue(1)
    threading.Thread(target=_ask, args=(checks, moment, answer), daemon=True).start()
    try:
        return answer.get(timeout=LIMIT) or unanswered
    except Empty:
        return unanswered


def _ask(checks: Sequence[Check], moment: datetime, answer: Queue[Findings | None]) -> None:
    try:
        _hurry()
        found = {"database": Finding(ok=True)}
        for check in checks:
            found |= check(moment)
            if not found.get("migrations", Finding(ok=True)).ok:
                break
        answer.put(found)
    except Error:
        answer.put(None)
    finally:
        connections.close_all()
        _turns.release()


def _hurry() -> None:
    """Give a connection of this thread's own little time, for everything."""
    own = connection.settings_dict
    # A copy: other threads read the same settings.
    connection.settings_dict = {**own, "OPTIONS": {**own["OPTIONS"], "connect_timeout": 2}}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [str(STATEMENT_LIMIT)])
