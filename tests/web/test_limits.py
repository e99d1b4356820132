"""How often, how long and how large: who goes too far is told so, and nobody else notices."""

import pytest
from django.test import Client

from scans.models import Group, Response, Scan
from scans.web import limits
from scans.web.limits import Tally
from tests.factories import (
    QuestionnaireVersionFactory,
    ResponseFactory,
    respondent_token,
    start_fields,
)
from tests.web.rounds import invitation, open_round

pytestmark = pytest.mark.django_db

OFFICE = "192.0.2.7"


@pytest.fixture
def limited(settings, monkeypatch):
    """The limits as they are in production, counted from nothing."""
    settings.REQUEST_LIMITS = True
    for name in ("OF_A_LINK", "OF_AN_INVITATION", "OF_A_START"):
        tally = getattr(limits, name)
        monkeypatch.setattr(limits, name, Tally(tally.most, tally.seconds))


def lowered(monkeypatch, name, most):
    monkeypatch.setattr(limits, name, Tally(most, getattr(limits, name).seconds))


def test_sixty_colleagues_behind_one_address_start_and_begin_at_the_same_moment(limited):
    QuestionnaireVersionFactory()
    scan = open_round()
    Scan.objects.filter(pk=scan.pk).update(team_limit=100)
    invited = invitation(scan, Group.TEAM)

    pages = [
        (
            client.post("/start/", start_fields(), REMOTE_ADDR=OFFICE).status_code,
            client.get(invited, REMOTE_ADDR=OFFICE).status_code,
            client.post(invited, REMOTE_ADDR=OFFICE).status_code,
        )
        for client in (Client() for _ in range(60))
    ]

    assert pages == [(302, 200, 302)] * 60


@pytest.mark.parametrize(
    ("first", "second", "statuses"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", (302, 429)),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", (302, 302)),
        ("192.0.2.7", "192.0.2.7", (302, 429)),
        ("192.0.2.7", "192.0.2.8", (302, 302)),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", (302, 302)),
        ("::ffff:192.0.2.7", "192.0.2.7", (302, 429)),
    ],
)
def test_a_place_is_one_address_or_one_block_of_64(limited, monkeypatch, first, second, statuses):
    QuestionnaireVersionFactory()
    lowered(monkeypatch, "OF_A_START", 1)

    answers = [Client().post("/start/", start_fields(), REMOTE_ADDR=one) for one in (first, second)]

    assert tuple(answer.status_code for answer in answers) == statuses
    assert Scan.objects.count() == statuses.count(302)


def test_an_invitation_that_a_machine_presses_makes_others_wait_for_that_one_only(
    limited, monkeypatch
):
    lowered(monkeypatch, "OF_AN_INVITATION", 2)
    pressed, other = open_round(), open_round()

    answers = [Client().post(invitation(pressed, Group.TEAM)) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Even wachten" in answers[2].content.decode()
    assert Response.objects.filter(scan=pressed).count() == 2
    assert Client().post(invitation(pressed, Group.CLIENT)).status_code == 302
    assert Client().post(invitation(other, Group.TEAM)).status_code == 302


def test_one_link_asked_for_without_end_leaves_the_others_alone(limited, monkeypatch):
    lowered(monkeypatch, "OF_A_LINK", 3)
    mine, yours = (f"/invullen/{respondent_token(ResponseFactory().pk)}/" for _ in range(2))

    first = [Client().post(f"{mine}opslaan/", {"rel1": "4"}).status_code for _ in range(4)]

    assert first == [200, 200, 200, 429]
    assert Client().post(f"{yours}opslaan/", {"rel1": "4"}).status_code == 200
    assert Client().get("/privacy/").status_code == 200


def test_asking_for_a_lost_link_has_a_limit_per_place():
    def ask(place):
        answer = Client().post("/scan/kwijt/", {"email": "ik@voorbeeld.nl"}, REMOTE_ADDR=place)
        return answer.status_code

    assert [ask(OFFICE) for _ in range(31)] == [302] * 30 + [429]
    assert ask("192.0.2.8") == 302


def test_a_tally_begins_anew_in_the_next_span():
    tally = Tally(most=1, seconds=60)

    assert [tally.is_over("a", moment) for moment in (0, 1, 59, 60, 61)] == [
        False,
        True,
        True,
        False,
        True,
    ]


def test_a_tally_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(limits, "MOST_KEYS", 3)
    tally = Tally(most=1, seconds=60)

    seen = [tally.is_over(key, 0) for key in "abcda"]

    assert (seen, len(tally.counts)) == ([False] * 5, 2)


@pytest.mark.parametrize(
    ("length", "status"), [(4_000 - len("/privacy/"), 200), (4_001 - len("/privacy/"), 414)]
)
def test_an_address_may_be_so_long(client, length, status):
    assert client.get(f"/privacy/?{'x' * length}").status_code == status


def test_a_body_without_a_length_is_not_read(client):
    token = respondent_token(ResponseFactory().pk)

    answer = client.post(
        f"/invullen/{token}/opslaan/",
        {"rel1": "4"},
        headers={"Transfer-Encoding": "chunked"},
        CONTENT_LENGTH="",
    )

    assert answer.status_code == 411
    assert Response.objects.get().answers == {}


@pytest.mark.parametrize(("number", "status"), [(200, 200), (201, 400)])
def test_an_address_may_have_so_many_fields(client, number, status):
    query = "&".join(f"x{one}=1" for one in range(number))

    assert client.get(f"/scan/kwijt/?{query}").status_code == status
