"""The dashboard in English: not one Dutch word is left on a page or in a mail."""

import pytest
from allauth.mfa.models import Authenticator

from scans.models import Action, LinkKind, OutgoingMail, Role
from scans.services.accounts import ask_password_link, invite, invite_first
from scans.services.audit import record
from scans.services.mailing import queue_account_mail
from tests.adviser import account, manager, signed_in
from tests.factories import MOMENT
from tests.web.doors import NOW, log_in, path_of
from tests.web.english import assert_english, assert_mails_are_english

pytestmark = pytest.mark.django_db

DOOR = "/dashboard/inloggen/"


def in_english(client):
    client.cookies["django_language"] = "en"
    return client


def test_the_door(english):
    who = account(name="Bob")
    log_in(english, who)
    assert_english(english.get("/dashboard/inloggen/tweede-stap/"))
    assert_english(english.post("/dashboard/inloggen/tweede-stap/", {"code": "1"}), 422)
    english.post("/dashboard/uitloggen/")

    for done in ("", "account", "wachtwoord", "uitgelogd"):
        assert_english(english.get(f"{DOOR}?gelukt={done}"))
    assert_english(english.post(DOOR, {"login": "x", "password": ""}), 422)
    assert_english(english.post(DOOR, {"login": "x@example.org", "password": "x"}), 422)
    assert_english(english.get("/dashboard/wachtwoord/"))
    assert_english(english.get("/dashboard/wachtwoord/?gelukt=1"))
    assert_english(english.post("/dashboard/wachtwoord/", {"email": ""}), 422)
    for _try in range(30):
        last = english.post(DOOR, {})
    assert_english(last, 429)


def test_the_links(english):
    who = account(name="Bob")
    for link in (
        invite(email="ann@example.org", role=Role.ADVISEUR, by=None, moment=NOW),
        ask_password_link(email=who.email, moment=NOW),
    ):
        assert_english(english.get(path_of(link)))
        assert_english(english.post(path_of(link), {"password": "x"}), 422)


def test_the_first_link(english):
    link = invite_first(moment=NOW)

    assert_english(english.get(path_of(link)))
    assert_english(english.post(path_of(link), {}), 422)


def test_setting_up():
    client = in_english(signed_in(account(name="Bob", factor=False), with_factor=False))

    for path in ("beveiliging/", "beveiliging/app/", "beveiliging/passkey/"):
        assert_english(client.get(f"/dashboard/{path}"))
    assert_english(client.post("/dashboard/beveiliging/app/", {"code": ""}), 422)
    assert_english(client.post("/dashboard/beveiliging/passkey/", {"credential": "x"}), 422)


def test_the_own_account():
    client = in_english(signed_in(account(name="Bob"), just_proved=True))

    for path in (
        "",
        "beveiliging/",
        "beveiliging/app/verwijderen/",
        "beveiliging/passkey/",
        "beveiliging/codes/",
        "beveiliging/codes/nieuw/",
        "bevestigen/",
    ):
        assert_english(client.get(f"/dashboard/{path}"))
    assert_english(client.post("/dashboard/bevestigen/", {"code": ""}), 422)
    Authenticator.objects.filter(type="recovery_codes").delete()
    assert_english(client.get("/dashboard/beveiliging/app/verwijderen/"))


def test_the_pages_of_the_administrator():
    boss = manager("Sam")
    client = in_english(signed_in(boss))
    other = account(name="Bob", is_active=False)
    third = account(name="Kim", factor=False)
    invite(email="ann@example.org", role=Role.ADVISEUR, by=boss, moment=NOW)
    for action in Action:
        record(who=boss, what=action, about=third, moment=MOMENT)

    for path in ("", "accounts/", "accounts/?gelukt=ingetrokken", "logboek/", "logboek/?voor=1"):
        assert_english(client.get(f"/dashboard/{path}"))
    for who in (boss, other, third):
        for done in ("", "laatste", "rol", "toegang"):
            assert_english(client.get(f"/dashboard/accounts/{who.pk}/?gelukt={done}"))
    invited = {"email": "lee@example.org", "role": "adviseur"}
    assert_english(client.post("/dashboard/accounts/uitnodigen/", invited))
    assert_english(client.post("/dashboard/accounts/uitnodigen/", {}), 422)
    assert_english(client.post(f"/dashboard/accounts/{third.pk}/opnieuw/"))


@pytest.mark.parametrize("kind", [LinkKind.INVITATION, LinkKind.PASSWORD])
def test_mail(kind):
    who = account(name="Bob")
    link = (
        ask_password_link(email=who.email, moment=MOMENT)
        if kind == LinkKind.PASSWORD
        else invite(email="ann@example.org", role=Role.ADVISEUR, by=None, moment=MOMENT)
    )

    queue_account_mail(link=link, address="ann@example.org", language="en")

    assert OutgoingMail.objects.count() == 1
    assert_mails_are_english()
