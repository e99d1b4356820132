"""Whatever is sent to us: refused at the field or shown safely, never a fault of ours."""

import re

import pytest
from django.core.files.base import ContentFile

from scans.models import (
    Department,
    Organisation,
    OutgoingMail,
    Response,
    Result,
    Scan,
)
from scans.reports.reading import report_of
from scans.reports.renderer import report_html
from tests.factories import (
    QuestionnaireVersionFactory,
    ReportFileFactory,
    ResponseFactory,
    ResultFactory,
    all_answers,
    respondent_token,
    result_token,
    start_fields,
)
from tests.web.plain_browser import PlainBrowser, form_of, ids_of

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
REQUIRED = "Dit veld is verplicht."
NO_ORGANISATION = "Vul de naam van je organisatie in."
NO_DEPARTMENT = "Vul de naam van je afdeling of team in."
SIZE = (
    "Vul bij ‘Hoeveel mensen werken er op de afdeling communicatie?’ een heel getal in, "
    "van 1 tot en met 2000."
)
SECTOR = "Kies een antwoord bij ‘In welke sector werkt jullie organisatie?’"
ORGANISATION_SIZE = "Kies een antwoord bij ‘Hoeveel mensen werken er in de hele organisatie?’"
PLACE = "Kies een antwoord bij ‘Waar staat de afdeling in de organisatie?’"
NUL = "Null-tekens zijn niet toegestaan."
LONG_ORGANISATION = "Maak de naam van je organisatie korter: hoogstens 200 tekens."
LONG_DEPARTMENT = "Maak de naam van je afdeling of team korter: hoogstens 200 tekens."
MARKUP = "<script>alert(1)</script>\"'&<!--"


def rows():
    """How many rows there are of everything that a visitor can make."""
    made = (Organisation, Department, Scan, Response, Result, OutgoingMail)
    return {model.__name__: model.objects.count() for model in made}


@pytest.fixture
def start(client):
    """Post the start form, filled in well but for these changes."""
    QuestionnaireVersionFactory()
    return lambda **changes: client.post("/start/", start_fields(**changes))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("organisation", None, NO_ORGANISATION),
        ("organisation", "", NO_ORGANISATION),
        ("organisation", " \t\r\n ", NO_ORGANISATION),
        ("organisation", "x" * 300, LONG_ORGANISATION),
        ("organisation", "een\0nul", NUL),
        ("department", "é" * 201, LONG_DEPARTMENT),
        ("department", "\0", NUL),
        ("afdelingsgrootte", None, SIZE),
        ("afdelingsgrootte", "", SIZE),
        ("afdelingsgrootte", "acht", SIZE),
        ("afdelingsgrootte", "1e3", SIZE),
        ("afdelingsgrootte", "8,5", SIZE),
        ("afdelingsgrootte", "8.5", SIZE),
        ("afdelingsgrootte", "0x8", SIZE),
        ("afdelingsgrootte", "NaN", SIZE),
        ("afdelingsgrootte", "8\0", SIZE),
        ("afdelingsgrootte", "9" * 5000, SIZE),
        ("afdelingsgrootte", "0", SIZE),
        ("afdelingsgrootte", "-8", SIZE),
        ("afdelingsgrootte", "2001", SIZE),
        ("afdelingsgrootte", "99999999999999999999", SIZE),
        ("sector", None, SECTOR),
        ("sector", "", SECTOR),
        ("sector", "ruimtevaart", SECTOR),
        ("sector", "gemeente\0", SECTOR),
        ("organisatiegrootte", "veel", ORGANISATION_SIZE),
        ("plaats", "☃", PLACE),
        ("plaats", MARKUP, PLACE),
    ],
)
def test_a_value_that_can_not_be_is_refused_at_its_field(start, field, value, message):
    before = rows()

    page = start(**{field: value})

    assert page.status_code == 422
    assert page.context["form"].errors == {field: [message]}
    assert 'class="invalid-feedback"' in page.content.decode()
    assert MARKUP not in page.content.decode()
    assert rows() == before


def test_what_was_filled_in_well_is_kept_beside_an_error(start):
    filled = start_fields(organisation="O'Brien & <Zn> 🙂", afdelingsgrootte="1e3")

    page = start(**filled)

    shown = {name: value for name, value in form_of(page).fields if name in filled}
    assert shown == filled


def test_an_empty_form_says_of_every_field_that_it_is_needed(client):
    QuestionnaireVersionFactory()

    for page in (client.post("/start/"), client.post("/start/", "{}", "application/json")):
        assert page.status_code == 422
        assert page.context["form"].errors == {
            "organisation": [NO_ORGANISATION],
            "department": [NO_DEPARTMENT],
            "sector": [SECTOR],
            "organisatiegrootte": [ORGANISATION_SIZE],
            "afdelingsgrootte": [SIZE],
            "plaats": [PLACE],
        }


def test_what_is_wrong_at_the_start_is_listed_at_the_top_with_a_link_to_each_field(start):
    page = start(organisation="", sector="ruimtevaart", afdelingsgrootte="0")

    html = page.content.decode()
    summary = html.partition('class="error-summary"')[2].partition("<form")[0]
    assert re.findall(r'<a href="#(\w+)">([^<]+)</a>', summary) == [
        ("id_organisation", NO_ORGANISATION),
        ("id_sector", SECTOR),
        ("id_afdelingsgrootte", SIZE),
    ]
    assert {"id_organisation", "id_sector", "id_afdelingsgrootte"} <= set(ids_of(page))
    assert re.findall(r"<[^>]* autofocus", " ".join(html.split())) == [
        '<div class="error-summary" aria-labelledby="problem" tabindex="-1" autofocus'
    ]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        pytest.param("x" * 200, "x" * 200, id="200-letters"),
        pytest.param("Gemeente 🏛️👩‍👩‍👧", "Gemeente 🏛️👩‍👩‍👧", id="emoji"),
        pytest.param("بلدية ירושלים", "بلدية ירושלים", id="right-to-left"),
        pytest.param("om\u202edraai", "om\u202edraai", id="turned-round"),
        pytest.param("  Súdwest-Fryslân ", "Súdwest-Fryslân", id="spaces-around"),
        pytest.param(MARKUP, MARKUP, id="markup"),
        pytest.param("{{ 7|add:7 }}{% now %}%s%(x)s", "{{ 7|add:7 }}{% now %}%s%(x)s", id="code"),
        pytest.param("a\r\nSet-Cookie: x=1", "a\r\nSet-Cookie: x=1", id="line-break"),
    ],
)
def test_an_unusual_name_is_kept_and_shown_safely(client, start, value, kept):
    page = start(organisation=value, department=value)
    token = page.headers["Location"].split("/")[2]
    client.post(f"/invullen/{token}/later/", {"email": "ik@voorbeeld.nl"})
    client.post(f"/invullen/{token}/opslaan/", {"rel1": "4", "open1": value})
    overview = client.get(f"/invullen/{token}/overzicht/")
    client.post(f"/invullen/{token}/versturen/")
    scan = Scan.objects.get()
    shown = client.get(f"/resultaat/{result_token(scan)}/")
    printed = report_html(report_of(Result.objects.get(), "nl"))

    assert (scan.department.name, scan.department.organisation.name) == (kept, kept)
    assert [answer.status_code for answer in (page, overview, shown)] == [302, 200, 200]
    for text in (overview.content.decode(), shown.content.decode(), printed):
        assert "alert(1)</script>" not in text
        assert "<!--" not in text
    assert ("&lt;script&gt;alert(1)" in shown.content.decode()) == (value == MARKUP)


def test_a_name_with_a_line_break_makes_no_header(client):
    file = ReportFileFactory(
        made=True, result__scan__department__name='R&D"\r\nSet-Cookie: x=1; ../../é🙂'
    )

    answer = client.get(f"/resultaat/{result_token(file.result.scan)}/rapport.pdf")

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="afdelingsscan-rd-set-cookie-x1-e-2026-11-22.pdf"'
    )
    assert answer.cookies.output() == ""


@pytest.mark.parametrize("name", ["🙂", "العربية", "---"])
def test_a_name_without_letters_for_a_file_gives_a_file_with_a_name(client, name):
    file = ReportFileFactory(made=True, result__scan__department__name=name)

    answer = client.get(f"/resultaat/{result_token(file.result.scan)}/rapport.pdf")

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="afdelingsscan-afdeling-2026-11-22.pdf"'
    )


@pytest.fixture
def addresses():
    """Every address that takes a form, and a response that is still open."""
    QuestionnaireVersionFactory()
    response = ResponseFactory(answers={"rel1": 2})
    link = f"/invullen/{respondent_token(response.pk)}/"
    pages = ("relevantie/", "rol/", "afronding/", "opslaan/", "later/")
    return ["/start/", "/taal/", *(link + page for page in pages)]


BODIES = {
    "5,000 fields": ("&".join(f"f{n}=1" for n in range(5000)).encode(), FORM, 400),
    "10 MB": (b"open1=" + b"x" * 10_000_000, FORM, 413),
    "10 MB without a name": (b"x" * 10_000_000, FORM, 413),
    "10 MB in parts": (
        b'--b\r\nContent-Disposition: form-data; name="open1"\r\n\r\n'
        + b"x" * 10_000_000
        + b"\r\n--b--\r\n",
        "multipart/form-data; boundary=b",
        413,
    ),
    "parts without a boundary": (b"--b\r\n", "multipart/form-data", 400),
    "parts that stop": (
        b'--b\r\nContent-Disposition: form-data; name="rel2"\r\n\r\n',
        "multipart/form-data; boundary=b",
        None,
    ),
    "JSON": (b'{"rel1": 4}', "application/json", None),
    "not UTF-8": (b"rel2=\xff\xfe&\xff=1&organisation=\xff&email=\xff", FORM, None),
    "half an escape": (b"rel2=%&email=%4&organisation=%zz", FORM, None),
    "an unknown charset": (b"rel2=9", f"{FORM}; charset=utf-9", None),
    "nothing but separators": (b"&&==&;&", FORM, None),
    "no kind at all": (b"rel2=4", "", None),
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_is_no_scan_changes_nothing_and_is_answered_in_words(client, addresses, kind):
    body, content_type, expected = BODIES[kind]
    before = rows()

    answers = {
        address: client.generic("POST", address, body, content_type=content_type)
        for address in addresses
    }

    statuses = {answer.status_code for answer in answers.values()}
    assert statuses <= ({expected} if expected else {200, 302, 400, 422})
    assert rows() == before
    assert Response.objects.get().answers == {"rel1": 2}
    if expected:
        pages = {answer.content.decode() for answer in answers.values()}
        (page,) = pages
        assert {400: "Dit kunnen we niet verwerken", 413: "Dit is te groot"}[expected] in page


def test_letters_that_are_no_letters_are_kept_as_a_sign_for_that(client):
    token = respondent_token(ResponseFactory().pk)

    answer = client.generic(
        "POST", f"/invullen/{token}/opslaan/", b"open1=a%ED%A0%80b%FFc", content_type=FORM
    )

    assert answer.status_code == 200
    assert Response.objects.get().answers == {"open1": "a\ufffd\ufffd\ufffdb\ufffdc"}


def test_a_file_in_a_form_is_left_out(client, addresses, settings):
    settings.FILE_UPLOAD_HANDLERS = ["scans.web.uploads.NoUploads"]

    answers = [
        client.post(
            address,
            {name: ContentFile(b"x" * 50_000, "foto.jpg") for name in ("rel2", "open1", "email")},
        )
        for address in addresses
    ]

    assert {answer.status_code for answer in answers} <= {302, 422}
    assert Response.objects.get().answers == {"rel1": 2}


def test_a_large_file_is_refused_before_it_is_read(client, addresses, settings):
    settings.FILE_UPLOAD_HANDLERS = ["scans.web.uploads.NoUploads"]
    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    body = head + b"x" * 1_000_000 + b"\r\n--b--\r\n"

    answers = [
        client.generic("POST", address, body, content_type="multipart/form-data; boundary=b")
        for address in addresses
    ]

    assert {answer.status_code for answer in answers} == {413}
    assert Response.objects.get().answers == {"rel1": 2}


@pytest.mark.parametrize(
    "address",
    [
        "/%00",
        "/?a=%00",
        "/start/?organisation=%00",
        "/vragenlijst/kern/%00.yaml",
        "/vragenlijst/kern/1.0%00.yaml",
        "/vragenlijst/kern/../../settings.yaml",
        "/vragenlijst/kern/%2e%2e%2fkern%2f1.0.yaml",
        "/vragenlijst/" + "k" * 3000 + "/1.0.yaml",
        "/invullen/%00/",
        "/invullen/{}/%00/",
        "/invullen/{}/relevantie%00/",
        "/invullen/{}/%F0%9F%99%82/",
        "/invullen/{}/" + "a" * 3000 + "/",
        "/invullen/{}/?naar=%00",
        "/invullen/{}/later/?email=%00",
        "/resultaat/%00/rapport.pdf",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_with_anything_in_it_is_answered(client, method, address):
    QuestionnaireVersionFactory()
    token = respondent_token(ResponseFactory().pk)

    answer = client.generic(method, address.format(token))

    assert answer.status_code in {200, 404, 405, 422}


@pytest.mark.parametrize("target", ["https://elders.nl/", "//elders.nl", "javascript:alert(1)"])
def test_the_language_switch_leads_to_no_other_site(client, target):
    answer = client.post("/taal/", {"language": "en", "next": target})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("language", ["", "\0", "xx", "nl" * 500, "../../etc", "<b>"])
def test_a_language_that_does_not_exist_is_dutch(client, language):
    client.post("/taal/", {"language": language, "next": "/\0"})

    assert '<html lang="nl">' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", REQUIRED),
        ("geen adres", "Voer een geldig e-mailadres in."),
        ("a@b", "Voer een geldig e-mailadres in."),
        ("a@voorbeeld.nl,b@voorbeeld.nl", "Voer een geldig e-mailadres in."),
        ("a@voorbeeld.nl\r\nBcc: b@voorbeeld.nl", "Voer een geldig e-mailadres in."),
        ("a@voorbeeld.nl\0", NUL),
        (
            "a" * 316 + "@b.nl",
            "Zorg dat deze waarde niet meer dan 320 tekens bevat (het zijn er nu 321).",
        ),
    ],
)
def test_an_address_that_is_none_is_refused_at_the_field(client, email, message):
    token = respondent_token(ResponseFactory().pk)

    page = client.post(f"/invullen/{token}/later/", {"email": email})

    assert page.status_code == 422
    assert message in page.context["form"].errors["email"]
    shown = dict(form_of(page).fields)["email"]
    assert shown == email
    assert (OutgoingMail.objects.count(), Response.objects.get().mails_sent) == (0, 0)


def test_a_host_that_is_not_ours_is_refused(client):
    answer = client.get("/", headers={"Host": "elders.nl"})

    assert answer.status_code == 400


def test_cookies_that_are_nonsense_are_no_obstacle():
    QuestionnaireVersionFactory()
    browser = PlainBrowser()
    browser.cookies.load({"csrftoken": "kort", "django_language": "\0" * 9, "x": "é" * 900})

    assert browser.get("/start/").status_code == 200


def test_an_answer_with_markup_is_escaped_wherever_it_is_shown(client):
    result = ResultFactory()
    response = result.scan.responses.get()
    response.answers = {**all_answers(), "open1": MARKUP}
    open_one = ResponseFactory(answers={"open1": MARKUP})
    token = respondent_token(open_one.pk)

    pages = [
        client.get(f"/invullen/{token}/{page}/").content.decode()
        for page in ("overzicht", "afronding", "relevantie")
    ]

    assert [page for page in pages if "<script>alert" in page] == []
    assert ["&lt;script&gt;alert(1)" in page for page in pages] == [True, True, False]
