"""Verdieping: chosen at the start, with the next round, or while a round is open."""

import html

import pytest

from scans.models import Scan
from tests.factories import (
    OwnerFactory,
    QuestionnaireVersionFactory,
    ResponseFactory,
    ScanFactory,
    owner_token,
    respondent_token,
    sixth_document,
    sixth_module,
    start_fields,
)
from tests.web.plain_browser import PlainBrowser, form_of
from tests.web.rounds import close, open_round, own_link, words_of

pytestmark = pytest.mark.django_db

MESSAGE = "Kies uit de verdiepingen die hier staan."
KEY = "k" * 22


def text_of(page):
    return html.unescape(words_of(page))


def another():
    data = {
        **sixth_document().data,
        "slug": "ander",
        "title": {"nl": "Iets anders", "en": "Else"},
        "clients": None,
    }
    return QuestionnaireVersionFactory(slug="ander", data=data)


def owner_of(scan):
    return OwnerFactory(department=scan.department)


def address_of(owner, page="verdieping/"):
    return f"/scan/{owner_token(owner.pk)}/{page}"


def chosen_in(form):
    return [value for name, value in form.fields if name == "verdieping"]


def test_without_modules_the_start_page_says_nothing_of_them(client):
    QuestionnaireVersionFactory()

    assert "Verdieping" not in text_of(client.get("/start/"))


def test_the_start_page_offers_modules_and_ticks_none(client):
    QuestionnaireVersionFactory()
    sixth_module()
    another()

    page = client.get("/start/")

    form = form_of(page)
    assert (form.choices["verdieping"], chosen_in(form)) == (["ander", "zesde"], [])
    assert "<details" in page.content.decode()
    assert (
        "Verdieping (mag ook later) Verdieping Elke verdieping is een extra bladzijde met vragen "
        "voor iedereen die invult. De gewone scan verandert er niet door. Iets anders Hoe goed "
        "jullie de wereld om je heen kennen, en wie wat doet. 15 vragen, ongeveer 3 minuten. "
        "Het zesde onderwerp Hoe goed jullie de wereld om je heen kennen, en wie wat doet. "
        "15 vragen, ongeveer 3 minuten. Voor interne klanten: 1 minuut."
    ) in text_of(page)


def test_a_scan_is_started_with_the_modules_that_were_ticked(client):
    QuestionnaireVersionFactory()
    module, other = sixth_module(), another()

    client.post("/start/", start_fields(verdieping=["zesde", "ander", "zesde"]))

    assert Scan.objects.get().module_ids == [other.pk, module.pk]


def test_a_scan_is_started_without_modules(client):
    QuestionnaireVersionFactory()
    sixth_module()

    client.post("/start/", start_fields())

    assert Scan.objects.get().module_ids == []


def test_the_same_start_page_sent_twice_is_one_scan(client):
    QuestionnaireVersionFactory()
    sixth_module()
    fields = start_fields(verdieping=["zesde"], sleutel=KEY)

    pages = [client.post("/start/", fields).headers["Location"] for _ in range(2)]

    assert pages[0] == pages[1]
    assert Scan.objects.count() == 1


@pytest.mark.parametrize("slug", ["kern", "nergens", "", "\0", "<b>"])
def test_a_module_that_is_not_there_is_refused_at_its_field(client, slug):
    QuestionnaireVersionFactory()
    sixth_module()

    page = client.post("/start/", start_fields(verdieping=["zesde", slug]))

    assert page.status_code == 422
    assert f'id="fout-verdieping">{MESSAGE}' in page.content.decode()
    assert '<details class="modules-fold" open>' in page.content.decode()
    assert chosen_in(form_of(page)) == ["zesde"]
    assert Scan.objects.count() == 0


def test_a_team_that_is_too_small_keeps_its_modules_when_it_goes_on_together(client):
    QuestionnaireVersionFactory()
    module = sixth_module()

    client.post("/start/", start_fields(naar="samen", wijze="team", verdieping=["zesde"]))

    scan = Scan.objects.get()
    assert (scan.together, scan.module_ids) == (True, [module.pk])


def test_the_next_round_begins_with_the_modules_of_the_round_before(client):
    QuestionnaireVersionFactory()
    old = sixth_module()
    another()
    scan = open_round(module_ids=[old.pk])
    close(scan)
    newest = sixth_module(version="1.1")
    owner = owner_of(scan)

    form = form_of(client.get(address_of(owner, "volgende/")))
    posted = {"verdieping": chosen_in(form), "wijze": "alleen", "afdelingsgrootte": "8"}
    client.post(address_of(owner, "volgende/"), posted)

    assert chosen_in(form) == ["zesde"]
    assert Scan.objects.get(number=2).module_ids == [newest.pk]


def test_the_next_round_goes_without_modules_when_none_is_ticked(client):
    module = sixth_module()
    scan = open_round(module_ids=[module.pk])
    close(scan)

    posted = {"wijze": "alleen", "afdelingsgrootte": "8"}
    client.post(address_of(owner_of(scan), "volgende/"), posted)

    assert Scan.objects.get(number=2).module_ids == []


def test_a_module_is_added_to_an_open_round_by_pressing_a_button():
    module = sixth_module()
    scan = open_round()
    owner, browser = owner_of(scan), PlainBrowser()
    sent = ResponseFactory(scan=scan, answers={"rel1": 3}, sent=True)
    busy = ResponseFactory(scan=scan, answers={"rel1": 3})

    page = browser.get(address_of(owner))
    assert Scan.objects.get().module_ids == []
    after = browser.press(page, {"verdieping": "zesde"})

    assert "Wie al heeft verstuurd, krijgt de nieuwe vragen niet meer." in text_of(page)
    assert "In deze ronde vragen jullie ook: Het zesde onderwerp" in text_of(after)
    assert Scan.objects.get().module_ids == [module.pk]
    assert browser.get(f"{own_link(busy)}zesde/").status_code == 200
    assert browser.get(f"{own_link(sent)}zesde/").status_code == 302


def test_before_the_first_answer_a_module_is_taken_away_again(client):
    scan = open_round(module_ids=[sixth_module().pk])
    owner = owner_of(scan)
    ResponseFactory(scan=scan)

    page = client.get(address_of(owner))
    client.post(address_of(owner), dict(form_of(page).filled({"verdieping": []})))

    assert "Een verdieping kan er weer af" in text_of(page)
    assert Scan.objects.get().module_ids == []


def test_after_the_first_answer_a_module_stays(client):
    module = sixth_module()
    scan = open_round(module_ids=[module.pk])
    owner = owner_of(scan)
    ResponseFactory(scan=scan, answers={"rel1": 3})

    page = client.get(address_of(owner))
    answer = client.post(address_of(owner), {"ronde": "1"})

    assert "Een gekozen verdieping kan er daarom niet meer af." in text_of(page)
    assert "disabled" in page.content.decode()
    assert answer.status_code == 302
    assert Scan.objects.get().module_ids == [module.pk]


def test_who_answers_first_keeps_the_module_that_a_page_would_take_away(client):
    module = sixth_module()
    scan = open_round(module_ids=[module.pk])
    owner = owner_of(scan)
    fields = dict(form_of(client.get(address_of(owner))).filled({"verdieping": []}))
    ResponseFactory(scan=scan, answers={"rel1": 3})

    answer = client.post(address_of(owner), fields)

    assert answer.status_code == 409
    assert "Er is niets veranderd." in text_of(answer)
    assert Scan.objects.get().module_ids == [module.pk]


def test_an_old_tab_takes_nothing_away_that_it_does_not_know(client):
    module, other = sixth_module(), another()
    scan = open_round()
    owner = owner_of(scan)
    old = form_of(client.get(address_of(owner)))
    client.post(address_of(owner), {"ronde": "1", "verdieping": "zesde"})

    client.post(address_of(owner), dict(old.filled({"verdieping": "ander"})))

    assert Scan.objects.get().module_ids == [other.pk, module.pk]


@pytest.mark.parametrize("name", ["verdieping", "gezien"])
def test_an_unknown_module_is_refused_and_nothing_changes(client, name):
    module = sixth_module()
    scan = open_round(module_ids=[module.pk])
    fields = {"ronde": "1", "verdieping": ["zesde"], "gezien": ["zesde"]}

    page = client.post(address_of(owner_of(scan)), {**fields, name: ["nergens"]})

    assert page.status_code == 422
    assert MESSAGE in text_of(page)
    assert Scan.objects.get().module_ids == [module.pk]


def test_a_page_of_an_earlier_round_changes_nothing(client):
    sixth_module()
    scan = open_round(number=2)

    answer = client.post(address_of(owner_of(scan)), {"ronde": "1", "verdieping": "zesde"})

    assert answer.status_code == 409
    assert Scan.objects.get().module_ids == []


@pytest.mark.parametrize("days", [-1, None])
def test_a_round_that_takes_no_answers_gets_no_modules(client, days):
    sixth_module()
    scan = open_round(days=days or 7)
    if days is None:
        close(scan)
    owner = owner_of(scan)

    answers = [
        client.get(address_of(owner)),
        client.post(address_of(owner), {"ronde": "1", "verdieping": "zesde"}),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "Verdieping toevoegen" not in text_of(client.get(address_of(owner, "")))
    assert Scan.objects.get().module_ids == []


def test_whoever_fills_in_alone_adds_a_module_until_sending(client):
    module = sixth_module()
    scan = ScanFactory()
    response = ResponseFactory(scan=scan, answers={"rel1": 3})
    owner = owner_of(scan)

    link = address_of(owner)
    assert link in client.get(address_of(owner, "")).content.decode()
    client.post(link, {"ronde": "1", "verdieping": "zesde"})
    assert Scan.objects.get().module_ids == [module.pk]

    client.post(f"/invullen/{respondent_token(response.pk)}/versturen/")
    assert client.get(link).status_code == 409


def test_without_modules_there_is_nothing_to_choose(client):
    owner = owner_of(open_round())

    assert "Er zijn nu geen verdiepingen om uit te kiezen." in text_of(
        client.get(address_of(owner))
    )


def test_the_text_of_an_invitation_tells_how_long_it_takes(client):
    scan = open_round(module_ids=[sixth_module().pk])
    owner = owner_of(scan)

    pages = [
        text_of(client.get(address_of(owner, f"uitnodigen/{slug}/")))
        for slug in ("team", "klanten")
    ]

    assert [
        "Het kost je ongeveer 11 minuten" in pages[0],
        "It takes about 11 minutes" in pages[0],
    ] == [
        True,
        True,
    ]
    assert "Het kost je ongeveer 5 minuten" in pages[1]
