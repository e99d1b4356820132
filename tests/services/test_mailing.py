"""Mail: sealed while it waits, limited in number, spoken to a real mail server."""

import json
import logging
import uuid

import pytest
from django.core import mail

from scans.models import OutgoingMail, Response
from scans.services.mailing import (
    MAX_LINK_MAILS,
    MailNotSentError,
    RecipientRefusedError,
    TooManyMailsError,
    deliver_mail,
    give_up_mail,
    queue_link_mail,
    queue_notice_mail,
)
from scans.services.sealing import unseal
from tests.factories import ResponseFactory
from tests.services.concurrency import at_once
from tests.services.smtp_peer import smtp_peer

pytestmark = pytest.mark.django_db

TO = "Ik.Zelf@voorbeeld.nl"
URL = "https://scan.voorbeeld.nl/invullen/abcdefghijklmnopqrstuvwxyz234567/"


def queue(response, language="nl"):
    return queue_link_mail(response=response, address=TO, url=URL, language=language)


def parts_of(message):
    return {part.get_content_type(): part.get_content().strip() for part in message.iter_parts()}


def test_a_waiting_mail_shows_nothing_of_what_is_in_it():
    response = ResponseFactory()

    key = queue(response)

    (waiting,) = OutgoingMail.objects.values()
    assert waiting == {
        "id": key,
        "sealed": waiting["sealed"],
        "queued_on": waiting["queued_on"],
    }
    assert waiting["sealed"].isascii()
    shown = [word for word in ("Zelf", "voorbeeld", "Hallo", "invullen") if word in str(waiting)]
    assert shown == []


def test_the_same_mail_sealed_twice_looks_different():
    response = ResponseFactory()

    queue(response)
    queue(response)

    assert len(set(OutgoingMail.objects.values_list("sealed", flat=True))) == 2


def test_a_waiting_mail_is_opened_with_the_key_of_the_server_only(settings):
    key = queue(ResponseFactory())
    settings.LINK_KEY = "another" * 10

    deliver_mail(mail_id=key)

    assert mail.outbox == []
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_link_stands_in_both_parts_of_the_mail(language, settings):
    key = queue(ResponseFactory(scan__department__name="Ga naar http://evil.example"), language)

    with smtp_peer(settings) as peer:
        deliver_mail(mail_id=key)

    (taken,) = peer.taken
    parts = parts_of(taken.message)
    assert (taken.sender, taken.recipients) == ("afdelingsscan@localhost", [TO])
    assert taken.message["From"] == "Afdelingsscan <afdelingsscan@localhost>"
    assert taken.message["To"] == TO
    assert taken.message.get_content_type() == "multipart/alternative"
    assert list(parts) == ["text/plain", "text/html"]
    assert parts["text/plain"].count(URL) == 1
    assert parts["text/html"].count(f'href="{URL}"') == 1
    # Our mail carries nobody else's words to a stranger.
    assert "evil.example" not in taken.message.as_string()
    assert f'<html lang="{language}">' in parts["text/html"]


def test_the_mail_speaks_dutch_to_whoever_reads_dutch(settings):
    key = queue(ResponseFactory())

    with smtp_peer(settings) as peer:
        deliver_mail(mail_id=key)

    (taken,) = peer.taken
    text = parts_of(taken.message)["text/plain"]
    assert taken.message["Subject"] == "Je link naar de Afdelingsscan"
    assert text.startswith("Hallo,")
    assert "Hier is je eigen link naar de Afdelingsscan." in text


def test_a_mail_that_was_taken_is_forgotten_and_not_sent_again(settings):
    key = queue(ResponseFactory())

    with smtp_peer(settings) as peer:
        deliver_mail(mail_id=key)
        deliver_mail(mail_id=key)

    assert len(peer.taken) == 1
    assert OutgoingMail.objects.count() == 0


def test_a_mail_that_never_was_is_not_sent(settings):
    with smtp_peer(settings) as peer:
        deliver_mail(mail_id=uuid.uuid4())

    assert peer.taken == []


def test_a_mail_that_is_given_up_is_forgotten():
    kept, given_up = queue(ResponseFactory()), queue(ResponseFactory())

    give_up_mail(mail_id=given_up)

    assert [waiting.pk for waiting in OutgoingMail.objects.all()] == [kept]


def test_a_link_is_mailed_no_more_than_three_times():
    response = ResponseFactory()

    for _ in range(MAX_LINK_MAILS):
        queue(response)

    with pytest.raises(TooManyMailsError):
        queue(response)
    assert MAX_LINK_MAILS == 3
    assert (Response.objects.get().mails_sent, OutgoingMail.objects.count()) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_three_is_three_also_when_all_ask_at_once():
    response = ResponseFactory()

    outcomes = at_once(*[lambda: queue(response)] * 6)

    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["TooManyMailsError"] * 3 + ["UUID"] * 3
    assert OutgoingMail.objects.count() == 3


def test_a_mail_server_that_is_not_there_is_told_without_the_address(settings):
    key = queue(ResponseFactory())
    with smtp_peer(settings):
        pass  # the port is free again, and nobody listens

    with pytest.raises(MailNotSentError) as told:
        deliver_mail(mail_id=key)

    assert str(told.value) == "ConnectionRefusedError"
    assert OutgoingMail.objects.get().pk == key


def test_an_address_that_the_server_refuses_for_good_is_not_tried_again(settings, caplog):
    key = queue(ResponseFactory())

    with smtp_peer(settings) as peer:
        peer.refuses = TO
        deliver_mail(mail_id=key)

    assert (peer.taken, OutgoingMail.objects.count()) == ([], 0)
    assert caplog.messages == ["The mail server knows no such address: the mail was dropped."]


def test_an_address_that_the_server_refuses_for_now_is_tried_again(settings):
    key = queue(ResponseFactory())

    with smtp_peer(settings) as peer:
        peer.refuses, peer.refusal = TO, "450 mailbox {} is busy"
        with pytest.raises(RecipientRefusedError) as told:
            deliver_mail(mail_id=key)

    # What the server said names the address, so it is not passed on.
    assert (str(told.value), told.value.__suppress_context__) == ("SMTPRecipientsRefused", True)
    assert OutgoingMail.objects.count() == 1


def test_without_a_mail_server_the_mail_is_a_file(settings, tmp_path, caplog):
    key = queue(ResponseFactory())
    settings.EMAIL_BACKEND = "afdelingsscan.mail_files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_HOST = ""

    with caplog.at_level(logging.INFO, logger="scans.services.mailing"):
        deliver_mail(mail_id=key)

    (written,) = tmp_path.iterdir()
    assert written.stat().st_mode & 0o777 == 0o600
    assert f"To: {TO}" in written.read_text()
    assert caplog.messages == [f"No mail server is set: the mail was written to {tmp_path}."]


def test_a_notice_from_a_demonstration_says_so(settings):
    settings.DEMONSTRATION = True

    key = queue_notice_mail(about="password", address=TO, language="nl")

    notice = json.loads(unseal(OutgoingMail.objects.get(pk=key).sealed))
    assert all("Demonstratie: verzonnen gegevens" in notice[body] for body in ("text", "html"))
