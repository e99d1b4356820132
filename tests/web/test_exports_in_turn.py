"""Exports take turns: one at a time for each account, two at once in all."""

import pytest

from scans.models import Action, AuditRecord
from tests.adviser import account, signed_in
from tests.factories import MOMENT, ResultFactory, SubscriberFactory
from tests.turns import Machines, forget_turns, locks

pytestmark = pytest.mark.django_db(transaction=True)

EXPORTS = [
    ("GET", "/dashboard/scans/export.csv"),
    ("GET", "/dashboard/scans/export.xlsx"),
    ("POST", "/dashboard/inhoud/nieuwsbrief/export/"),
]


@pytest.fixture
def machines():
    forget_turns()
    with Machines() as others:
        yield others


@pytest.fixture
def ada():
    ResultFactory()
    SubscriberFactory(confirmed_at=MOMENT)
    return account()


@pytest.mark.parametrize(("method", "address"), EXPORTS)
def test_a_second_export_of_one_person_waits_for_the_first(machines, ada, method, address):
    machines.take("export", str(ada.pk), 0)

    answer = signed_in(ada).generic(method, address)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "Je vorige export loopt nog." in answer.content.decode()
    assert not AuditRecord.objects.filter(what=Action.SCANS_EXPORTED).exists()
    assert locks() == 2


@pytest.mark.parametrize(("method", "address"), EXPORTS)
def test_a_third_export_waits_for_the_two_of_others(machines, ada, method, address):
    machines.take("export", "other", 0)
    machines.take("export", "another", 1)

    answer = signed_in(ada).generic(method, address)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Even geduld" in answer.content.decode()
    assert locks() == 4


@pytest.mark.parametrize(("method", "address"), EXPORTS)
def test_an_export_keeps_its_turn_until_its_last_part(machines, ada, method, address):
    answer = signed_in(ada).generic(method, address)

    parts = iter(answer.streaming_content)
    first = next(parts)
    assert (answer.status_code, bool(first), locks()) == (200, True, 2)
    for _part in parts:
        pass
    answer.close()
    assert locks() == 0


@pytest.mark.parametrize("read", [0, 1])
@pytest.mark.parametrize(("method", "address"), EXPORTS)
def test_an_export_whose_reader_goes_away_leaves_its_turn(machines, ada, method, address, read):
    answer = signed_in(ada).generic(method, address)
    parts = iter(answer.streaming_content)
    for _ in range(read):
        next(parts)

    answer.close()

    assert locks() == 0


def test_an_export_that_breaks_leaves_its_turn(machines, ada, monkeypatch):
    client = signed_in(ada)
    client.raise_request_exception = False

    def broken(*_args, **_kwargs):
        raise RuntimeError("Not to be had.")

    monkeypatch.setattr("scans.web.adviser.scans.csv_lines", broken)

    answer = client.get("/dashboard/scans/export.csv")

    assert (answer.status_code, locks()) == (500, 0)
