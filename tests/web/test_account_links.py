"""A forgotten password and an invitation: what the links that are mailed open."""

import re

import pytest
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from scans.models import Account, AccountLink, Action, OutgoingMail, Role
from scans.services.accounts import invite, invite_first
from tests.adviser import (
    account,
    current_code,
    link_in,
    recorded,
    signed_in,
)
from tests.web.doors import FORGOTTEN, LOGIN, NEW_PASSWORD, NOW, SECOND, log_in, path_of, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["ada@bureau.nl", "niemand@bureau.nl", "weg@bureau.nl"])
def test_a_forgotten_password_gets_the_same_page_whoever_asks(client, address):
    account()
    account(name="Weg", is_active=False)

    answer = client.post(FORGOTTEN, {"email": address}, follow=True)

    assert answer.status_code == 200
    assert "Hoort er een account bij dit adres" in text_of(answer)


def work():
    """Do what waits for the worker."""
    while waiting := DBTaskResult.objects.first():
        task, arguments = waiting.task, waiting.args_kwargs
        waiting.delete()
        task.call(*arguments["args"], **arguments["kwargs"])


def test_only_who_has_an_account_that_is_on_gets_mail(client):
    account()
    account(name="Weg", is_active=False)
    for address in ("ADA@bureau.nl", "niemand@bureau.nl", "weg@bureau.nl"):
        client.post(FORGOTTEN, {"email": address})

    work()

    assert [message.to for message in mail.outbox] == [["ada@bureau.nl"]]
    assert OutgoingMail.objects.count() == 0
    assert recorded() == [Action.PASSWORD_ASKED]


def test_a_forgotten_password_that_is_no_address_is_asked_again(client):
    answer = client.post(FORGOTTEN, {"email": "geen adres"})

    assert answer.status_code == 422
    assert "Vul een geldig e-mailadres in" in text_of(answer)


def test_asking_for_mail_again_and_again_stops(client):
    answers = [client.post(FORGOTTEN, {"email": "wie@dan.ook"}).status_code for _try in range(6)]

    assert answers == [302] * 5 + [429]


def mailed_link(client, who):
    client.post(FORGOTTEN, {"email": who.email})
    work()
    return "/" + link_in(mail.outbox[-1].body, "wachtwoord").split("/", 3)[3]


def test_a_new_password_is_chosen_by_mail_and_the_second_step_is_still_asked(client):
    who = account()
    elsewhere = signed_in(who)
    link = mailed_link(client, who)

    shown = client.get(link)
    chosen = client.post(link, {"password": NEW_PASSWORD})

    assert shown.status_code == 200
    assert chosen.headers["Location"].startswith(LOGIN)
    assert "_auth_user_id" not in client.session
    assert elsewhere.get("/dashboard/").status_code == 302  # its session ended
    assert log_in(client, who).status_code == 422
    assert log_in(client, who, NEW_PASSWORD).headers["Location"] == SECOND
    assert client.get("/dashboard/").status_code == 302
    assert client.get(link).status_code == 404


def test_a_sign_in_that_is_half_way_ends_when_the_password_changes(client):
    who = account()
    thief = Client()
    log_in(thief, who)

    client.post(mailed_link(client, who), {"password": NEW_PASSWORD})
    answer = thief.post(SECOND, {"code": current_code()})

    assert answer.headers["Location"] == LOGIN
    assert thief.get("/dashboard/").status_code == 302
    assert Action.SIGNED_IN not in recorded()


def test_looking_at_a_link_uses_nothing(client):
    who = account()
    link = mailed_link(client, who)
    before = list(AccountLink.objects.values())

    for _look in range(3):
        client.get(link)
        client.head(link)

    assert list(AccountLink.objects.values()) == before


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("kort", "12 tekens"),
        ("wachtwoord1234567", None),
        ("1234567890123456", "cijfers"),
        ("ada@bureau.nl", "lijkt te veel"),
        ("", "Vul een wachtwoord in."),
    ],
)
def test_a_password_that_others_would_guess_is_refused(client, password, refusal):
    link = mailed_link(client, account())

    answer = client.post(link, {"password": password})

    assert answer.status_code == (422 if refusal else 302)
    assert (refusal or "") in text_of(answer)


def test_a_link_of_an_account_that_was_disabled_meanwhile_opens_nothing(client):
    who = account()
    link = mailed_link(client, who)
    Account.objects.update(is_active=False)

    assert client.post(link, {"password": NEW_PASSWORD}).status_code == 404


def test_a_link_of_one_kind_opens_nothing_of_another(client):
    who = account()
    link = mailed_link(client, who)

    assert client.get(link.replace("wachtwoord", "uitnodiging")).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 32, "a" * 33, "a" * 32])
def test_what_is_no_link_gets_the_page_of_what_is_not_there(client, token):
    assert client.get(f"/dashboard/uitnodiging/{token}/").status_code == 404


def test_an_invitation_makes_an_account_that_has_to_set_up_a_second_step(client):
    path = path_of(invite(email="Bo@Bureau.nl", role=Role.ADVISEUR, by=None, moment=NOW))

    shown = client.get(path)
    made = client.post(path, {"name": "Bo", "password": NEW_PASSWORD}, follow=True)

    assert "bo@bureau.nl" in text_of(shown)
    assert "Je account is gemaakt" in text_of(made)
    who = Account.objects.get()
    assert (who.email, who.name, who.role, who.has_usable_password()) == (
        "bo@bureau.nl",
        "Bo",
        "adviseur",
        True,
    )
    assert client.get(path).status_code == 404
    inside = log_in(client, who, NEW_PASSWORD)
    assert inside.headers["Location"] == "/dashboard/"
    assert client.get("/dashboard/").headers["Location"] == "/dashboard/beveiliging/"


def test_an_invitation_that_is_filled_in_badly_stays(client):
    path = path_of(invite(email="bo@bureau.nl", role=Role.ADVISEUR, by=None, moment=NOW))

    answer = client.post(path, {"name": "", "password": "kort"})

    assert answer.status_code == 422
    assert "Vul je naam in." in text_of(answer)
    assert client.get(path).status_code == 200


def test_the_first_link_asks_for_an_address_and_makes_a_beheerder(client):
    path = path_of(invite_first(moment=NOW))

    wrong = client.post(path, {"email": "x", "name": "Mo", "password": NEW_PASSWORD})
    client.post(path, {"email": "Mo@bureau.nl", "name": "Mo", "password": NEW_PASSWORD})

    assert wrong.status_code == 422
    assert list(Account.objects.values_list("email", "role")) == [("mo@bureau.nl", "beheerder")]


@pytest.mark.django_db(transaction=True)
def test_whoever_s_sign_in_changes_is_told_by_mail_once_and_without_a_link(client):
    who = account(factor=False)
    client.post(mailed_link(client, who), {"password": NEW_PASSWORD})
    log_in(client, who, NEW_PASSWORD)
    page = client.get("/dashboard/beveiliging/app/").content.decode()
    secret = re.search(r'<code id="secret">([A-Z2-7]+)</code>', page)[1]
    client.post("/dashboard/beveiliging/app/", {"code": current_code(secret)})
    client.post("/dashboard/beveiliging/codes/nieuw/")
    client.post("/dashboard/beveiliging/app/verwijderen/")

    work()

    told = mail.outbox[1:]
    assert [message.to for message in told] == [["ada@bureau.nl"]] * 4
    for message, words in zip(
        told,
        ("is veranderd.", "stap toegevoegd,", "nieuwe herstelcodes", "stap weggehaald."),
        strict=True,
    ):
        assert words in message.body
        assert "Was jij dit niet?" in message.body
        assert words in message.alternatives[0].content
        assert "http" not in message.body
    assert OutgoingMail.objects.count() == 0
