"""Counting how far people come and how long it takes: of rounds together, never of one person."""

from datetime import timedelta

import pytest

from scans.models import Group, QualityCount, Response, Scan
from scans.queries.questionnaires import asked_by_id
from scans.services.answering import send_answers
from scans.services.closing import close_round
from tests.factories import TODAY, ResponseFactory, ScanFactory, all_answers, round_with

pytestmark = pytest.mark.django_db


def counts():
    rows = QualityCount.objects.values_list("group", "key", "month", "count")
    return {(group, key): (month, count) for group, key, month, count in rows}


def send(response, duration):
    scan = response.scan
    asked = asked_by_id(scan.questionnaire_id, Group(response.group))
    send_answers(response_id=response.pk, questionnaire=asked, today=TODAY, duration=duration)


def test_a_round_that_closes_is_added_to_the_counters_by_group_and_month():
    scan = round_with(team=5, clients=5)
    ResponseFactory(scan=scan, answers={"rel1": 3})
    ResponseFactory(scan=scan, answers={})

    close_round(scan_id=scan.pk, today=TODAY)

    month = TODAY.replace(day=1)
    team = {"begonnen": 7, "relevantie": 6}
    team |= dict.fromkeys(["timing", "resultaat", "rol", "afronding", "verstuurd"], 5)
    clients = dict.fromkeys(["begonnen", "relevantie", "timing", "resultaat", "rol"], 5)
    clients["verstuurd"] = 5
    assert counts() == {
        **{("team", f"stap.{key}"): (month, count) for key, count in team.items()},
        **{("client", f"stap.{key}"): (month, count) for key, count in clients.items()},
    }


def test_rounds_add_up_and_a_new_month_is_a_row_of_its_own():
    for day in (TODAY, TODAY, TODAY + timedelta(days=31)):
        close_round(scan_id=round_with(team=5, clients=5).pk, today=day)

    sent = QualityCount.objects.filter(group="team", key="stap.verstuurd").order_by("month")
    assert list(sent.values_list("count", flat=True)) == [10, 5]


def test_how_long_it_took_waits_on_the_round_as_a_count_and_moves_when_it_closes():
    scan = ScanFactory(team=True)
    for duration in ("5-10", "5-10", "meer-keren", "", "00:07:31"):
        send(ResponseFactory(scan=scan, answered=True), duration)

    waiting = Scan.objects.get(pk=scan.pk).durations
    close_round(scan_id=scan.pk, today=TODAY)

    assert waiting == {"team": {"5-10": 2, "meer-keren": 1}}
    assert Scan.objects.get(pk=scan.pk).durations == {}
    times = QualityCount.objects.filter(key__startswith="tijd.")
    assert dict(times.values_list("key", "count")) == {"tijd.5-10": 2, "tijd.meer-keren": 1}


def test_nothing_of_it_stands_beside_the_answers():
    scan = ScanFactory(team=True)
    response = ResponseFactory(scan=scan, answered=True)
    before = Response.objects.filter(pk=response.pk).values().get()

    send(response, "5-10")

    assert Response.objects.values().get() == {**before, "sent": True}


def test_who_fills_in_alone_is_not_counted():
    response = ResponseFactory(answers=all_answers())

    send(response, "5-10")

    assert Scan.objects.get().status == "closed"
    assert Scan.objects.get().durations == {}
    assert counts() == {}


def test_a_group_that_was_invited_and_in_which_nobody_began_adds_nothing():
    scan = ScanFactory(team=True, clients=True)

    close_round(scan_id=scan.pk, today=TODAY)

    assert counts() == {}
