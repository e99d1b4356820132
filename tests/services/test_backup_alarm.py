"""The beheerders hear that the last good backup is too old, once a day, where backups are made."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from scans.models import AuditRecord, BackupRun, OutgoingMail
from scans.queries.backups import BackupState, backup_state, last_good
from scans.services.backup_alarm import warn_of_late_backup
from scans.services.sealing import unseal
from scans.tasks import keep_house
from tests.adviser import account, manager, signed_in
from tests.factories import QuestionnaireVersionFactory
from tests.web.doors import text_of

pytestmark = pytest.mark.django_db
TODAY = timezone.now()  # noqa: TID251 - the tables were made by the clock, and pages read it
NOW = TODAY + timedelta(days=2)


@pytest.fixture
def expected(settings):
    settings.BACKUP_RECIPIENTS = ["age1anything"]


def made(hours, failure="", before=NOW):
    at = before - timedelta(hours=hours)
    return BackupRun.objects.create(started_at=at, finished_at=at, failure=failure)


def warned(moment=NOW):
    """The mails of one look: to whom, about what, and the text."""
    sent = []
    warn_of_late_backup(moment=moment, send=sent.append)
    mails = [json.loads(unseal(OutgoingMail.objects.get(pk=key).sealed)) for key in sent]
    return [(mail["to"], mail["subject"], mail["text"], mail["html"]) for mail in mails]


def test_the_last_good_one_is_the_last_that_went_well():
    good = made(5)
    made(1, "vol")
    BackupRun.objects.create(started_at=NOW)

    assert last_good() == good.finished_at


@pytest.mark.parametrize(
    ("hours", "late"),
    [pytest.param(26, False, id="young-enough"), pytest.param(27, True, id="too-old")],
)
def test_it_is_late_after_26_hours(expected, hours, late):
    run = made(hours)

    assert backup_state(NOW) == BackupState(run.finished_at, is_late=late, expected=True)


def test_a_new_site_is_not_late_before_its_first(expected):
    fresh = backup_state(TODAY)

    assert (fresh.is_well, backup_state(NOW).is_late) == (True, True)


def test_at_a_desk_nobody_asks_for_backups(django_assert_num_queries):
    with django_assert_num_queries(0):
        state = backup_state(NOW)

    assert (state.expected, state.is_well) == (False, True)


def test_a_real_site_should_have_them_also_when_they_were_never_set_up(settings):
    settings.PRODUCTION = True

    assert backup_state(NOW).is_late


def test_every_beheerder_who_is_on_is_mailed_once_a_day(expected):
    manager()
    manager(name="Uit", is_active=False)
    account()
    made(30)

    first, again, next_day = (warned(NOW + timedelta(hours=hours)) for hours in (0, 23, 25))

    [(to, subject, text, html)] = first
    assert (to, subject) == ("mo@bureau.nl", "Er is geen verse backup van de Afdelingsscan")
    assert "Dat is langer dan 26 uur geleden." in text
    assert "Dat is langer dan 26 uur geleden." in html
    assert again == []
    assert len(next_day) == 1
    assert list(AuditRecord.objects.values_list("what", flat=True)) == ["backup_late"] * 2


def test_without_any_backup_the_mail_says_so(expected, settings):
    settings.DEMONSTRATION = True
    manager()

    [(_to, _subject, text, html)] = warned()

    for body in (text, html):
        assert "is nog nooit een goede backup gemaakt" in body
        assert "Demonstratie: verzonnen gegevens" in body


def test_a_backup_that_is_young_enough_is_no_reason_for_mail(expected):
    manager()
    made(1)

    assert warned() == []


def test_the_housekeeping_looks(expected):
    manager()

    keep_house(today=NOW.date(), moment=NOW)

    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("hours", "said", "well"),
    [
        pytest.param(1, "laatste goede gemaakt op", True, id="fresh"),
        pytest.param(27, "te lang geleden: het hoort elke dag te gebeuren", False, id="late"),
        pytest.param(None, "nog niet gemaakt", True, id="new"),
    ],
)
def test_the_overview_says_how_it_is(expected, hours, said, well):
    QuestionnaireVersionFactory()
    if hours is not None:
        made(hours, before=TODAY)

    page = text_of(signed_in(account()).get("/dashboard/"))

    assert said in page
    assert ("te lang geleden: het hoort elke dag" in page) is not well


def test_the_overview_says_that_it_never_went_well(expected):
    QuestionnaireVersionFactory()
    MigrationRecorder.Migration.objects.update(applied=datetime(2020, 1, 1, tzinfo=UTC))

    page = text_of(signed_in(account()).get("/dashboard/"))

    assert "nog nooit gelukt" in page
    assert "Er is iets waar je naar moet laten kijken." in page


def test_the_overview_of_a_desk_says_nothing():
    QuestionnaireVersionFactory()

    page = text_of(signed_in(account()).get("/dashboard/"))

    assert "Backup" not in page
