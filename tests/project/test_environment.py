"""Reading the environment: nonsense is refused, with the name of what is wrong."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from afdelingsscan.environment import (
    database_from_url,
    env_flag,
    env_list,
    env_number,
    env_text,
    replica_from_url,
)


@pytest.mark.parametrize(("value", "expected"), [("True", True), ("False", False)])
def test_a_flag_is_true_or_false(monkeypatch, value, expected):
    monkeypatch.setenv("SOME_FLAG", value)

    assert env_flag("SOME_FLAG", default=not expected) is expected


@pytest.mark.parametrize("value", ["", "1", "true", "yes", "False "])
def test_anything_else_is_no_flag(monkeypatch, value):
    monkeypatch.setenv("SOME_FLAG", value)

    with pytest.raises(ImproperlyConfigured, match="SOME_FLAG"):
        env_flag("SOME_FLAG", default=True)


@pytest.mark.parametrize("value", ["", "-1", "1.5", "ten", "²", "1 "])
def test_anything_but_digits_is_no_number(monkeypatch, value):
    monkeypatch.setenv("SOME_NUMBER", value)

    with pytest.raises(ImproperlyConfigured, match="SOME_NUMBER"):
        env_number("SOME_NUMBER", default=1)


@pytest.mark.parametrize("value", [1, 365])
def test_the_least_and_the_most_of_a_range_are_taken(monkeypatch, value):
    monkeypatch.setenv("SOME_NUMBER", str(value))

    assert env_number("SOME_NUMBER", default=30, within=(1, 365)) == value


@pytest.mark.parametrize("value", [0, 366])
def test_a_number_out_of_its_range_is_refused(monkeypatch, value):
    monkeypatch.setenv("SOME_NUMBER", str(value))

    with pytest.raises(
        ImproperlyConfigured, match=f"^SOME_NUMBER is {value}; write a number from 1 to 365.$"
    ):
        env_number("SOME_NUMBER", default=30, within=(1, 365))


def test_backups_are_kept_a_day_at_least():
    """With 0 the backup that was just made would go at once."""
    result = subprocess.run(
        [sys.executable, "-c", "import afdelingsscan.settings"],
        env={
            **os.environ,
            "SECRET_KEY": "s" * 50,
            "LINK_KEY": "l" * 50,
            "BACKUP_KEEP_DAYS": "0",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert result.stderr.endswith("BACKUP_KEEP_DAYS is 0; write a number from 1 to 365.\n")


def test_what_is_not_set_has_its_default(monkeypatch):
    monkeypatch.delenv("NOT_SET", raising=False)

    found = (
        env_text("NOT_SET", "text"),
        env_flag("NOT_SET", default=True),
        env_number("NOT_SET", default=7),
        env_list("NOT_SET", "a,b"),
    )

    assert found == ("text", True, 7, ["a", "b"])


def test_a_list_has_no_blanks(monkeypatch):
    monkeypatch.setenv("SOME_LIST", " scan.example , ,www.scan.example,")

    assert env_list("SOME_LIST") == ["scan.example", "www.scan.example"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(
            "postgresql://ann:s%40f%2Fe@db.example:5433/site?sslmode=require",
            ("site", "ann", "s@f/e", "db.example", "5433", {"sslmode": "require"}),
            id="network",
        ),
        pytest.param(
            "postgres://ann@/site?host=%2Fvar%2Frun%2Fpg",
            ("site", "ann", "", "/var/run/pg", "", {}),
            id="socket",
        ),
        pytest.param("postgresql:///site", ("site", "", "", "", "", {}), id="bare"),
    ],
)
def test_database_from_url(url, expected):
    found = database_from_url(url)

    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    assert tuple(found[name] for name in names) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mysql://db.example/site",
        "postgresql://db.example/",
        "postgresql://db.example:port/site",
    ],
)
def test_another_address_is_refused_without_being_repeated(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must look like"):
        database_from_url(url)


def test_without_an_address_there_is_no_replica():
    found = replica_from_url("")

    assert found == {}


def test_a_replica_can_only_be_read_and_keeps_nobody_waiting_unless_its_address_says_so():
    found = replica_from_url("postgresql://ann@copy/site?host=%2Frun%2Fpg&connect_timeout=9")

    replica = found["replica"]
    assert (list(found), replica["HOST"], replica["OPTIONS"]) == (
        ["replica"],
        "/run/pg",
        {
            "connect_timeout": "9",
            "tcp_user_timeout": "3000",
            "options": "-c default_transaction_read_only=on -c statement_timeout=60000",
        },
    )


def test_a_wrong_address_of_the_replica_is_refused_by_its_own_name():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL must look like"):
        replica_from_url("copy.example")


@pytest.mark.parametrize("name", ["SECRET_KEY", "LINK_KEY"])
@pytest.mark.parametrize("value", ["", "too-short"])
def test_settings_refuse_a_weak_secret(name, value):
    strong = {"SECRET_KEY": "s" * 50, "LINK_KEY": "l" * 50}

    result = subprocess.run(
        [sys.executable, "-c", "import afdelingsscan.settings"],
        env={**os.environ, **strong, name: value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert f"ImproperlyConfigured: {name} must be set" in result.stderr


def test_settings_with_a_mail_server_need_the_address_of_the_site():
    environment = {**os.environ, "SECRET_KEY": "s" * 50, "LINK_KEY": "l" * 50}

    result = subprocess.run(
        [sys.executable, "-c", "import afdelingsscan.settings"],
        env={**environment, "EMAIL_HOST": "mail.example", "SITE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert "ImproperlyConfigured: SITE_URL must be set" in result.stderr
