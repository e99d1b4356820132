"""Signing in with a password and the second step, and what is refused at the door."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from scans.models import Action
from scans.web.adviser.identity import AccountAdapter
from tests.adviser import (
    PASSWORD,
    account,
    code_at,
    current_code,
    manager,
    recorded,
    recovery_codes,
    signed_in,
    wrong_code,
)
from tests.web.doors import LOGIN, SECOND, log_in, text_of

pytestmark = pytest.mark.django_db

WRONG = "een ander wachtwoord"
NOT_TOGETHER = "Dit e-mailadres en dit wachtwoord horen niet bij elkaar."
TOO_OFTEN = "Dit is te vaak geprobeerd."


def test_password_and_code_together_open_the_dashboard(client):
    who = account()

    asked = log_in(client, who)
    inside = client.post(SECOND, {"code": current_code()})

    assert (asked.status_code, asked.headers["Location"]) == (302, SECOND)
    assert (inside.status_code, inside.headers["Location"]) == (302, "/dashboard/")
    assert client.get("/dashboard/").status_code == 200
    assert recorded() == [Action.SIGNED_IN]


def test_after_signing_in_the_page_that_was_asked_for_is_shown(client):
    who = manager()
    client.get("/dashboard/logboek/")

    client.post(f"{LOGIN}?next=/dashboard/logboek/", {"login": who.email, "password": PASSWORD})
    answer = client.post(SECOND, {"code": current_code()})

    assert answer.headers["Location"] == "/dashboard/logboek/"


def test_another_site_is_never_where_signing_in_leads_to(client):
    who = account()

    client.post(f"{LOGIN}?next=https://kwaad.example/", {"login": who.email, "password": PASSWORD})
    answer = client.post(SECOND, {"code": current_code()})

    assert answer.headers["Location"] == "/dashboard/"


def test_the_password_alone_opens_nothing(client):
    log_in(client, account())

    assert client.get("/dashboard/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_code_opens_once(client):
    who, code = account(), current_code()
    log_in(client, who)
    client.post(SECOND, {"code": code})
    thief = Client()
    log_in(thief, who)

    answer = thief.post(SECOND, {"code": code})

    assert answer.status_code == 422
    assert "klopt niet, of is al gebruikt" in text_of(answer)


def test_what_is_no_passkey_opens_nothing(client):
    log_in(client, account())

    answer = client.post(SECOND, {"credential": "{}"})

    assert answer.status_code == 422
    assert "De passkey werd niet herkend." in text_of(answer)


def test_nobody_signs_up_by_themselves():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")

    assert AccountAdapter().is_open_for_signup(None) is False


def test_an_old_code_opens_nothing(client):
    log_in(client, account())

    answer = client.post(SECOND, {"code": code_at(int(time.time()) // 30 - 3)})

    assert answer.status_code == 422
    assert recorded() == [Action.SECOND_STEP_FAILED]


def test_a_recovery_code_opens_once_and_is_written_down(client):
    who = account()
    (code, *others) = recovery_codes(who)
    log_in(client, who)

    inside = client.post(SECOND, {"code": code})

    assert inside.headers["Location"] == "/dashboard/"
    assert recovery_codes(who) == others
    assert recorded() == [Action.CODE_USED, Action.SIGNED_IN]
    again = Client()
    log_in(again, who)
    assert again.post(SECOND, {"code": code}).status_code == 422


def test_guessing_codes_stops_after_five_tries_also_for_the_right_one(client):
    log_in(client, account())
    for _try in range(5):
        client.post(SECOND, {"code": wrong_code()})

    answer = client.post(SECOND, {"code": current_code()})

    assert answer.status_code == 422
    assert TOO_OFTEN in text_of(answer)


@pytest.mark.parametrize("address", ["ada@bureau.nl", "niemand@bureau.nl", "weg@bureau.nl"])
def test_a_wrong_sign_in_gets_the_same_answer_whoever_it_is_about(client, address):
    account()
    account(name="Weg", is_active=False)

    answer = client.post(LOGIN, {"login": address, "password": WRONG})

    assert answer.status_code == 422
    assert NOT_TOGETHER in text_of(answer)
    unknown = Client().post(LOGIN, {"login": "wie@dan.ook", "password": WRONG})
    assert text_of(answer) == text_of(unknown)
    assert set(recorded()) == {Action.SIGN_IN_FAILED}


def test_a_disabled_account_gets_that_answer_with_the_right_password_too(client):
    who = account(is_active=False)

    answer = log_in(client, who)

    assert answer.status_code == 422
    assert NOT_TOGETHER in text_of(answer)


@pytest.mark.parametrize("address", ["ada@bureau.nl", "niemand@bureau.nl"])
def test_guessing_passwords_stops_after_five_tries_known_or_not(client, address):
    account()
    for _try in range(5):
        client.post(LOGIN, {"login": address, "password": WRONG})

    answer = client.post(LOGIN, {"login": address, "password": PASSWORD})

    assert answer.status_code == 422
    assert TOO_OFTEN in text_of(answer)


def test_too_many_visits_of_the_door_get_a_calm_page(client):
    answers = [client.post(LOGIN, {}).status_code for _try in range(31)]

    answer = client.post(LOGIN, {})

    assert set(answers[:30]) == {422}
    assert answer.status_code == 429
    assert "Even wachten" in text_of(answer)


def test_no_address_of_a_visitor_is_kept(client):
    log_in(client, account(), WRONG)

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM scans_cache")
        kept = str(cursor.fetchall())
    assert "allauth:rl" in kept
    assert "127.0.0.1" not in kept


def test_leaving_half_way_forgets_the_sign_in(client):
    log_in(client, account())

    client.post("/dashboard/uitloggen/")

    assert client.get(SECOND).headers["Location"] == LOGIN
    assert recorded() == []


def test_signing_out_says_so_and_is_written_down():
    client = signed_in(account())

    answer = client.post("/dashboard/uitloggen/", follow=True)

    assert "Je bent uitgelogd." in text_of(answer)
    assert recorded() == [Action.SIGNED_IN, Action.SIGNED_OUT]


def test_visiting_the_door_from_inside_leads_to_the_dashboard():
    client = signed_in(account())

    assert client.get(LOGIN).headers["Location"] == "/dashboard/"


def test_an_adviseur_sees_no_doors_that_are_shut():
    page = text_of(signed_in(account()).get("/dashboard/"))

    assert "Dag Ada" in page
    assert ("Logboek" in page, "Accounts" in page) == (False, False)
