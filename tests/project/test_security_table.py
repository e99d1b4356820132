"""The table of docs/security.md: every requirement once, and nothing named that isn't there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password

from scans.services.sealing import BrokenSealError, seal, unseal
from tests.adviser import PASSWORD, account, current_code

ROOT = Path(settings.BASE_DIR)
ROWS = re.findall(
    r"^\| ([\d.]+) \| (.+?) \| (.+?) \| (.+?) \|$", (ROOT / "docs/security.md").read_text(), re.M
)

# The last requirement of level 1 or 2 in each section of ASVS 5.0.0; level 3 always comes after.
LAST = {
    "1.1": 2,
    "1.2": 9,
    "1.3": 11,
    "1.4": 3,
    "1.5": 2,
    "2.1": 3,
    "2.2": 3,
    "2.3": 4,
    "2.4": 1,
    "3.2": 2,
    "3.3": 4,
    "3.4": 6,
    "3.5": 5,
    "3.7": 2,
    "4.1": 3,
    "4.2": 1,
    "4.3": 2,
    "4.4": 4,
    "5.1": 1,
    "5.2": 3,
    "5.3": 2,
    "5.4": 3,
    "6.1": 3,
    "6.2": 11,
    "6.3": 4,
    "6.4": 4,
    "6.5": 5,
    "6.6": 3,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
    "8.1": 2,
    "8.2": 3,
    "8.3": 1,
    "8.4": 1,
    "11.1": 2,
    "11.2": 3,
    "11.3": 3,
    "11.4": 4,
    "11.5": 1,
    "11.6": 1,
    "12.1": 3,
    "12.2": 2,
    "12.3": 4,
    "13.1": 1,
    "13.2": 5,
    "13.3": 2,
    "13.4": 5,
    "14.1": 2,
    "14.2": 4,
    "14.3": 3,
    "15.1": 3,
    "15.2": 3,
    "15.3": 7,
    "16.1": 1,
    "16.2": 5,
    "16.3": 4,
    "16.4": 3,
    "16.5": 3,
}


def test_every_requirement_has_one_row_in_order():
    asked = [f"{section}.{one}" for section, last in LAST.items() for one in range(1, last + 1)]

    assert [number for number, *_rest in ROWS] == asked


@pytest.mark.parametrize(("number", "_short", "how", "where"), ROWS)
def test_what_a_row_names_is_there(number, _short, how, where):
    named = re.findall(r"`?((?:tests|docs|deploy)/[\w./-]*)(?:::(\w+))?", where)

    for path, test in named:
        file = ROOT / path.rstrip(".")
        assert file.exists(), (number, path)
        assert not test or f"def {test}(" in file.read_text(), (number, test)
    assert how in {"shown", "written down", "who runs the site", "does not apply", "partly"}
    assert (
        how != "shown"
        or any(path.startswith("tests/") for path, _test in named)
        or ("make " in where)
    )


def test_what_is_sealed_opens_with_the_key_of_links_and_needs_no_other(settings):
    """As the table of keys says."""
    sealed = seal("geheim")

    settings.SECRET_KEY = "another" * 10
    assert unseal(sealed) == "geheim"

    settings.LINK_KEY = "another" * 10
    with pytest.raises(BrokenSealError):
        unseal(sealed)


def test_the_other_key_is_for_django_only():
    users = [file for file in (ROOT / "scans").rglob("*.py") if "SECRET_KEY" in file.read_text()]

    assert users == []


def test_a_long_password_is_allowed():
    validate_password("een zin van vier woorden, en nog vier, en nog veel meer dan dat " * 4)


@pytest.mark.django_db
def test_a_session_changes_its_key_at_sign_in(client):
    who = account()
    client.post("/dashboard/inloggen/", {"login": who.email, "password": PASSWORD})
    before = client.session.session_key

    client.post("/dashboard/inloggen/tweede-stap/", {"code": current_code()})

    assert before != client.session.session_key
