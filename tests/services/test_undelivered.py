"""Mail that didn't leave is let go of: when it waits too long, and when it leads nowhere."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction

from scans.models import OutgoingMail, Owner
from scans.models.links import LinkKind, derive_token, digest_of
from scans.services.mailing import queue_notice_mail, queue_owner_mail, queue_reminder_mail
from scans.services.owners import (
    delete_everything,
    remember_address,
    renew_owner_link,
    replace_lost_links,
)
from scans.services.undelivered import delete_old_mail_files, delete_old_mails, forget_mails
from tests.factories import (
    ADDRESS,
    MOMENT,
    TODAY,
    ActionPlanFactory,
    OwnerFactory,
    ResultFactory,
)
from tests.services.concurrency import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def waiting(owner):
    """A mail with the link of an aanvrager that waits."""
    return queue_owner_mail(subject="closed", owners=[owner], address=ADDRESS, language="nl")


def left():
    """The keys of the mails that wait."""
    return set(OutgoingMail.objects.values_list("pk", flat=True))


@pytest.fixture
def mail_folder(settings, tmp_path):
    """A site without a mail server, which writes its mails to this folder."""
    settings.EMAIL_HOST = ""
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "afdelingsscan.mail_files.EmailBackend"
    return tmp_path


def written(folder, text):
    """A mail of this text, written as the worker does."""
    before = set(folder.iterdir())
    message = EmailMultiAlternatives("Je link", text, to=[ADDRESS], connection=get_connection())
    message.attach_alternative("<p>Hallo</p>", "text/html")
    message.send()
    (path,) = set(folder.iterdir()) - before
    return path


@pytest.mark.parametrize("days", [1, 3])
def test_a_mail_waits_its_whole_days_and_is_forgotten_on_the_next(settings, days):
    settings.RETENTION = replace(settings.RETENTION, mail_days=days)
    mail = waiting(OwnerFactory(mailed=True))
    queued_on = OutgoingMail.objects.get().queued_on

    assert delete_old_mails(today=queued_on + days * DAY) == 0
    assert left() == {mail}
    assert delete_old_mails(today=queued_on + (days + 1) * DAY) == 1
    assert left() == set()


def test_of_who_deletes_everything_the_waiting_mails_go_and_others_stay():
    owner, other = OwnerFactory(mailed=True), OwnerFactory(mailed=True)
    remember_address(owner=owner, address=ADDRESS, language="nl", today=TODAY)
    renewed = renew_owner_link(owner=Owner.objects.get(pk=owner.pk), seen_generation=1)
    waiting(renewed)
    notice = queue_notice_mail(about="password", address=ADDRESS, language="nl")
    stays = {waiting(other), notice}

    delete_everything(owner=owner)

    assert left() == stays


def test_a_mail_about_steps_of_a_plan_goes_too():
    plan = ActionPlanFactory()
    owner = OwnerFactory(department=plan.result.scan.department, mailed=True)
    queue_reminder_mail(plan=plan, owner=owner, address=ADDRESS, count=1)

    delete_everything(owner=owner)

    assert left() == set()


def test_a_mail_that_is_somebody_s_only_way_to_another_scan_stays():
    owner, _other = (
        OwnerFactory(department=ResultFactory().scan.department, mailed=True) for _ in range(2)
    )
    lost = replace_lost_links(address=ADDRESS, language="nl", today=TODAY)

    delete_everything(owner=Owner.objects.get(pk=owner.pk))

    assert left() == {lost}


def test_a_mail_that_nobody_can_open_any_more_is_left_to_the_worker():
    mail = OutgoingMail.objects.create(sealed="broken")

    forget_mails(links=frozenset({b"x"}))

    assert left() == {mail.pk}


@pytest.mark.django_db(transaction=True)
def test_two_who_delete_everything_at_once_each_leave_no_mail():
    owners = [OwnerFactory(mailed=True) for _ in range(2)]
    for owner in owners:
        waiting(owner)
    both_forgot = Barrier(2)

    def forget(owner):
        with transaction.atomic():
            forget_mails(links=frozenset({bytes(owner.link_digest)}))
            both_forgot.wait(20)  # neither is done before the other has looked

    assert at_once(*(partial(forget, owner) for owner in owners)) == [None, None]

    assert left() == set()


@pytest.mark.django_db(transaction=True)
def test_without_a_mail_server_the_files_with_these_links_go_too(mail_folder):
    owner = OwnerFactory(mailed=True)
    stranger = derive_token(LinkKind.TEAM, owner.pk, 1)
    gone = written(mail_folder, f"Hier is hij: http://localhost/scan/{owner.token}/ en dat is het.")
    kept = written(mail_folder, f"Een andere: http://localhost/team/{stranger}/")
    no_text = mail_folder / "broken.log"
    no_text.write_bytes(b"Content-Type: application/pdf\n\nx")

    delete_everything(owner=owner)

    assert digest_of(owner.token) == bytes(owner.link_digest)
    assert sorted(mail_folder.iterdir()) == sorted([kept, no_text])
    assert not gone.exists()


def test_with_a_mail_server_no_file_is_looked_at(mail_folder, settings):
    path = written(mail_folder, "Hallo")
    settings.EMAIL_HOST = "mail.voorbeeld.nl"

    assert delete_old_mail_files(moment=datetime(2999, 1, 1, tzinfo=UTC)) == 0
    assert path.exists()


def test_a_mail_in_a_file_is_deleted_on_the_30th_day(mail_folder):
    path = written(mail_folder, "Hallo")
    os.utime(path, (MOMENT.timestamp(), MOMENT.timestamp()))

    assert delete_old_mail_files(moment=MOMENT + 30 * DAY - timedelta(seconds=1)) == 0
    assert delete_old_mail_files(moment=MOMENT + 30 * DAY) == 1
    assert list(mail_folder.iterdir()) == []
