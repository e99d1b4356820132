"""Turns for heavy work, over several connections: as many machines would have."""

from contextlib import closing

import psycopg2
import pytest
from django.db import connection

from scans.services.turns import Turn, TurnTakenError, take_turn
from tests.turns import Machines, forget_turns, locks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def elsewhere():
    """Other machines, of which each takes a turn of somebody."""
    forget_turns()
    with Machines() as machines:
        yield machines.take


def refusal(kind, person):
    with pytest.raises(TurnTakenError) as refused:
        take_turn(kind, person)
    return refused.value.own


def test_a_second_person_has_a_turn_beside_the_first(elsewhere):
    elsewhere("export", "ada", 0)

    turn = take_turn("export", "bea")

    assert turn == Turn(("turn:export:1 of all", "turn:export:bea"))
    turn.give_back()


def test_nobody_has_a_third_turn_and_trying_leaves_nothing(elsewhere):
    elsewhere("export", "ada", 0)
    elsewhere("export", "bea", 1)

    assert refusal("export", "cor") is False
    assert locks() == 4


def test_one_person_has_one_turn_whoever_else_waits(elsewhere):
    elsewhere("export", "ada", 0)

    assert refusal("export", "ada") is True
    assert locks() == 2


def test_other_work_has_turns_of_its_own(elsewhere):
    elsewhere("export", "ada", 0)
    elsewhere("export", "bea", 1)

    turn = take_turn("pdf", "ada")

    turn.give_back()
    assert locks() == 4


def test_a_turn_that_was_given_back_is_for_the_next(elsewhere):
    for _ in range(3):
        take_turn("export", "ada").give_back()

    assert locks() == 0


def test_the_turn_of_a_machine_that_dies_is_for_the_next(elsewhere):
    with closing(elsewhere("export", "ada", 0)) as machine, machine.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number = cursor.fetchone()[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])

    take_turn("export", "ada").give_back()

    assert locks() == 0


def test_giving_back_over_a_lost_connection_is_no_error(elsewhere):
    turn = take_turn("export", "ada")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number = cursor.fetchone()[0]
    with closing(psycopg2.connect(**connection.get_connection_params())) as other:
        other.autocommit = True
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])

    turn.give_back()

    connection.close()
    assert locks() == 0
