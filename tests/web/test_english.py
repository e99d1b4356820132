"""The whole site in English: not one word of the Dutch interface is left on a page."""

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.utils import translation

from scans.models import OutgoingMail, ReportFile
from scans.reports.renderer import report_html
from scans.services.mailing import deliver_mail
from scans.web import errors
from tests.factories import (
    QuestionnaireVersionFactory,
    ResponseFactory,
    ResultFactory,
    all_answers,
    core_questionnaire,
    respondent_token,
    result_token,
    start_fields,
)
from tests.reports.samples import report, solo, team
from tests.web.plain_browser import PlainBrowser, form_of

pytestmark = pytest.mark.django_db

# Words that a Dutch sentence can hardly do without, and those of the short labels; none of them
# is English, and none stands in what these tests fill in.
DUTCH = """
    aan achter afdeling afronding alle antwoord antwoorden beantwoord beide bekijk bewaard bewaren
    bezig bij bladzijde bovenaan daarna dan dat de deze dit druk dus een eensgezindheid elk elke
    en er geen gekopieerd gemiddelde gesprekskaart gewenst grens haal heb hebben hebt helemaal het
    hier hoe hoog huidig hun iedereen impactindex ingevuld inhoud interne je jou jouw jullie kan
    kies klant klanten kleine klopt kopieer laag laat laatste maak marge meedenker meer mijn
    minder minstens naam naar niet nog nu omgekeerd onder ons ook opgeslagen opnieuw organisatie
    overzicht paren personen persoon plek profiel punten rapport resultaat rol samenvatting stap
    stappen stelling stellingen stuur te tekens terug thema tot tussen uit uitkomst van vanaf veel
    verder versie verstuur verstuurd vinden volgende voor vooral voorpagina vorige vraag vragen
    vragenlijst waar wat weet welke werk wie wij willen wordt zien zijn zo zonder
"""
# Attributes that are read aloud or shown.
SPOKEN = {"alt", "aria-label", "content", "label", "placeholder", "title"}
COMMUNICATION = {"organisation": "Example Council", "department": "Communication"}


class _Words(HTMLParser):
    """Everything that a page says, left out what says itself that it is Dutch."""

    def __init__(self, page):
        super().__init__()
        self.said = []
        self._silent = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        in_dutch = tag != "html" and dict(attrs).get("lang") == "nl"
        if tag in {"style", "code"} or in_dutch:
            self._silent = tag
        self.said += [
            value for name, value in attrs if name in SPOKEN or name.startswith("data-text")
        ]

    def handle_endtag(self, tag):
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data):
        if not self._silent:
            self.said.append(data)


def dutch_in(text):
    """The Dutch words of a text, each once."""
    return sorted(set(DUTCH.split()) & set(re.findall(r"[\w-]+", text.lower())))


def dutch_on(page):
    """The Dutch words of a document, and the language that it says to be in."""
    return dutch_in(" ".join(_Words(page).said)), re.findall(r'<html lang="(\w+)"', page)


def assert_english(answer, status=200):
    """Look at one page: it came with this status and is English throughout."""
    assert answer.status_code == status
    assert dutch_on(answer.content.decode()) == ([], ["en"])


@pytest.fixture
def english(client):
    """A visitor who chose English."""
    client.cookies["django_language"] = "en"
    return client


def english_answers():
    return {**all_answers(), "open1": "Joining plans earlier."}


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

    deliver_mail(mail_id=OutgoingMail.objects.first().pk)
    (sent,) = mail.outbox
    ((html, _),) = sent.alternatives
    assert sent.subject == "Your link to the Afdelingsscan"
    without_link = re.sub(r"https?://\S+", "", sent.body)
    assert dutch_in(without_link) == []
    assert dutch_on(re.sub(r"https?://[^\s<\"]+", "", html)) == ([], ["en"])


def test_waiting_for_the_pdf_is_english_also_when_it_fails(english):
    address = f"/resultaat/{result_token(ResultFactory().scan)}/rapport.pdf"

    assert_english(english.get(address), 202)
    ReportFile.objects.update(failed=True)
    assert_english(english.get(address), 503)


def test_changing_what_was_sent_is_refused_in_english(english):
    sent = respondent_token(ResultFactory().scan.responses.get().pk)

    assert_english(english.post(f"/invullen/{sent}/relevantie/", {"rel1": "4"}), 409)


def test_error_pages_are_english(english):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["django_language"] = "en"
    request = RequestFactory().get("/")

    assert_english(english.get("/bestaat/niet/"), 404)
    assert_english(strict.post("/start/", {}), 403)
    with translation.override("en"):
        assert_english(errors.bad_request(request, ValueError()), 400)
        assert_english(errors.forbidden(request), 403)
        assert_english(errors.server_error(request), 500)


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(solo(text="Joining plans earlier."), id="one-person"),
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
