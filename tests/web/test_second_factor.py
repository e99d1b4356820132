"""Setting up, proving and changing the second step of an account."""

import re

import pytest
from allauth.mfa.models import Authenticator

from scans.models import Action
from tests.adviser import (
    account,
    change_session,
    current_code,
    recorded,
    recovery_codes,
    signed_in,
    wrong_code,
)
from tests.web.doors import log_in, text_of

pytestmark = pytest.mark.django_db


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
    assert recorded() == [Action.SIGNED_IN, Action.FACTOR_ADDED]


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
    assert recorded() == [Action.SIGNED_IN, Action.FACTOR_REMOVED, Action.FACTOR_REMOVED]


def test_new_recovery_codes_replace_the_old_ones(django_capture_on_commit_callbacks):
    who = account()
    old = recovery_codes(who)
    client = signed_in(who, just_proved=True)

    shown = client.get("/dashboard/beveiliging/codes/nieuw/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/dashboard/beveiliging/codes/nieuw/")

    assert shown.status_code == 200
    assert set(recovery_codes(who)) & set(old) == set()
    assert recorded()[-1] == Action.CODES_RENEWED


def test_the_page_about_security_tells_what_is_set_up():
    page = text_of(signed_in(account()).get("/dashboard/beveiliging/"))

    assert "10 ongebruikte herstelcodes" in page
    assert "Je hebt nog geen passkey." in page
