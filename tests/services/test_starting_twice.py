"""A start page that is sent twice gives one scan."""

from dataclasses import replace
from functools import partial

import pytest
from django.db import IntegrityError

from scans.engine.figures import Kind
from scans.models import Organisation, Owner, Scan
from scans.services.owners import renew_owner_link
from scans.services.starting import Plan, start_scan
from tests.factories import TODAY, QuestionnaireVersionFactory, start_fields
from tests.services.concurrency import at_once
from tests.services.test_starting import REQUEST
from tests.web.plain_browser import form_of

KEY = "the-key-of-one-start-page"


@pytest.mark.django_db(transaction=True)
def test_the_same_page_sent_at_the_same_moment_gives_one_scan():
    version = QuestionnaireVersionFactory()
    start = partial(start_scan, request=REQUEST, questionnaire=version, today=TODAY, key=KEY)

    first, second = at_once(start, start)

    assert (first.scan, first.owner, first.respondent_token) == (
        second.scan,
        second.owner,
        second.respondent_token,
    )
    assert {first.is_new, second.is_new} == {True, False}
    assert (Scan.objects.count(), Organisation.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "department"),
    [
        pytest.param(KEY, "Een andere afdeling", id="something-else-was-filled-in"),
        pytest.param("", REQUEST.department, id="no-key"),
        pytest.param("short", REQUEST.department, id="a-key-that-others-may-have"),
    ],
)
def test_a_page_that_may_be_another_gives_another_scan(key, department):
    version = QuestionnaireVersionFactory()
    first = start_scan(request=REQUEST, questionnaire=version, today=TODAY, key=key or "x" * 5)

    second = start_scan(
        request=replace(REQUEST, department=department),
        questionnaire=version,
        today=TODAY,
        key=key,
    )

    assert first.scan != second.scan


@pytest.mark.django_db
def test_a_plan_that_can_not_be_is_an_error_and_no_scan():
    impossible = replace(REQUEST, plan=Plan(kind=Kind.TEAM, expected_team=3, closes_on=TODAY))

    with pytest.raises(IntegrityError, match="scan_team_is_large_enough"):
        start_scan(
            request=impossible, questionnaire=QuestionnaireVersionFactory(), today=TODAY, key=KEY
        )

    assert Organisation.objects.count() == 0


@pytest.mark.django_db
def test_an_old_form_does_not_show_the_link_that_replaced_a_lost_one(client):
    QuestionnaireVersionFactory()
    day = dict(form_of(client.get("/start/")).fields)["sluit_op"]
    filled = start_fields(sleutel=KEY, wijze="team", verwacht_team="7", sluit_op=day)
    first = client.post("/start/", filled)
    owner = Owner.objects.get()
    renew_owner_link(owner=owner, seen_generation=1)

    again = client.post("/start/", filled)

    assert first.headers["Location"].startswith("/scan/")
    assert again.headers["Location"] == "/scan/kwijt/"


@pytest.mark.django_db
def test_the_key_of_a_scan_in_the_database_starts_nothing():
    version = QuestionnaireVersionFactory()
    scan = start_scan(request=REQUEST, questionnaire=version, today=TODAY, key=KEY).scan

    again = start_scan(request=REQUEST, questionnaire=version, today=TODAY, key=str(scan.pk))

    assert again.scan != scan


@pytest.mark.django_db
def test_pressing_back_and_sending_the_same_page_leads_to_the_same_scan(client):
    QuestionnaireVersionFactory()
    filled = start_fields(sleutel=KEY)

    first, second = (client.post("/start/", filled) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Scan.objects.count() == 1
