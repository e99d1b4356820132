"""Signing in, the second step, a forgotten password and an invitation, page by page."""

import re
import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django_tasks_db.models import DBTaskResult

from scans.models import Account, AccountLink, Action, AuditRecord, OutgoingMail, Role
from scans.services.accounts import invite, invite_first
from scans.services.mailing import account_url
from scans.web.adviser.identity import AccountAdapter
from tests.adviser import (
    PASSWORD,
    account,
    change_session,
    code_at,
    current_code,
    link_in,
    manager,
    recovery_codes,
    signed_in,
    wrong_code,
)

pytestmark = pytest.mark.django_db

LOGIN, SECOND, FORGOTTEN = (
    f"/dashboard/{path}/" for path in ("inloggen", "inloggen/tweede-stap", "wachtwoord")
)
NOW = datetime.fromtimestamp(time.time(), UTC)
NEW_PASSWORD = "nog een zin die niemand raadt"  # noqa: S105 - of nobody
WRONG = "een ander wachtwoord"
NOT_TOGETHER = "Dit e-mailadres en dit wachtwoord horen niet bij elkaar."
TOO_OFTEN = "Dit is te vaak geprobeerd."


def text_of(answer):
    """What a page says, without its markup and what differs at each request."""
    page = re.sub(r"<input type=\"hidden\"[^>]*>", "", answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def log_in(client, who, password=PASSWORD):
    return client.post(LOGIN, {"login": who.email, "password": password})


def done():
    """What the audit log holds, oldest first."""
    return list(AuditRecord.objects.order_by("pk").values_list("what", flat=True))


def path_of(link):
    return "/" + account_url(link).split("/", 3)[3]


def test_password_and_code_together_open_the_dashboard(client):
    who = account()

    asked = log_in(client, who)
    inside = client.post(SECOND, {"code": current_code()})

    assert (asked.status_code, asked.headers["Location"]) == (302, SECOND)
    assert (inside.status_code, inside.headers["Location"]) == (302, "/dashboard/")
    assert client.get("/dashboard/").status_code == 200
    assert done() == [Action.SIGNED_IN]


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
    assert done() == [Action.SECOND_STEP_FAILED]


def test_a_recovery_code_opens_once_and_is_written_down(client):
    who = account()
    (code, *others) = recovery_codes(who)
    log_in(client, who)

    inside = client.post(SECOND, {"code": code})

    assert inside.headers["Location"] == "/dashboard/"
    assert recovery_codes(who) == others
    assert done() == [Action.CODE_USED, Action.SIGNED_IN]
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
    assert set(done()) == {Action.SIGN_IN_FAILED}


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
    assert done() == []


def test_signing_out_says_so_and_is_written_down():
    client = signed_in(account())

    answer = client.post("/dashboard/uitloggen/", follow=True)

    assert "Je bent uitgelogd." in text_of(answer)
    assert done() == [Action.SIGNED_IN, Action.SIGNED_OUT]


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
    assert done() == [Action.PASSWORD_ASKED]


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
    assert Action.SIGNED_IN not in done()


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
def test_setting_up_an_app_gives_recovery_codes_and_opens_the_dashboard(client):
    who = account(factor=False)
    log_in(client, who)
    page = client.get("/dashboard/beveiliging/app/").content.decode()
    secret = re.search(r'<code id="secret">([A-Z2-7]+)</code>', page)[1]

    wrong = client.post("/dashboard/beveiliging/app/", {"code": wrong_code(secret)})
    right = client.post("/dashboard/beveiliging/app/", {"code": current_code(secret)})

    assert wrong.status_code == 422
    assert right.headers["Location"] == "/dashboard/beveiliging/codes/"
    codes = client.get("/dashboard/beveiliging/codes/")
    assert [code in text_of(codes) for code in recovery_codes(who)] == [True] * 10
    assert client.get("/dashboard/").status_code == 200
    assert done() == [Action.SIGNED_IN, Action.FACTOR_ADDED]


def test_the_secret_of_an_app_is_kept_sealed():
    who = account()

    kept = str(list(Authenticator.objects.filter(user=who).values_list("data", flat=True)))

    assert "JBSWY3DP" not in kept
    assert not [code for code in recovery_codes(who) if code in kept]


def test_changing_a_second_factor_asks_for_proof_by_the_second_factor():
    client = signed_in(account())

    asked = client.get("/dashboard/beveiliging/app/verwijderen/")
    wrong = client.post(asked.headers["Location"], {"code": wrong_code()})
    proved = client.post(asked.headers["Location"], {"code": current_code()})

    assert asked.headers["Location"].startswith("/dashboard/bevestigen/?next=")
    assert wrong.status_code == 422
    assert proved.headers["Location"] == "/dashboard/beveiliging/app/verwijderen/"
    assert client.get("/dashboard/beveiliging/app/verwijderen/").status_code == 200


def test_proof_holds_for_five_minutes():
    who = account()
    client = signed_in(who, just_proved=True)

    def earlier(request):
        records = request.session["account_authentication_methods"]
        request.session["account_authentication_methods"] = [
            {**record, "at": record["at"] - 301} for record in records
        ]

    assert client.get("/dashboard/beveiliging/app/verwijderen/").status_code == 200
    change_session(client, earlier)
    assert client.get("/dashboard/beveiliging/app/verwijderen/").status_code == 302


def test_whoever_removes_the_last_second_factor_has_to_set_one_up_again():
    who = account()
    client = signed_in(who, just_proved=True)

    client.post("/dashboard/beveiliging/app/verwijderen/")

    assert Authenticator.objects.filter(user=who).count() == 0
    assert client.get("/dashboard/").headers["Location"] == "/dashboard/beveiliging/"
    assert done() == [Action.SIGNED_IN, Action.FACTOR_REMOVED, Action.FACTOR_REMOVED]


def test_new_recovery_codes_replace_the_old_ones(django_capture_on_commit_callbacks):
    who = account()
    old = recovery_codes(who)
    client = signed_in(who, just_proved=True)

    shown = client.get("/dashboard/beveiliging/codes/nieuw/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/dashboard/beveiliging/codes/nieuw/")

    assert shown.status_code == 200
    assert set(recovery_codes(who)) & set(old) == set()
    assert done()[-1] == Action.CODES_RENEWED


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


def test_the_page_about_security_tells_what_is_set_up():
    page = text_of(signed_in(account()).get("/dashboard/beveiliging/"))

    assert "10 ongebruikte herstelcodes" in page
    assert "Je hebt nog geen passkey." in page


def test_visiting_the_door_from_inside_leads_to_the_dashboard():
    client = signed_in(account())

    assert client.get(LOGIN).headers["Location"] == "/dashboard/"


def test_an_adviseur_sees_no_doors_that_are_shut():
    page = text_of(signed_in(account()).get("/dashboard/"))

    assert "Dag Ada" in page
    assert ("Logboek" in page, "Accounts" in page) == (False, False)
