"""Who asks for it is told once that it is time to measure again."""

import json
from datetime import date, timedelta

import pytest

from scans.engine.months import months_after
from scans.models import OutgoingMail, Owner, Scan
from scans.services.again import NoAddressError, ask_again, invite_again, stop_asking
from scans.services.mailing import Mail
from scans.services.owners import (
    MAILS_A_DAY,
    delete_everything,
    forget_address,
    remember_address,
    tell_owners,
)
from scans.services.sealing import unseal
from scans.services.starting import ALONE, start_next_round
from scans.tasks import keep_house
from tests.factories import ADDRESS, MOMENT, TODAY, OwnerFactory, ResultFactory, ScanFactory
from tests.services.concurrency import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
IN_HALF_A_YEAR = date(2027, 5, 22)


def owner_of_closed(**more):
    """An aanvrager with an address, whose only round is closed."""
    return OwnerFactory(department=ResultFactory().scan.department, mailed=True, **more)


def opened(mail):
    """What stands in a mail that waits."""
    return Mail(**json.loads(unseal(mail.sealed)))


def told(today):
    """Tell who is due; the keys of the mails."""
    sent = []
    invite_again(today=today, send=sent.append)
    return sent


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 22), 6, IN_HALF_A_YEAR),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day, months, expected):
    assert months_after(day, months) == expected


def test_who_asked_is_told_on_the_day_once_and_in_their_language():
    owner = owner_of_closed(language="en")
    ask_again(owner=owner, months=6, today=TODAY)

    mails = [told(IN_HALF_A_YEAR - DAY), told(IN_HALF_A_YEAR), told(IN_HALF_A_YEAR + DAY)]

    kept = OutgoingMail.objects.get()
    assert mails == [[], [kept.pk], []]
    assert (opened(kept).to, f"/scan/{owner.token}/" in opened(kept).text) == (ADDRESS, True)
    assert Owner.objects.get().again_on is None


def test_without_an_address_nobody_can_ask():
    owner = OwnerFactory(department=ResultFactory().scan.department)

    with pytest.raises(NoAddressError):
        ask_again(owner=owner, months=6, today=TODAY)


def test_asking_anew_replaces_the_day():
    owner = owner_of_closed()
    ask_again(owner=owner, months=6, today=TODAY)
    ask_again(owner=owner, months=12, today=TODAY)

    assert told(IN_HALF_A_YEAR) == []
    assert Owner.objects.get().again_on == date(2027, 11, 22)


def test_who_stops_it_or_has_the_address_forgotten_is_not_told():
    for stop in (stop_asking, forget_address):
        owner = owner_of_closed()
        ask_again(owner=owner, months=6, today=TODAY)
        stop(owner=owner)
        stop(owner=owner)

        assert told(IN_HALF_A_YEAR) == []


def test_a_new_round_makes_the_mail_needless():
    owner = owner_of_closed()
    ask_again(owner=owner, months=6, today=TODAY)
    start_next_round(
        owner=owner,
        plan=ALONE,
        department_size=8,
        questionnaire=owner.department.scans.get().questionnaire,
        today=TODAY + DAY,
    )

    assert Owner.objects.get().again_on is None
    assert told(IN_HALF_A_YEAR) == []


def test_while_a_round_is_open_nothing_is_noted_and_nobody_is_told():
    running = OwnerFactory(department=ScanFactory().department, mailed=True)
    ask_again(owner=running, months=6, today=TODAY)
    assert Owner.objects.get().again_on is None

    Owner.objects.update(again_on=TODAY)

    assert told(TODAY) == []
    assert Owner.objects.get().again_on is None


def test_who_got_all_mails_of_a_day_is_told_on_the_next():
    owner = owner_of_closed()
    ask_again(owner=owner, months=6, today=TODAY)
    for _ in range(MAILS_A_DAY):
        tell_owners(department_id=owner.department_id, subject="closed", today=IN_HALF_A_YEAR)

    assert told(IN_HALF_A_YEAR) == []
    assert len(told(IN_HALF_A_YEAR + DAY)) == 1


def test_an_address_that_can_not_be_opened_any_more_is_left_alone():
    owner = owner_of_closed()
    ask_again(owner=owner, months=6, today=TODAY)
    Owner.objects.update(address_sealed="broken")

    assert told(IN_HALF_A_YEAR) == []
    assert Owner.objects.get().again_on is None


def test_who_deleted_everything_can_not_ask():
    owner = owner_of_closed()
    delete_everything(owner=owner)

    ask_again(owner=owner, months=6, today=TODAY)

    assert Owner.objects.count() == 0


def test_another_address_is_told_instead():
    owner = owner_of_closed()
    ask_again(owner=owner, months=6, today=TODAY)
    remember_address(owner=owner, address="nieuw@voorbeeld.nl", language="nl", today=TODAY)
    OutgoingMail.objects.all().delete()

    told(IN_HALF_A_YEAR)

    assert opened(OutgoingMail.objects.get()).to == "nieuw@voorbeeld.nl"


def test_housekeeping_tells_who_is_due():
    owner = owner_of_closed()
    ask_again(owner=owner, months=6, today=TODAY)

    keep_house(today=IN_HALF_A_YEAR, moment=MOMENT)

    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_housekeepers_at_once_tell_once():
    owner = owner_of_closed()
    ask_again(owner=owner, months=6, today=TODAY)

    at_once(*[lambda: told(IN_HALF_A_YEAR)] * 4)

    assert OutgoingMail.objects.count() == 1
    assert Scan.objects.count() == 1
