"""Turns for heavy work as other machines take them: each over a connection of its own."""

from contextlib import ExitStack, closing

import psycopg2
from django.db import connection

LOCK, UNLOCK_ALL = (
    "SELECT pg_advisory_lock(hashtextextended(%s, 0))",
    "SELECT pg_advisory_unlock_all()",
)
END_OTHERS = """SELECT pg_terminate_backend(pid, 60000)
FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND datname = current_database() AND pid <> pg_backend_pid()"""
HELD = """SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE locktype = 'advisory' AND datname = current_database()"""


class Machines(ExitStack):
    """Other machines, until the test is over."""

    def take(self, kind, person, number):
        """Have a machine take this turn of somebody; return its connection."""
        machine = psycopg2.connect(**connection.get_connection_params())
        self.enter_context(closing(machine))
        machine.autocommit = True
        with machine.cursor() as cursor:
            for lock in (f"turn:{kind}:{person}", f"turn:{kind}:{number} of all"):
                cursor.execute(LOCK, [lock])
        return machine


def forget_turns():
    """Give back what another test took and didn't read to its end.

    Once a browser was started, Django has another connection in this thread; the one of before
    may still have a turn, which nobody can give back.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNLOCK_ALL)
        cursor.execute(END_OTHERS)


def locks():
    """How many locks are held, by whomever: two per turn."""
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        return cursor.fetchone()[0]
