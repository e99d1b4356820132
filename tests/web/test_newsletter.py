"""Signing up for the newsletter, confirming, leaving; and the adviseur's list."""

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from scans.engine.offer import House
from scans.models import Action, AuditRecord, Subscriber
from scans.queries.content import Surroundings
from scans.reports.cells import FORMULA, as_text
from scans.services.sealing import unseal
from scans.tasks import keep_house
from scans.web import surroundings
from tests.adviser import account, signed_in
from tests.factories import MOMENT, TODAY, SubscriberFactory
from tests.web.doors import text_of

pytestmark = pytest.mark.django_db

ADDRESS = "lezer@voorbeeld.nl"
FUTURE = datetime.max.replace(tzinfo=MOMENT.tzinfo) - timedelta(days=30)


@pytest.fixture(autouse=True)
def _somebody_offers_it(bare_site):
    surroundings.keep(Surroundings(1, House(owner_name="Bureau Zo"), ()))


def sign_up(client, email=ADDRESS, **fields):
    token = re.search(r'name="tekst" value="(\w+)"', client.get("/nieuwsbrief/").content.decode())
    posted = {"email": email, "akkoord": "ja", "tekst": token[1], **fields}
    return client.post("/nieuwsbrief/", {key: one for key, one in posted.items() if one})


def run_worker():
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def link(kind, body):
    return re.search(rf"https?://[^/]+(/nieuwsbrief/{kind}/[a-z2-7]{{32}}/)", body)[1]


@pytest.mark.django_db(transaction=True)
def test_from_signing_up_to_leaving_with_nothing_done_by_looking(client):
    answer = sign_up(client)
    assert answer.headers["Location"] == "/nieuwsbrief/?gelukt=1"
    assert "krijg je zo een mail met een link" in text_of(client.get("/nieuwsbrief/?gelukt=1"))
    run_worker()
    (asked,) = mail.outbox
    kept = Subscriber.objects.get()
    assert kept.consent_text.startswith("Ja, Bureau Zo mag mijn e-mailadres gebruiken")
    assert kept.consent_text in text_of(client.get("/nieuwsbrief/"))

    confirm = link("bevestigen", asked.body)
    for _time in range(2):
        assert "Wil je onze nieuwsbrief?" in text_of(client.get(confirm))
    assert Subscriber.objects.get().confirmed_at is None
    assert "Je staat op de lijst" in text_of(client.post(confirm, follow=True))
    assert Subscriber.objects.get().confirmed_at is not None
    client.post(confirm)
    run_worker()
    assert [one.subject for one in mail.outbox] == [
        "Bevestig je aanmelding voor de nieuwsbrief",
        "Je krijgt voortaan onze nieuwsbrief",
    ]

    leave = link("afmelden", mail.outbox[1].body)
    assert "Geen nieuwsbrief meer?" in text_of(client.get(leave))
    assert Subscriber.objects.count() == 1
    for _time in range(2):
        assert "Je bent afgemeld" in text_of(client.post(leave))
    assert Subscriber.objects.count() == 0
    assert client.get(leave).status_code == 404
    assert client.get(confirm).status_code == 404


def test_a_mail_program_takes_somebody_off_the_list_without_cookies():
    kept = SubscriberFactory(confirmed_at=MOMENT)
    machine = Client(enforce_csrf_checks=True)

    answer = machine.post(
        f"/nieuwsbrief/afmelden/{kept.unsubscribe_token}/", {"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 200
    assert answer.cookies.keys() == set()
    assert Subscriber.objects.count() == 0


def test_another_site_confirms_nothing(client):
    kept = SubscriberFactory(consented_at=FUTURE)

    answer = client.post(
        f"/nieuwsbrief/bevestigen/{kept.confirm_token}/", headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert Subscriber.objects.get().confirmed_at is None


@pytest.mark.django_db(transaction=True)
def test_known_confirmed_and_unknown_addresses_get_the_same_answer(client):
    SubscriberFactory(address="wacht@voorbeeld.nl")
    SubscriberFactory(address="staat@voorbeeld.nl", confirmed_at=MOMENT)

    answers = [
        sign_up(client, address)
        for address in ("nieuw@voorbeeld.nl", "wacht@voorbeeld.nl", "Staat@voorbeeld.nl")
    ]

    seen = {
        (one.status_code, one.headers["Location"], one.content, len(one.cookies)) for one in answers
    }
    assert len(seen) == 1
    run_worker()
    assert sorted(one.to[0] for one in mail.outbox) == ["nieuw@voorbeeld.nl", "wacht@voorbeeld.nl"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": ""}, "Vul een e-mailadres in."),
        ({"email": "x"}, "Vul een geldig e-mailadres in"),
        ({"email": f"a@b.nl\r\nBcc: {ADDRESS}"}, "Vul een geldig e-mailadres in"),
        ({"akkoord": ""}, "Zet een vinkje"),
        ({"tekst": "iets anders"}, "Deze tekst is net veranderd."),
        ({"tekst": ""}, "Deze tekst is net veranderd."),
    ],
)
def test_a_form_that_is_filled_in_badly_is_asked_again(client, fields, words):
    answer = sign_up(client, **fields)

    assert answer.status_code == 422
    assert words in text_of(answer)


def test_nobody_is_mailed_often(client):
    statuses = [sign_up(client).status_code for _time in range(6)]

    assert statuses == [302] * 5 + [429]


def test_nobody_signs_up_where_nobody_offers_it(client):
    surroundings.keep(Surroundings(1, House(), ()))

    assert client.get("/nieuwsbrief/").status_code == 404


@pytest.mark.parametrize("kind", ["bevestigen", "afmelden"])
def test_what_is_no_link_opens_nothing(client, kind):
    path = f"/nieuwsbrief/{kind}/kort/"

    assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_a_demonstration_says_so(client, settings):
    settings.DEMONSTRATION = True
    sign_up(client)
    run_worker()

    (sent,) = mail.outbox
    html = sent.alternatives[0].content
    assert "Demonstratie: verzonnen gegevens" in sent.body
    assert "Demonstratie: verzonnen gegevens" in html


def test_a_link_that_is_too_old_opens_nothing(client):
    kept = SubscriberFactory(consented_at=MOMENT - timedelta(days=400))

    path = f"/nieuwsbrief/bevestigen/{kept.confirm_token}/"

    assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)


@pytest.mark.django_db(transaction=True)
def test_housekeeping_forgets_who_did_not_confirm_and_the_task_with_the_address(client):
    sign_up(client)
    run_worker()

    keep_house(today=TODAY, moment=FUTURE)

    assert Subscriber.objects.count() == 0


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_adviseur_gets_addresses_proof_and_the_link_to_leave():
    kept = SubscriberFactory(confirmed_at=MOMENT, address=ADDRESS)
    SubscriberFactory()
    inside = signed_in(account())

    page = text_of(inside.get("/dashboard/inhoud/nieuwsbrief/"))
    answer = inside.post("/dashboard/inhoud/nieuwsbrief/export/")

    assert "1 adres op de lijst · 1 nog niet bevestigd" in page
    head, row = rows_of(answer)
    assert dict(zip(head, row, strict=True)) == {
        "e-mailadres": ADDRESS,
        "taal": "nl",
        "aangemeld_op": "2026-11-22T13:00:00+01:00",
        "bevestigd_op": "2026-11-22T13:00:00+01:00",
        "versie_toestemming": "1",
        "tekst_toestemming": "Ja, graag.",
        "link_afmelden": f"http://localhost:8000/nieuwsbrief/afmelden/{kept.unsubscribe_token}/",
    }
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="nieuwsbrief-')
    assert AuditRecord.objects.latest("pk").what == Action.SUBSCRIBERS_EXPORTED


def test_without_a_name_the_adviseur_reads_why_nobody_signs_up():
    surroundings.keep(Surroundings(1, House(), ()))

    page = text_of(signed_in(account()).get("/dashboard/inhoud/nieuwsbrief/"))

    assert "wie toestemming geeft, moet weten aan wie" in page


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\uff1d", "'=", '"='])
def test_no_spreadsheet_computes_with_an_address(start):
    SubscriberFactory(confirmed_at=MOMENT, address=f"{start}cmd|'/c calc'!a1@x.nl")

    _head, row = rows_of(signed_in(account()).post("/dashboard/inhoud/nieuwsbrief/export/"))

    assert row[0].startswith("'")


@given(text=st.text(max_size=20) | st.builds(str.__add__, st.sampled_from(FORMULA), st.text()))
def test_whatever_begins_as_a_formula_is_text(text):
    cell = as_text(text)

    assert not cell.startswith(FORMULA)
    assert cell.removeprefix("'") in (text.replace("\0", ""), text.replace("\0", "")[1:])


def test_the_address_is_only_kept_sealed():
    kept = SubscriberFactory(address=ADDRESS)

    assert unseal(kept.address_sealed) == ADDRESS
    assert ADDRESS not in repr(Subscriber.objects.values().get())
