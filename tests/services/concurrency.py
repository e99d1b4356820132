"""Two connections at once, without guessing at times."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from time import monotonic

from django.db import connection, transaction

PATIENCE = 20
"""Seconds after which a test gives up; never waited for when all is well."""


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run every action in a thread and connection of its own, released together.

    Return what each returned or raised, in the order given.
    """
    start = Barrier(len(actions))

    def together(action: Callable[[], object]) -> object:
        connection.ensure_connection()
        start.wait(PATIENCE)
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        futures = [pool.submit(_outcome_of, partial(together, action)) for action in actions]
        return [future.result(PATIENCE) for future in futures]


def while_held(first: Callable[[], object], second: Callable[[], object]) -> object:
    """Run ``second`` elsewhere while what ``first`` did is not committed, and then commit.

    Return what ``second`` returned or raised; it must have to wait for ``first``.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            outcome = pool.submit(_outcome_of, second)
            _wait_for_somebody_to_wait()
        return outcome.result(PATIENCE)


def holding_first(
    hold: Callable[[], object], second: Callable[[], object], then: Callable[[], object]
) -> object:
    """As ``while_held``, but ``then`` is done by the first once the second waits for it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hold()
            outcome = pool.submit(_outcome_of, second)
            _wait_for_somebody_to_wait()
            then()
        return outcome.result(PATIENCE)


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> object:
    """Run ``second`` elsewhere, to its end, while what ``first`` did is not committed.

    Return what ``second`` returned or raised; it must not wait for ``first``.
    """
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        first()
        return pool.submit(_outcome_of, second).result(PATIENCE)


def _outcome_of(action: Callable[[], object]) -> object:
    try:
        return action()
    except Exception as error:  # the test judges what was raised
        return error
    finally:
        connection.close()


def _wait_for_somebody_to_wait() -> None:
    """Return as soon as another connection waits for a lock that this one holds."""
    deadline = monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_locks "
                "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody came to wait for this lock")
