"""The whole scan without JavaScript, with forms as they stand on the pages."""

import re

import pytest

from scans.engine.figures import ScanFigures
from scans.engine.solo import solo_figures
from scans.models import Response, Result, Scan
from tests.factories import (
    QuestionnaireVersionFactory,
    ResponseFactory,
    all_answers,
    core_questionnaire,
    respondent_token,
    result_token,
    start_fields,
)
from tests.web.plain_browser import PlainBrowser, form_of, ids_of

pytestmark = pytest.mark.django_db


def options_of(code):
    """The values that a context question can be answered with."""
    (question,) = [asked for asked in core_questionnaire().context if asked.code == code]
    return [option.value for option in question.options]


def on_paper(answers):
    """Answers as a form writes them."""
    return {code: "x" if value is None else str(value) for code, value in answers.items()}


def test_a_scan_is_filled_in_from_the_front_page_to_the_result():
    QuestionnaireVersionFactory()
    browser = PlainBrowser()
    given = {**all_answers(), "rel2": None, "rol3.gewenst": None, "open1": "Eén\nding €"}

    page = browser.get("/")
    assert 'href="/start/"' in page.content.decode()
    page = browser.press(browser.get("/start/"), start_fields())
    (link,) = [address for address, _ in page.redirect_chain]
    page = browser.get(f"{link}relevantie/")
    visited = []
    while page.request["PATH_INFO"] != f"{link}overzicht/":
        visited.append(page.request["PATH_INFO"].removeprefix(link))
        here = form_of(page)
        codes = [code for code in given if code in {*here.choices, *dict(here.fields)}]
        page = browser.press(page, on_paper({code: given[code] for code in codes}))
    page = browser.press(page)

    assert visited == ["relevantie/", "timing/", "resultaat/", "rol/", "afronding/"]
    response = Response.objects.get()
    assert (response.answers, response.sent) == (given, True)
    assert link == f"/invullen/{respondent_token(response.pk)}/"
    assert page.request["PATH_INFO"] == f"/resultaat/{result_token(Scan.objects.get())}/"
    assert page.status_code == 200
    figures = ScanFigures.from_json(Result.objects.get().figures)
    assert figures == solo_figures(core_questionnaire(), given, 8)
    assert "Eén" in page.content.decode()


@pytest.mark.parametrize(
    ("key", "choices"),
    [
        ("relevantie", {f"rel{n}": ["1", "2", "3", "4", "5", "x"] for n in range(1, 7)}),
        (
            "rol",
            {
                f"rol{n}.{when}": ["1", "2", "3", "4", "5", "x"]
                for n in range(1, 7)
                for when in ("huidig", "gewenst")
            },
        ),
        ("afronding", {"drukte": options_of("drukte")}),
    ],
)
def test_nothing_is_chosen_beforehand(client, key, choices):
    token = respondent_token(ResponseFactory().pk)

    form = form_of(client.get(f"/invullen/{token}/{key}/"))

    assert form.choices == choices
    sent = {name for name, value in form.fields if value and name != "csrfmiddlewaretoken"}
    assert sent == set()


@pytest.mark.parametrize("key", ["relevantie", "rol", "afronding"])
def test_what_was_answered_is_chosen_when_one_comes_back(client, key):
    answers = {**all_answers(), "rel3": None}
    token = respondent_token(ResponseFactory(answers=answers).pk)

    form = form_of(client.get(f"/invullen/{token}/{key}/"))

    shown = {name: value for name, value in form.fields if name in answers}
    expected = {code: value for code, value in on_paper(answers).items() if code in shown}
    assert shown == expected
    hidden = {name: value for name, value in form.fields if name.startswith("initial-")}
    assert hidden == {f"initial-{code}": value for code, value in expected.items()}


@pytest.mark.parametrize(
    ("answers", "address"),
    [
        pytest.param(["rel1"], "relevantie/#rel2", id="second"),
        pytest.param(["rel2"], "relevantie/#rel1", id="first-was-skipped"),
        pytest.param([f"rel{n}" for n in range(1, 7)], "timing/#tim1", id="next-theme"),
        pytest.param(["open1"], "relevantie/#rel1", id="only-the-last-page"),
    ],
)
def test_who_comes_back_lands_on_the_first_unanswered_statement(client, answers, address):
    given = {code: all_answers()[code] for code in answers}
    token = respondent_token(ResponseFactory(answers=given).pk)

    page = client.get(f"/invullen/{token}/")

    assert (page.status_code, page.headers["Location"]) == (302, f"/invullen/{token}/{address}")
    landed = client.get(page.headers["Location"].partition("#")[0])
    assert ids_of(landed).count(address.partition("#")[2]) == 1


def test_in_the_role_one_lands_on_the_row_that_is_open(client):
    given = {code: value for code, value in all_answers().items() if code != "rol2.gewenst"}
    token = respondent_token(ResponseFactory(answers=given).pk)

    page = client.get(f"/invullen/{token}/")

    assert page.headers["Location"] == f"/invullen/{token}/rol/#rol2.gewenst"
    assert ids_of(client.get(f"/invullen/{token}/rol/")).count("rol2.gewenst") == 1


def test_weet_ik_niet_is_an_answer_to_whoever_comes_back(client):
    given = dict.fromkeys([*core_questionnaire().statements, *core_questionnaire().role_codes])
    token = respondent_token(ResponseFactory(answers=given).pk)

    page = client.get(f"/invullen/{token}/")

    assert page.headers["Location"] == f"/invullen/{token}/overzicht/"


def test_who_begins_is_told_first_who_sees_what(client):
    token = respondent_token(ResponseFactory().pk)

    page = client.get(f"/invullen/{token}/").content.decode()

    assert f"http://testserver/invullen/{token}/" in page
    assert f'href="/invullen/{token}/relevantie/"' in page
    assert "vertrouwelijk" in page


def test_the_overview_leads_to_each_open_question(client):
    given = {k: v for k, v in all_answers().items() if k not in {"tim2", "rol1.huidig", "open1"}}
    token = respondent_token(ResponseFactory(answers=given).pk)

    page = client.get(f"/invullen/{token}/overzicht/").content.decode()

    linked = re.findall(rf'href="/invullen/{token}/(\w+/#[\w.]+)"', page)
    assert linked == ["timing/#tim2", "rol/#rol1.huidig"]


@pytest.mark.parametrize(
    ("towards", "address"),
    [("", "timing/"), ("later", "later/"), ("overzicht", "overzicht/"), ("elders", "timing/")],
)
def test_each_button_leads_where_it_says(client, towards, address):
    token = respondent_token(ResponseFactory().pk)

    page = client.post(f"/invullen/{token}/relevantie/", {"rel1": "4", "naar": towards})

    assert (page.status_code, page.headers["Location"]) == (302, f"/invullen/{token}/{address}")
    assert Response.objects.get().answers == {"rel1": 4}


def test_sending_nothing_is_refused_in_words(client):
    token = respondent_token(ResponseFactory(answers={"rel1": None}).pk)

    page = client.post(f"/invullen/{token}/versturen/")

    assert page.status_code == 422
    assert "Je hebt nog niets beantwoord." in page.content.decode()
    assert Result.objects.count() == 0


def test_sending_twice_leads_to_the_same_result(client):
    response = ResponseFactory(answered=True)
    address = f"/invullen/{respondent_token(response.pk)}/versturen/"

    pages = [client.post(address) for _ in range(2)]

    led = f"/resultaat/{result_token(response.scan)}/"
    assert [(page.status_code, page.headers["Location"]) for page in pages] == [(302, led)] * 2
    assert Result.objects.count() == 1


def test_a_form_of_another_site_changes_nothing():
    QuestionnaireVersionFactory()
    browser = PlainBrowser()

    page = browser.post("/start/", start_fields(), headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 403
    assert "Dit formulier kwam niet van onze site" in page.content.decode()
    assert Scan.objects.count() == 0
