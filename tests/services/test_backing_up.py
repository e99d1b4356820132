"""Making a backup: whole or not at all, readable with the private key only, and not for ever."""

import io
import resource
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyrage
import pytest
from django.db import connection, transaction

from scans.models import BackupRun, OutgoingMail
from scans.queries.backups import last_good
from scans.queries.contents import EMPTY
from scans.services.backing_up import (
    BACKUP_LOCK,
    NOT_KEPT,
    delete_old_backups,
    make_backup,
)
from scans.services.backup_file import BackupError, read_keys
from scans.services.postgres_tools import _environment, address, find_program
from scans.tasks import keep_house
from tests.backups import NOW, backed_up, backups, contents_now, run
from tests.factories import ResultFactory

__all__ = ["backups"]

pytestmark = pytest.mark.django_db(transaction=True)


def clock():
    return NOW


def decrypted(path, key):
    """What age makes of a file."""
    out = io.BytesIO()
    with path.open("rb") as file:
        pyrage.decrypt_io(file, out, read_keys(key))
    return out.getvalue()


def test_a_backup_is_one_encrypted_file_with_a_checksum_beside_it(backups):
    ResultFactory()

    made, manifest = make_backup(folder=backups / "backup", clock=clock)

    path = backups / "backup" / made.file
    beside = path.with_name(f"{path.name}.sha256")
    content = path.read_bytes()
    assert sorted(path.parent.iterdir()) == [path, beside]
    assert made.file == f"afdelingsscan-20261122T030000Z-{made.pk}.age"
    assert (made.finished_at, made.failure, made.size) == (NOW, "", len(content))
    assert path.stat().st_mode & 0o777 == 0o600
    assert content.startswith(b"age-encryption.org/v1\n")
    assert b"Gemeente Voorbeeld" not in content
    check = ["sha256sum", "--check", "--status", beside.name]
    assert subprocess.run(check, cwd=path.parent, check=False).returncode == 0
    assert manifest.tables["scans_scan"] == contents_now()["scans_scan"]
    assert manifest.tables["scans_scan"].rows == 1
    # Which of them came last depends on what else was done with this database.
    assert {"scans.0001_scans", "scans.0016_backups"} <= set(manifest.migrations)


def test_the_tools_of_age_and_postgresql_alone_can_open_it(backups):
    ResultFactory()
    path = backed_up(backups / "backup")

    manifest, dump = decrypted(path, backups / "key").split(b"\n", 1)

    program = find_program("pg_restore", at_least=1).path
    found = [
        subprocess.run([program, "--list"], input=dump, capture_output=True, check=False)
        for program in {program, find_program("pg_restore", at_least=18).path}
    ]
    assert manifest.startswith(b'{"afdelingsscan-backup": 1, ')
    assert any(b"TABLE DATA public scans_scan" in one.stdout for one in found)


def test_nobody_is_signed_in_and_no_mail_waits_after_a_restore(backups):
    OutgoingMail.objects.create(sealed="x")

    _made, manifest = make_backup(folder=backups / "backup", clock=clock)

    assert {manifest.tables[table] for table in NOT_KEPT} == {EMPTY}


def test_old_backups_go_and_what_else_is_there_stays(backups, settings):
    settings.BACKUP_KEEP_DAYS = 30
    folder = backups / "backup"
    old, _manifest = make_backup(folder=folder, clock=lambda: NOW - timedelta(days=31))
    young, _manifest = make_backup(folder=folder, clock=lambda: NOW - timedelta(days=29))
    (folder / "afdelingsscan-van-vroeger.age").write_text("")
    (folder / "afdelingsscan-20261122T030000Z-1.age.part").write_text("of one that was killed")

    made, _manifest = make_backup(folder=folder, clock=clock)

    names = {"afdelingsscan-van-vroeger.age"}
    names |= {f"{one.file}{end}" for one in (young, made) for end in ("", ".sha256")}
    assert {path.name for path in folder.iterdir()} == names
    assert not BackupRun.objects.filter(pk=old.pk).exists()


def test_housekeeping_deletes_old_backups_and_keeps_the_newest_however_old(backups, settings):
    settings.BACKUP_KEEP_DAYS = 30
    folder = settings.BACKUP_DIR
    _oldest, newest = (
        make_backup(folder=folder, clock=lambda days=days: NOW - timedelta(days=days))[0]
        for days in (45, 40)
    )
    for days in (39, 2):
        at = NOW - timedelta(days=days)
        BackupRun.objects.create(started_at=at, finished_at=at, failure="vol")

    done = [keep_house(today=NOW.date(), moment=NOW)["backups"] for _ in range(2)]

    assert done == [1, 0]
    assert {path.name for path in folder.iterdir()} == {newest.file, f"{newest.file}.sha256"}
    runs = BackupRun.objects.order_by("started_at").values_list("file", "failure")
    assert list(runs) == [(newest.file, ""), ("", "vol")]
    assert last_good() == newest.finished_at


def test_a_site_that_makes_no_backups_has_none_to_delete(settings, tmp_path):
    assert delete_old_backups(folder=tmp_path / "nowhere", moment=NOW) == 0


def test_two_at_once_make_one(backups):
    def second():
        try:
            make_backup(folder=backups / "backup", clock=clock)
        except BackupError as error:
            return str(error)
        finally:
            connection.close()

    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        ThreadPoolExecutor(1) as pool,
    ):
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BACKUP_LOCK])
        said = pool.submit(second).result(60)

    assert said == "Er wordt al een backup gemaakt."
    assert BackupRun.objects.get().failure == said


def test_without_a_public_key_nothing_is_made(backups, settings):
    settings.BACKUP_RECIPIENTS = []

    said = run("backup")

    assert said.startswith("refused: BACKUP_RECIPIENTS is leeg: zonder publieke sleutel")
    assert BackupRun.objects.count() == 0


def test_a_public_key_that_is_none_is_refused(backups, settings):
    settings.BACKUP_RECIPIENTS = ["age1nonsense"]

    said = run("backup")

    assert said == (
        "refused: In BACKUP_RECIPIENTS staat iets dat geen publieke sleutel van age is (age1…)."
    )


def test_a_full_disk_leaves_nothing_behind_and_is_noted(backups):
    ResultFactory()
    said = limited(backups, 4096)

    assert said == "De schijf is vol; er is niets bewaard. Maak ruimte en probeer opnieuw."
    assert list((backups / "backup").iterdir()) == []
    assert BackupRun.objects.get().failure == said


def limited(folder, size):
    """Make a backup in a process that may write files of so many bytes at most."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        make_backup(folder=folder / "backup", clock=clock)
    except BackupError as error:
        return str(error)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_folder_that_is_a_file_is_refused(backups):
    (backups / "file").write_text("")

    said = run("backup", "--to", backups / "file")

    assert said == (f"refused: {backups / 'file'} is niet te lezen of te schrijven: File exists.")


def test_a_dump_that_fails_is_no_backup(backups, settings):
    connection.ensure_connection()
    known = connection.settings_dict["OPTIONS"]
    connection.settings_dict["OPTIONS"] = {**known, "options": "-c nonsense=1"}
    try:
        said = run("backup")
    finally:
        connection.settings_dict["OPTIONS"] = known

    assert said.startswith("refused: pg_dump lukte niet: ")
    assert "nonsense" in said
    assert list(settings.BACKUP_DIR.iterdir()) == []
    assert BackupRun.objects.get().failure == said.removeprefix("refused: ").strip()


def test_a_program_that_is_too_old_is_not_taken():
    with pytest.raises(BackupError, match=r"^Het programma pg_dump van PostgreSQL 99 of nieuwer"):
        find_program("pg_dump", at_least=99)


def test_a_program_that_does_not_run_is_not_taken(tmp_path, monkeypatch):
    for name, text in {"one": "no program", "two": "#!/bin/sh\necho nonsense\n"}.items():
        (tmp_path / name).mkdir()
        program = tmp_path / name / "pg_dump"
        program.write_text(text)
        program.chmod(0o755)
    found = {}
    for name in ("one", "two"):
        monkeypatch.setenv("PATH", str(tmp_path / name))
        found[name] = find_program("pg_dump", at_least=18).version

    assert set(found.values()) == {18}


def test_the_password_is_not_on_the_command_line():
    known = connection.settings_dict["PASSWORD"]
    connection.settings_dict["PASSWORD"] = "geheim"  # noqa: S105 - of nobody
    try:
        seen, environment = address(), _environment()
    finally:
        connection.settings_dict["PASSWORD"] = known

    assert "geheim" not in seen
    assert environment["PGPASSWORD"] == "geheim"
