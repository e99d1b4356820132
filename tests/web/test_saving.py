"""Keeping answers over HTTP: only what was touched, and never after sending."""

import json

import pytest

from scans.models import Response
from tests.factories import ResponseFactory, ResultFactory, all_answers, respondent_token
from tests.web.plain_browser import form_of

pytestmark = pytest.mark.django_db


def kept():
    return Response.objects.get().answers


def address_of(response, page):
    return f"/invullen/{respondent_token(response.pk)}/{page}/"


@pytest.fixture
def tab(client):
    """Open a page of a response and return what sending it would post, after some changes."""

    def open_tab(response, page):
        form = form_of(client.get(address_of(response, page)))

        def send(**changes):
            return client.post(address_of(response, page), dict(form.filled(changes)))

        return send

    return open_tab


def save(client, response, bases=None, **answers):
    known = {f"initial-{code}": base for code, base in (bases or {}).items()}
    return client.post(address_of(response, "opslaan"), {**answers, **known})


def told(*saved, **stale):
    return {"saved": list(saved), "stale": stale}


def test_a_saved_answer_is_kept_and_named(client):
    response = ResponseFactory()

    answer = save(client, response, rel1="4", rel2="x", **{"rol1.huidig": "2"}, drukte="vaak")

    assert answer.status_code == 200
    assert answer.json() == told("rel1", "rel2", "rol1.huidig", "drukte")
    assert kept() == {"rel1": 4, "rel2": None, "rol1.huidig": 2, "drukte": "vaak"}


def test_line_breaks_are_kept_as_one_character(client):
    response = ResponseFactory()

    save(client, response, open1="een\r\ntwee")

    assert kept() == {"open1": "een\ntwee"}


def test_an_emptied_text_is_kept_as_empty(client):
    response = ResponseFactory(answers={"open1": "iets"})

    answer = save(client, response, {"open1": "iets"}, open1="")

    assert (answer.json(), kept()) == (told("open1"), {"open1": ""})


@pytest.mark.parametrize(
    ("present", "bases", "posted"),
    [
        pytest.param({}, [], "4", id="not-answered-and-no-base"),
        pytest.param({}, [""], "4", id="not-answered"),
        pytest.param({"rel1": 2}, ["2"], "4", id="answered"),
        pytest.param({"rel1": None}, ["x"], "4", id="weet-ik-niet"),
        pytest.param({"rel1": 2}, ["", "2"], "4", id="one-of-the-bases"),
        pytest.param({"rel1": 4}, ["2"], "4", id="kept-already"),
    ],
)
def test_an_answer_is_kept_over_what_its_page_knew(client, present, bases, posted):
    response = ResponseFactory(answers=present)

    answer = save(client, response, {"rel1": bases}, rel1=posted)

    assert (answer.json(), kept()) == (told("rel1"), {"rel1": 4})


@pytest.mark.parametrize(
    ("code", "present", "bases", "shown"),
    [
        pytest.param("rel1", 5, [], "5", id="no-base"),
        pytest.param("rel1", 5, ["", "3"], "5", id="other-bases"),
        pytest.param("rel1", None, ["3"], "x", id="weet-ik-niet"),
        pytest.param("rel1", 5, ["\0", "55", "[5]", "null"], "5", id="bases-that-are-none"),
        pytest.param("open1", "later\nmeer", ["eerst"], "later\nmeer", id="text"),
        pytest.param("open1", "x", [""], "x", id="text-that-says-x"),
        pytest.param("drukte", "vaak", ["nooit"], "vaak", id="option"),
    ],
)
def test_an_answer_that_comes_too_late_changes_nothing_and_hears_the_newer_one(
    client, code, present, bases, shown
):
    response = ResponseFactory(answers={code: present})
    posted = {"rel1": "2", "open1": "oud", "drukte": "soms"}[code]

    answer = save(client, response, {code: bases}, **{code: posted}, rel2="3")

    assert (answer.status_code, answer.json()) == (200, told("rel2", **{code: shown}))
    assert kept() == {code: present, "rel2": 3}


def test_an_answer_that_was_known_but_is_not_there_is_told_as_not_answered(client):
    response = ResponseFactory()

    answer = save(client, response, {"rel1": "3"}, rel1="4")

    assert (answer.json(), kept()) == (told(rel1=""), {})


def test_line_breaks_of_a_base_are_those_that_were_kept(client):
    response = ResponseFactory(answers={"open1": "een\ntwee"})

    answer = save(client, response, {"open1": "een\r\ntwee"}, open1="drie")

    assert (answer.json(), kept()) == (told("open1"), {"open1": "drie"})


def test_the_proof_of_origin_is_no_answer(client):
    response = ResponseFactory()

    answer = save(client, response, rel1="4", csrfmiddlewaretoken="x" * 64)

    assert (answer.json(), kept()) == (told("rel1"), {"rel1": 4})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("rel1=4&rel7=4", "rel7"),
        ("rel1=4&rel2=6", "rel2"),
        ("rel1=4&rel2=0", "rel2"),
        ("rel1=4&rel2=", "rel2"),
        ("rel1=4&rel2=4.0", "rel2"),
        ("rel1=4&rel2=%20 4", "rel2"),
        ("rel1=4&rel2=1e0", "rel2"),
        ("rel1=4&rel2=%D9%A4", "rel2"),  # an Arabic 4
        ("rel1=4&rel2=null", "rel2"),
        ("rel1=4&rel2=3&rel2=3", "rel2"),
        ("rel1=4&rel1.huidig=3", "rel1.huidig"),
        ("rel1=4&rol1=3", "rol1"),
        ("rel1=4&drukte=heel+druk", "drukte"),
        ("rel1=4&drukte=x", "drukte"),
        ("rel1=4&open1=%00", "open1"),
        ("rel1=4&open1=" + "x" * 3001, "open1"),
        ("rel1=4&initial-rel2=3", "initial-rel2"),
        ("initial-rel1=3", ""),
        ("rel1=4&initial-=3", "initial-"),
        ("rel1=4&naar=later", "naar"),
        ("rel1=4&%00=1", "\0"),
        ("", ""),
        ("csrfmiddlewaretoken=x", ""),
    ],
)
def test_one_answer_that_can_not_be_refuses_all_and_names_the_field(client, body, field):
    response = ResponseFactory(answers={"rel1": 2})

    answer = client.generic(
        "POST",
        address_of(response, "opslaan"),
        body,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 422
    assert answer.json() == {"errors": {field: "Dit antwoord kunnen we niet bewaren."}}
    assert kept() == {"rel1": 2}


def test_json_instead_of_a_form_is_refused(client):
    response = ResponseFactory()

    answer = client.post(
        address_of(response, "opslaan"), json.dumps({"rel1": 4}), content_type="application/json"
    )

    assert (answer.status_code, kept()) == (422, {})


def test_a_text_may_have_as_many_characters_as_the_browser_counts(client):
    text = "\r\n".join(["x" * 99] * 30) + "y"  # 3,000 with each line break as one
    response = ResponseFactory()

    for page in ("opslaan", "afronding"):
        answer = client.post(address_of(response, page), {"open1": text})

        assert answer.status_code in {200, 302}
        assert len(kept()["open1"]) == 3000


def test_after_sending_the_page_hears_where_to_go(client):
    response = ResultFactory().scan.responses.get()

    answer = save(client, response, rel1="5")

    assert answer.status_code == 409
    assert answer.json() == {
        "message": "Deze scan is al verstuurd. Er is niets veranderd.",
        "url": f"/invullen/{respondent_token(response.pk)}/",
    }
    assert kept() == all_answers()


@pytest.mark.parametrize("page", ["relevantie", "later", "afronding"])
def test_a_form_that_comes_after_sending_changes_nothing_and_says_so(client, page):
    response = ResultFactory().scan.responses.get()

    answer = client.post(address_of(response, page), {"rel1": "5", "email": "a@voorbeeld.nl"})

    assert answer.status_code == 409
    assert "Deze scan is al verstuurd" in answer.content.decode()
    assert kept() == all_answers()
    assert Response.objects.get().mails_sent == 0


def test_sending_to_a_scan_that_was_closed_without_it_says_so(client):
    late = ResponseFactory(scan=ResultFactory().scan, answered=True)

    answer = client.post(address_of(late, "versturen"))

    late.refresh_from_db()
    assert (answer.status_code, late.sent) == (409, False)


def test_an_old_tab_saves_only_what_was_touched_in_it(tab, client):
    response = ResponseFactory(answers={"rel1": 1, "rel2": 2, "rel3": None})
    old = tab(response, "relevantie")
    save(client, response, {"rel1": "1", "rel3": "x"}, rel1="5", rel3="4", rel4="4")

    old(rel2="3", rel5="x")

    assert kept() == {"rel1": 5, "rel2": 3, "rel3": 4, "rel4": 4, "rel5": None}


def test_an_old_tab_leaves_the_last_page_alone_too(tab, client):
    response = ResponseFactory(answers={"drukte": "nooit", "open1": "eerst\nen meer"})
    old = tab(response, "afronding")
    bases = {"drukte": "nooit", "open1": "eerst\nen meer"}
    save(client, response, bases, drukte="vaak", open1="later")

    old()

    assert kept() == {"drukte": "vaak", "open1": "later"}


def test_an_old_tab_that_comes_back_with_an_error_still_saves_only_what_was_touched(client):
    response = ResponseFactory(answers={"rel1": 1, "rel2": 2})
    address = address_of(response, "relevantie")
    form = form_of(client.get(address))
    save(client, response, {"rel1": "1"}, rel1="5")

    refused = client.post(address, {**dict(form.fields), "rel2": "9"})
    client.post(address, dict(form_of(refused).filled(rel2="3")))

    assert refused.status_code == 422
    assert kept() == {"rel1": 5, "rel2": 3}


def test_an_error_on_the_last_page_does_not_undo_a_newer_tab(client):
    response = ResponseFactory(answers={"drukte": "nooit"})
    address = address_of(response, "afronding")
    form = form_of(client.get(address))
    save(client, response, {"drukte": "nooit"}, drukte="vaak")

    refused = client.post(address, {**dict(form.fields), "open1": "x" * 3001})
    client.post(address, dict(form_of(refused).filled(open1="kort")))

    assert refused.status_code == 422
    assert kept() == {"drukte": "vaak", "open1": "kort"}


def test_pressing_next_without_answering_saves_nothing(tab):
    response = ResponseFactory()

    answer = tab(response, "relevantie")()

    assert (answer.status_code, kept()) == (302, {})


def test_an_error_keeps_what_else_was_filled_in(client):
    response = ResponseFactory()

    page = client.post(address_of(response, "relevantie"), {"rel1": "4", "rel2": "7", "rel3": "x"})

    shown = {name: value for name, value in form_of(page).fields if name.startswith("rel")}
    assert (page.status_code, kept()) == (422, {})
    assert shown == {"rel1": "4", "rel3": "x"}
    assert page.content.decode().count("Kies een van de vijf antwoorden, of weet ik niet.") == 1


def test_fields_of_another_page_are_not_saved(client):
    response = ResponseFactory()

    client.post(address_of(response, "relevantie"), {"rel1": "4", "tim1": "4", "drukte": "vaak"})

    assert kept() == {"rel1": 4}
