"""A start page that is sent twice gives one scan."""

from dataclasses import replace
from functools import partial

import pytest

from scans.models import Organisation, Scan
from scans.services.starting import start_solo_scan
from tests.factories import TODAY, QuestionnaireVersionFactory, start_fields
from tests.services.concurrency import at_once
from tests.services.test_starting import REQUEST

KEY = "the-key-of-one-start-page"


@pytest.mark.django_db(transaction=True)
def test_the_same_page_sent_at_the_same_moment_gives_one_scan():
    version = QuestionnaireVersionFactory()
    start = partial(start_solo_scan, request=REQUEST, questionnaire=version, today=TODAY, key=KEY)

    first, second = at_once(start, start)

    assert first == second
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
    first = start_solo_scan(request=REQUEST, questionnaire=version, today=TODAY, key=key or "x" * 5)

    second = start_solo_scan(
        request=replace(REQUEST, department=department),
        questionnaire=version,
        today=TODAY,
        key=key,
    )

    assert first.scan != second.scan


@pytest.mark.django_db
def test_the_key_of_a_scan_in_the_database_starts_nothing():
    version = QuestionnaireVersionFactory()
    scan = start_solo_scan(request=REQUEST, questionnaire=version, today=TODAY, key=KEY).scan

    again = start_solo_scan(request=REQUEST, questionnaire=version, today=TODAY, key=str(scan.pk))

    assert again.scan != scan


@pytest.mark.django_db
def test_pressing_back_and_sending_the_same_page_leads_to_the_same_scan(client):
    QuestionnaireVersionFactory()
    filled = start_fields(sleutel=KEY)

    first, second = (client.post("/start/", filled) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Scan.objects.count() == 1
