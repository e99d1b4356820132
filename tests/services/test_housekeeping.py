"""What happens by itself as days go by."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from scans.models import OutgoingMail, Response, Result, Scan, ScanStatus
from scans.services.closing import close_round
from scans.services.housekeeping import close_due_rounds, delete_single_answers
from scans.tasks import keep_house
from tests.factories import (
    MOMENT,
    TODAY,
    OwnerFactory,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    round_with,
)
from tests.services.concurrency import while_held

pytestmark = pytest.mark.django_db


def close(today):
    """Close what is due; the keys of the mails about it."""
    sent = []
    close_due_rounds(today=today, send=sent.append)
    return sent


def test_a_round_closes_the_day_after_its_last_and_on_its_last():
    scan = round_with(closes_on=TODAY)
    ScanFactory()

    close(TODAY)
    assert Result.objects.count() == 0
    assert close(TODAY + timedelta(days=2)) == []

    scan.refresh_from_db()
    assert (scan.status, scan.closed_on) == (ScanStatus.CLOSED, TODAY)
    assert Result.objects.get().scan == scan
    assert Scan.objects.filter(status=ScanStatus.OPEN).count() == 1


def test_the_aanvrager_hears_that_a_round_closed_by_itself_once():
    scan = round_with(closes_on=TODAY)
    OwnerFactory(department=scan.department, mailed=True)
    tomorrow = TODAY + timedelta(days=1)

    mails = [*close(tomorrow), *close(tomorrow)]

    assert mails == [OutgoingMail.objects.get().pk]


def test_single_answers_are_deleted_30_days_after_closing_and_the_result_stays():
    result = ResultFactory()
    open_one = ResponseFactory(answered=True)
    result.refresh_from_db()
    figures = result.figures

    assert delete_single_answers(today=TODAY + timedelta(days=29)) == 0
    assert delete_single_answers(today=TODAY + timedelta(days=30)) == 1

    assert Response.objects.get() == open_one
    assert Result.objects.get().figures == figures


def test_one_round_that_can_not_be_closed_holds_up_no_other():
    broken, fine = (round_with(closes_on=TODAY) for _ in range(2))
    Response.objects.filter(scan=broken).update(answers=["broken"])

    with pytest.raises(AttributeError):
        close(TODAY + timedelta(days=1))

    broken.refresh_from_db()
    assert (broken.status, Result.objects.get().scan) == (ScanStatus.OPEN, fine)


@pytest.mark.django_db(transaction=True)
def test_a_round_that_somebody_is_closing_is_left_to_them():
    scan = round_with(closes_on=TODAY)
    OwnerFactory(department=scan.department, mailed=True)
    tomorrow = TODAY + timedelta(days=1)

    outcome = while_held(
        lambda: close_round(scan_id=scan.pk, today=tomorrow), lambda: close(tomorrow)
    )

    assert outcome == []
    assert Result.objects.count() == 1


def test_the_command_does_all_of_it_and_says_what_was_deleted(capsys):
    due = round_with(closes_on=TODAY - timedelta(days=40), opened_on=TODAY - timedelta(days=60))
    OwnerFactory(department=due.department, mailed=True)

    call_command("housekeeping")

    assert capsys.readouterr().out.splitlines() == [
        "Losse antwoorden gewist: van 13 personen.",
        "Nooit verstuurde scans gewist: 0.",
        "Afdelingen gewaarschuwd dat hun scan wordt gewist: 0.",
        "Afdelingen waarvan de termijn voorbij is, gewist: 0.",
        "Onbevestigde aanmeldingen voor de nieuwsbrief gewist: 0.",
        "Aanvragen voor een gesprek gewist: 0.",
        "Mails die nooit vertrokken, gewist: 0.",
        "Mails in bestanden gewist: 0.",
        "Te oude backups gewist: 0.",
        "Regels van het logboek gewist: 0.",
        "Uitgezette accounts gewist: 0.",
    ]
    assert (Result.objects.count(), Response.objects.count()) == (1, 0)
    assert OutgoingMail.objects.count() == 1


def test_a_chore_that_fails_stops_no_other_and_what_it_says_is_not_logged(caplog):
    broken = round_with(closes_on=TODAY)
    Response.objects.filter(scan=broken).update(answers=["broken"])
    ScanFactory(opened_on=TODAY - timedelta(days=30))

    with pytest.raises(AttributeError):
        keep_house(today=TODAY + timedelta(days=1), moment=MOMENT)

    assert caplog.messages == ["Housekeeping: rounds failed (AttributeError)."]
    assert [scan.pk for scan in Scan.objects.all()] == [broken.pk]


def test_the_command_fails_and_says_no_more_than_the_kind_of_fault():
    broken = round_with(closes_on=TODAY - timedelta(days=2), opened_on=TODAY - timedelta(days=9))
    Response.objects.filter(scan=broken).update(answers=["broken"])

    with pytest.raises(CommandError) as refused:
        call_command("housekeeping")

    assert str(refused.value) == (
        "Niet alles is opgeruimd: AttributeError. Het logboek noemt welke taak mislukte; de andere "
        "zijn gedaan."
    )
    assert refused.value.__suppress_context__


def test_keeping_house_twice_is_the_same_as_once():
    ResultFactory(scan__closed_on=TODAY - timedelta(days=30))
    ScanFactory(opened_on=TODAY - timedelta(days=30))

    first = keep_house(today=TODAY, moment=MOMENT)
    second = keep_house(today=TODAY, moment=MOMENT)

    assert (first["answers"], first["unfinished scans"]) == (1, 1)
    assert {name: count for name, count in second.items() if count} == {}
