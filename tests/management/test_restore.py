"""``manage.py restore``: an empty database and a whole file, or nothing changes."""

import io
import json
from dataclasses import replace
from datetime import UTC, date
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from scans.models import BackupRun, Department, Scan
from scans.queries.contents import EMPTY, is_empty
from scans.services.backing_up import link_key_fingerprint
from scans.services.backup_file import (
    BackupError,
    Manifest,
    decrypt,
    new_key,
    read_keys,
    write_encrypted,
)
from scans.services.journal_files import JournalLine, append_lines
from scans.services.restoring import _restore
from tests.backups import backed_up, backups, empty_database, run
from tests.factories import TODAY, DepartmentFactory, ResultFactory, ScanFactory

__all__ = ["backups"]

pytestmark = pytest.mark.django_db(transaction=True)

MANIFEST = Manifest("2026-11-22T03:00:00+00:00", "0.6.0", 15, "", ["scans.0001_scans"], {})
NOT_WHOLE = "x.age is niet heel: er is iets in veranderd of een stuk af."


@pytest.fixture
def manifest():
    return replace(MANIFEST, link_key=link_key_fingerprint())


def written(folder, manifest, dump=b"no dump", name="x.age"):
    """A file as a backup is, with any manifest and any dump in it."""
    path = folder / name
    keys = [key.to_public() for key in read_keys(folder / "key")]
    write_encrypted(path, manifest, io.BytesIO(dump), keys)
    return path


def refused(folder, path, *more, key="key"):
    """What restoring into an empty database says, after nothing of it was changed."""
    with empty_database():
        said = run("restore", path, "--key", folder / key, *more)
        assert is_empty()
    return said.removeprefix("refused: ")


def test_a_database_that_is_not_empty_is_refused(backups):
    ScanFactory()
    path = backed_up(backups / "backup")

    said = run("restore", path, "--key", backups / "key")

    assert said.startswith("refused: De database is niet leeg: terugzetten gaat alleen in een lege")
    assert Scan.objects.count() == 1


def test_another_key_is_refused(backups, manifest):
    path = written(backups, manifest)
    new_key(backups / "other")

    said = refused(backups, path, key="other")

    assert said == "x.age is niet versleuteld voor deze sleutel; zoek de juiste."


def test_a_file_that_was_cut_off_is_refused(backups, manifest):
    path = written(backups, manifest, b"x" * 200_000)
    path.write_bytes(path.read_bytes()[:-1000])

    assert refused(backups, path).startswith(NOT_WHOLE)


def test_a_file_in_which_one_byte_changed_is_refused(backups, manifest):
    path = written(backups, manifest, b"x" * 200_000)
    content = bytearray(path.read_bytes())
    content[100_000] ^= 1
    path.write_bytes(content)

    assert refused(backups, path).startswith(NOT_WHOLE)


def test_a_file_that_is_not_that_of_its_checksum_is_refused(backups):
    path = backed_up(backups / "backup")
    with path.open("ab") as file:
        file.write(b"!")

    said = refused(backups, path)

    assert said.startswith(f"{path.name} is beschadigd: de controlesom is niet die van ")


@pytest.mark.parametrize("content", [b"", b"age", b"PGDMP"], ids=["empty", "short", "a-dump"])
def test_a_file_that_is_no_backup_is_refused(backups, content):
    path = backups / "x.age"
    path.write_bytes(content)

    assert refused(backups, path) == "x.age is geen backup: het is niet versleuteld met age."


def test_a_file_of_age_that_has_only_a_beginning_is_refused(backups):
    path = backups / "x.age"
    path.write_bytes(b"age-encryption.org/v1\n-> X")

    assert refused(backups, path).startswith(NOT_WHOLE)


class Anything:
    """A manifest that is none."""

    def __init__(self, line):
        self.line = line

    def to_line(self):
        return self.line


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"PGDMP\n", id="a-dump"),
        pytest.param(b"{}\n", id="other-json"),
        pytest.param(b"[]\n", id="no-object"),
        pytest.param(b"no line at all", id="no-line"),
        pytest.param(b"x" * 1_100_000, id="a-long-line"),
    ],
)
def test_something_else_that_was_encrypted_is_refused(backups, line):
    path = written(backups, Anything(line), b"")

    assert refused(backups, path) == "Dit bestand is geen backup van de Afdelingsscan."


def test_a_backup_of_a_later_format_is_refused(backups):
    line = json.dumps({"afdelingsscan-backup": 2, "version": "9.0.0"}).encode() + b"\n"
    path = written(backups, Anything(line))

    said = refused(backups, path)

    assert said.startswith("Deze backup is gemaakt door een nieuwere versie (9.0.0) dan deze; ")


def test_a_backup_with_migrations_of_a_later_version_is_refused(backups, manifest):
    later = replace(manifest, migrations=["scans.0001_scans", "scans.9999_later"])
    path = written(backups, later)

    said = refused(backups, path)

    assert said.startswith("Deze backup is gemaakt door een nieuwere versie (0.6.0) dan deze: ")
    assert "scans.9999_later is hier niet bekend" in said


def test_a_backup_of_a_later_postgresql_is_refused(backups, manifest):
    path = written(backups, replace(manifest, postgres=99))

    assert refused(backups, path).startswith("Deze backup komt van PostgreSQL 99, en deze server")


def test_a_backup_of_another_link_key_is_refused(backups):
    path = written(backups, MANIFEST)

    assert refused(backups, path).startswith("LINK_KEY is niet de sleutel van deze backup:")


def test_another_link_key_can_be_put_up_with(backups, settings):
    ResultFactory()
    path = backed_up(backups / "backup")
    settings.LINK_KEY = "another" * 10

    with empty_database():
        said = run("restore", path, "--key", backups / "key", "--other-link-key")
        found = Scan.objects.count()

    assert "Klaar" in said
    assert found == 1


def test_a_dump_that_postgresql_does_not_understand_is_refused(backups, manifest):
    path = written(backups, manifest)

    said = refused(backups, path)

    assert said.startswith("pg_restore lukte niet: ")
    assert said.endswith(". Er is niets teruggezet.")


def test_a_large_dump_that_postgresql_does_not_understand_is_refused(backups, manifest):
    path = written(backups, manifest, b"PGDMP" + b"x" * 5_000_000)

    assert refused(backups, path).startswith("pg_restore lukte niet: ")


def test_a_file_that_is_changed_while_it_is_restored_is_refused(backups, manifest):
    path = written(backups, manifest)
    new_key(backups / "other")

    with pytest.raises(BackupError, match="niet versleuteld voor deze sleutel"):
        _restore(path, read_keys(backups / "other"), manifest, "--file=/dev/null")


def test_contents_that_differ_from_the_manifest_are_told(backups):
    ResultFactory()
    path = backed_up(backups / "backup")
    dump = io.BytesIO()
    true = decrypt(path, read_keys(backups / "key"), dump, lambda _manifest: None)
    tables = {**true.tables, "scans_scan": EMPTY, "scans_gone": EMPTY}
    forged = written(backups, replace(true, tables=tables), dump.getvalue())

    with empty_database():
        said = run("restore", forged, "--key", backups / "key")

    assert said.startswith("refused: Wat er nu in de database staat, is niet wat er in stond toen")
    assert ": scans_gone, scans_scan. Gebruik deze database niet" in said


def test_a_missing_file_is_refused(backups):
    said = refused(backups, backups / "nowhere.age")

    assert (
        said
        == f"{backups / 'nowhere.age'} is niet te lezen of te schrijven: No such file or directory."
    )


def test_a_missing_key_is_refused(backups, manifest):
    path = written(backups, manifest)

    assert "niet te lezen" in refused(backups, path, key="nowhere")


@pytest.mark.parametrize(
    "content",
    [b"age1public", b"AGE-SECRET-KEY-1NONSENSE", b"\xff\xfe"],
    ids=["public", "no", "bin"],
)
def test_a_file_without_a_private_key_is_refused(backups, manifest, content):
    path = written(backups, manifest)
    (backups / "other").write_bytes(content)

    said = refused(backups, path, key="other")

    assert said == f"In {backups / 'other'} staat geen geheime sleutel van age (AGE-SECRET-KEY-…)."


def test_file_and_key_must_be_named(backups):
    assert run("restore") == "refused: Geef het bestand, en met --key de geheime sleutel."
    assert run("restore", "x.age").startswith("refused: Geef het bestand")


def test_without_the_journal_nothing_is_restored_unless_asked(backups):
    path = backed_up(backups / "backup")
    (backups / "journal").rmdir()

    said = refused(backups, path)
    with empty_database():
        forced = run("restore", path, "--key", backups / "key", "--without-journal")

    assert said.startswith(f"{backups / 'journal'} is er niet: zonder het journaal komt terug wat")
    assert "Zonder journaal: wat na de backup op verzoek is verwijderd, is terug." in forced


def test_journals_of_several_nodes_are_read(backups):
    path = backed_up(backups / "backup")
    for name in ("one", "two"):
        (backups / name).mkdir()
    (backups / "two" / "deletions-b-2026-11.jsonl").write_text("half a li")

    with empty_database():
        said = run(
            *("restore", path, "--key", backups / "key"),
            *("--journal", backups / "one", "--journal", backups / "two"),
        )

    assert f"In {backups / 'two'} zijn 1 regels niet te lezen." in said
    assert "Journaal: 0 regels, 0 van na de backup, 0 daarvan veranderden iets." in said


@pytest.fixture
def two_consents(backups):
    """A backup of a department with both consents, and a journal in which both were withdrawn.

    The one long before the backup, so that it was given again since, and the other after it.
    """
    agreed = DepartmentFactory(contact_since=TODAY, in_benchmark_since=TODAY)
    path = backed_up(backups / "backup")
    withdrawn = {"contact-consent": date(2020, 1, 1), "benchmark-consent": date(2999, 1, 1)}
    append_lines(
        backups / "journal",
        [JournalLine(uuid4(), kind, str(agreed.pk), day) for kind, day in withdrawn.items()],
    )
    return path


def consents():
    [department] = Department.objects.all()
    return department.contact_since, department.in_benchmark_since


def test_a_consent_that_was_given_again_before_the_backup_stays(backups, two_consents):
    with empty_database():
        said = run("restore", two_consents, "--key", backups / "key")
        found = consents()
        run("restore", "--replay")
        again = consents()

    assert "Journaal: 2 regels, 1 van na de backup, 1 daarvan veranderden iets.\n" in said
    assert found == again == (TODAY, None)


@pytest.mark.parametrize(
    ("options", "left"),
    [
        pytest.param([], (None, None), id="not-said"),
        pytest.param(["--since", "2026-11-22"], (TODAY, None), id="said"),
    ],
)
def test_of_a_database_that_others_put_back_it_can_be_said_of_when_it_is(
    backups, two_consents, options, left
):
    said = run("restore", "--replay", *options)

    assert said.startswith("Journaal: 2 regels, ")
    assert consents() == left


@pytest.mark.parametrize(
    ("key", "error"),
    [
        pytest.param("geheim" * 10, "DataError", id="the-database"),
        pytest.param("geheim\0", "ValueError", id="before-the-database"),
    ],
)
def test_what_goes_wrong_after_restoring_is_told_without_what_was_in_it(backups, key, error):
    ScanFactory()
    path = backed_up(backups / "backup")
    append_lines(backups / "journal", [JournalLine(uuid4(), "scan", key, date(2999, 1, 1))])

    with empty_database():
        with pytest.raises(CommandError) as refused:
            call_command("restore", str(path), "--key", str(backups / "key"), stdout=io.StringIO())
        restored = Scan.objects.count()

    day = f"{BackupRun.objects.get().started_at.astimezone(UTC):%Y-%m-%d}"
    assert str(refused.value) == (
        f"De backup is teruggezet, maar daarna ging het mis: {error}. Start de site niet, want wat "
        "op verzoek is verwijderd kan er weer staan. Doe eerst `manage.py migrate` en dan "
        f"`manage.py restore --replay --since {day}`."
    )
    assert refused.value.__suppress_context__
    assert restored == 1


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        pytest.param(
            "geheim" * 10,
            "De database geeft een fout: value too long for type character varying(40)",
            id="the-database",
        ),
        pytest.param(
            "geheim\0",
            "Er ging iets mis waar dit commando niet op rekent: ValueError. Meer staat hier niet, "
            "omdat er gegevens van mensen in kunnen staan.",
            id="before-the-database",
        ),
    ],
)
def test_a_replay_that_goes_wrong_tells_nothing_of_what_was_in_it(backups, key, sentence):
    append_lines(backups / "journal", [JournalLine(uuid4(), "scan", key, TODAY)])

    with pytest.raises(CommandError) as refused:
        call_command("restore", "--replay")

    assert str(refused.value) == sentence
    assert refused.value.__suppress_context__


def test_a_file_can_be_checked_without_a_database(backups):
    path = backed_up(backups / "backup")
    bare = path.rename(backups / "moved.age")

    said = run("restore", bare, "--key", backups / "key", "--check")

    assert said.startswith("moved.age is heel: van ")
    assert "Er stond geen controlesom naast; de versleuteling bewees hetzelfde." in said


def test_a_check_of_a_file_with_another_dump_fails(backups, manifest):
    path = written(backups, manifest)

    said = run("restore", path, "--key", backups / "key", "--check")

    assert said.startswith("refused: pg_restore lukte niet: ")


def test_a_check_of_a_missing_file_fails(backups):
    said = run("restore", backups / "nowhere.age", "--key", backups / "key", "--check")

    assert said.startswith(f"refused: {backups / 'nowhere.age'} is niet te lezen of te schrijven")


@pytest.mark.parametrize("command", [["backup"], ["restore", "--replay"]])
def test_a_database_that_is_not_there_is_told(backups, monkeypatch, command):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "nowhere")
    try:
        said = run(*command)
    finally:
        connection.close()

    assert said.startswith("refused: De database geeft een fout: ")
    assert said.count("\n") == 0
