"""A key pair, a folder for backups, and databases to lose and to restore into."""

from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from scans.queries.contents import contents
from scans.services.backing_up import NOT_KEPT
from scans.services.backup_file import new_key

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def backups(tmp_path, settings):
    """A site that makes backups: a folder, the private key in ``key``, an empty journal."""
    settings.BACKUP_RECIPIENTS = [new_key(tmp_path / "key")]
    settings.BACKUP_DIR = tmp_path / "backup"
    settings.JOURNAL_DIR = tmp_path / "journal"
    settings.JOURNAL_DIR.mkdir()
    return tmp_path


def run(*arguments):
    """Run a command and return what it said; a refusal is its sentence, after ``refused``."""
    out = StringIO()
    try:
        call_command(*map(str, arguments), stdout=out, stderr=out)
    except CommandError as error:
        return f"{out.getvalue()}refused: {error}"
    return out.getvalue()


def backed_up(folder):
    """Make a backup by the command and return its file."""
    said = run("backup", "--to", folder)
    [path] = [path for path in folder.glob("*.age") if path.name in said]
    return path


@contextmanager
def empty_database():
    """Work with an empty database of its own, as after the loss of the other one."""
    name, fresh = connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}_restored"
    _on_server(f'CREATE DATABASE "{fresh}" TEMPLATE template0')
    connection.close()
    connection.settings_dict["NAME"] = fresh
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        _on_server(f'DROP DATABASE "{fresh}"')


def _on_server(statement):
    with closing(psycopg2.connect(**connection.get_connection_params())) as server:
        server.autocommit = True
        with server.cursor() as cursor, suppress(psycopg2.errors.InvalidCatalogName):
            cursor.execute(statement)


def contents_now():
    """Return counts and checksums of all tables that a backup holds."""
    with transaction.atomic():
        return contents(without=NOT_KEPT)
