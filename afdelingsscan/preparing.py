"""``python -m afdelingsscan.preparing``: make database and static files ready for the site.

One process does it all, because each start of Django costs the reader of an empty browser window
most of a second. Work of which the result is already there is skipped.
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from afdelingsscan.local import VAR
from afdelingsscan.migrating import patiently
from scans.queries.demonstration import refusal_of

MINIMUM_POSTGRES = 15
# Any number does, as long as nothing else in this database uses the same one.
PREPARING_LOCK = 7_203_115


def main() -> int:
    """Prepare, or say in one sentence why that can't be done."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "afdelingsscan.settings")
    try:
        django.setup()
        _check_server()
        with _alone():
            _check_demonstration()
            _migrate()
            call_command("questionnaire", "ship")
            call_command("invite", "--first")
        VAR.mkdir(parents=True, exist_ok=True)
        _collect_static(Path(settings.STATIC_ROOT).with_suffix(".digest"))
    except (ImproperlyConfigured, CommandError) as error:
        return _refuse(str(error))
    except DatabaseError as error:
        return _refuse(f"De database geeft een fout: {_first_line(error)}")
    except OSError as error:
        return _refuse(f"Schrijven lukt niet: {error.strerror} ({error.filename}).")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


def _first_line(error: Exception) -> str:
    """Return what the server said, without the password that some messages would repeat."""
    line = str(error).strip().partition("\n")[0]
    password = str(settings.DATABASES["default"]["PASSWORD"])
    # As a word of its own: a short password is also a part of ordinary words.
    return re.sub(rf"(?<!\w){re.escape(password)}(?!\w)", "***", line) if password else line


def _check_server() -> None:
    # Nobody is to wait minutes in front of an empty screen for a server that is not there.
    connection.settings_dict["OPTIONS"].setdefault("connect_timeout", 5)
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise CommandError(
            f"De database van DATABASE_URL is niet bereikbaar: {_first_line(error)}"
        ) from error
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        found = int(cursor.fetchone()[0]) // 10_000
    if found < MINIMUM_POSTGRES:
        raise CommandError(
            f"De server van DATABASE_URL is PostgreSQL {found}; nodig is {MINIMUM_POSTGRES} of nieuwer."
        )


@contextmanager
def _alone() -> Iterator[None]:
    """Let two sites that start together on one database do this one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING_LOCK])


def _check_demonstration() -> None:
    """Refuse before anything changes; `migrate` looks as well, but only where there is one."""
    if reason := refusal_of():
        raise CommandError(reason)


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        patiently(partial(call_command, "migrate", interactive=False, verbosity=0))


def _collect_static(kept: Path) -> None:
    """Collect when a file came, went or changed; compressing all of them takes seconds."""
    digest = _static_digest()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and kept.exists() and kept.read_text() == digest:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    kept.write_text(digest)


def _static_digest() -> str:
    lines = [str(settings.STATIC_ROOT)]
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            lines.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
