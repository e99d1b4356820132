"""Restoring a backup into an empty database, and checking one without a database."""

import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.db import connection, transaction

from scans.queries.contents import (
    contents,
    differences,
    is_empty,
    server_version,
    unknown_migrations,
)
from scans.services.backing_up import NOT_KEPT, link_key_fingerprint
from scans.services.backup_file import (
    BackupError,
    Manifest,
    Nowhere,
    as_error,
    check_sum,
    decrypt,
)
from scans.services.postgres_tools import address, complaint, find_program, start_program

NOTHING_CHANGED = "Er is niets teruggezet."


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup that is whole; ``summed`` is whether a checksum stood beside it."""

    manifest: Manifest
    summed: bool


def check_backup(*, path: Path, keys: Sequence[pyrage.x25519.Identity]) -> Checked:
    """Read a backup from begin to end, and let pg_restore read the dump in it; no database needed.

    ``BackupError`` when something is wrong with it.
    """
    try:
        checked = _read(path, keys)
        _restore(path, keys, checked.manifest, "--file=/dev/null")
    except OSError as error:
        raise as_error(error) from error
    return checked


def restore_backup(
    *, path: Path, keys: Sequence[pyrage.x25519.Identity], other_link_key: bool = False
) -> Checked:
    """Put a backup in the empty database of this site, and compare all tables with its manifest.

    The whole file is read and checked before anything is written, and all is written in one
    transaction. ``BackupError`` when it can't be done: nothing is changed then.
    """
    if not is_empty():
        raise BackupError(
            "De database is niet leeg: terugzetten gaat alleen in een lege database. "
            "Maak een nieuwe, en zet die in DATABASE_URL."
        )
    try:
        checked = _read(path, keys)
        _check_fit(checked.manifest, other_link_key=other_link_key)
        _restore(path, keys, checked.manifest, "--single-transaction", f"--dbname={address()}")
    except OSError as error:
        raise as_error(error) from error
    _compare(checked.manifest)
    return checked


def _read(path: Path, keys: Sequence[pyrage.x25519.Identity]) -> Checked:
    summed = check_sum(path)
    return Checked(decrypt(path, keys, Nowhere(), _any), summed)


def _any(_manifest: Manifest) -> None:
    """Take every manifest."""


def _check_fit(manifest: Manifest, *, other_link_key: bool) -> None:
    """Refuse what this program, this server or these secrets can't work with."""
    if newer := unknown_migrations(manifest.migrations):
        raise BackupError(
            f"Deze backup is gemaakt door een nieuwere versie ({manifest.version}) dan deze: "
            f"{newer[0]} is hier niet bekend. Zet die versie terug, en dan pas de backup."
        )
    if server_version() < manifest.postgres:
        raise BackupError(
            f"Deze backup komt van PostgreSQL {manifest.postgres}, en deze server is ouder "
            f"({server_version()}); neem een server die minstens zo nieuw is."
        )
    if manifest.link_key != link_key_fingerprint() and not other_link_key:
        raise BackupError(
            "LINK_KEY is niet de sleutel van deze backup: de site kan links niet meer tonen, en "
            "adressen en tweede stappen niet meer lezen. Zet de goede LINK_KEY, of neem dat op de "
            "koop toe met --other-link-key."
        )


def _restore(
    path: Path, keys: Sequence[pyrage.x25519.Identity], manifest: Manifest, *where: str
) -> None:
    program = find_program("pg_restore", at_least=manifest.postgres)
    with tempfile.TemporaryFile() as errors:
        process = start_program(
            program.path,
            *("--format=custom", "--no-owner", "--no-privileges", "--exit-on-error", *where),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            errors=errors,
        )
        with process:
            assert process.stdin is not None
            try:
                with suppress(BrokenPipeError):  # it stopped reading: below it says why
                    decrypt(path, keys, process.stdin, _any)
            except BaseException:
                process.kill()
                raise
            finally:
                with suppress(BrokenPipeError):
                    process.stdin.close()
        if process.returncode != 0:
            raise BackupError(f"pg_restore lukte niet: {complaint(errors)}. {NOTHING_CHANGED}")


@transaction.atomic
def _compare(manifest: Manifest) -> None:
    if wrong := differences(manifest.tables, contents(without=NOT_KEPT)):
        raise BackupError(
            "Wat er nu in de database staat, is niet wat er in stond toen de backup gemaakt werd: "
            f"{', '.join(wrong)}. Gebruik deze database niet; gooi hem weg en begin opnieuw."
        )


def refresh_statistics() -> None:
    """Let the server look at what there is now, or its first pages would be slow."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
