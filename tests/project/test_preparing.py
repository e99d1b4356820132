"""Making database and static files ready, in the process of the test itself."""

import pytest
from django.core.management import CommandError
from django.db import DatabaseError

from afdelingsscan import preparing
from scans.queries.demonstration import REAL
from tests.factories import OrganisationFactory


@pytest.fixture
def own_var(tmp_path, monkeypatch, settings):
    monkeypatch.setattr(preparing, "VAR", tmp_path)
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    return tmp_path


@pytest.mark.django_db
def test_a_server_that_is_too_old_is_refused(monkeypatch):
    monkeypatch.setattr(preparing, "MINIMUM_POSTGRES", 99)

    with pytest.raises(CommandError, match="nodig is 99 of nieuwer"):
        preparing._check_server()


@pytest.mark.django_db
def test_a_database_of_the_other_kind_is_refused(settings):
    settings.DEMONSTRATION = True
    OrganisationFactory()

    with pytest.raises(CommandError) as refusal:
        preparing._check_demonstration()

    assert str(refusal.value) == REAL


def test_static_files_are_collected_once_until_one_changes(own_var):
    kept = own_var / "static.digest"
    manifest = own_var / "static" / "staticfiles.json"

    preparing._collect_static(kept)
    first = manifest.stat().st_mtime_ns
    preparing._collect_static(kept)
    assert manifest.stat().st_mtime_ns == first

    kept.write_text("of another time")
    preparing._collect_static(kept)
    assert manifest.stat().st_mtime_ns > first


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            DatabaseError("out of shared memory\nHINT: more"),
            "De database geeft een fout: out of shared memory\n",
        ),
        (
            OSError(28, "No space left on device", "/x"),
            "Schrijven lukt niet: No space left on device (/x).\n",
        ),
    ],
)
def test_what_goes_wrong_is_one_sentence(own_var, monkeypatch, capsys, error, sentence):
    def fail():
        raise error

    monkeypatch.setattr(preparing, "_check_server", fail)

    assert preparing.main() == 1
    assert capsys.readouterr().err == sentence


def test_a_password_in_an_error_is_not_repeated(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "PASSWORD", "geheim")

    assert preparing._first_line(DatabaseError("bad: geheim@db")) == "bad: ***@db"
