"""Secrets and database that a machine gets by itself."""

import os
import stat

import pytest

from afdelingsscan.local import (
    SECRETS,
    SIGNS_OF_PRODUCTION,
    _write_secrets,
    needs_database,
    own_database,
    set_secrets,
)


@pytest.fixture
def bare_environment(monkeypatch):
    """Nothing set; what a test sets goes again."""
    for name in (*SECRETS, *SIGNS_OF_PRODUCTION):
        monkeypatch.setenv(name, "")
    return monkeypatch


def chosen() -> list[str]:
    return [os.environ[name] for name in SECRETS]


def test_secrets_are_made_once_and_kept_for_us_only(bare_environment, tmp_path):
    path = tmp_path / "var" / "secrets"

    set_secrets(path)
    first = chosen()
    for name in SECRETS:
        bare_environment.setenv(name, "")
    set_secrets(path)

    assert chosen() == first
    assert min(len(secret) for secret in first) >= 50
    assert len(set(first)) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_secret_of_the_environment_goes_first(bare_environment, tmp_path):
    bare_environment.setenv("LINK_KEY", "k" * 60)

    set_secrets(tmp_path / "secrets")

    assert os.environ["LINK_KEY"] == "k" * 60
    assert len(os.environ["SECRET_KEY"]) >= 50


def test_who_comes_second_leaves_the_secrets_of_the_first(bare_environment, tmp_path):
    path = tmp_path / "secrets"
    path.write_text("SECRET_KEY=first\nLINK_KEY=first\n")

    _write_secrets(path)

    assert path.read_text() == "SECRET_KEY=first\nLINK_KEY=first\n"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("sign", SIGNS_OF_PRODUCTION)
def test_a_real_site_gets_no_secrets_by_itself(bare_environment, tmp_path, sign):
    bare_environment.setenv(sign, "True")

    set_secrets(tmp_path / "secrets")

    assert chosen() == ["", ""]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sign", SIGNS_OF_PRODUCTION)
def test_a_sign_that_is_switched_off_is_none(bare_environment, tmp_path, sign):
    bare_environment.setenv(sign, "False")

    set_secrets(tmp_path / "secrets")

    assert [len(secret) >= 50 for secret in chosen()] == [True, True]


def test_a_database_that_was_named_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/site")

    with own_database(tmp_path / "postgres") as server:
        assert server is None

    assert os.environ["DATABASE_URL"] == "postgresql://db.example/site"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        pytest.param([], False, id="nothing-asked"),
        pytest.param(["score", "answers.json"], False, id="score"),
        pytest.param(["questionnaire", "check", "1.0.yaml"], False, id="questionnaire-check"),
        pytest.param(["questionnaire", "load", "1.0.yaml"], True, id="questionnaire-load"),
        pytest.param(
            ["questionnaire", "show", "kern", "--version", "1.0"],
            True,
            id="version-of-another-kind",
        ),
        pytest.param(["makemigrations"], True, id="makemigrations"),
        pytest.param(["makemigrations", "--check", "--dry-run"], False, id="makemigrations-check"),
        pytest.param(["restore", "x.age", "--key", "key"], True, id="restore"),
        pytest.param(["restore", "--replay"], True, id="restore-replay"),
        pytest.param(["restore", "x.age", "--key", "key", "--check"], False, id="restore-check"),
        pytest.param(["backup"], True, id="backup"),
        pytest.param(["backup", "--age"], True, id="backup-age"),
        pytest.param(["backup", "--new-key", "key"], False, id="backup-new-key"),
        pytest.param(["backup", "--new-key=key"], False, id="backup-new-key-in-one-word"),
        pytest.param(["check", "--deploy"], False, id="check"),
        pytest.param(["check", "--database=default"], True, id="check-of-the-database"),
        pytest.param(["migrate", "--help"], False, id="help"),
        pytest.param(["migrate"], True, id="migrate"),
        pytest.param(["something-new"], True, id="in-doubt"),
    ],
)
def test_needs_database(arguments, needed):
    assert needs_database(arguments) is needed
