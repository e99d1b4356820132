"""Imports go one after the other, and what they find again stays there meanwhile.

The lock ends with the transaction that took it.
"""

from time import sleep

from django.db import connection

LOCK = "benchmark import"
ALONE = "SELECT pg_try_advisory_xact_lock(hashtext(%s))"
SHARED = "SELECT pg_try_advisory_xact_lock_shared(hashtext(%s))"
TRIES = 15
PAUSE = 0.1
"""Seconds between two tries: nobody at a page waits for longer than a second and a half."""


class ImportRunningError(Exception):
    """An import is going on, and this would have to wait for it; nothing was changed."""


def hold_alone(*, may_wait: bool) -> None:
    """Let no other import in until this transaction ends.

    ``may_wait`` for as long as it takes; else ``ImportRunningError`` when another one goes on.
    """
    if not may_wait:
        _try(ALONE)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])


def hold_off() -> None:
    """Let no import begin until this transaction ends; several may ask that at the same time.

    An import writes to departments that it found, and none of those may vanish before it is done.
    ``ImportRunningError`` when one goes on.
    """
    _try(SHARED)


def _try(statement: str) -> None:
    with connection.cursor() as cursor:
        for _ in range(TRIES):
            cursor.execute(statement, [LOCK])
            if cursor.fetchone()[0]:
                return
            sleep(PAUSE)
    raise ImportRunningError
