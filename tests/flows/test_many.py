"""A whole office behind one address, and a link that got out."""

import pytest
from django.test import Client

from scans.models import Group, OutgoingMail, Response
from tests.factories import (
    OwnerFactory,
    ScanFactory,
    clients_token,
    owner_token,
    team_token,
)

pytestmark = pytest.mark.django_db

OFFICE = "192.0.2.7"


def begin(link):
    """Press the button of an invitation in a browser of one's own, from the office."""
    return Client(REMOTE_ADDR=OFFICE).post(link)


def test_sixty_colleagues_behind_one_office_address_all_get_in_and_send():
    scan = ScanFactory(team=True, expected_team=60, team_limit=120, department_size=60)
    link = f"/team/{team_token(scan)}/"
    statuses = []

    for _ in range(60):
        colleague = Client(REMOTE_ADDR=OFFICE)
        own = colleague.post(link).headers["Location"]
        saved = colleague.post(f"{own}opslaan/", {"rel1": "4", "initial-rel1": ""})
        sent = colleague.post(f"{own}versturen/")
        statuses.append((colleague.get(link).status_code, saved.status_code, sent.status_code))

    assert statuses == [(200, 200, 302)] * 60
    assert Response.objects.filter(scan=scan, sent=True, answers={"rel1": 4}).count() == 60
    scan.refresh_from_db()
    assert scan.doubles_team == 0


@pytest.mark.parametrize(
    ("group", "path", "expected"),
    [(Group.TEAM, "/team/{}/", 7), (Group.CLIENT, "/klanten/{}/", 6)],
)
def test_a_link_in_public_stops_at_twice_the_expected_number_and_asks_the_aanvrager(
    client, group, path, expected
):
    scan = ScanFactory(team=True, clients=True)
    owner = OwnerFactory(department=scan.department, mailed=True)
    link = path.format(team_token(scan) if group == Group.TEAM else clients_token(scan))
    page = f"/scan/{owner_token(owner.pk)}/"

    statuses = [begin(link).status_code for _ in range(2 * expected + 3)]

    assert statuses == [302] * (2 * expected) + [409] * 3
    assert Response.objects.filter(scan=scan, group=group).count() == 2 * expected
    assert OutgoingMail.objects.count() == 1
    slug = "team" if group == Group.TEAM else "klanten"
    assert f"{page}toelaten/{slug}/" in client.get(page).content.decode()

    client.post(f"{page}toelaten/{slug}/", {"seen_limit": 2 * expected, "ronde": 1})

    assert begin(link).status_code == 302
