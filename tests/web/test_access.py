"""Which link opens which address, by which method: one table, and no address outside it."""

import pytest
from django.urls import get_resolver, reverse

from scans.models import LinkKind
from scans.models.links import digest_of
from tests.factories import (
    QuestionnaireVersionFactory,
    ReportFileFactory,
    ResponseFactory,
    ResultFactory,
    ScanLinkFactory,
    respondent_token,
    result_token,
)

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT")
UNKNOWN = "abcdefghijklmnopqrstuvwxyz234567"
OWNER = "owner234owner234owner234owner234"

PAGE = (200, 200, 405, 405)
GONE_PAGE = (404, 404, 405, 405)
GONE_FORM = (404, 404, 404, 405)
GONE_POST = (405, 405, 404, 405)

PUBLIC = {
    "home": PAGE,
    "method": PAGE,
    "privacy": PAGE,
    "accessibility": PAGE,
    "questionnaire_file": PAGE,
    "set_language": (405, 405, 302, 405),
    "healthz": PAGE,
    "robots": PAGE,
    "start": (200, 200, 422, 405),
}

VISITORS = (
    "own link, open",
    "own link, sent",
    "results link, open",
    "results link, sent",
    "link of another kind",
    "malformed",
    "unknown",
)

# The statuses per visitor, in the order of VISITORS.
PRIVATE = {
    "answer": (PAGE, (302, 302, 405, 405), *[GONE_PAGE] * 5),
    "answer_later": ((200, 200, 302, 405), (302, 302, 409, 405), *[GONE_FORM] * 5),
    "answer_save": ((405, 405, 200, 405), (405, 405, 409, 405), *[GONE_POST] * 5),
    "answer_overview": (PAGE, (302, 302, 405, 405), *[GONE_PAGE] * 5),
    "answer_send": ((302, 302, 302, 405), (302, 302, 302, 405), *[GONE_FORM] * 5),
    "answer_step": ((200, 200, 302, 405), (302, 302, 409, 405), *[GONE_FORM] * 5),
    "result": (*[GONE_PAGE] * 3, PAGE, *[GONE_PAGE] * 3),
    "result_pdf": (*[GONE_PAGE] * 3, (202, 202, 405, 405), *[GONE_PAGE] * 3),
}
"""Addresses behind a secret link."""

POSTED = {
    "answer_later": {"email": "ik@voorbeeld.nl"},
    "answer_save": {"rel1": "4"},
    "answer_step": {"rel1": "4"},
    "set_language": {"language": "en"},
}
ARGUMENTS = {
    "answer_step": {"key": "relevantie"},
    "questionnaire_file": {"slug": "kern", "version": "1.0"},
}


@pytest.fixture
def tokens():
    """One link per kind of visitor."""
    opened = ResponseFactory()
    sent = ResultFactory().scan
    ScanLinkFactory(scan=sent, kind=LinkKind.OWNER, digest=digest_of(OWNER))
    values = (
        respondent_token(opened.pk),
        respondent_token(sent.responses.get().pk),
        result_token(opened.scan),
        result_token(sent),
        OWNER,
        UNKNOWN[:-1],
        UNKNOWN,
    )
    return dict(zip(VISITORS, values, strict=True))


def statuses(client, name, **arguments):
    """What this address answers to each method, one after the other."""
    address = reverse(name, kwargs={**ARGUMENTS.get(name, {}), **arguments})
    return tuple(
        client.generic(
            method,
            address,
            "&".join(f"{key}={value}" for key, value in POSTED.get(name, {}).items())
            if method == "POST"
            else "",
            content_type="application/x-www-form-urlencoded",
        ).status_code
        for method in METHODS
    )


def names_of_addresses():
    """The name of every address of the site."""
    return {pattern.name for part in get_resolver().url_patterns for pattern in part.url_patterns}


def test_every_address_is_in_the_table():
    assert names_of_addresses() == PUBLIC.keys() | PRIVATE.keys()


@pytest.mark.parametrize("name", PUBLIC)
def test_everybody_may_see_a_public_address(client, name):
    QuestionnaireVersionFactory()

    assert statuses(client, name) == PUBLIC[name]


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("name", PRIVATE)
def test_a_link_opens_what_it_is_for_and_nothing_else(client, tokens, name, visitor):
    expected = PRIVATE[name][VISITORS.index(visitor)]
    if (name, visitor) == ("answer_send", "own link, open"):
        client.post(reverse("answer_save", kwargs={"token": tokens[visitor]}), {"rel1": "4"})

    assert statuses(client, name, token=tokens[visitor]) == expected


def test_a_report_that_was_made_is_opened_by_its_own_link_only(client):
    file, other = ReportFileFactory(made=True), ReportFileFactory(made=True)
    files = {
        result_token(file.result.scan): file.content,
        result_token(other.result.scan): other.content,
    }

    got = {
        token: client.get(reverse("result_pdf", kwargs={"token": token})).content for token in files
    }

    assert got == files
    own = respondent_token(file.result.scan.responses.get().pk)
    assert statuses(client, "result_pdf", token=own) == GONE_PAGE


def test_each_own_link_shows_its_own_answers(client):
    mine = ResponseFactory(answers={"open1": "Van mij."})
    yours = ResponseFactory(answers={"open1": "Van jou."})

    pages = {
        response.pk: client.get(
            reverse("answer_overview", kwargs={"token": respondent_token(response.pk)})
        ).content.decode()
        for response in (mine, yours)
    }

    assert {key: ("Van mij." in page, "Van jou." in page) for key, page in pages.items()} == {
        mine.pk: (True, False),
        yours.pk: (False, True),
    }


def test_a_renewed_link_leaves_the_old_one_worthless(client):
    response = ResponseFactory()
    old = respondent_token(response.pk)
    response.link_generation = 2
    response.link_digest = digest_of(UNKNOWN)
    response.save()

    assert client.get(f"/invullen/{old}/").status_code == 404
    assert client.get(f"/invullen/{UNKNOWN}/").status_code == 200


WORTHLESS = {
    "unknown": UNKNOWN,
    "too short": UNKNOWN[:-1],
    "too long": UNKNOWN + "a",
    "upper case": UNKNOWN.upper(),
    "outside the alphabet": UNKNOWN[:-1] + "1",
    "one letter": "x",
    "a key of the database": "5a1e3f60-6f5c-4b7e-9d6a-0c1d2e3f4a5b",
    "NUL": "%00" * 32,
    "not ASCII": "%C3%A9" * 32,
    "not UTF-8": "%FF" * 32,
    "very long": "a" * 3000,
    "with a line break": UNKNOWN + "%0A",
}


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/invullen/{}/"),
        ("GET", "/invullen/{}/relevantie/"),
        ("POST", "/invullen/{}/relevantie/"),
        ("GET", "/invullen/{}/bestaat-niet/"),
        ("GET", "/invullen/{}/later/"),
        ("POST", "/invullen/{}/later/"),
        ("POST", "/invullen/{}/opslaan/"),
        ("GET", "/invullen/{}/overzicht/"),
        ("POST", "/invullen/{}/versturen/"),
        ("GET", "/resultaat/{}/"),
        ("GET", "/resultaat/{}/rapport.pdf"),
    ],
)
def test_unknown_malformed_foreign_and_deleted_links_look_exactly_the_same(
    client, tokens, method, address
):
    deleted = ResultFactory().scan
    foreign = "results link, sent" if address.startswith("/invullen") else "own link, sent"
    tried = {
        **WORTHLESS,
        "foreign": tokens[foreign],
        "of another kind": tokens["link of another kind"],
        "deleted": respondent_token(deleted.responses.get().pk),
        "deleted result": result_token(deleted),
    }
    deleted.delete()

    answers = {
        reason: client.generic(method, address.format(token)) for reason, token in tried.items()
    }

    seen = {
        reason: (answer.status_code, dict(answer.headers), answer.cookies.output(), answer.content)
        for reason, answer in answers.items()
    }
    assert seen == dict.fromkeys(tried, seen["unknown"])
    assert seen["unknown"][0] == 404


def test_an_address_that_does_not_exist_looks_the_same_as_a_worthless_link(client):
    nowhere = client.get("/bestaat/niet/")
    worthless = client.get(f"/invullen/{UNKNOWN}/")

    assert (nowhere.status_code, nowhere.headers, nowhere.content) == (
        404,
        worthless.headers,
        worthless.content,
    )
