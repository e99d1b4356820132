"""The aanvrager sees until when everything is kept, and keeps it longer by a button."""

from datetime import timedelta

import pytest
from django.utils import timezone

from scans.engine.months import months_after
from scans.models import Department
from tests.factories import (
    OwnerFactory,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    owner_token,
    round_with,
)

pytestmark = pytest.mark.django_db


def link_of(scan):
    """The aanvrager's own page."""
    return f"/scan/{owner_token(OwnerFactory(department=scan.department).pk)}/"


def said(day):
    """A day as a page says it."""
    months = (
        "januari februari maart april mei juni juli augustus september oktober november december"
    )
    return f"{day.day}\N{NO-BREAK SPACE}{months.split()[day.month - 1]}\N{NO-BREAK SPACE}{day.year}"


def test_the_page_of_a_closed_round_says_until_when_it_is_kept(client):
    closed_on = timezone.localdate() - timedelta(days=100)  # noqa: TID251 - the page reads the clock
    scan = ResultFactory(scan__closed_on=closed_on, scan__opened_on=closed_on).scan
    link = link_of(scan)

    page = client.get(link).content.decode()

    assert f"We bewaren dit alles tot {said(months_after(closed_on, 24))}." in page
    assert f'href="{link}langer-bewaren/"' in page


def test_looking_changes_nothing_and_the_button_keeps_it_longer(client):
    today = timezone.localdate()  # noqa: TID251 - the page reads the clock
    link = link_of(ResultFactory().scan)

    page = client.get(f"{link}langer-bewaren/")
    seen = Department.objects.get().renewed_on
    answer = client.post(f"{link}langer-bewaren/")

    assert f"bewaren we alles tot {said(months_after(today, 24))}." in page.content.decode()
    assert (seen, Department.objects.get().renewed_on) == (None, today)
    assert (answer.status_code, answer.headers["Location"]) == (302, link)
    assert said(months_after(today, 24)) in client.get(link).content.decode()


def test_while_a_round_is_open_there_is_nothing_to_keep_longer(client):
    link = link_of(round_with())

    page = client.get(f"{link}langer-bewaren/")
    client.post(f"{link}langer-bewaren/")

    assert "Er loopt nog een ronde." in page.content.decode()
    assert Department.objects.get().renewed_on is None
    assert "We bewaren dit alles tot" not in client.get(link).content.decode()


def test_a_scan_that_is_filled_in_alone_says_when_it_goes_if_it_is_not_sent(client):
    today = timezone.localdate()  # noqa: TID251 - the page reads the clock
    scan = ScanFactory(opened_on=today)
    ResponseFactory(scan=scan)

    page = client.get(link_of(scan)).content.decode()

    assert f"Heb je de antwoorden op {said(today + timedelta(days=30))} nog niet verstuurd?" in page
    assert "verstuurd? Dan wissen" not in client.get(link_of(round_with())).content.decode()


def test_an_unknown_link_keeps_nothing(client):
    assert client.get(f"/scan/{'a' * 32}/langer-bewaren/").status_code == 404
