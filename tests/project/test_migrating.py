"""Migrating while people are at work: short waits, also when others hold what it needs."""

import threading
from contextlib import closing

import psycopg2
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from afdelingsscan.migrating import LOCK_TIMEOUT, patiently

pytestmark = pytest.mark.django_db(transaction=True)


def change_a_table() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE scans_organisation IN ACCESS EXCLUSIVE MODE")


def lock_timeout() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return str(cursor.fetchone()[0])


@pytest.fixture
def reader():
    """Somebody whose transaction reads the table that is to be changed."""
    with closing(psycopg2.connect(**connection.get_connection_params())) as other:
        other.cursor().execute("SELECT count(*) FROM scans_organisation")
        yield other


def test_work_waits_briefly_and_is_done_when_others_are_ready(reader):
    tries = []

    def work():
        tries.append(lock_timeout())
        if len(tries) == 3:
            reader.rollback()
        change_a_table()

    patiently(work, lock_timeout="20ms", pause=0)

    assert (tries, lock_timeout()) == (["20ms"] * 3, "0")


def test_work_that_lost_from_others_in_a_deadlock_is_done_again():
    tries = []

    def work():
        tries.append("once more")
        if len(tries) == 1:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$")

    patiently(work, pause=0)

    assert tries == ["once more"] * 2


def test_it_gives_way_before_a_page_could_lose_from_it_in_a_deadlock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setting::int > extract(milliseconds FROM %s::interval)"
            " FROM pg_settings WHERE name = 'deadlock_timeout'",
            [LOCK_TIMEOUT],
        )
        assert cursor.fetchone() == (True,)


def test_who_comes_for_a_page_meanwhile_gets_it(reader):
    place = connection.get_connection_params()

    def page():
        with closing(psycopg2.connect(**place)) as visitor:
            visitor.cursor().execute("SELECT count(*) FROM scans_organisation")
        # Until here it would wait behind the change, and the change for the reader.
        reader.rollback()

    visit = threading.Thread(target=page)

    def work():
        if visit.ident is None:
            visit.start()
        change_a_table()

    patiently(work, lock_timeout="50ms", pause=0.05)

    visit.join(60)
    assert visit.is_alive() is False


def test_what_holds_up_nobody_waits_as_long_as_it_must():
    seen = []

    def work():
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout -- as for CREATE INDEX CONCURRENTLY")
            seen.append(cursor.fetchone()[0])
        seen.append(lock_timeout())

    patiently(work, lock_timeout="20ms")

    assert seen == ["0", "20ms"]


def test_after_the_last_try_the_error_is_raised(reader):
    with pytest.raises(OperationalError, match="lock timeout"):
        patiently(change_a_table, lock_timeout="20ms", tries=2, pause=0)

    assert lock_timeout() == "0"


def test_another_error_is_raised_at_once():
    tries = []

    def work():
        tries.append("once")
        raise OperationalError("the disk is full")

    with pytest.raises(DatabaseError, match="the disk is full"):
        patiently(work, pause=0)

    assert tries == ["once"]
