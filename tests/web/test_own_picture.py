"""A team member's own picture: theirs at once, and for nobody else."""

import pytest

from scans.models import Group
from tests.factories import all_answers
from tests.web.rounds import close, member, open_round, own_link, words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("team", [True, False])
@pytest.mark.parametrize("closed", [True, False])
def test_who_sent_sees_their_own_picture_during_the_round_and_after(client, team, closed):
    scan = open_round(team=team)
    response = member(scan, sent=True)
    if closed:
        close(scan)

    sent = client.get(own_link(response)).content.decode()
    page = client.get(f"{own_link(response)}beeld/")

    assert f'href="{own_link(response)}beeld/"' in sent
    assert page.status_code == 200
    assert f'href="{own_link(response)}"' in page.content.decode()
    assert page.context["report"].cover.department == scan.department.name
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "no-store"


def test_the_picture_is_made_of_ones_own_answers_only(client):
    scan = open_round()
    mine = member(scan, sent=True, answers={**all_answers(), "open1": "Van mij."})
    member(scan, sent=True, answers={**all_answers(), "open1": "Van een ander."})

    words = words_of(client.get(f"{own_link(mine)}beeld/"))

    assert ("Van mij." in words, "Van een ander." in words) == (True, False)


@pytest.mark.parametrize(
    ("plan", "group", "sent"),
    [
        pytest.param({}, Group.TEAM, False, id="not-sent"),
        pytest.param({"days": -1}, Group.TEAM, False, id="closed-and-not-sent"),
        pytest.param({}, Group.CLIENT, True, id="client"),
        pytest.param({}, Group.CLIENT, False, id="client-not-sent"),
        pytest.param({"team": False, "clients": False}, Group.TEAM, False, id="alone"),
    ],
)
def test_there_is_no_picture_for_anybody_else(client, plan, group, sent):
    response = member(open_round(**plan), group, sent=sent)

    assert client.get(f"{own_link(response)}beeld/").status_code == 404


def test_clients_are_not_offered_a_picture(client):
    response = member(open_round(), Group.CLIENT, sent=True)

    assert "beeld/" not in client.get(own_link(response)).content.decode()
