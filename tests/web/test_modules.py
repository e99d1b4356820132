"""Filling in a module: a page of its own, made from its document and from nothing else."""

import html
import re

import pytest

from scans.models import Group, Response
from tests.factories import (
    QuestionnaireVersionFactory,
    ResponseFactory,
    ScanFactory,
    all_answers,
    client_answers,
    core_questionnaire,
    respondent_token,
    sixth_document,
    sixth_module,
)
from tests.web.plain_browser import PlainBrowser, form_of
from tests.web.rounds import invitation, open_round, words_of

pytestmark = pytest.mark.django_db

ANSWERS = {
    "zesde-ken1": 4,
    "zesde-ken2": None,
    "zesde-ken3": 1,
    "zesde-ovz1": 2,
    "zesde-ovz2": 5,
    "zesde-werk1.huidig": 2,
    "zesde-werk1.gewenst": 5,
    "zesde-werk2.huidig": 3,
    "zesde-werk2.gewenst": None,
    "zesde-vorm.huidig": "centraal",
    "zesde-vorm.gewenst": None,
    "zesde-luisteren.belegd": "niet",
    "zesde-luisteren.tijd": None,
    "zesde-maken.belegd": "team",
    "zesde-maken.tijd": "soms",
}
"""An answer to every question of the module, of every kind; ``None`` is "weet ik niet"."""

CLIENT_ANSWERS = {"zesde-k-ken1": 2, "zesde-k-mor1": 5}


def posted(answers):
    return {code: "x" if value is None else str(value) for code, value in answers.items()}


def at(response, page="zesde"):
    return f"/invullen/{respondent_token(response.pk)}/{page}/"


def with_module(**fields):
    return ResponseFactory(scan=ScanFactory(module_ids=[sixth_module().pk]), **fields)


def kept():
    return Response.objects.get().answers


def text_of(page):
    return html.unescape(words_of(page))


def test_a_module_that_the_product_does_not_know_is_filled_in_without_a_script(client):
    response = with_module()

    answer = client.post(at(response), posted(ANSWERS))

    assert answer.headers["Location"] == at(response, "afronding")
    assert kept() == ANSWERS


def test_its_page_comes_after_the_role_and_asks_all_of_it_with_nothing_chosen(client):
    response = with_module()

    form = form_of(client.get(at(response)))

    asked = [name for name in form.choices if name.startswith("zesde-")]
    chosen = [(name, value) for name, value in form.fields if not name.startswith("initial-")]
    assert asked == list(ANSWERS)
    assert all("x" in values for values in form.choices.values())
    assert chosen == []
    assert "Stap 5 van 6" in text_of(client.get(at(response)))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_its_page_says_everything_in_the_language_of_its_reader(client, language):
    client.cookies["django_language"] = language
    data = sixth_document().data
    theme, position = data["themes"][0], data["positions"][0]
    choice, block = data["choices"][0], data["coverage"][0]

    text = text_of(client.get(at(with_module())))

    for said in (
        data["title"],
        data["question"],
        data["intro"],
        theme["question"],
        theme["statements"][0]["text"],
        position["question"],
        position["low"],
        position["pairs"][0]["high"],
        choice["question"],
        choice["alternatives"][2]["text"],
        block["rows"][1]["meaning"],
        block["aspects"][0]["question"],
        block["aspects"][0]["cells"][3]["text"],
    ):
        assert said[language] in text


def test_what_was_answered_is_there_again(client):
    response = with_module(answers=ANSWERS)

    form = form_of(client.get(at(response)))

    chosen = {name: value for name, value in form.fields if name in ANSWERS}
    assert chosen == posted(ANSWERS)


def test_an_old_tab_does_not_undo_what_a_newer_one_did(client):
    response = with_module(answers={"zesde-vorm.huidig": "centraal"})
    old = form_of(client.get(at(response)))
    client.post(
        at(response), {"zesde-vorm.huidig": "iedereen", "initial-zesde-vorm.huidig": "centraal"}
    )

    client.post(at(response), dict(old.filled({"zesde-maken.tijd": "ja"})))

    assert kept() == {"zesde-vorm.huidig": "iedereen", "zesde-maken.tijd": "ja"}


@pytest.mark.parametrize(
    ("code", "value", "message"),
    [
        ("zesde-ken1", "6", "Kies een van de vijf antwoorden, of weet ik niet."),
        ("zesde-werk1.gewenst", "vol", "Kies een van de vijf antwoorden, of weet ik niet."),
        ("zesde-vorm.huidig", "soms", "Kies een van de antwoorden, of weet ik niet."),
        ("zesde-maken.tijd", "<script>", "Kies een van de antwoorden, of weet ik niet."),
        ("zesde-maken.tijd", "\0", "Kies een van de antwoorden, of weet ik niet."),
    ],
)
def test_a_value_that_can_not_be_is_told_at_its_field_and_the_rest_stays(
    client, code, value, message
):
    response = with_module()
    good = {"zesde-ovz1": "4", "zesde-luisteren.belegd": "een"}

    answer = client.post(at(response), {**good, code: value})

    page = answer.content.decode()
    told = re.search(rf'id="{re.escape(code)}".*?class="error-text"[^>]*>([^<]+)<', page, re.S)
    assert answer.status_code == 422
    assert told is not None
    assert told.group(1) == message
    assert {name: v for name, v in form_of(answer).fields if name in ANSWERS} == good
    assert kept() == {}


def test_each_kind_of_answer_is_saved_as_it_is_given(client):
    response = with_module()

    answer = client.post(
        at(response, "opslaan"),
        {"zesde-ken2": "x", "zesde-vorm.huidig": "sleutel", "initial-zesde-vorm.huidig": ""},
    )

    assert answer.json() == {"saved": ["zesde-ken2", "zesde-vorm.huidig"], "stale": {}}
    assert kept() == {"zesde-ken2": None, "zesde-vorm.huidig": "sleutel"}


def test_saving_tells_what_was_chosen_meanwhile(client):
    response = with_module(answers={"zesde-maken.tijd": None, "zesde-ken1": 2})

    answer = client.post(
        at(response, "opslaan"),
        {
            "zesde-maken.tijd": "ja",
            "initial-zesde-maken.tijd": "nee",
            "zesde-ken1": "5",
            "initial-zesde-ken1": "2",
        },
    )

    assert answer.json() == {"saved": ["zesde-ken1"], "stale": {"zesde-maken.tijd": "x"}}


@pytest.mark.parametrize("value", ["anders", "6", ""])
def test_saving_refuses_a_value_that_can_not_be(client, value):
    response = with_module()

    answer = client.post(at(response, "opslaan"), {"zesde-maken.tijd": value})

    assert answer.status_code == 422
    assert answer.json()["errors"].keys() == {"zesde-maken.tijd"}
    assert kept() == {}


def test_whoever_goes_on_comes_to_the_first_question_of_the_module_that_is_open(client):
    begun = {code: ANSWERS[code] for code in list(ANSWERS)[:9]}
    response = with_module(answers={**all_answers(), **begun})

    answer = client.get(f"/invullen/{respondent_token(response.pk)}/")

    assert answer.headers["Location"] == f"{at(response)}#zesde-vorm.huidig"
    assert 'id="zesde-vorm.huidig"' in client.get(at(response)).content.decode()


def test_the_overview_has_a_part_for_the_module(client):
    begun = {code: value for code, value in ANSWERS.items() if code != "zesde-maken.tijd"}
    response = with_module(answers={**all_answers(), **begun})

    text = text_of(client.get(at(response, "overzicht")))

    assert "Eén vraag is nog niet beantwoord." in text
    part = text.partition("Verander Rol")[2].partition("Verander Het zesde onderwerp")[0]
    for label, short in (("now", "Nu"), ("wanted", "Gewenst")):
        part = part.replace(f"– {getattr(core_questionnaire().role, label)['nl']}", f"– {short}")
    assert part.split("Het zesde onderwerp ")[1] == (
        "Wij weten wat onze klanten deze maand bezighoudt. Mee eens "
        "Van de meeste klanten weten wij niet wat hun succes bepaalt. Weet ik niet / n.v.t. "
        "Wij lopen bij klanten binnen zonder dat er een vraag ligt. Helemaal mee oneens "
        "Wij weten van elkaar welke klanten wij spreken. Mee oneens "
        "Wat klanten ons vertellen, schrijven wij op. Helemaal mee eens "
        "Tijd – Nu Vooral ‘We besteden onze tijd aan berichten maken’ "
        "Tijd – Gewenst Helemaal ‘We besteden onze tijd aan gesprekken voeren’ "
        "Kanalen – Nu Allebei evenveel Kanalen – Gewenst Weet ik niet / n.v.t. "
        "Vorm – Nu Eén centrale afdeling doet het werk. Vorm – Gewenst Weet ik niet / n.v.t. "
        "Luisteren – Belegd niemand Luisteren – Tijd Weet ik niet / n.v.t. "
        "Maken – Belegd het team Maken – Tijd nog niet beantwoord "
    )


def test_the_overview_says_which_theme_of_a_module_gets_no_score(client):
    response = with_module(answers={**all_answers(), "zesde-ken1": 4})

    text = text_of(client.get(at(response, "overzicht")))

    assert "Kennen krijgt zo geen score: 1 van de 3 stellingen beantwoord, 2 nodig." in text


def test_everything_is_filled_in_and_sent_without_a_script(client):
    response = with_module(answers=all_answers())
    browser = PlainBrowser()

    closing = browser.press(browser.get(at(response)), posted(ANSWERS))
    overview = browser.press(closing, naar="")
    browser.press(overview)

    response.refresh_from_db()
    assert response.sent
    assert response.answers == {**all_answers(), **ANSWERS}
    response.scan.refresh_from_db()
    assert response.scan.status == "closed"


@pytest.mark.parametrize("answers", [{}, ANSWERS])
@pytest.mark.parametrize("page", ["zesde", "overzicht", "relevantie"])
def test_a_page_of_a_scan_with_modules_asks_the_database_once(
    client, django_assert_num_queries, page, answers
):
    response = with_module(answers=answers)
    client.get(at(response, page))

    with django_assert_num_queries(1):
        answer = client.get(at(response, page))

    assert answer.status_code == 200


def test_a_scan_without_modules_has_no_such_page(client):
    sixth_module()
    response = ResponseFactory()

    assert client.get(at(response)).status_code == 404
    assert client.post(at(response, "opslaan"), {"zesde-ken1": "4"}).status_code == 422


def test_an_empty_page_is_that_of_its_own_version(client):
    first = with_module()
    changed = {**sixth_document().data, "version": "1.1"}
    changed["themes"] = [{**changed["themes"][0]}]
    second = ResponseFactory(
        scan=ScanFactory(module_ids=[sixth_module(version="1.1", themes=changed["themes"]).pk])
    )

    pages = [text_of(client.get(at(response))) for response in (first, second)]

    assert ["Wij weten van elkaar welke klanten wij spreken." in page for page in pages] == [
        True,
        False,
    ]


def test_internal_clients_get_the_mirror_and_their_own_themes_on_one_page(client):
    scan = open_round(module_ids=[sixth_module().pk])
    response = ResponseFactory(scan=scan, group=Group.CLIENT)

    page = client.get(at(response))
    client.post(at(response), posted(CLIENT_ANSWERS))

    text = text_of(page)
    assert [name for name in form_of(page).choices if name != "initial"] == list(CLIENT_ANSWERS)
    assert "Een paar vragen over hoe goed de afdeling jou kent." in text
    assert "Is de afdeling eerlijk tegen jou?" in text
    assert "Kennen jullie de mensen voor wie je werkt?" not in text
    assert kept() == CLIENT_ANSWERS


def test_a_module_without_questions_for_clients_has_no_page_for_them(client):
    scan = open_round(module_ids=[sixth_module(clients=None).pk])
    response = ResponseFactory(scan=scan, group=Group.CLIENT, answers=client_answers())

    assert client.get(at(response)).status_code == 404
    assert client.get(f"/invullen/{respondent_token(response.pk)}/").headers["Location"] == at(
        response, "overzicht"
    )


@pytest.mark.parametrize(
    ("group", "said"),
    [
        (Group.TEAM, "Het kost je ongeveer 11 minuten, verdieping meegerekend."),
        (Group.CLIENT, "Het kost je ongeveer 5 minuten, verdieping meegerekend."),
    ],
)
def test_an_invitation_counts_the_minutes_of_modules(client, group, said):
    scan = open_round(module_ids=[sixth_module().pk])

    assert said in text_of(client.get(invitation(scan, group)))


def test_the_welcome_names_the_modules(client):
    page = client.get(f"/invullen/{respondent_token(with_module().pk)}/")

    assert (
        "Deze keer met verdieping: Het zesde onderwerp. "
        "Samen met de andere vragen kost het je ongeveer 11 minuten."
    ) in text_of(page)


def test_the_welcome_of_a_scan_without_modules_says_nothing_of_them(client):
    QuestionnaireVersionFactory()

    page = client.get(f"/invullen/{respondent_token(ResponseFactory().pk)}/")

    assert "verdieping" not in text_of(page)


def test_the_page_on_how_it_computes_explains_modules_and_gives_their_documents(client):
    QuestionnaireVersionFactory()
    without = text_of(client.get("/methode/"))
    module = sixth_module()

    page = client.get("/methode/")

    assert "Verdieping" not in without
    assert "Download Het zesde onderwerp, versie 1.0 (YAML)" in text_of(page)
    assert 'href="/vragenlijst/zesde/1.0.yaml"' in page.content.decode()
    assert client.get("/vragenlijst/zesde/1.0.yaml").content.decode() == module.source
