"""Who may send a form: our own pages, and what is no browser; never another site."""

import pytest
from django.http import HttpResponse
from django.test import Client

from scans.models import Response
from scans.web.origin import OwnFormsMiddleware
from tests.adviser import account, signed_in
from tests.factories import ResponseFactory, respondent_token

pytestmark = pytest.mark.django_db

OWN = "http://testserver"
TRUSTED = "https://www.voorbeeld.nl"

SENT = {
    "a page of ours": ({"Sec-Fetch-Site": "same-origin", "Origin": OWN}, True),
    "a page of ours, in a browser of before 2023": ({"Origin": OWN}, True),
    "a page of ours, in a browser that hides its address": (
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        True,
    ),
    "opened again after the browser was closed": ({"Sec-Fetch-Site": "none"}, True),
    "a program that says nothing": ({}, True),
    "a name of ours that the settings trust": (
        {"Sec-Fetch-Site": "cross-site", "Origin": TRUSTED},
        True,
    ),
    "another site": ({"Sec-Fetch-Site": "cross-site", "Origin": "https://elders.nl"}, False),
    "another site that says where it is not": ({"Sec-Fetch-Site": "cross-site"}, False),
    "another site, in a browser of before 2023": ({"Origin": "https://elders.nl"}, False),
    "a sister of this host": ({"Sec-Fetch-Site": "same-site"}, False),
    "this host by another protocol": ({"Origin": "https://testserver"}, False),
    "this host by another port": ({"Origin": f"{OWN}:8080"}, False),
    "a host that begins like ours": ({"Origin": f"{OWN}.elders.nl"}, False),
    "a frame without an address": ({"Origin": "null"}, False),
    "an address that is none": ({"Origin": "http://[::1"}, False),
    "a word that no browser knows": ({"Sec-Fetch-Site": "SAME-ORIGIN"}, False),
}


@pytest.mark.parametrize("sender", SENT)
def test_a_form_is_taken_from_our_own_pages_and_from_no_other_site(settings, sender):
    settings.CSRF_TRUSTED_ORIGINS = [TRUSTED]
    headers, is_taken = SENT[sender]
    token = respondent_token(ResponseFactory().pk)

    answer = Client(enforce_csrf_checks=True).post(
        f"/invullen/{token}/opslaan/", {"rel1": "4"}, headers=headers
    )

    assert answer.status_code == (200 if is_taken else 403)
    assert Response.objects.get().answers == ({"rel1": 4} if is_taken else {})


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_link_on_another_site_may_be_followed(client, method):
    answer = client.generic(method, "/privacy/", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == (405 if method == "OPTIONS" else 200)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "PROPFIND"])
def test_another_site_is_refused_whatever_the_method(client, method):
    answer = client.generic(method, "/privacy/", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


def test_the_dashboard_asks_for_its_token_besides():
    inside = signed_in(account())
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = inside.cookies

    answer = strict.post("/dashboard/uitloggen/", headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 403
    assert "We konden dit formulier niet controleren" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/", {"django_language": "en"}),
        ("/invullen/x/", {"django_language": "en"}),
        ("/dashboard", {"django_language": "en"}),
        ("/dashboard/", {"django_language": "en", "dashboard": "geheim", "csrftoken": "ook"}),
    ],
)
def test_only_the_dashboard_sees_the_cookies_of_an_account(rf, path, seen):
    rf.cookies.load({"django_language": "en", "dashboard": "geheim", "csrftoken": "ook"})
    got = []

    OwnFormsMiddleware(lambda request: got.append(request.COOKIES) or HttpResponse())(rf.get(path))

    assert got == [seen]
