"""A site that people really use refuses to start as long as something makes it unsafe."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from afdelingsscan.production import faults

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY, LINK_KEY = secrets.token_urlsafe(50), secrets.token_urlsafe(50)

GOOD = {
    "PRODUCTION": "True",
    "SECRET_KEY": SECRET_KEY,
    "LINK_KEY": LINK_KEY,
    "ALLOWED_HOSTS": "scan.example",
    "SITE_URL": "https://scan.example",
    "BEHIND_PROXY": "True",
    "SECURE_SSL_REDIRECT": "True",
    "SECURE_HSTS_SECONDS": "31536000",
    "EMAIL_HOST": "mail.example",
    "DATABASE_URL": "postgresql:///none?host=/nonexistent",
    "PRIVACY_CONTROLLER": "Voorbeeld",
    "PRIVACY_ADDRESS": "Adres",
    "PRIVACY_CONTACT": "privacy@scan.example",
    "PRIVACY_GROUND": "taak",
    "PRIVACY_HOSTING": "Voorbeeld",
    "PRIVACY_MAIL": "Voorbeeld",
}


def check(changed: dict[str, str | None]) -> subprocess.CompletedProcess[str]:
    """Run ``manage.py check`` with only these settings; ``None`` leaves one out."""
    environment = {**GOOD, **changed}
    # What finds Python and measures coverage may stay; no setting of this test run may.
    kept = {
        name: os.environ[name]
        for name in ("PATH", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
        if name in os.environ
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | {name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="mail by STARTTLS"),
        pytest.param({"EMAIL_USE_SSL": "True"}, id="mail by TLS from the first byte"),
        pytest.param({"EMAIL_HOST": None}, id="no mail server"),
    ],
)
def test_a_site_that_is_safe_starts_without_a_warning(changed):
    result = check(changed)

    assert (result.returncode, result.stdout, result.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
        "",
    )


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        pytest.param(
            {"SECRET_KEY": "s" * 60},
            ["SECRET_KEY is te raden; neem 50 of meer willekeurige tekens."],
            id="a secret of one character",
        ),
        pytest.param(
            {"LINK_KEY": "only-for-tests-" + LINK_KEY},
            ["LINK_KEY is te raden; neem 50 of meer willekeurige tekens."],
            id="a secret of the tests",
        ),
        pytest.param(
            {"LINK_KEY": SECRET_KEY},
            ["SECRET_KEY en LINK_KEY zijn gelijk; geef elk een eigen waarde."],
            id="one secret for two things",
        ),
        pytest.param(
            {"DEBUG": "True"}, ["DEBUG staat aan; laat die variabele weg."], id="debugging"
        ),
        pytest.param(
            {"ALLOWED_HOSTS": ""},
            ["ALLOWED_HOSTS is leeg; noem de namen van de site."],
            id="no names",
        ),
        pytest.param(
            {"ALLOWED_HOSTS": "scan.example,*"},
            ["ALLOWED_HOSTS laat elke naam toe (*); noem de namen van de site."],
            id="every name",
        ),
        pytest.param(
            {"SITE_URL": "http://scan.example"},
            ["SITE_URL begint niet met https://."],
            id="links by http",
        ),
        pytest.param(
            {"EMAIL_HOST": None, "SITE_URL": None},
            ["SITE_URL begint niet met https://."],
            id="no address",
        ),
        pytest.param(
            {"SECURE_SSL_REDIRECT": None},
            ["SECURE_SSL_REDIRECT staat uit; zet die op True."],
            id="no redirect",
        ),
        pytest.param(
            {"SECURE_HSTS_SECONDS": "0"},
            ["SECURE_HSTS_SECONDS is 0; neem 31536000 (een jaar)."],
            id="no HSTS",
        ),
        pytest.param(
            {"EMAIL_USE_TLS": "False"},
            [
                (
                    "De verbinding met de mailserver mail.example (EMAIL_HOST) is niet versleuteld; "
                    "zet EMAIL_USE_TLS of EMAIL_USE_SSL op True."
                )
            ],
            id="mail that others can read",
        ),
        pytest.param(
            {"EMAIL_USE_TLS": "True", "EMAIL_USE_SSL": "True"},
            ["EMAIL_USE_TLS en EMAIL_USE_SSL staan allebei aan; kies er een."],
            id="mail encrypted in two ways",
        ),
        pytest.param(
            {"PRODUCTION": None, "DEBUG": "True", "SECURE_HSTS_SECONDS": None},
            [
                "DEBUG staat aan; laat die variabele weg.",
                "SECURE_HSTS_SECONDS is 0; neem 31536000 (een jaar).",
            ],
            id="two things, and it wasn't said that this is a real site",
        ),
    ],
)
def test_a_site_that_is_unsafe_says_what_and_does_not_start(changed, sentences):
    result = check(changed)

    said = result.stderr.partition("ImproperlyConfigured: ")[2]
    assert (result.returncode, said) == (
        1,
        "".join(f"{line}\n" for line in ["De site start zo niet:", *sentences]),
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "LINK_KEY"])
@pytest.mark.parametrize("value", [None, "", "kort"])
def test_a_missing_or_short_secret_stops_any_site(name, value):
    result = check({name: value})

    said = result.stderr.partition("ImproperlyConfigured: ")[2]
    assert (result.returncode, said) == (
        1,
        f"{name} must be set to at least 50 random characters; `make run` makes them by itself.\n",
    )


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "::1"])
def test_mail_that_stays_on_the_machine_needs_no_encryption(host):
    settings = {
        "SECRET_KEY": SECRET_KEY,
        "LINK_KEY": LINK_KEY,
        "DEBUG": False,
        "ALLOWED_HOSTS": ["scan.example"],
        "SITE_URL": "https://scan.example",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 3600,
        "EMAIL_HOST": host,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }

    assert list(faults(settings)) == []
    assert list(faults(settings | {"SECRET_KEY": "kort"})) == [
        "SECRET_KEY is korter dan 50 tekens."
    ]
