"""One's own password, and where one is signed in."""

import re

import pytest

from scans.models import Account, Action, AuditRecord, OutgoingMail
from scans.web.adviser.sessions import kept_key
from tests.adviser import PASSWORD, account, manager, signed_in
from tests.web.doors import text_of

pytestmark = pytest.mark.django_db

NEW = "een andere zin van vijf woorden"
CHANGE, SESSIONS = "/dashboard/beveiliging/wachtwoord/", "/dashboard/beveiliging/sessies/"


def is_in(client):
    """Whether the dashboard opens for this browser."""
    return client.get("/dashboard/").status_code == 200


def keys_on(page):
    """The keys of the sessions that a page offers to end."""
    return re.findall(r'name="sessie"\s+value="([^"]{32})"', page.content.decode())


def test_a_password_is_changed_by_the_one_of_now_and_ends_every_other_session():
    ada = account()
    here, elsewhere = signed_in(ada), signed_in(ada)

    done = here.post(CHANGE, {"current": PASSWORD, "password": NEW}, follow=True)

    assert "Je nieuwe wachtwoord geldt." in text_of(done)
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert Account.objects.get().check_password(NEW)
    assert AuditRecord.objects.filter(what=Action.PASSWORD_CHANGED).count() == 1
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("current", "new", "refusal"),
    [
        pytest.param("geraden", NEW, "Dit is niet je wachtwoord van nu.", id="wrong-one-of-now"),
        pytest.param("", NEW, "Vul een wachtwoord in.", id="no-one-of-now"),
        pytest.param(PASSWORD, "kort", "12 tekens", id="too-short"),
        pytest.param(PASSWORD, "", "Vul een wachtwoord in.", id="no-new-one"),
    ],
)
def test_a_password_stays_when_the_form_is_filled_in_wrongly(current, new, refusal):
    here = signed_in(account())

    page = here.post(CHANGE, {"current": current, "password": new})

    assert page.status_code == 422
    assert refusal in text_of(page)
    assert Account.objects.get().check_password(PASSWORD)
    assert OutgoingMail.objects.count() == 0


def test_the_password_of_now_can_not_be_guessed_for_long():
    here = signed_in(account())

    answers = [here.post(CHANGE, {"current": f"poging {n}", "password": NEW}) for n in range(6)]

    assert [one.status_code for one in answers] == [422] * 5 + [429]


def test_where_somebody_is_signed_in_is_shown_after_proof_and_another_session_is_ended():
    ada = account()
    here, elsewhere = signed_in(ada, just_proved=True), signed_in(ada)
    signed_in(account(name="Bo"))

    page = here.get(SESSIONS)
    (key,) = keys_on(page)
    done = here.post(SESSIONS, {"sessie": key}, follow=True)

    assert text_of(page).count("Ingelogd op") == 2
    assert "dit is deze browser" in text_of(page)
    assert "Wat je uitlogde, is uitgelogd." in text_of(done)
    assert keys_on(done) == []
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert AuditRecord.objects.filter(what=Action.SESSIONS_ENDED).count() == 1
    assert elsewhere.get(SESSIONS).status_code == 302


def test_all_other_sessions_are_ended_at_once_and_nobody_elses():
    ada, bo = account(), account(name="Bo")
    here, *others = (signed_in(ada, just_proved=True), signed_in(ada), signed_in(ada))
    of_bo = signed_in(bo)

    for key in (kept_key(of_bo.session.session_key), kept_key(here.session.session_key), "alle"):
        here.post(SESSIONS, {"sessie": key})

    assert [is_in(one) for one in (here, *others, of_bo)] == [True, False, False, True]


def test_without_recent_proof_nobody_sees_where_somebody_is_signed_in():
    here = signed_in(account())

    assert here.get(SESSIONS).headers["Location"].startswith("/dashboard/bevestigen/")
    assert here.post(SESSIONS, {"sessie": "alle"}).status_code == 302


def test_a_session_that_was_silent_too_long_is_not_shown():
    ada = account()
    here, silent = signed_in(ada, just_proved=True), signed_in(ada)
    session = silent.session
    session["dashboard_seen"] = 0
    session.save()

    assert keys_on(here.get(SESSIONS)) == []


def test_another_second_factor_ends_every_other_session(django_capture_on_commit_callbacks):
    ada = account()
    here, elsewhere = signed_in(ada, just_proved=True), signed_in(ada)
    of_somebody_else = signed_in(account(name="Bo"))

    with django_capture_on_commit_callbacks(execute=True):
        here.post("/dashboard/beveiliging/app/verwijderen/")

    assert here.get("/dashboard/").headers["Location"] == "/dashboard/beveiliging/"
    assert (is_in(elsewhere), is_in(of_somebody_else)) == (False, True)


def test_new_recovery_codes_end_every_other_session(django_capture_on_commit_callbacks):
    ada = account()
    here, elsewhere = signed_in(ada, just_proved=True), signed_in(ada)

    with django_capture_on_commit_callbacks(execute=True):
        here.post("/dashboard/beveiliging/codes/nieuw/")

    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_who_is_let_in_again_has_to_sign_in_again():
    ada, boss = account(), signed_in(manager())
    hers = signed_in(ada)

    for access in ("uit", "aan"):
        boss.post(f"/dashboard/accounts/{ada.pk}/toegang/", {"toegang": access})

    assert Account.objects.get(pk=ada.pk).is_active
    assert not is_in(hers)
    assert is_in(boss)
