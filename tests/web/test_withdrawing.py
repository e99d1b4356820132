"""Withdrawing: until the round closes, and then all of it."""

import pytest

from scans.models import Group, Response
from tests.web.plain_browser import PlainBrowser
from tests.web.rounds import close, invitation, member, open_round, own_link, words_of

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("group", [Group.TEAM, Group.CLIENT])


@BOTH
@pytest.mark.parametrize("sent", [True, False])
def test_withdrawing_deletes_everything_of_this_person_and_of_nobody_else(group, sent):
    scan = open_round()
    others = [member(scan, sent=True).pk, member(scan, Group.CLIENT).pk]
    response = member(scan, group, sent=sent)
    browser = PlainBrowser()

    page = browser.press(browser.get(f"{own_link(response)}intrekken/"))

    assert page.redirect_chain == [("/ingetrokken/", 302)]
    assert "Je antwoorden zijn gewist" in words_of(page)
    assert set(Response.objects.values_list("pk", flat=True)) == set(others)
    assert browser.get(own_link(response)).status_code == 404


@BOTH
def test_looking_at_the_question_withdraws_nothing(client, group):
    response = member(open_round(), group, sent=True)

    pages = [client.get(f"{own_link(response)}intrekken/") for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert "Dat is niet terug te draaien." in words_of(pages[0])
    assert Response.objects.count() == 1


@BOTH
@pytest.mark.parametrize("how", ["closed", "past its last day"])
def test_after_closing_withdrawing_is_refused_with_the_reason(client, group, how):
    scan = open_round(days=7 if how == "closed" else -1)
    response = member(scan, group, sent=True)
    if how == "closed":
        close(scan)

    pages = [
        getattr(client, method)(f"{own_link(response)}intrekken/") for method in ("get", "post")
    ]

    assert [page.status_code for page in pages] == [200, 409]
    for page in pages:
        assert "Jouw antwoorden zijn daar niet meer uit te halen." in words_of(page)
    assert Response.objects.count() == 1


def test_who_did_not_send_before_the_closing_hears_that_nothing_counts(client):
    response = member(open_round(days=-1))

    page = client.post(f"{own_link(response)}intrekken/")

    assert page.status_code == 409
    assert "Je had je antwoorden niet verstuurd, dus ze tellen niet mee." in words_of(page)


@pytest.mark.parametrize("clients", [True, False])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_one_who_fills_in_alone_has_nothing_to_withdraw(client, clients, method):
    response = member(open_round(team=False, clients=clients))

    page = getattr(client, method)(f"{own_link(response)}intrekken/")

    assert page.status_code == 404
    assert Response.objects.count() == 1


def test_withdrawing_twice_deletes_nothing_more(client):
    scan = open_round()
    member(scan)
    address = f"{own_link(member(scan))}intrekken/"

    pages = [client.post(address) for _ in range(2)]

    assert [page.status_code for page in pages] == [302, 404]
    assert Response.objects.count() == 1


def test_who_withdrew_and_begins_again_is_not_counted_as_double(client):
    scan = open_round()
    first = member(scan)
    client.post(f"{own_link(first)}versturen/")
    client.post(f"{own_link(first)}intrekken/")

    words = words_of(client.get(invitation(scan, Group.TEAM)))
    client.post(f"{own_link(member(scan))}versturen/")

    scan.refresh_from_db()
    assert "Vanaf deze browser is al ingevuld." not in words
    assert scan.doubles_team == 0


@BOTH
@pytest.mark.parametrize("page", ["", "later/"])
def test_withdrawing_is_offered_where_it_can_be_done(client, group, page):
    response = member(open_round(), group, sent=page == "")

    offered = client.get(own_link(response) + page).content.decode()

    assert f'href="{own_link(response)}intrekken/"' in offered


@BOTH
def test_withdrawing_is_not_offered_any_more_after_closing(client, group):
    response = member(open_round(days=-1), group, sent=True)

    assert "intrekken/" not in client.get(own_link(response)).content.decode()


def test_what_this_browser_kept_is_forgotten(client):
    response = member(open_round())

    asked = client.get(f"{own_link(response)}intrekken/").content.decode()
    done = client.get("/ingetrokken/").content.decode()

    assert f'data-sends="{response.pk}"' in asked
    assert "data-forget-sent" in done
