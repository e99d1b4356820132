"""Consent to the benchmark, and confirming an e-mail address: by a button, and revocable."""

from datetime import date

import pytest
from django.utils import timezone

from scans.models import Department, Owner
from scans.services.owners import confirm_token, remember_address
from tests.factories import (
    ADDRESS,
    TODAY,
    OwnerFactory,
    QuestionnaireVersionFactory,
    ScanFactory,
    owner_token,
    start_fields,
)
from tests.web.plain_browser import form_of

pytestmark = pytest.mark.django_db

CONSENTED = "Jullie scores mogen meetellen."
REFUSED = "Jullie scores tellen niet mee: daar gaf je geen toestemming voor."
UNCONFIRMED = "Je e-mailadres is nog niet bevestigd."
NO_ADDRESS = "telt pas mee als je een e-mailadres geeft en bevestigt."


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def owner():
    scan = ScanFactory(team=True)
    return OwnerFactory(department=scan.department)


def page_of(owner, rest=""):
    return f"/scan/{owner_token(owner.pk)}/{rest}"


def words(answer):
    return " ".join(answer.content.decode().split())


def since():
    return Department.objects.get().in_benchmark_since


def give_address(owner, address=ADDRESS):
    """Have this address kept and return the path of the link that confirms it."""
    remember_address(owner=owner, address=address, language="nl", today=TODAY)
    owner.refresh_from_db()
    return f"/bevestigen/{confirm_token(owner)}/"


def is_confirmed(owner):
    return Owner.objects.get(pk=owner.pk).address_confirmed


def test_consent_is_asked_at_the_start_by_a_box_that_is_not_ticked(client):
    QuestionnaireVersionFactory()

    form = form_of(client.get("/start/"))

    assert form.choices["benchmark"] == ["ja"]
    assert "benchmark" not in dict(form.fields)


@pytest.mark.parametrize(("ticked", "day"), [(None, None), ("ja", TODAY)])
def test_a_department_counts_only_when_the_box_was_ticked(client, ticked, day):
    QuestionnaireVersionFactory()

    client.post("/start/", start_fields(benchmark=ticked))

    assert since() == day


def test_consent_is_given_and_withdrawn_on_a_page_of_its_own(client, owner):
    address = page_of(owner, "benchmark/")
    seen = []
    for choice in ("ja", "nee"):
        offered = dict(form_of(client.get(address)).fields)["meetellen"]
        answer = client.post(address, {"meetellen": choice})
        page = words(client.get(answer.headers["Location"]))
        seen.append((offered, since(), CONSENTED in page, REFUSED in page))

    assert seen == [("ja", TODAY, True, False), ("nee", None, False, True)]


@pytest.mark.parametrize("posted", [{}, {"meetellen": ""}, {"meetellen": "JA"}, {"ja": "ja"}])
def test_what_is_no_choice_changes_nothing(client, owner, posted):
    Department.objects.update(in_benchmark_since=TODAY)

    answer = client.post(page_of(owner, "benchmark/"), posted)

    assert (answer.status_code, since()) == (422, TODAY)


def test_looking_at_the_page_changes_nothing(client, owner):
    client.get(page_of(owner, "benchmark/"), {"meetellen": "ja"})

    assert since() is None


@pytest.mark.parametrize(
    ("state", "unconfirmed", "without"),
    [("no address", False, True), ("address", True, False), ("confirmed", False, False)],
)
def test_the_page_says_what_a_round_by_one_person_still_needs(
    client, owner, state, unconfirmed, without
):
    Department.objects.update(in_benchmark_since=TODAY)
    if state != "no address":
        link = give_address(owner)
    if state == "confirmed":
        client.post(link)

    page = words(client.get(page_of(owner)))

    assert (UNCONFIRMED in page, NO_ADDRESS in page) == (unconfirmed, without)


def test_an_address_is_confirmed_by_the_button_and_not_by_opening_the_link(client, owner):
    link = give_address(owner)

    asked = words(client.get(link))
    opened = is_confirmed(owner)
    answer = client.post(link)
    thanked = words(client.get(answer.headers["Location"]))

    assert ("Is dit e-mailadres van jou?" in asked, opened) == (True, False)
    assert (answer.headers["Location"], is_confirmed(owner)) == (link, True)
    assert "Je e-mailadres is bevestigd" in thanked


def test_the_confirming_page_names_nobody(client, owner):
    page = words(client.get(give_address(owner)))

    named = (owner.department.name, owner.department.organisation.name, owner_token(owner.pk))
    assert [name in page for name in (*named, ADDRESS)] == [False] * 4


def test_another_address_has_to_be_confirmed_again_and_has_another_link(client, owner):
    first = give_address(owner)
    client.post(first)
    second = give_address(owner, "ander@voorbeeld.nl")

    assert (is_confirmed(owner), client.post(first).status_code) == (False, 404)
    client.post(second)
    assert is_confirmed(owner)


def test_the_same_address_given_again_stays_confirmed(client, owner):
    link = give_address(owner)
    client.post(link)

    assert give_address(owner, ADDRESS.upper()) == link
    assert is_confirmed(owner)


def test_an_address_that_is_forgotten_is_not_confirmed_any_more(client, owner):
    link = give_address(owner)
    client.post(link)

    client.post(page_of(owner, "bewaren/"), {"naar": "vergeten"})

    assert (is_confirmed(owner), client.get(link).status_code) == (False, 404)


def test_consent_given_again_keeps_its_first_day(client, owner):
    first = date(2026, 3, 1)
    Department.objects.update(in_benchmark_since=first)

    client.post(page_of(owner, "benchmark/"), {"meetellen": "ja"})

    assert since() == first
