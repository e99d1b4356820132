"""The gate of the dashboard: every address, by every visitor, with every method."""

import uuid

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from scans.models import Account, Edition, QuestionnaireDraft
from scans.queries.imported import imported
from scans.web.adviser import access, urls
from scans.web.adviser.sessions import SessionStore
from tests.adviser import PASSWORD, SECRET, account, change_session, manager, signed_in
from tests.desk import departments
from tests.factories import (
    TODAY,
    QuestionnaireVersionFactory,
    ResultFactory,
    core_document,
    draft_of,
)
from tests.web.strict import is_kept_nowhere, is_strict

pytestmark = pytest.mark.django_db

UNKNOWN = "abcdefghijklmnopqrstuvwxyz234567"
FORM_TYPE = "application/x-www-form-urlencoded"
METHODS = ("GET", "HEAD", "POST", "PUT")

PAGE = (200, 200, 405, 405)
FORM = (200, 200, 422, 405)
POST = (405, 405, 302, 405)
MOVED = (302, 302, 302, 302)
MOVED_PAGE = (302, 302, 302, 405)
WORTHLESS = (404, 404, 404, 405)
KEPT_BACK = (403, 403, 405, 405)
NOT_ALLOWED = (405, 405, 403, 405)

ENTRANCE = {
    "account_logout": POST,
    "account_login": FORM,
    "mfa_authenticate": MOVED_PAGE,  # nobody is half way in
    "account_reset_password": FORM,
    "account_password": WORTHLESS,
    "account_invitation": WORTHLESS,
}

INSIDE = {
    "account_logout": POST,
    "account_login": MOVED_PAGE,
    "mfa_authenticate": MOVED_PAGE,
    "account_reset_password": FORM,
    "account_password": WORTHLESS,
    "account_invitation": WORTHLESS,
    "dashboard": PAGE,
    "scans": PAGE,
    "scans_export": PAGE,
    "scans_codebook": PAGE,
    "scan": PAGE,
    "scan_note": (405, 405, 422, 405),
    "scan_follow_up": (405, 405, 422, 405),
    "scan_benchmark": (405, 405, 422, 405),
    "scan_pdf": (202, 202, 405, 405),
    "scan_presentation": PAGE,
    "scan_merge": FORM,
    "compare": PAGE,
    "desk_benchmark": PAGE,
    "desk_edition": PAGE,
    "desk_publish": FORM,
    "desk_publish_now": (405, 405, 422, 405),
    "desk_excluded": PAGE,
    "desk_import": FORM,
    "desk_import_now": (405, 405, 422, 405),
    "desk_imported": PAGE,
    "desk_imported_one": PAGE,
    "desk_imported_benchmark": (405, 405, 422, 405),
    "desk_imported_delete": FORM,
    "mfa_reauthenticate": FORM,
    "mfa_reauthenticate_webauthn": MOVED_PAGE,  # no passkey to do it with
    "mfa_index": PAGE,
    "own_password": FORM,
    "own_sessions": MOVED_PAGE,  # asks for proof first
    "mfa_activate_totp": MOVED_PAGE,
    "mfa_deactivate_totp": MOVED_PAGE,
    "mfa_add_webauthn": MOVED_PAGE,
    "mfa_remove_webauthn": MOVED_PAGE,
    "mfa_view_recovery_codes": (302, 302, 405, 405),
    "mfa_generate_recovery_codes": MOVED_PAGE,
    "quality": PAGE,
    "quality_version": PAGE,
    "questionnaires": PAGE,
    "questionnaires_upload": (405, 405, 422, 405),
    "questionnaire_version": PAGE,
    "questionnaire_download": PAGE,
    "draft_make": POST,
    "draft": PAGE,
    "draft_part": (200, 200, 409, 405),  # without the state that was seen
    "draft_publish": (405, 405, 409, 405),
    "draft_delete": (405, 405, 409, 405),
    "draft_download": PAGE,
    "preview_version": PAGE,
    "preview_draft": PAGE,
    "accounts": KEPT_BACK,
    "accounts_invite": NOT_ALLOWED,
    "accounts_withdraw": NOT_ALLOWED,
    "account": KEPT_BACK,
    "account_role": NOT_ALLOWED,
    "account_access": NOT_ALLOWED,
    "account_afresh": NOT_ALLOWED,
    "audit": KEPT_BACK,
    "register": KEPT_BACK,
    "content": (200, 200, 422, 405),
    "content_logo": (405, 405, 422, 405),
    "content_without_logo": POST,
    "content_tips": PAGE,
    "content_new_tip": FORM,
    "content_tip": WORTHLESS,
    "content_without_tip": (405, 405, 404, 405),
    "content_newsletter": PAGE,
    "content_newsletter_export": (405, 405, 200, 405),
    "contacts": PAGE,
    "contacts_tick": (405, 405, 404, 405),
}

MANAGING = {
    "accounts": PAGE,
    "accounts_invite": (405, 405, 422, 405),
    "accounts_withdraw": (405, 405, 404, 405),
    "account": PAGE,
    "account_role": POST,
    "account_access": POST,
    "account_afresh": POST,
    "audit": PAGE,
    "register": PAGE,
}

SETTING_UP = {
    "mfa_index": PAGE,
    "mfa_activate_totp": FORM,
    "mfa_add_webauthn": FORM,
    "account_logout": POST,
}

# Of respondents, but for advisers: they stand under the same part of the site.
PREVIEWS = {"preview_version", "preview_draft"}
NAMES = {pattern.name for pattern in urls.urlpatterns} | PREVIEWS
SHUT = dict.fromkeys(NAMES, MOVED) | ENTRANCE

EXPECTED = {
    "nobody": SHUT,
    "unknown cookie": SHUT,
    "other site's cookie": SHUT,
    "disabled": SHUT,
    "password only": SHUT | {"account_login": MOVED_PAGE},
    "no factor": dict.fromkeys(NAMES, MOVED)
    | {"account_reset_password": FORM, "account_password": WORTHLESS}
    | {"account_invitation": WORTHLESS, "account_login": MOVED_PAGE}
    | {"mfa_authenticate": MOVED_PAGE}
    | SETTING_UP,
    "adviseur": INSIDE,
    "beheerder": INSIDE | MANAGING,
}


def with_cookie(value):
    client = Client()
    client.cookies["dashboard"] = value
    return client


def from_another_site():
    """A session that another site of ours, with another key, would have made."""
    client = signed_in(account(name="Elders"))
    change_session(client, lambda r: r.session.update({"_auth_user_hash": "0" * 64}))
    return client


def disabled():
    who = account(name="Weg")
    client = signed_in(who)
    Account.objects.filter(pk=who.pk).update(is_active=False)
    return client


VISITORS = {
    "nobody": Client,
    "unknown cookie": lambda: with_cookie("abcdefghijklmnopqrstuvwxyz012345"),
    "other site's cookie": from_another_site,
    "disabled": disabled,
    "password only": lambda: signed_in(account(name="Half"), with_factor=False),
    "no factor": lambda: signed_in(account(name="Nieuw", factor=False), with_factor=False),
    "adviseur": lambda: signed_in(account()),
    "beheerder": lambda: signed_in(manager()),
}


def address_of(name, who, scan):
    """An address of the dashboard, about this account or scan where it is about one."""
    of_scan = {"scan_id": scan.pk}
    version = scan.questionnaire
    draft = QuestionnaireDraft.objects.first() or draft_of(core_document())
    of_import = {"department_id": (imported().first() or departments(1)[0]).pk}
    kwargs = {
        "scans_export": {"form": "csv"},
        "scan": of_scan,
        "scan_note": of_scan,
        "scan_follow_up": of_scan,
        "scan_benchmark": of_scan,
        "scan_pdf": of_scan,
        "scan_presentation": of_scan,
        "scan_merge": of_scan,
        "account_password": {"token": UNKNOWN},
        "account_invitation": {"token": UNKNOWN},
        "accounts_withdraw": {"link_id": uuid.UUID(int=7)},
        "mfa_remove_webauthn": {"pk": 1},
        "content_tip": {"tip_id": 7},
        "content_without_tip": {"tip_id": 7},
        "contacts_tick": {"request_id": uuid.UUID(int=7)},
        "account": {"account_id": who.pk},
        "desk_imported_one": of_import,
        "desk_imported_benchmark": of_import,
        "desk_imported_delete": of_import,
        "desk_edition": {"name": "2026-11"},
        "account_role": {"account_id": who.pk},
        "account_access": {"account_id": who.pk},
        "account_afresh": {"account_id": who.pk},
        "quality_version": {"version_id": version.pk},
        "questionnaire_version": {"version_id": version.pk},
        "questionnaire_download": {"version_id": version.pk},
        "draft_make": {"version_id": version.pk},
        "draft": {"draft_id": draft.pk},
        "draft_publish": {"draft_id": draft.pk},
        "draft_delete": {"draft_id": draft.pk},
        "draft_download": {"draft_id": draft.pk},
        "draft_part": {"draft_id": draft.pk, "key": "algemeen"},
        "preview_version": {"version_id": version.pk, "audience": "team", "key": "timing"},
        "preview_draft": {"draft_id": draft.pk, "audience": "klanten", "key": "timing"},
    }
    return reverse(name, kwargs=kwargs.get(name, {}))


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_address_opens_for_whom_it_is_and_for_nobody_else(visitor):
    QuestionnaireVersionFactory()
    client = VISITORS[visitor]()
    who = Account.objects.first() or account(name="Iemand")
    scan = ResultFactory().scan
    Edition.objects.create(name="2026-11", published_on=TODAY)
    cookies = client.cookies.output()
    got = {}
    for name in NAMES:
        answers = []
        for method in METHODS:
            before = transaction.savepoint()
            client.cookies.load(cookies.replace("Set-Cookie: ", ""))
            answer = client.generic(method, address_of(name, who, scan), content_type=FORM_TYPE)
            assert is_strict(answer)
            assert is_kept_nowhere(answer)
            answers.append(answer.status_code)
            transaction.savepoint_rollback(before)  # the next finds everything as it was
        got[name] = tuple(answers)

    assert got == EXPECTED[visitor]


def test_whoever_is_not_signed_in_is_sent_to_the_door_also_where_nothing_is():
    paths = ("/dashboard/", "/dashboard/accounts/", "/dashboard/bestaat/niet/", "/dashboard/x")

    sent = {path: Client().get(path).headers["Location"] for path in paths}

    assert sent == {path: f"/dashboard/inloggen/?next={path}" for path in paths}


def test_whoever_has_no_second_factor_is_sent_to_set_it_up():
    client = signed_in(account(factor=False), with_factor=False)

    sent = {path: client.get(path).headers["Location"] for path in ("/dashboard/", "/dashboard/x/")}

    assert set(sent.values()) == {"/dashboard/beveiliging/"}


def test_a_session_from_before_the_second_factor_ends_when_its_owner_sets_it_up():
    who = account(factor=False)
    thief = signed_in(who, with_factor=False)
    assert thief.get("/dashboard/beveiliging/").status_code == 200
    TOTP.activate(who, SECRET)

    answer = thief.get("/dashboard/beveiliging/")

    assert answer.headers["Location"].startswith("/dashboard/inloggen/")
    assert "_auth_user_id" not in thief.session


@pytest.mark.parametrize(
    ("clock", "minutes", "goes_on"),
    [
        (access.SEEN, 29, True),
        (access.SEEN, 31, False),
        (access.STARTED, 11 * 60 + 59, True),
        (access.STARTED, 12 * 60 + 1, False),
    ],
)
def test_a_session_ends_after_half_an_hour_of_silence_and_after_twelve_hours(
    clock, minutes, goes_on
):
    client = signed_in(account())
    moved = client.session[clock] - minutes * 60
    change_session(client, lambda request: request.session.update({clock: moved}))

    answer = client.get("/dashboard/")

    assert (answer.status_code == 200) is goes_on
    assert ("_auth_user_id" in client.session) is goes_on


def test_a_session_that_is_used_stays_and_the_rest_of_the_clock_runs_on():
    client = signed_in(account())
    started = client.session[access.STARTED]
    moved = client.session[access.SEEN] - 20 * 60
    change_session(client, lambda request: request.session.update({access.SEEN: moved}))

    client.get("/dashboard/")

    assert client.session[access.SEEN] >= moved + 20 * 60
    assert client.session[access.STARTED] == started


def test_a_session_without_clocks_is_over():
    client = signed_in(account())
    change_session(client, lambda request: request.session.pop(access.STARTED))

    assert client.get("/dashboard/").status_code == 302


def test_what_the_database_knows_of_a_session_lets_nobody_in():
    client = signed_in(account())
    (kept,) = Session.objects.values_list("session_key", flat=True)
    assert client.get("/dashboard/").status_code == 200

    assert with_cookie(kept).get("/dashboard/").status_code == 302
    assert client.cookies["dashboard"].value != kept


def test_a_session_is_kept_sealed_and_worthless_under_another_key(settings):
    client = signed_in(account())
    change_session(client, lambda request: request.session.update({"geheim": "LBKUHWK4"}))
    (kept,) = Session.objects.values_list("session_data", flat=True)
    settings.LINK_KEY = "another" * 10

    assert "LBKUHWK4" not in kept
    with pytest.raises(signing.BadSignature):
        signing.loads(kept, salt="django.contrib.sessions.SessionStore")
    assert client.get("/dashboard/").status_code == 302


def test_signing_out_forgets_the_session():
    client = signed_in(account())

    client.post("/dashboard/uitloggen/")

    assert Session.objects.count() == 0
    assert client.get("/dashboard/").status_code == 302


def test_the_cookie_of_an_account_stays_out_of_scripts():
    client = Client()

    client.post("/dashboard/inloggen/", {"login": account().email, "password": PASSWORD})

    cookie = client.cookies["dashboard"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/", True, "Lax")


def test_an_account_without_recovery_codes_sees_that_it_has_none():
    who = account(factor=False)
    TOTP.activate(who, SECRET)

    page = signed_in(who).get("/dashboard/beveiliging/")

    assert page.status_code == 200
    assert "Je hebt nog 0 ongebruikte herstelcodes." in page.content.decode()


def test_no_search_engine_shows_and_no_cache_keeps_the_dashboard():
    client = signed_in(manager())

    seen = {
        (answer.headers["X-Robots-Tag"], "no-store" in answer.headers["Cache-Control"])
        for answer in map(client.get, ["/dashboard/", "/dashboard/logboek/", "/dashboard/x/"])
    }

    assert seen == {("noindex, nofollow", True)}


def test_a_view_that_nobody_guards_refuses_whoever_is_not_signed_in(rf):
    request = rf.get("/dashboard/")
    request.user = AnonymousUser()

    with pytest.raises(PermissionDenied):
        access.account_of(request)


def test_a_session_store_of_nothing_deletes_nothing():
    signed_in(account())

    SessionStore().delete()

    assert Session.objects.count() == 1
