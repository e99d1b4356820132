"""The PostgreSQL of a test run: our own, unless ``DATABASE_URL`` names one."""

import os
import re
from contextlib import ExitStack, suppress

import psycopg2
from django.conf import settings

from afdelingsscan.embedded_postgres import EmbeddedPostgres
from afdelingsscan.environment import database_from_url
from afdelingsscan.local import VAR


def lease_database() -> ExitStack:
    """Point Django to a database of this test run; closing the result lets go of the server.

    Settings have been read by now, but no connection has been made from them.
    """
    leases = ExitStack()
    if not os.environ.get("DATABASE_URL"):
        server = EmbeddedPostgres(VAR / "test-postgres", durable=False)
        leases.enter_context(server.lease())
        _drop_leftovers(server.url())
        # A name of its own: two test runs at the same time share the server and nothing else.
        os.environ["DATABASE_URL"] = server.url(f"afdelingsscan_{os.getpid()}")
        settings.DATABASES["default"].update(database_from_url(os.environ["DATABASE_URL"]))
    # Between tests all tables are emptied, also the log that only grows.
    options = settings.DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c scans.audit_truncate=on".strip()
    return leases


def _drop_leftovers(url: str) -> None:
    """Drop the databases of test runs that were killed."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        for (name,) in cursor.fetchall():
            found = re.fullmatch(r"test_afdelingsscan_(\d+)(_.*)?", name)
            if found and not _lives(int(found[1])):
                with suppress(psycopg2.Error):  # another test run was first
                    cursor.execute(f'DROP DATABASE "{name}"')
    connection.close()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
