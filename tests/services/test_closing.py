"""A scan closes once, and what it says is frozen then."""

import pytest
from django.db import connection

from scans.engine.disclosure import rules_from
from scans.engine.figures import ScanFigures
from scans.engine.round import RoundAnswers, round_figures
from scans.engine.tally import tally_of
from scans.models import Group, Response, Result, Scan, ScanStatus
from scans.services.answering import NotOpenError, save_answers
from scans.services.closing import AlreadyClosedError, check_can_close, close_round
from scans.services.rounds import join_round
from tests.factories import (
    TODAY,
    ResponseFactory,
    ScanFactory,
    all_answers,
    client_answers,
    core_questionnaire,
    round_with,
)
from tests.services.concurrency import at_once, while_held

pytestmark = pytest.mark.django_db

RULES = rules_from({"scores_from": 5, "whole_from": 10, "texts_from": 10})


def close(scan):
    return close_round(scan_id=scan.pk, today=TODAY)


def test_an_open_scan_can_close():
    assert check_can_close(Scan(status=ScanStatus.OPEN)) is None


def test_a_closed_scan_can_not_close_again():
    with pytest.raises(AlreadyClosedError):
        check_can_close(Scan(status=ScanStatus.CLOSED))


def test_closing_freezes_what_was_sent_and_nothing_else():
    scan = round_with(team=7, clients=6)
    ResponseFactory(scan=scan, answers={"rel1": 5})
    ResponseFactory(answered=True, sent=True)

    result = close(scan)

    answers = RoundAnswers(
        team=[all_answers()] * 7,
        clients=[client_answers()] * 6,
        department_size=12,
        expected_team=7,
        expected_clients=6,
    )
    scan.refresh_from_db()
    assert (scan.status, scan.closed_on) == (ScanStatus.CLOSED, TODAY)
    assert ScanFigures.from_json(result.figures) == round_figures(
        core_questionnaire(), answers, rules=RULES
    )
    assert result.tally == tally_of(core_questionnaire(), answers)


def test_the_result_does_not_depend_on_who_was_first():
    several = [{**all_answers(), "rel1": value} for value in (1, 2, 3, 4, 5)]
    figures = []
    for order in (several, several[::-1]):
        scan = ScanFactory(team=True)
        for answers in order:
            ResponseFactory(scan=scan, answers=answers, sent=True)
        figures.append(close(scan).figures)

    assert figures[0] == figures[1]


def test_a_closed_round_does_not_keep_the_order_in_which_answers_were_sent():
    scan = ScanFactory(team=True, team_limit=100)
    sent = ResponseFactory.create_batch(60, scan=scan, answered=True, sent=True)
    before = Response.objects.filter(scan=scan).order_by("pk")
    rows = list(before.values())

    close(scan)

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM scans_response ORDER BY ctid")
        kept = [key for (key,) in cursor.fetchall()]
    assert list(before.values()) == rows
    assert sorted(kept) == sorted(response.pk for response in sent)
    assert kept != [response.pk for response in sent]


def test_closing_twice_gives_the_same_result():
    scan = round_with()

    first, second = close(scan), close(scan)

    assert first == second
    assert Result.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_closings_at_once_give_one_result():
    scan = round_with(team=5, clients=0)

    first, second = at_once(lambda: close(scan), lambda: close(scan))

    assert first == second == Result.objects.get()


@pytest.mark.django_db(transaction=True)
def test_who_joins_or_saves_while_it_closes_is_told_that_it_is_closed():
    scan = round_with(team=5, clients=0)
    late = ResponseFactory(scan=scan)
    tries = {
        "join": lambda: join_round(scan_id=scan.pk, group=Group.TEAM, today=TODAY),
        "save": lambda: save_answers(
            response_id=late.pk,
            questionnaire=core_questionnaire(),
            changes={"rel1": 1},
            today=TODAY,
        ),
    }

    outcome = while_held(lambda: close(scan), tries["join"])
    after = at_once(tries["save"])[0]

    assert (type(outcome), type(after)) == (NotOpenError, NotOpenError)


def test_a_round_without_one_answer_closes_and_shows_nothing():
    scan = ScanFactory(team=True, clients=True)

    figures = ScanFigures.from_json(close(scan).figures)

    assert (figures.respondents, figures.round.clients) == (0, 0)
    assert {theme.score for theme in figures.themes.values()} == {None}
