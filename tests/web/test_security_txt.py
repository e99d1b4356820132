"""Where somebody reports a weak spot."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from scans.engine.offer import House
from scans.queries.content import Surroundings
from scans.web import surroundings

pytestmark = pytest.mark.django_db

PATH = "/.well-known/security.txt"


def fields_of(answer):
    return [tuple(line.split(": ", 1)) for line in answer.content.decode().splitlines()]


def test_security_txt_names_whom_the_settings_name(client, settings):
    settings.SECURITY_CONTACT = ["veilig@voorbeeld.nl", "https://voorbeeld.nl/melden"]
    settings.SECURITY_POLICY = "https://voorbeeld.nl/beleid"
    settings.SITE_URL = "https://scan.voorbeeld.nl"

    answer = client.get(PATH)

    fields = fields_of(answer)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "X-Robots-Tag" not in answer.headers
    assert [one for one in fields if one[0] != "Expires"] == [
        ("Contact", "mailto:veilig@voorbeeld.nl"),
        ("Contact", "https://voorbeeld.nl/melden"),
        ("Preferred-Languages", "nl, en"),
        ("Canonical", "https://scan.voorbeeld.nl/.well-known/security.txt"),
        ("Policy", "https://voorbeeld.nl/beleid"),
    ]
    expires = datetime.strptime(dict(fields)["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert (
        timedelta(days=30)
        < expires - datetime.fromtimestamp(time.time(), UTC)
        < timedelta(days=365)
    )


def test_without_a_setting_it_names_the_address_for_contact(client):
    surroundings.keep(Surroundings(1, House(contact_email="bureau@voorbeeld.nl"), ()))

    assert fields_of(client.get(PATH))[0] == ("Contact", "mailto:bureau@voorbeeld.nl")


def test_without_anybody_to_write_to_there_is_none(client):
    assert client.get(PATH).status_code == 404
