"""What holds for every page: headers, cookies, languages, and how often the database is asked."""

import pytest
from django.urls import reverse

from scans.models import Group, Response
from tests.factories import (
    QuestionnaireVersionFactory,
    ReportFileFactory,
    ResponseFactory,
    ResultFactory,
    all_answers,
    core_questionnaire,
    respondent_token,
    result_token,
    start_fields,
)
from tests.web.plain_browser import form_of, ids_of
from tests.web.rounds import invitation, member, open_round, own_link
from tests.web.strict import is_strict

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/methode/",
    "/privacy/",
    "/toegankelijkheid/",
    "/vragenlijst/kern/1.0.yaml",
    "/healthz",
    "/healthz/live",
    "/healthz/ready",
    "/robots.txt",
    "/benchmark/",
]


@pytest.fixture
def private():
    """Every address behind a secret link that can be looked at, by name."""
    token = respondent_token(ResponseFactory(answers={"rel1": 4}).pk)
    file = ReportFileFactory(made=True)
    shown = result_token(file.result.scan)
    asked = result_token(ResultFactory().scan)
    keys = ["relevantie", "timing", "resultaat", "rol", "afronding", "later", "overzicht"]
    welcome = respondent_token(ResponseFactory().pk)
    scan = open_round()
    past = open_round(days=-1)
    unsent = [own_link(member(scan, group, answers={})) for group in Group]
    sent = [own_link(member(scan, group, sent=True)) for group in Group]
    with_clients = open_round(team=False)
    return [
        *(invitation(one, group) for one in (scan, past) for group in Group),
        *unsent,
        *sent,
        *(link + "intrekken/" for link in (*unsent, *sent)),
        f"{sent[0]}beeld/",
        f"{unsent[0]}aannametoets/",
        f"{own_link(member(scan, Group.CLIENT))}overzicht/",
        *(own_link(member(past, group, sent=True)) for group in Group),
        f"{own_link(member(past, sent=True))}intrekken/",
        own_link(member(past)),
        own_link(member(with_clients, answers={})),
        own_link(member(with_clients, sent=True)),
        f"/invullen/{welcome}/",
        *(f"/invullen/{token}/{key}/" for key in keys),
        f"/resultaat/{shown}/",
        f"/resultaat/{shown}/rapport.pdf",
        f"/resultaat/{asked}/rapport.pdf",
        f"/resultaat/{shown}/presentatie/",
        f"/resultaat/{shown}/kaarten.pdf",
    ]


def headers_of(answer, *names):
    return {name: answer.headers.get(name) for name in names}


def test_every_page_has_the_headers_that_keep_it_to_itself(client, private):
    QuestionnaireVersionFactory()

    answers = [client.get(address) for address in [*PUBLIC, "/start/", "/bestaat/niet/", *private]]

    assert all(is_strict(answer) for answer in answers)
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_only_public_pages_may_be_found_by_a_search_engine(client, private):
    QuestionnaireVersionFactory()

    found = {address: client.get(address).headers.get("X-Robots-Tag") for address in PUBLIC}
    hidden = {address: client.get(address).headers.get("X-Robots-Tag") for address in private}

    assert found == dict.fromkeys(PUBLIC)
    assert hidden == dict.fromkeys(private, "noindex, nofollow")


def test_a_page_outside_the_dashboard_sets_no_cookie(client, private):
    QuestionnaireVersionFactory()

    addresses = [*PUBLIC, "/start/", "/scan/kwijt/", *private]
    cookies = {address: client.get(address).cookies.output() for address in addresses}

    assert cookies == dict.fromkeys(addresses, "")


def test_no_page_has_script_or_style_within_it(client, private):
    for address in [address for address in private if not address.endswith(".pdf")]:
        page = client.get(address).content.decode()

        assert "<script>" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page


def title_of(answer):
    title = answer.content.decode().partition("<title>")[2].partition("</title>")[0]
    return " ".join(title.split())


def test_a_title_says_what_the_page_is_and_then_whose(client):
    QuestionnaireVersionFactory()
    token = respondent_token(ResponseFactory(answers={"rel1": None}).pk)
    link = f"/invullen/{token}/"
    sent = respondent_token(ResultFactory().scan.responses.get().pk)

    titles = [
        title_of(client.get(address))
        for address in [*PUBLIC[:4], "/start/", "/bestaat/niet/"]
        + [link + key for key in ("relevantie/", "rol/", "afronding/", "later/", "overzicht/")]
    ]
    titles.append(title_of(client.post(f"/invullen/{sent}/relevantie/", {"rel1": "4"})))

    assert titles == [
        f"{title} · Afdelingsscan"
        for title in (
            "Waar staat jouw communicatieafdeling?",
            "Hoe we rekenen",
            "Privacy",
            "Toegankelijkheid",
            "Start de scan",
            "Deze pagina is er niet",
            "Relevantie",
            "Rol",
            "Afronding",
            "Later verder",
            "Overzicht",
            "Deze scan is al verstuurd",
        )
    ]


def test_a_title_begins_with_the_news_that_something_is_wrong(client):
    QuestionnaireVersionFactory()
    link = f"/invullen/{respondent_token(ResponseFactory().pk)}/"

    titles = [
        title_of(client.post(address, posted))
        for address, posted in [
            ("/start/", {}),
            (f"{link}relevantie/", {"rel1": "6"}),
            (f"{link}later/", {"email": "niemand"}),
            (f"{link}versturen/", {}),
        ]
    ]

    assert titles == [
        f"Fout: {title} · Afdelingsscan"
        for title in ("Start de scan", "Relevantie", "Later verder", "Overzicht")
    ]


@pytest.mark.parametrize(
    ("key", "percent"), [("relevantie", 20), ("timing", 40), ("afronding", 100)]
)
def test_the_bar_shows_the_step_that_was_begun(client, key, percent):
    token = respondent_token(ResponseFactory().pk)

    page = client.get(f"/invullen/{token}/{key}/").content.decode()

    assert f'value="{percent}"' in page


def test_the_ends_and_the_middle_of_a_role_row_have_words_under_them(client):
    token = respondent_token(ResponseFactory().pk)

    page = client.get(f"/invullen/{token}/rol/").content.decode()

    words = "<span>maker</span><span>allebei</span><span>meedenker</span>"
    assert page.count(words) == 12


def test_no_id_stands_twice_on_a_page(client, private):
    for address in [*PUBLIC[:4], *(a for a in private if not a.endswith(".pdf"))]:
        ids = ids_of(client.get(address))

        assert sorted(ids) == sorted(set(ids)), address


def test_the_questionnaire_can_be_read_by_everybody(client):
    version = QuestionnaireVersionFactory()

    answer = client.get("/vragenlijst/kern/1.0.yaml")

    assert answer.content.decode() == version.source
    assert headers_of(answer, "Content-Type", "Content-Disposition") == {
        "Content-Type": "application/yaml; charset=utf-8",
        "Content-Disposition": 'attachment; filename="kern-1.0.yaml"',
    }


@pytest.mark.parametrize("name", ["kern/9.9", "kern/1.0.0", "anders/1.0"])
def test_a_questionnaire_that_was_not_published_is_not_there(client, name):
    QuestionnaireVersionFactory()

    assert client.get(f"/vragenlijst/{name}.yaml").status_code == 404


@pytest.mark.parametrize("address", ["/scan/kwijt/", "/ingetrokken/", "/verwijderd/"])
def test_where_somebody_ends_up_who_had_a_link_is_not_found_by_a_search_engine(client, address):
    assert client.get(address).headers["X-Robots-Tag"] == "noindex, nofollow"


def test_crawlers_are_kept_off_what_a_link_opens(client):
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "User-agent: *\nDisallow: /bevestigen/\nDisallow: /dashboard/\n"
        "Disallow: /herinneringen/\nDisallow: /ingetrokken/\nDisallow: /invullen/\n"
        "Disallow: /klanten/\nDisallow: /nieuwsbrief/\nDisallow: /resultaat/\nDisallow: /scan/\n"
        "Disallow: /team/\nDisallow: /verwijderd/\n"
    )


def language_of(answer):
    return (
        answer.content.decode().partition('<html lang="')[2][:2],
        answer.headers["Content-Language"],
    )


def test_the_site_is_dutch_whatever_the_browser_prefers(client):
    answer = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert language_of(answer) == ("nl", "nl")


def test_the_language_is_chosen_by_a_button_and_remembered(client):
    token = respondent_token(ResponseFactory().pk)
    statement = core_questionnaire().themes[0].statements[0].text

    answer = client.post("/taal/", {"language": "en", "next": f"/invullen/{token}/relevantie/"})
    page = client.get(answer.headers["Location"])

    assert answer.headers["Location"] == f"/invullen/{token}/relevantie/"
    cookie = answer.cookies["django_language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")
    assert language_of(page) == ("en", "en")
    assert (statement["en"] in page.content.decode(), statement["nl"] in page.content.decode()) == (
        True,
        False,
    )


@pytest.mark.parametrize("cookie", ["de", "en-gb", "EN", "", "xx"])
def test_a_language_that_the_site_does_not_speak_is_dutch(client, cookie):
    client.cookies["django_language"] = cookie

    assert language_of(client.get("/")) == ("nl", "nl")


def test_an_error_page_leads_home_when_the_language_is_switched(client):
    page = client.get("/invullen/onbekend/").content.decode()

    assert 'name="next" value="/"' in page
    assert "onbekend" not in page


def test_the_result_is_shown_in_the_language_of_its_reader(client):
    token = result_token(ResultFactory().scan)
    title = core_questionnaire().themes[0].title

    pages = []
    for language in ("nl", "en"):
        client.cookies["django_language"] = language
        pages.append(client.get(f"/resultaat/{token}/").content.decode())

    assert [
        title[language] in page for language, page in zip(("nl", "en"), pages, strict=True)
    ] == [
        True,
        True,
    ]
    assert pages[0] != pages[1]


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("key", ["relevantie", "rol", "afronding", "later", "overzicht"])
def test_a_page_asks_the_database_once(client, django_assert_num_queries, key, answered):
    token = respondent_token(ResponseFactory(answered=answered).pk)
    client.get(f"/invullen/{token}/relevantie/")

    with django_assert_num_queries(1):
        answer = client.get(f"/invullen/{token}/{key}/")

    assert answer.status_code == 200


@pytest.mark.parametrize("answers", [{"rel1": "4"}, {f"rel{n}": "5" for n in range(1, 7)}])
@pytest.mark.parametrize("page", ["opslaan", "relevantie"])
def test_saving_asks_the_database_twice(client, django_assert_num_queries, page, answers):
    token = respondent_token(ResponseFactory().pk)
    client.get(f"/invullen/{token}/relevantie/")

    with django_assert_num_queries(2):
        client.post(f"/invullen/{token}/{page}/", answers)

    assert len(Response.objects.get().answers) == len(answers)


@pytest.mark.parametrize("answers", [{"rel1": 4}, all_answers])
def test_a_result_asks_the_database_once(client, django_assert_num_queries, answers):
    response = ResponseFactory(answers=answers() if callable(answers) else answers)
    client.post(f"/invullen/{respondent_token(response.pk)}/versturen/")
    address = f"/resultaat/{result_token(response.scan)}/"

    with django_assert_num_queries(1):
        answer = client.get(address)

    assert answer.status_code == 200


def test_the_link_to_go_on_with_is_shown_to_copy_and_to_scan(client):
    token = respondent_token(ResponseFactory().pk)

    page = client.get(f"/invullen/{token}/later/").content.decode()

    assert f'<code id="secret-link">http://testserver/invullen/{token}/</code>' in page
    assert page.count("<svg") == 1


def test_a_link_is_mailed_three_times_and_then_refused_in_words(client):
    token = respondent_token(ResponseFactory().pk)

    pages = [
        client.post(f"/invullen/{token}/later/", {"email": "ik@voorbeeld.nl"}) for _ in range(4)
    ]

    assert [page.status_code for page in pages] == [302, 302, 302, 422]
    said = client.get(pages[0].headers["Location"]).content.decode()
    assert "De mail gaat zo de deur uit." in said
    assert pages[3].context["form"].errors == {
        "email": ["Deze link is al drie keer gemaild. Kopieer hem hieronder."]
    }
    assert dict(form_of(pages[3]).fields)["email"] == "ik@voorbeeld.nl"


def test_a_mailed_address_is_not_left_in_the_form(client):
    token = respondent_token(ResponseFactory().pk)

    page = client.post(f"/invullen/{token}/later/", {"email": "ik@voorbeeld.nl"}, follow=True)

    assert dict(form_of(page).fields)["email"] == ""


def test_starting_leads_to_a_page_that_tells_who_sees_what(client):
    QuestionnaireVersionFactory()

    answer = client.post("/start/", start_fields())

    token = respondent_token(Response.objects.get().pk)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("answer", kwargs={"token": token}),
    )
