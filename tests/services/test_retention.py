"""Scans that were kept long enough are deleted, after a warning, on the day that was said."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scans.models import (
    Account,
    Action,
    Department,
    Note,
    Organisation,
    OutgoingMail,
    Response,
    Scan,
    ScanStatus,
)
from scans.services.audit import record
from scans.services.mailing import Mail
from scans.services.owners import MAILS_A_DAY, delete_everything, tell_owners
from scans.services.retention import (
    delete_finished,
    delete_forgotten_accounts,
    delete_unfinished,
    kept_until,
    renew,
    unfinished_until,
    warn_of_the_end,
)
from scans.services.sealing import unseal
from tests.adviser import account
from tests.factories import (
    ADDRESS,
    MOMENT,
    TODAY,
    ContactRequestFactory,
    OwnerFactory,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    round_with,
)
from tests.services.concurrency import at_once, while_held

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CLOSED = date(2026, 11, 22)
END = date(2028, 11, 22)
"""Two years after that day."""
WARNING = END - timedelta(days=42)


def finished(*, mailed=False, **scan):
    """A department whose only round closed on ``CLOSED``."""
    result = ResultFactory(**{f"scan__{name}": value for name, value in scan.items()})
    OwnerFactory(department=result.scan.department, mailed=mailed)
    return result.scan.department


def warned(today):
    """Warn who is due; the keys of the mails."""
    sent = []
    warn_of_the_end(today=today, send=sent.append)
    return sent


def opened(mail):
    """What stands in a mail that waits."""
    return Mail(**json.loads(unseal(mail.sealed)))


class TestUnfinished:
    def test_on_the_29th_day_it_is_there_and_on_the_30th_it_is_gone_with_all_of_its_department(
        self,
    ):
        scan = ResponseFactory(answered=True).scan
        OwnerFactory(department=scan.department)

        assert delete_unfinished(today=TODAY + 29 * DAY) == 0
        assert unfinished_until(scan) == TODAY + 30 * DAY
        assert delete_unfinished(today=TODAY + 30 * DAY) == 1
        assert delete_unfinished(today=TODAY + 30 * DAY) == 0

        kept = (Organisation, Department, Scan, Response)
        assert [model.objects.count() for model in kept] == [0, 0, 0, 0]

    def test_an_earlier_round_stays(self):
        department = finished()
        ScanFactory(department=department, number=2)

        assert delete_unfinished(today=TODAY + 30 * DAY) == 1

        assert [scan.number for scan in department.scans.all()] == [1]

    def test_a_round_by_invitation_is_left_to_its_last_day(self):
        round_with(closes_on=TODAY + 90 * DAY)

        assert delete_unfinished(today=TODAY + 60 * DAY) == 0

    @pytest.mark.django_db(transaction=True)
    def test_what_is_sent_at_this_moment_stays(self):
        scan = ScanFactory()

        def send():
            Scan.objects.filter(pk=scan.pk).update(status=ScanStatus.CLOSED, closed_on=TODAY)

        outcome = while_held(send, lambda: delete_unfinished(today=TODAY + 30 * DAY))

        assert outcome == 0
        assert Scan.objects.count() == 1

    def test_the_term_is_a_setting(self, settings):
        settings.RETENTION = replace(settings.RETENTION, unfinished_days=7)
        ScanFactory()

        assert delete_unfinished(today=TODAY + 6 * DAY) == 0
        assert delete_unfinished(today=TODAY + 7 * DAY) == 1


class TestWarning:
    def test_six_weeks_before_the_end_the_aanvrager_is_told_once(self):
        department = finished(mailed=True)
        owner = department.owners.get()

        mails = [warned(day) for day in (WARNING - DAY, WARNING, WARNING + DAY)]

        kept = OutgoingMail.objects.get()
        assert mails == [[], [kept.pk], []]
        mail = opened(kept)
        assert (mail.to, mail.subject) == (ADDRESS, "We wissen binnenkort je scan")
        assert (
            "Op 22\N{NO-BREAK SPACE}november\N{NO-BREAK SPACE}2028 wissen we jullie scan"
            in mail.text
        )
        assert f"/scan/{owner.token}/langer-bewaren/" in mail.text
        assert f"/scan/{owner.token}/langer-bewaren/" in mail.html

    def test_a_demonstration_says_so_in_the_mail(self, settings):
        settings.DEMONSTRATION = True
        finished(mailed=True)

        warned(WARNING)

        mail = opened(OutgoingMail.objects.get())
        assert "Demonstratie: verzonnen gegevens" in mail.text
        assert "Demonstratie: verzonnen gegevens" in mail.html

    def test_who_gave_no_address_is_not_told(self):
        finished()

        assert warned(WARNING) == []
        assert Department.objects.get().warned_on is None

    def test_who_got_all_mails_of_a_day_is_told_on_the_next_and_keeps_it_a_day_longer(self):
        department = finished(mailed=True)
        for _ in range(MAILS_A_DAY):
            tell_owners(department_id=department.pk, subject="closed", today=WARNING)

        assert warned(WARNING) == []
        assert len(warned(WARNING + DAY)) == 1

        department.refresh_from_db()
        assert kept_until(department, CLOSED) == END + DAY
        assert (delete_finished(today=END), delete_finished(today=END + DAY)) == (0, 1)

    def test_an_address_that_can_not_be_opened_any_more_holds_up_nothing(self):
        department = finished(mailed=True)
        department.owners.update(address_sealed="broken")

        assert warned(WARNING) == []
        assert delete_finished(today=END) == 1

    def test_a_round_that_is_open_or_closed_later_makes_it_needless(self):
        running, again = finished(mailed=True), finished(mailed=True)
        ScanFactory(department=running, number=2)
        ScanFactory(department=again, number=2, closed=True, closed_on=CLOSED + DAY)

        assert warned(WARNING) == []
        assert len(warned(WARNING + DAY)) == 1

    def test_after_a_later_round_there_is_a_warning_anew(self):
        department = finished(mailed=True)
        warned(WARNING)
        ScanFactory(department=department, number=2, closed=True, closed_on=END - DAY)
        next_end = date(2030, 11, 21)

        assert warned(next_end - 43 * DAY) == []
        assert delete_finished(today=next_end) == 0
        assert len(warned(next_end - 42 * DAY)) == 1
        assert delete_finished(today=next_end) == 1

    @pytest.mark.django_db(transaction=True)
    def test_two_housekeepers_at_once_tell_once(self):
        finished(mailed=True)

        at_once(*[lambda: warned(WARNING)] * 4)

        assert OutgoingMail.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_who_deletes_everything_at_this_moment_is_not_told(self):
        department = finished(mailed=True)
        owner = department.owners.get()

        outcome = while_held(lambda: delete_everything(owner=owner), lambda: warned(WARNING))

        assert outcome == []


class TestFinished:
    def test_the_day_before_it_is_there_and_two_years_after_the_last_round_it_is_gone(self):
        finished()

        assert delete_finished(today=END - DAY) == 0
        assert delete_finished(today=END) == 1
        assert delete_finished(today=END) == 0

        kept = (Organisation, Department, Scan)
        assert [model.objects.count() for model in kept] == [0, 0, 0]

    def test_a_leap_day_ends_on_the_last_of_february(self):
        department = finished(closed_on=date(2028, 2, 29), opened_on=date(2028, 2, 1))

        assert kept_until(department, date(2028, 2, 29)) == date(2030, 2, 28)
        assert delete_finished(today=date(2030, 2, 27)) == 0
        assert delete_finished(today=date(2030, 2, 28)) == 1

    def test_without_a_warning_nothing_goes_of_who_could_be_warned(self):
        finished(mailed=True)

        assert delete_finished(today=END) == 0

    def test_after_a_late_warning_it_stays_for_six_weeks(self):
        department = finished(mailed=True)
        warned(END + DAY)

        department.refresh_from_db()
        assert kept_until(department, CLOSED) == END + 43 * DAY
        assert delete_finished(today=END + 42 * DAY) == 0
        assert delete_finished(today=END + 43 * DAY) == 1

    def test_who_asks_for_it_keeps_everything_two_years_from_that_day(self):
        department = finished(mailed=True)
        warned(WARNING)
        renew(department_id=department.pk, today=WARNING + DAY)
        renew(department_id=department.pk, today=WARNING + DAY)
        end = date(2030, 10, 12)

        department.refresh_from_db()
        assert kept_until(department, CLOSED) == end
        assert delete_finished(today=END) == 0
        assert [len(warned(day)) for day in (end - 43 * DAY, end - 42 * DAY)] == [0, 1]
        assert (delete_finished(today=end - DAY), delete_finished(today=end)) == (0, 1)

    def test_a_round_that_is_open_keeps_all_of_them(self):
        department = finished()
        round_with(department=department, number=2)

        assert delete_finished(today=END + 365 * DAY) == 0

    def test_of_two_rounds_that_closed_on_one_day_the_department_is_deleted_once(self):
        department = finished()
        ScanFactory(department=department, number=2, closed=True)

        assert delete_finished(today=END) == 1

    def test_a_department_that_was_imported_has_no_round_and_stays(self):
        OwnerFactory()

        assert delete_finished(today=END) == 0
        assert Department.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_who_renews_at_this_moment_keeps_it(self):
        department = finished()

        outcome = while_held(
            lambda: renew(department_id=department.pk, today=END),
            lambda: delete_finished(today=END),
        )

        assert outcome == 0
        assert Department.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_who_deletes_it_at_this_moment_was_first(self):
        owner = finished().owners.get()

        outcome = while_held(
            lambda: delete_everything(owner=owner), lambda: delete_finished(today=END)
        )

        assert outcome == 0


class TestAccounts:
    def test_a_disabled_account_goes_when_nothing_names_it_any_more(self):
        gone, working = account(is_active=False), account(name="Bo")

        assert delete_forgotten_accounts() == 1
        assert list(Account.objects.all()) == [working]
        assert gone != working

    @pytest.mark.parametrize("tie", ["did", "done to", "wrote", "handled"])
    def test_a_disabled_account_that_something_names_stays(self, tie):
        somebody = account(is_active=False)
        request = ContactRequestFactory()
        if tie == "did":
            record(who=somebody, what=Action.SIGNED_IN, moment=MOMENT)
        elif tie == "done to":
            record(who=None, what=Action.ACCOUNT_DISABLED, about=somebody, moment=MOMENT)
        elif tie == "wrote":
            Note.objects.create(department=request.department, author=somebody, text="", at=MOMENT)
        else:
            request.handled_at, request.handled_by = MOMENT, somebody
            request.save()

        assert delete_forgotten_accounts() == 0
        assert Account.objects.count() == 1
