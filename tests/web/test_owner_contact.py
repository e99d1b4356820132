"""Consent to be known to the adviseur: asked unticked, by a button, and revocable at once."""

import pytest
from django.utils import timezone

from scans.models import Department, ListedScan
from tests.factories import (
    TODAY,
    OwnerFactory,
    QuestionnaireVersionFactory,
    owner_token,
    start_fields,
)
from tests.scan_list import open_scan
from tests.web.plain_browser import form_of
from tests.web.rounds import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def page():
    scan = open_scan(team=True)
    return f"/scan/{owner_token(OwnerFactory(department=scan.department).pk)}/"


def since():
    return Department.objects.get().contact_since


def test_it_is_asked_at_the_start_by_a_box_that_is_not_ticked(client):
    QuestionnaireVersionFactory()

    form = form_of(client.get("/start/"))

    assert form.choices["contact"] == ["ja"]
    assert "contact" not in dict(form.fields)


@pytest.mark.parametrize(
    ("ticked", "day", "words"),
    [
        (None, None, ""),
        ("ja", TODAY, "gemeente voorbeeld communicatie"),
    ],
)
def test_the_adviseur_knows_a_department_only_when_the_box_was_ticked(client, ticked, day, words):
    QuestionnaireVersionFactory()

    client.post("/start/", start_fields(contact=ticked))

    assert since() == day
    assert ListedScan.objects.get().words == words


def test_it_is_given_and_withdrawn_on_a_page_of_its_own(client, page):
    before = words_of(client.get(page))
    asked = client.get(page + "contact/")
    client.post(page + "contact/", {"contact": "ja"})
    client.post(page + "contact/", {"contact": "ja"})
    given = (since(), ListedScan.objects.get().words != "")
    told = words_of(client.get(page)), words_of(client.get(page + "contact/"))
    client.post(page + "contact/", {"contact": "nee"})

    assert "De adviseur weet niet wie jullie zijn" in before
    assert "Losse antwoorden van je team of van interne klanten ziet de adviseur nooit." in (
        words_of(asked)
    )
    assert given == (TODAY, True)
    assert all("Die toestemming gaf je op 22 november 2026." in one for one in told)
    assert (since(), ListedScan.objects.get().words) == (None, "")


def test_a_post_without_a_choice_changes_nothing(client, page):
    answer = client.post(page + "contact/")

    assert answer.status_code == 422
    assert "Er is niets veranderd." in words_of(answer)
    assert since() is None
