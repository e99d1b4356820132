"""What internal clients fill in, and what a team member thinks that they will."""

import re

import pytest

from scans.engine.questionnaire import NOW, WANTED
from scans.models import Group, Response, Result
from tests.factories import (
    OwnerFactory,
    ResponseFactory,
    all_answers,
    client_answers,
    core_questionnaire,
    owner_token,
)
from tests.web.plain_browser import PlainBrowser, form_of
from tests.web.rounds import (
    close,
    invitation,
    member,
    open_round,
    own_link,
    words_of,
)

pytestmark = pytest.mark.django_db

PREDICTED = {
    f"prediction.{key}": ["1", "2", "3", "4", "5", "x"] for key in core_questionnaire().subjects
}


def on_paper(answers):
    return {code: "x" if value is None else str(value) for code, value in answers.items()}


def walk(browser, page, link, given):
    """Fill in every page from this one up to the overview; return their keys and the overview."""
    visited = []
    while page.request["PATH_INFO"] != f"{link}overzicht/":
        visited.append(page.request["PATH_INFO"].removeprefix(link).strip("/"))
        here = form_of(page)
        codes = [code for code in given if code in {*here.choices, *dict(here.fields)}]
        page = browser.press(page, on_paper({code: given[code] for code in codes}))
    return visited, page


def test_a_client_goes_from_the_invitation_to_a_thank_you_without_javascript():
    scan = open_round(department__name="Voorlichting")
    given = {**client_answers(), "k-rel1": None}
    browser = PlainBrowser()

    browser.press(browser.get(invitation(scan, Group.CLIENT)))
    response = Response.objects.get()
    link = own_link(response)
    visited, page = walk(browser, browser.get(f"{link}relevantie/"), link, given)
    page = browser.press(page)

    assert visited == ["relevantie", "timing", "resultaat", "rol"]
    response.refresh_from_db()
    assert (response.group, response.answers, response.sent) == (Group.CLIENT, given, True)
    assert page.redirect_chain == [(link, 302)]
    assert "Je helpt Voorlichting om te zien wat jullie samenwerking oplevert" in words_of(page)
    assert Result.objects.count() == 0


def test_a_team_member_goes_from_the_invitation_to_their_own_picture_without_javascript():
    scan = open_round()
    given = {**all_answers(), "prediction.relevantie": 4, "prediction.rol": None}
    browser = PlainBrowser()

    browser.press(browser.get(invitation(scan, Group.TEAM)))
    response = Response.objects.get()
    link = own_link(response)
    visited, page = walk(browser, browser.get(f"{link}relevantie/"), link, given)
    page = browser.press(page)

    steps = ["relevantie", "timing", "resultaat", "rol", "aannametoets", "afronding"]
    assert visited == steps
    response.refresh_from_db()
    assert (response.group, response.answers, response.sent) == (Group.TEAM, given, True)
    assert page.redirect_chain == [(link, 302)]
    assert "Dank je wel, je antwoorden zijn binnen" in words_of(page)
    assert browser.get(f"{link}beeld/").status_code == 200
    assert Result.objects.count() == 0


def test_a_client_is_asked_three_statements_a_theme_and_three_pairs(client):
    link = own_link(member(open_round(), Group.CLIENT, answers={}))
    mirror = core_questionnaire().clients

    asked = [
        set(form_of(client.get(f"{link}{key}/")).choices)
        for key in ("relevantie", "timing", "resultaat", "rol")
    ]

    assert [len(codes) for codes in asked] == [3, 3, 3, 6]
    assert set().union(*asked) == {
        *(statement.code for statement in mirror.statements),
        *(f"{pair.code}.{when}" for pair in mirror.pairs for when in (NOW, WANTED)),
    }


def test_a_kept_empty_page_of_the_team_is_not_shown_to_clients(client):
    scan = open_round()
    team, of_client = (own_link(member(scan, group, answers={})) for group in Group)

    codes = [set(form_of(client.get(f"{link}rol/")).choices) for link in (team, of_client, team)]

    assert codes[0] == codes[2]
    assert {code[:2] for code in codes[0]} == {"ro"}
    assert {code[:2] for code in codes[1]} == {"k-"}


@pytest.mark.parametrize("key", ["aannametoets", "afronding"])
def test_a_page_of_the_team_is_not_there_for_a_client(client, key):
    link = own_link(member(open_round(), Group.CLIENT))

    assert client.get(f"{link}{key}/").status_code == 404


@pytest.mark.parametrize("code", ["rel1", "rol1.huidig", "drukte", "open1", "prediction.rol"])
def test_an_answer_of_the_team_is_refused_from_a_client(client, code):
    response = member(open_round(), Group.CLIENT, answers={"k-rel1": 2})

    answer = client.post(f"{own_link(response)}opslaan/", {code: "4", "k-rel1": "4"})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [code])
    response.refresh_from_db()
    assert response.answers == {"k-rel1": 2}


def test_pages_for_clients_put_no_question_that_is_meant_for_the_team(client):
    link = own_link(member(open_round(), Group.CLIENT))
    subjects = core_questionnaire().subjects

    pages = {key: words_of(client.get(f"{link}{key}/")) for key in subjects}

    assert [key for key, words in pages.items() if subjects[key].question["nl"] in words] == []
    questions = [
        re.search(r'class="question">([^<]+)<', client.get(f"{link}{key}/").content.decode())[1]
        for key in subjects
    ]
    assert len(set(questions)) == 4


def test_a_client_who_comes_back_lands_on_the_first_unanswered_statement(client):
    answers = {code: value for code, value in client_answers().items() if code != "k-tim3"}
    link = own_link(member(open_round(), Group.CLIENT, answers=answers))

    page = client.get(link)

    assert page.headers["Location"] == f"{link}timing/#k-tim3"


def test_clients_are_promised_no_index_and_no_outcome(client):
    answers = {code: value for code, value in client_answers().items() if "tim" not in code}
    link = own_link(member(open_round(), Group.CLIENT, answers=answers))

    words = words_of(client.get(f"{link}overzicht/"))

    assert "Als je nu verstuurt, tellen niet al je antwoorden mee." in words
    assert "Timing krijgt zo geen score: 0 van de 3 stellingen beantwoord, 2 nodig." in words
    assert "impactindex" not in words
    assert "uitkomst" not in words


def test_a_team_that_expects_clients_is_asked_what_they_will_say(client):
    link = own_link(member(open_round(), answers={}))

    page = client.get(f"{link}aannametoets/")

    assert form_of(page).choices == PREDICTED
    assert " checked" not in page.content.decode()
    assert 'value="83"' in page.content.decode()


@pytest.mark.parametrize(
    "plan", [{"clients": False}, {"clients": False, "team": False}, {"team": False}]
)
def test_who_expects_no_clients_is_not_asked_what_they_will_say(client, plan):
    response = member(open_round(**plan), answers={})

    page = client.get(f"{own_link(response)}aannametoets/")
    saved = client.post(f"{own_link(response)}opslaan/", {"prediction.rol": "4"})

    assert (page.status_code, saved.status_code) == (404, 422)
    response.refresh_from_db()
    assert response.answers == {}


def test_predictions_are_kept_as_they_are_given_and_shown_on_coming_back(client):
    response = member(open_round(), answers={})
    link = own_link(response)

    saved = client.post(f"{link}opslaan/", {"prediction.relevantie": "4", "prediction.rol": "x"})
    page = client.get(f"{link}aannametoets/")
    posted = client.post(
        f"{link}aannametoets/", dict(form_of(page).filled({"prediction.timing": "1"}))
    )
    page = client.get(f"{link}aannametoets/")

    assert saved.json() == {"saved": ["prediction.relevantie", "prediction.rol"], "stale": {}}
    assert posted.headers["Location"] == f"{link}afronding/"
    response.refresh_from_db()
    assert response.answers == {
        "prediction.relevantie": 4,
        "prediction.rol": None,
        "prediction.timing": 1,
    }
    shown = {name: value for name, value in form_of(page).fields if name.startswith("prediction")}
    assert shown == {
        "prediction.relevantie": "4",
        "prediction.timing": "1",
        "prediction.rol": "x",
    }


@pytest.mark.parametrize("value", ["0", "6", "hoog", "4.0", "\0"])
def test_a_prediction_outside_the_scale_is_refused_at_its_field(client, value):
    response = member(open_round(), answers={})

    saved = client.post(f"{own_link(response)}opslaan/", {"prediction.rol": value})
    page = client.post(f"{own_link(response)}aannametoets/", {"prediction.rol": value})

    assert saved.status_code == page.status_code == 422
    assert list(saved.json()["errors"]) == ["prediction.rol"]
    assert "Kies een van de vijf antwoorden, of weet ik niet." in words_of(page)
    response.refresh_from_db()
    assert response.answers == {}


def test_predictions_may_stay_open(client):
    response = member(open_round())
    link = own_link(response)

    came_back = client.get(link)
    words = words_of(client.get(f"{link}overzicht/"))
    sent = client.post(f"{link}versturen/")

    assert came_back.headers["Location"] == f"{link}overzicht/"
    assert "nog niet beantwoord" not in words
    assert "Relevantie: hoe hoog scoren jullie volgens je interne klanten? –" in words
    assert sent.headers["Location"] == link


def test_the_overview_shows_predictions_in_words(client):
    given = {"prediction.relevantie": 2, "prediction.timing": None, "prediction.rol": 4}
    link = own_link(member(open_round(), answers={**all_answers(), **given}))

    words = words_of(client.get(f"{link}overzicht/"))

    for line in (
        "Relevantie: hoe hoog scoren jullie volgens je interne klanten? Laag",
        "Timing: hoe hoog scoren jullie volgens je interne klanten? Weet ik niet",
        "Rol: waar zien je interne klanten jullie nu? Vooral meedenker",
        "Verander Aannametoets",
    ):
        assert line in words


def test_only_predictions_are_nothing_to_send(client):
    response = member(open_round(), answers={"prediction.rol": 4})

    page = client.post(f"{own_link(response)}versturen/")

    assert page.status_code == 422
    assert "Je hebt nog niets beantwoord." in words_of(page)


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize("page", ["", "relevantie/", "later/", "overzicht/", "versturen/"])
@pytest.mark.parametrize("sent", [True, False])
def test_after_closing_every_page_leads_to_one_that_says_so(client, group, page, sent):
    scan = open_round()
    response = member(scan, group, sent=sent)
    close(scan)

    shown = client.get(own_link(response) + page, follow=True)

    assert (shown.status_code, shown.request["PATH_INFO"]) == (200, own_link(response))
    said = "De ronde is gesloten." if sent else "Ze tellen niet mee, en niemand krijgt ze te zien."
    assert said in words_of(shown)


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize(
    ("sent", "days", "said"),
    [
        (True, 7, "Deze scan is al verstuurd"),
        (True, -1, "Deze scan is al verstuurd"),
        (False, -1, "De ronde is gesloten"),
    ],
)
def test_what_comes_too_late_changes_nothing_and_hears_why(client, group, sent, days, said):
    response = member(open_round(days=days), group, sent=sent)
    kept = response.answers
    link = own_link(response)
    code = "rel1" if group == Group.TEAM else "k-rel1"

    saved = client.post(f"{link}opslaan/", {code: "5"})
    page = client.post(f"{link}relevantie/", {code: "5"})

    assert (saved.status_code, page.status_code) == (409, 409)
    assert saved.json() == {"message": f"{said}. Er is niets veranderd.", "url": link}
    assert said in words_of(page)
    response.refresh_from_db()
    assert response.answers == kept


@pytest.mark.parametrize("group", Group)
def test_sending_after_the_last_day_is_refused_in_words(client, group):
    response = member(open_round(days=-1), group)

    page = client.post(f"{own_link(response)}versturen/")

    assert page.status_code == 409
    assert "Je had je antwoorden nog niet verstuurd. Ze tellen niet mee" in words_of(page)
    response.refresh_from_db()
    assert not response.sent


WELCOMES = {
    "alone": (
        {"team": False, "clients": False},
        Group.TEAM,
        "Wie jouw link heeft, kan bij jouw scan.",
    ),
    "alone with clients": (
        {"team": False},
        Group.TEAM,
        "Na het versturen zie je meteen je eigen beeld.",
    ),
    "together with clients": (
        {"team": False, "together": True},
        Group.TEAM,
        "Na het versturen zie je meteen jullie eigen beeld.",
    ),
    "together": (
        {"team": False, "clients": False, "together": True},
        Group.TEAM,
        "Wie deze link heeft, kan bij jullie scan.",
    ),
    "team": ({}, Group.TEAM, "Meteen daarna zie je je eigen beeld."),
    "client": ({}, Group.CLIENT, "De afdeling ziet cijfers van de hele groep"),
}


@pytest.mark.parametrize("kind", WELCOMES)
def test_each_kind_of_respondent_is_welcomed_with_what_holds_for_them(client, kind):
    plan, group, promise = WELCOMES[kind]
    link = own_link(member(open_round(**plan), group, answers={}))

    words = words_of(client.get(link))

    assert promise in words
    assert "vertrouwelijk" in words
    assert [name for name, (_, _, other) in WELCOMES.items() if other in words] == [kind]


@pytest.mark.parametrize(
    ("together", "words"),
    [
        (False, ("Dank je wel, je antwoorden", "volgens jou voor staat", "Jouw eigen beeld")),
        (True, ("Dank jullie wel, de antwoorden", "volgens jullie zelf", "Jullie eigen beeld")),
    ],
)
def test_after_sending_one_is_thanked_as_one_or_as_a_team(client, together, words):
    response = member(open_round(team=False, together=together), sent=True)

    thanks = words_of(client.get(own_link(response)))
    picture = words_of(client.get(f"{own_link(response)}beeld/"))

    assert words[0] in thanks
    assert words[1] in thanks
    assert words[2] in picture
    assert ("Jullie antwoord:" in picture) == together


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("key", ["relevantie", "rol", "overzicht"])
def test_a_page_for_clients_asks_the_database_once(
    client, django_assert_num_queries, key, answered
):
    scan = open_round()
    response = member(scan, Group.CLIENT, answers=client_answers() if answered else {})
    client.get(f"{own_link(response)}timing/")

    with django_assert_num_queries(1):
        answer = client.get(f"{own_link(response)}{key}/")

    assert answer.status_code == 200


def test_a_solo_scan_leads_to_its_result_and_its_own_link_to_the_owners_page(client):
    scan = open_round(team=False, clients=False)
    owner = OwnerFactory(department=scan.department)
    response = ResponseFactory(scan=scan, answered=True)

    sent = client.post(f"{own_link(response)}versturen/")
    came_back = client.get(own_link(response)).content.decode()

    assert sent.headers["Location"].startswith("/resultaat/")
    assert f'href="{sent.headers["Location"]}"' in came_back
    assert f'href="/scan/{owner_token(owner.pk)}/"' in came_back
