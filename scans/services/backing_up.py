"""Making a backup: one encrypted file of the whole database as it was at one moment."""

import hmac
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
from django.conf import settings
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from scans.models import BackupRun
from scans.queries.contents import applied_migrations, contents, server_version
from scans.services.backup_file import (
    SUM_SUFFIX,
    BackupError,
    Hashed,
    Manifest,
    as_error,
    recipients,
    write_encrypted,
)
from scans.services.postgres_tools import address, complaint, find_program, start_program

# Who is signed in, how often somebody tried to, and what the worker had to do: after a restore
# nobody wants any of it back, least of all mails that were sent long ago.
NOT_KEPT = ("django_session", "scans_cache", "scans_outgoingmail", DBTaskResult._meta.db_table)  # noqa: SLF001 - Django's own name for it

BACKUP_LOCK = 7_203_116
"""Any number does, as long as nothing else in this database uses the same one."""

STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"afdelingsscan-(\d{8}T\d{6}Z)-\d+\.age")
PART = ".part"


def make_backup(*, folder: Path, clock: Callable[[], datetime]) -> tuple[BackupRun, Manifest]:
    """Make a backup in a folder, and delete those there that were kept long enough.

    The file has its name only when all of it is on the disk. ``BackupError`` when there is none;
    the run then says why.
    """
    keys = recipients(settings.BACKUP_RECIPIENTS)
    run = BackupRun.objects.create(started_at=clock())
    try:
        manifest = _make(run, folder, keys)
    except OSError as error:
        known = as_error(error)
        _finish(run, clock(), failure=str(known))
        raise known from error
    except BackupError as error:
        _finish(run, clock(), failure=str(error))
        raise
    _finish(run, clock())
    delete_old_backups(folder=folder, moment=run.started_at)
    return run, manifest


def _finish(run: BackupRun, moment: datetime, *, failure: str = "") -> None:
    run.finished_at, run.failure = moment, failure[:300]
    run.save()


def _make(run: BackupRun, folder: Path, keys: Sequence[pyrage.x25519.Recipient]) -> Manifest:
    name = f"afdelingsscan-{run.started_at.astimezone(UTC):{STAMP}}-{run.pk}.age"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / (name + PART)
    with _snapshot() as snapshot:
        for left in folder.glob(f"*{PART}"):  # of one that was killed: nobody else is at work
            left.unlink()
        program = find_program("pg_dump", at_least=server_version())
        manifest = _manifest(run.started_at, program.version)
        try:
            written = _dump(part, program.path, snapshot, manifest, keys)
            _keep(part, folder / name, written)
        finally:
            part.unlink(missing_ok=True)
    run.file, run.size = name, written.size
    return manifest


@contextmanager
def _snapshot() -> Iterator[str]:
    """Hold on to the database as it is now; whoever gets the name sees the same."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [BACKUP_LOCK])
        if cursor.fetchone() == (False,):
            raise BackupError("Er wordt al een backup gemaakt.")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _manifest(moment: datetime, postgres: int) -> Manifest:
    return Manifest(
        moment=moment.astimezone(UTC).isoformat(),
        version=settings.VERSION,
        postgres=postgres,
        link_key=link_key_fingerprint(),
        migrations=applied_migrations(),
        tables=contents(without=NOT_KEPT),
    )


def link_key_fingerprint() -> str:
    """Return by what one LINK_KEY is told from another; it says nothing else of it."""
    return hmac.digest(settings.LINK_KEY.encode(), b"backup", "sha256").hex()[:32]


def _dump(
    part: Path,
    program: Path,
    snapshot: str,
    manifest: Manifest,
    keys: Sequence[pyrage.x25519.Recipient],
) -> Hashed:
    with tempfile.TemporaryFile() as errors:
        process = start_program(
            program,
            *("--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--no-password"),
            *(f"--snapshot={snapshot}", f"--dbname={address()}"),
            *(f"--exclude-table-data=public.{table}" for table in NOT_KEPT),
            stdout=subprocess.PIPE,
            errors=errors,
        )
        with process:
            assert process.stdout is not None
            try:
                written = write_encrypted(part, manifest, process.stdout, keys)
            except BaseException:
                process.kill()
                raise
        if process.returncode != 0:
            raise BackupError(f"pg_dump lukte niet: {complaint(errors)}")
    return written


def _keep(part: Path, path: Path, written: Hashed) -> None:
    """Give a whole file its name; its checksum is there before it."""
    beside = path.with_name(path.name + SUM_SUFFIX)
    draft = beside.with_name(beside.name + PART)
    with draft.open("x") as file:
        # As `sha256sum --check` reads it.
        file.write(f"{written.checksum}  {path.name}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.rename(beside)
    part.rename(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def delete_old_backups(*, folder: Path, moment: datetime) -> int:
    """Delete the backups of more than ``BACKUP_KEEP_DAYS`` ago; return how many files there were.

    The newest stays, however old it is: a site whose backups fail has no other. The runs that are
    noted go as the files do.
    """
    oldest = moment - timedelta(days=settings.BACKUP_KEEP_DAYS)
    made = {path: at for path in folder.glob("afdelingsscan-*.age") if (at := _made_at(path))}
    newest = max(made, key=lambda path: made[path], default=None)
    old = [path for path, at in made.items() if at < oldest and path != newest]
    for path in old:
        path.unlink(missing_ok=True)
        path.with_name(path.name + SUM_SUFFIX).unlink(missing_ok=True)
    good = BackupRun.objects.filter(failure="", finished_at__isnull=False).order_by("-finished_at")
    BackupRun.objects.filter(started_at__lt=oldest).exclude(pk__in=good.values("pk")[:1]).delete()
    return len(old)


def _made_at(path: Path) -> datetime | None:
    """Return the moment in the name of a backup, ``None`` for another file."""
    found = NAME.fullmatch(path.name)
    return found and datetime.strptime(found[1], STAMP).replace(tzinfo=UTC)
