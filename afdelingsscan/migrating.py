"""Migrating while people are at work: hold up no page for long, and make none fail.

A change to a table waits for who reads or writes it, and everybody who comes later waits behind it.
So it waits half a second only, lets the others go first, and tries again. That is less than the second
after which PostgreSQL looks for deadlocks (``deadlock_timeout``): when a migration and a page wait for
each other it is always the migration that gives way, and never the page that fails.
"""

import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection

LOCK_TIMEOUT = "500ms"
TRIES = 100
PAUSE = 1.0
GAVE_WAY = frozenset({"55P03", "40P01"})
"""PostgreSQL's codes for: waited for a lock as long as it was allowed to, and: deadlock."""


def patiently(
    work: Callable[[], object],
    *,
    lock_timeout: str = LOCK_TIMEOUT,
    tries: int = TRIES,
    pause: float = PAUSE,
) -> None:
    """Do the work, again after ``pause`` seconds when others stood in its way.

    It never waits longer than ``lock_timeout`` for a lock. The work continues where it was: each
    migration is a transaction of its own. After the last of ``tries`` the error of the database is
    raised.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout TO %s", [lock_timeout])
    try:
        with connection.execute_wrapper(_unhurried):
            _again_and_again(work, tries, pause)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def _again_and_again(work: Callable[[], object], tries: int, pause: float) -> None:
    for _ in range(tries - 1):
        try:
            work()
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) not in GAVE_WAY:
                raise
            time.sleep(pause)
        else:
            return
    work()


def _unhurried(
    execute: Callable[..., Any],
    sql: str,
    params: object,
    many: bool,  # noqa: FBT001 - Django's
    context: dict[str, Any],
) -> Any:  # noqa: ANN401 - whatever Django gives back
    """Let what works ``CONCURRENTLY`` wait as long as it must: it holds up nobody meanwhile.

    Broken off halfway it would leave an index that is of no use.
    """
    if "CONCURRENTLY" not in str(sql):
        return execute(sql, params, many, context)
    with context["connection"].connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        [limit] = cursor.fetchone()
        cursor.execute("SET lock_timeout TO 0")
        try:
            return execute(sql, params, many, context)
        finally:
            cursor.execute("SET lock_timeout TO %s", [limit])
