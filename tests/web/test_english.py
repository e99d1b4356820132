"""The whole site in English: not one word of the Dutch interface is left on a page."""

import pytest
from django.core import mail
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory
from django.utils import translation

from scans.models import ReportFile
from scans.reports.renderer import report_html
from scans.web import errors
from tests.factories import (
    QuestionnaireVersionFactory,
    ResponseFactory,
    ResultFactory,
    core_questionnaire,
    respondent_token,
    result_token,
    start_fields,
)
from tests.reports.samples import report, solo, team
from tests.web.english import (
    OWN_WORDS,
    assert_english,
    assert_mails_are_english,
    dutch_on,
    english_answers,
)
from tests.web.plain_browser import PlainBrowser, form_of

pytestmark = pytest.mark.django_db

COMMUNICATION = {"organisation": "Example Council", "department": "Communication"}


@pytest.fixture
def token():
    """The own link of somebody who answered a part."""
    answers = {k: v for k, v in english_answers().items() if k not in {"tim2", "rol1.huidig"}}
    response = ResponseFactory(answers=answers, scan__department__name="Communication")
    return respondent_token(response.pk)


def test_dutch_is_recognised(client):
    words, language = dutch_on(client.get("/").content.decode())

    assert len(words) > 20
    assert language == ["nl"]


@pytest.mark.parametrize(
    "address", ["/", "/methode/", "/privacy/", "/toegankelijkheid/", "/start/"]
)
def test_a_public_page_is_english(english, address):
    QuestionnaireVersionFactory()

    assert_english(english.get(address))


def test_the_whole_walk_is_english():
    QuestionnaireVersionFactory()
    browser = PlainBrowser()
    browser.cookies["django_language"] = "en"
    answers = {code: str(value) for code, value in english_answers().items()}

    pages = [browser.press(browser.get("/start/"), start_fields(**COMMUNICATION))]
    link = pages[0].request["PATH_INFO"]
    pages.append(browser.get(f"{link}relevantie/"))
    while not pages[-1].request["PATH_INFO"].startswith("/resultaat/"):
        here = form_of(pages[-1])
        codes = [code for code in answers if code in {*here.choices, *dict(here.fields)}]
        pages.append(browser.press(pages[-1], {code: answers[code] for code in codes}))

    # Welcome, five pages of questions, overview and result
    assert len(pages) == 8
    for page in pages:
        assert_english(page)


def test_what_goes_wrong_at_the_start_is_said_in_english(english):
    QuestionnaireVersionFactory()

    assert_english(english.post("/start/", {}), 422)
    assert_english(
        english.post("/start/", start_fields(department="x" * 201, afdelingsgrootte="0")), 422
    )


@pytest.mark.parametrize(
    ("key", "posted"),
    [
        ("relevantie", {"rel1": "6"}),
        ("rol", {"rol1.huidig": "9"}),
        ("afronding", {"drukte": "zelden"}),
        ("afronding", {"open1": "x" * 3001}),
    ],
)
def test_an_answer_that_can_not_be_kept_is_refused_in_english(english, token, key, posted):
    assert_english(english.post(f"/invullen/{token}/{key}/", posted), 422)


def test_a_background_save_is_refused_in_english(english, token):
    closed = respondent_token(ResultFactory().scan.responses.get().pk)

    refused = english.post(f"/invullen/{token}/opslaan/", {"rel1": "6"})
    late = english.post(f"/invullen/{closed}/opslaan/", {"rel1": "4"})

    assert (refused.status_code, refused.json()) == (
        422,
        {"errors": {"rel1": "We cannot save this answer."}},
    )
    assert (late.status_code, late.json()["message"]) == (
        409,
        "This scan has already been sent. Nothing has changed.",
    )


def test_the_overview_is_english_whatever_is_open(english, token):
    nearly = {code: value for code, value in english_answers().items() if code != "rel1"}
    one = respondent_token(ResponseFactory(answers=nearly).pk)
    nothing = respondent_token(ResponseFactory(answers={"rel1": None}).pk)

    for here in (token, one, nothing):
        assert_english(english.get(f"/invullen/{here}/overzicht/"))
    assert_english(english.post(f"/invullen/{nothing}/versturen/"), 422)


def test_going_on_later_and_the_mail_are_english(english, token):
    address = f"/invullen/{token}/later/"

    assert_english(english.get(address))
    assert_english(english.post(address, {"email": "nobody"}), 422)
    for _ in range(3):
        assert_english(english.post(address, {"email": "reader@example.org"}, follow=True))
    assert_english(english.post(address, {"email": "reader@example.org"}), 422)

    assert_mails_are_english()
    assert [sent.subject for sent in mail.outbox] == ["Your link to the Afdelingsscan"] * 3


def test_waiting_for_the_pdf_is_english_also_when_it_fails(english):
    address = f"/resultaat/{result_token(ResultFactory().scan)}/rapport.pdf"

    assert_english(english.get(address), 202)
    ReportFile.objects.update(failed=True)
    assert_english(english.get(address), 503)


def test_changing_what_was_sent_is_refused_in_english(english):
    sent = respondent_token(ResultFactory().scan.responses.get().pk)

    assert_english(english.post(f"/invullen/{sent}/relevantie/", {"rel1": "4"}), 409)


def test_error_pages_are_english(english):
    request = RequestFactory().get("/")

    assert_english(english.get("/bestaat/niet/"), 404)
    assert_english(english.get(f"/?{'x' * 4000}"), 414)
    assert_english(english.post("/start/", headers={"Sec-Fetch-Site": "cross-site"}), 403)
    chunked = {"Transfer-Encoding": "chunked"}
    assert_english(english.generic("POST", "/start/", headers=chunked), 411)
    with translation.override("en"):
        assert_english(errors.bad_request(request, ValueError()), 400)
        assert_english(errors.bad_request(request, RequestDataTooBig()), 413)
        assert_english(errors.csrf_failure(request), 403)
        assert_english(errors.forbidden(request), 403)
        assert_english(errors.server_error(request), 500)


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(solo(text=OWN_WORDS), id="one-person"),
        pytest.param(solo((65.6, None, 30), (None, None)), id="hardly-anything-known"),
        pytest.param(solo((100, 90, 80), (30, None)), id="all-high-and-half-a-role"),
        pytest.param(solo((20, 30, 10), (None, 60)), id="all-low-and-the-other-half"),
        pytest.param(solo((60, 50, 50), (80, 20)), id="towards-maker"),
        pytest.param(team(), id="team"),
    ],
)
def test_the_pdf_is_english(figures):
    shown = report(
        figures, language="en", department="Communication", organisation="Example Council"
    )

    html = report_html(shown)

    assert dutch_on(html) == ([], ["en"])
    assert "22\u00a0November\u00a02026" in html


def test_the_names_of_themes_roles_and_profiles_are_those_of_the_questionnaire(english):
    QuestionnaireVersionFactory()
    asked = core_questionnaire()
    page = english.get("/methode/").content.decode()
    subjects = [*asked.themes, *asked.profiles.values()]
    names = [subject.title["en"] for subject in subjects]
    names += [pole["en"] for pole in asked.role.poles.values()]

    assert [name for name in names if name not in page] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sample_on_the_front_page_opens_as_a_real_report_does(client, language):
    sentence = core_questionnaire().profiles["productiehuis"].sentence[language]
    client.cookies["django_language"] = language

    page = client.get("/").content.decode()

    assert sentence in page
