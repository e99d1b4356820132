"""An open round: who joins, who leaves, and what its aanvrager may still change."""

from datetime import timedelta

import pytest

from scans.engine.figures import Kind
from scans.models import Group, LinkKind, Response, Scan, ScanLink
from scans.models.links import derive_token, digest_of
from scans.services.answering import NotOpenError
from scans.services.rounds import (
    AlreadyAnsweredError,
    Joined,
    RoundFullError,
    allow_more,
    change_plan,
    join_round,
    renew_link,
    withdraw_response,
)
from scans.services.starting import Plan
from tests.factories import (
    LAST_DAY,
    TODAY,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    respondent_token,
    team_token,
)
from tests.services.concurrency import at_once

pytestmark = pytest.mark.django_db

GROUPS = pytest.mark.parametrize("group", [Group.TEAM, Group.CLIENT])


def join(scan, group=Group.TEAM, today=TODAY):
    return join_round(scan_id=scan.pk, group=group, today=today)


def links_of(scan):
    return {link.kind: bytes(link.digest) for link in scan.links.all()}


@GROUPS
def test_who_joins_gets_an_empty_response_with_a_link_of_its_own(group):
    scan = ScanFactory(team=True, clients=True)

    joined = join(scan, group)

    response = Response.objects.get()
    assert joined == Joined(token=respondent_token(response.pk), fills_up=False)
    assert Response.objects.values().get() == {
        "id": response.pk,
        "scan_id": scan.pk,
        "group": group,
        "answers": {},
        "sent": False,
        "link_generation": 1,
        "link_digest": response.link_digest,
        "mails_sent": 0,
    }
    assert bytes(response.link_digest) == digest_of(joined.token)


@GROUPS
def test_a_link_stops_at_its_limit_and_says_so_to_the_last_who_joins(group):
    scan = ScanFactory(team=True, clients=True, team_limit=3, clients_limit=3)

    fills_up = [join(scan, group).fills_up for _ in range(3)]

    assert fills_up == [False, False, True]
    with pytest.raises(RoundFullError):
        join(scan, group)
    assert Response.objects.count() == 3


def test_the_team_and_the_clients_each_have_a_limit_of_their_own():
    scan = ScanFactory(team=True, clients=True, team_limit=1, clients_limit=1)
    join(scan, Group.TEAM)

    assert join(scan, Group.CLIENT).fills_up


@pytest.mark.django_db(transaction=True)
def test_the_limit_is_exact_also_when_all_join_at_once():
    scan = ScanFactory(team=True, team_limit=5)

    outcomes = at_once(*[lambda: join(scan)] * 8)

    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["Joined"] * 5 + ["RoundFullError"] * 3
    assert sum(getattr(outcome, "fills_up", False) for outcome in outcomes) == 1
    assert Response.objects.count() == 5


def test_who_withdraws_makes_room():
    scan = ScanFactory(team=True, team_limit=1)
    join(scan)
    withdraw_response(response_id=Response.objects.get().pk, today=TODAY)

    assert join(scan).fills_up


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"closed": True}, id="closed"),
        pytest.param({"closes_on": TODAY + timedelta(days=2)}, id="past-its-last-day"),
    ],
)
def test_a_round_that_is_over_takes_nobody_and_lets_nobody_go(fields):
    scan = ScanFactory(team=True, **fields)
    response = ResponseFactory(scan=scan)
    later = TODAY + timedelta(days=3)

    with pytest.raises(NotOpenError):
        join(scan, today=later)
    with pytest.raises(NotOpenError):
        withdraw_response(response_id=response.pk, today=later)

    assert Response.objects.get() == response


def test_on_its_last_day_a_round_is_still_open():
    scan = ScanFactory(team=True, closes_on=TODAY)

    assert join(scan, today=TODAY).token


def test_who_withdraws_leaves_nothing_and_others_stay():
    scan = ScanFactory(team=True)
    gone, stays = ResponseFactory.create_batch(2, scan=scan, answered=True, sent=True)

    withdraw_response(response_id=gone.pk, today=TODAY)
    withdraw_response(response_id=gone.pk, today=TODAY)

    assert Response.objects.get() == stays


@GROUPS
def test_the_aanvrager_lets_as_many_again_start_as_were_expected(group):
    scan = ScanFactory(team=True, clients=True)
    seen = 14 if group == Group.TEAM else 12

    changed = [allow_more(scan_id=scan.pk, group=group, seen_limit=seen) for _ in range(2)]

    scan.refresh_from_db()
    assert changed == [True, False]
    assert (scan.team_limit, scan.clients_limit) == ((21, 12) if seen == 14 else (14, 18))


def test_nobody_more_is_let_into_a_closed_round():
    scan = ScanFactory(team=True, closed=True)

    assert not allow_more(scan_id=scan.pk, group=Group.TEAM, seen_limit=14)


def test_a_renewed_invitation_leaves_all_other_links_as_they_are():
    scan = ScanFactory(team=True, clients=True)
    own = ResponseFactory(scan=scan)
    before = links_of(scan)

    for _ in range(2):
        renew_link(scan_id=scan.pk, kind=LinkKind.TEAM, seen_generation=1)

    new = derive_token(LinkKind.TEAM, scan.pk, 2)
    assert links_of(scan) == {**before, LinkKind.TEAM: digest_of(new)}
    assert ScanLink.objects.get(kind=LinkKind.TEAM).token == new != team_token(scan)
    assert bytes(Response.objects.get().link_digest) == digest_of(respondent_token(own.pk))


PLANS = {
    "alone": Plan(),
    "alone, with clients": Plan(expected_clients=8, closes_on=LAST_DAY),
    "team": Plan(kind=Kind.TEAM, expected_team=9, closes_on=LAST_DAY),
    "team and clients": Plan(
        kind=Kind.TEAM, expected_team=9, expected_clients=8, closes_on=LAST_DAY
    ),
}


@pytest.mark.parametrize("before", PLANS)
@pytest.mark.parametrize("after", PLANS)
def test_before_anybody_begins_every_plan_can_become_every_other(before, after):
    scan = ResponseFactory().scan
    change_plan(scan_id=scan.pk, plan=PLANS[before], department_size=9)

    change_plan(scan_id=scan.pk, plan=PLANS[after], department_size=15)

    plan = PLANS[after]
    changed = Scan.objects.get()
    assert (
        Plan(Kind(changed.kind), changed.expected_team, changed.expected_clients, changed.closes_on)
        == plan
    )
    assert (changed.department_size, changed.team_limit, changed.clients_limit) == (
        15,
        2 * (plan.expected_team or 0),
        2 * (plan.expected_clients or 0),
    )
    invited = {
        LinkKind.TEAM: plan.expected_team is not None,
        LinkKind.CLIENTS: plan.expected_clients is not None,
    }
    assert [
        kind for kind, needed in invited.items() if needed and kind not in links_of(changed)
    ] == []
    assert Response.objects.count() == (1 if plan.kind == Kind.SOLO else 0)


def test_a_link_that_stays_stays_the_same():
    scan = ScanFactory(team=True)
    before = links_of(scan)

    change_plan(scan_id=scan.pk, plan=PLANS["team"], department_size=9)

    assert links_of(scan) == before


def test_a_renewed_invitation_does_not_come_back_to_life_with_another_plan(client):
    scan = ScanFactory(team=True, clients=True)
    old = f"/team/{team_token(scan)}/"
    renew_link(scan_id=scan.pk, kind=LinkKind.TEAM, seen_generation=1)
    new = f"/team/{derive_token(LinkKind.TEAM, scan.pk, 2)}/"

    change_plan(scan_id=scan.pk, plan=PLANS["alone"], department_size=9)
    meanwhile = [client.get(link).status_code for link in (old, new)]
    change_plan(scan_id=scan.pk, plan=PLANS["team"], department_size=9)

    assert meanwhile == [404, 404]
    assert [client.get(link).status_code for link in (old, new)] == [404, 200]


def test_who_fills_in_alone_keeps_their_own_link_when_more_clients_are_asked():
    own = ResponseFactory()

    change_plan(scan_id=own.scan_id, plan=PLANS["alone, with clients"], department_size=9)

    assert Response.objects.get() == own


def test_a_link_to_a_result_can_be_renewed_too(client):
    scan = ResultFactory().scan
    renew_link(scan_id=scan.pk, kind=LinkKind.RESULT, seen_generation=1)

    old, new = (derive_token(LinkKind.RESULT, scan.pk, generation) for generation in (1, 2))

    assert [client.get(f"/resultaat/{token}/").status_code for token in (old, new)] == [404, 200]


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param({"scan__team": True}, id="a-colleague-pressed-start"),
        pytest.param({"scan__clients": True, "group": Group.CLIENT}, id="a-client-pressed-start"),
        pytest.param({"answers": {"rel1": 4}}, id="who-fills-in-alone-answered"),
    ],
)
def test_once_somebody_begins_the_plan_is_fixed(begun):
    scan = ResponseFactory(**begun).scan
    before = Scan.objects.values().get()

    with pytest.raises(AlreadyAnsweredError):
        change_plan(scan_id=scan.pk, plan=PLANS["team"], department_size=99)

    assert Scan.objects.values().get() == before
    assert Response.objects.count() == 1


def test_the_plan_of_a_closed_round_is_fixed():
    scan = ScanFactory(team=True, closed=True)

    with pytest.raises(NotOpenError):
        change_plan(scan_id=scan.pk, plan=PLANS["alone"], department_size=9)
