"""Asking for a talk from a result, and the adviseur who reads it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from scans.engine.offer import House
from scans.models import Action, AuditRecord, ContactRequest
from scans.queries.content import Surroundings
from scans.services.contacting import A_DAY, Contact, contact_in
from scans.web import surroundings
from tests.adviser import account, signed_in
from tests.factories import (
    MOMENT,
    ContactRequestFactory,
    DepartmentFactory,
    ResultFactory,
    result_token,
)
from tests.web.doors import text_of

pytestmark = pytest.mark.django_db

FILLED = {"name": "Noor", "reach": "noor@voorbeeld.nl", "message": "Wat\nnu?"}
MARKUP = "<script>alert(1)</script>\"'&"


@pytest.fixture(autouse=True)
def _somebody_offers_it(bare_site):
    surroundings.keep(Surroundings(1, House(owner_name="Bureau Zo"), ()))


@pytest.fixture
def path():
    return f"/resultaat/{result_token(ResultFactory().scan)}/contact/"


def test_the_invitation_stands_on_the_result_and_leads_to_the_form(client, path):
    result = client.get(path.removesuffix("contact/")).content.decode()

    assert "Eens sparren?" in result
    assert f'href="{path}"' in result
    form = text_of(client.get(path))
    assert "mogen de adviseurs van Bureau Zo lezen wat je hier invult" in form
    assert "De naam van je organisatie zien ze niet" in form


def test_a_request_is_kept_once_however_often_it_is_pressed(client, path):
    key = re.search(r'name="sleutel" value="([\w-]+)"', client.get(path).content.decode())[1]

    answers = [client.post(path, FILLED | {"sleutel": key}) for _time in range(2)]

    assert {one.headers["Location"] for one in answers} == {f"{path}?gelukt=1"}
    assert contact_in(ContactRequest.objects.get()) == Contact(
        "Noor", "noor@voorbeeld.nl", "Wat\nnu?"
    )
    assert "Bureau Zo neemt contact met je op." in text_of(client.get(f"{path}?gelukt=1"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Vul je naam in."),
        ({"name": "x" * 101}, "hoogstens 100 tekens"),
        ({"reach": ""}, "Vul een e-mailadres of een telefoonnummer in."),
        ({"reach": "Noor"}, "met minstens acht cijfers"),
        ({"reach": "x" * 255}, "hoogstens 254 tekens"),
        ({"message": "x" * 2001}, "hoogstens 2000 tekens"),
    ],
)
def test_a_form_that_is_filled_in_badly_is_asked_again(client, path, fields, words):
    answer = client.post(path, FILLED | fields)

    assert (answer.status_code, ContactRequest.objects.count()) == (422, 0)
    assert words in text_of(answer)


def test_a_key_that_is_none_is_no_reason_to_lose_a_request(client, path):
    answers = [client.post(path, FILLED | {"sleutel": key}) for key in ("x", "")]

    assert [one.status_code for one in answers] == [302, 302]
    assert ContactRequest.objects.count() == 2


def test_nobody_buries_an_adviseur(client, path):
    statuses = [client.post(path, FILLED).status_code for _time in range(6)]

    assert statuses == [302] * 5 + [429]


def test_of_one_department_so_many_a_day_are_kept(client):
    result = ResultFactory()
    today = timezone.localdate()  # noqa: TID251 - the page looks at the clock too
    ContactRequestFactory.create_batch(A_DAY, department=result.scan.department, asked_on=today)

    answer = client.post(f"/resultaat/{result_token(result.scan)}/contact/", FILLED)

    assert answer.status_code == 422
    assert "al vaak gevraagd" in text_of(answer)


def test_without_a_name_nobody_is_asked_for_an_address(client, path):
    surroundings.keep(Surroundings(1, House(), ()))

    assert [client.get(path).status_code, client.post(path, FILLED).status_code] == [404, 404]


@pytest.fixture
def inside():
    return signed_in(account())


def test_the_adviseur_reads_who_asks_without_the_name_of_an_organisation(inside):
    ContactRequestFactory(department=DepartmentFactory(size_class="6-10"))

    page = text_of(inside.get("/dashboard/aanvragen/"))

    assert "Noor" in page
    assert "noor@voorbeeld.nl" in page
    assert "Een gemeente, 6–10 personen" in page
    assert "Gemeente Voorbeeld" not in page
    read = AuditRecord.objects.latest("pk")
    assert (read.what, read.details) == (Action.CONTACT_READ, "1")


def test_markup_in_a_request_is_text(inside, client, path):
    client.post(path, {"name": MARKUP, "reach": f"{MARKUP}@x", "message": MARKUP})

    page = inside.get("/dashboard/aanvragen/").content.decode()

    assert "alert(1)</script>" not in page
    assert page.count("&lt;script&gt;alert(1)") == 4


def test_a_request_is_ticked_off_and_opened_again(inside):
    kept = ContactRequestFactory()
    tick = f"/dashboard/aanvragen/{kept.pk}/afvinken/"

    ticked = text_of(inside.post(tick, follow=True))
    handled = text_of(inside.get("/dashboard/aanvragen/?toon=afgehandeld"))
    opened = text_of(inside.post(tick, {"stand": "open"}, follow=True))
    empty = text_of(inside.get("/dashboard/aanvragen/?toon=afgehandeld"))

    assert "De aanvraag is afgevinkt." in ticked
    assert "Er wacht niemand." in ticked
    assert "Afgevinkt door Ada op" in handled
    assert "De aanvraag staat weer open." in opened
    assert "Wachten op antwoord (1)" in opened
    assert "Er is nog niets afgehandeld." in empty


def test_what_can_not_be_opened_says_so(inside):
    ContactRequestFactory(sealed="broken")

    assert "Niet meer te lezen" in text_of(inside.get("/dashboard/aanvragen/"))


def test_without_a_name_the_adviseur_reads_why_nobody_asks(inside):
    surroundings.keep(Surroundings(1, House(), ()))

    assert "pas onder een uitkomst als je naam bekend is" in text_of(
        inside.get("/dashboard/aanvragen/")
    )


@pytest.mark.parametrize("handled", [False, True])
@pytest.mark.parametrize("count", [1, 3, 300])
def test_many_requests_ask_the_database_no_more(inside, count, handled):
    fields = {"handled_at": MOMENT, "handled_by": account(name="Bo")} if handled else {}
    ContactRequestFactory.create_batch(count, department=DepartmentFactory(), **fields)
    query = "toon=afgehandeld&" if handled else ""
    inside.get(f"/dashboard/aanvragen/?{query}")

    with CaptureQueriesContext(connection) as asked:
        page = text_of(inside.get(f"/dashboard/aanvragen/?{query}"))

    assert len(asked) == 6
    assert ("Ouder" in page) is (count > 25)
    if count > 25:
        last = text_of(inside.get(f"/dashboard/aanvragen/?{query}pagina=12"))
        assert ("Nieuwer" in last, "Ouder" in last) == (True, False)
