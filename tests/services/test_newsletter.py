"""The newsletter, up to and including what a mail server hears."""

from datetime import timedelta

import pytest
from django.conf import settings as site_settings

from scans.models import Action, AuditRecord, OutgoingMail, Subscriber
from scans.services.mailing import deliver_mail
from scans.services.newsletter import (
    Consent,
    ask_subscription,
    confirm_subscription,
    delete_unconfirmed,
    export_subscribers,
    unsubscribe,
)
from scans.services.sealing import unseal
from tests.adviser import account
from tests.factories import MOMENT, TODAY, SubscriberFactory
from tests.services.smtp_peer import smtp_peer

pytestmark = pytest.mark.django_db

ADDRESS = "Lezer@voorbeeld.nl"
CONSENT = Consent("Ja, stuur maar.", 3, MOMENT, "nl")


def asked(address=ADDRESS, consent=CONSENT, today=TODAY):
    return ask_subscription(address=address, consent=consent, today=today)


def test_asking_keeps_the_proof_and_the_address_only_sealed():
    asked()

    kept = Subscriber.objects.get()
    assert (kept.consent_text, kept.consent_version, kept.consented_at, kept.language) == (
        "Ja, stuur maar.",
        3,
        MOMENT,
        "nl",
    )
    assert kept.confirmed_at is None
    assert unseal(kept.address_sealed) == ADDRESS
    row = repr(Subscriber.objects.values().get())
    assert "lezer" not in row.lower()
    assert kept.confirm_token not in row


def test_the_mail_asks_to_confirm_and_tells_how_to_leave_by_one_press(settings):
    with smtp_peer(settings) as peer:
        deliver_mail(mail_id=asked())

    (sent,) = peer.taken
    kept = Subscriber.objects.get()
    body = sent.message.get_body(("plain",)).get_content()
    leave = f"{site_settings.SITE_URL}/nieuwsbrief/afmelden/{kept.unsubscribe_token}/"
    assert sent.recipients == [ADDRESS]
    assert sent.message["Subject"] == "Bevestig je aanmelding voor de nieuwsbrief"
    assert sent.message["List-Unsubscribe"].strip() == f"<{leave}>"
    assert sent.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"{site_settings.SITE_URL}/nieuwsbrief/bevestigen/{kept.confirm_token}/" in body
    assert leave in body


def test_confirming_puts_on_the_list_and_says_so_once(settings):
    asked()
    OutgoingMail.objects.all().delete()
    token = Subscriber.objects.get().confirm_token

    first = confirm_subscription(token=token, moment=MOMENT)
    second = confirm_subscription(token=token, moment=MOMENT + timedelta(days=30))

    assert Subscriber.objects.get().confirmed_at == MOMENT
    assert second is None
    with smtp_peer(settings) as peer:
        deliver_mail(mail_id=first)
    (sent,) = peer.taken
    assert sent.message["Subject"] == "Je krijgt voortaan onze nieuwsbrief"
    assert sent.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(("days", "works"), [(7, True), (8, False)])
def test_a_link_works_for_a_week(days, works):
    kept = SubscriberFactory()
    moment = MOMENT + timedelta(days=days)

    if works:
        confirm_subscription(token=kept.confirm_token, moment=moment)
    else:
        with pytest.raises(Subscriber.DoesNotExist):
            confirm_subscription(token=kept.confirm_token, moment=moment)

    assert Subscriber.objects.filter(confirmed_at=moment).exists() is works


def test_an_address_that_is_on_the_list_gets_no_mail_and_keeps_its_proof():
    before = Subscriber.objects.filter(
        pk=SubscriberFactory(address=ADDRESS.lower(), confirmed_at=MOMENT).pk
    ).values()
    kept = before.get()

    assert asked() is None
    assert before.get() == kept
    assert OutgoingMail.objects.count() == 0


def test_an_address_is_mailed_three_times_a_day_and_the_last_agreement_counts():
    later = Consent("Andere tekst.", 4, MOMENT + timedelta(hours=1), "en")
    mails = [asked(), asked(), asked(consent=later), asked(consent=CONSENT)]

    assert [mail is not None for mail in mails] == [True, True, True, False]
    assert Subscriber.objects.get().consent_version == 4
    assert asked(today=TODAY + timedelta(days=1)) is not None


def test_who_can_not_be_mailed_any_more_is_confirmed_in_silence(settings):
    asked()
    kept = Subscriber.objects.get()
    Subscriber.objects.update(address_sealed="broken")

    assert confirm_subscription(token=kept.confirm_token, moment=MOMENT) is None


def test_leaving_forgets_everything_and_twice_is_the_same_as_once():
    stays, leaves = SubscriberFactory(confirmed_at=MOMENT), SubscriberFactory(confirmed_at=MOMENT)

    unsubscribe(token=leaves.unsubscribe_token)
    unsubscribe(token=leaves.unsubscribe_token)
    unsubscribe(token=stays.confirm_token)  # a link of another kind

    assert list(Subscriber.objects.all()) == [stays]


def test_who_does_not_confirm_within_a_week_is_forgotten():
    old = {"consented_at": MOMENT - timedelta(days=7, seconds=1)}
    SubscriberFactory(**old)
    confirmed = SubscriberFactory(confirmed_at=MOMENT, **old)
    waiting = SubscriberFactory(consented_at=MOMENT - timedelta(days=7))

    delete_unconfirmed(moment=MOMENT)

    assert set(Subscriber.objects.all()) == {confirmed, waiting}


def test_an_export_is_written_down_and_holds_who_confirmed():
    ada = account()
    SubscriberFactory()
    listed = SubscriberFactory(confirmed_at=MOMENT, address="lezer@voorbeeld.nl")
    SubscriberFactory(confirmed_at=MOMENT, address_sealed="broken")

    found = list(export_subscribers(by=ada, moment=MOMENT))

    assert found == [(listed, "lezer@voorbeeld.nl")]
    assert list(AuditRecord.objects.values_list("what", "who", "details")) == [
        (Action.SUBSCRIBERS_EXPORTED, ada.pk, "2")
    ]
