"""Accounts: what may change, what never may, and what is written down of it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from scans.models import Account, AccountLink, Action, AuditRecord, Role
from scans.services.accounts import (
    INVITATION_WORKS,
    PASSWORD_LINK_WORKS,
    KnownAddressError,
    LastManagerError,
    WorthlessLinkError,
    accept_invitation,
    ask_password_link,
    change_role,
    choose_password,
    delete_old_links,
    disable_account,
    enable_account,
    forget_factors,
    invite,
    invite_first,
    withdraw_invitation,
)
from tests.adviser import PASSWORD, account, manager
from tests.factories import MOMENT
from tests.services.concurrency import at_once

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
NEW_PASSWORD = "nog een zin die niemand raadt"  # noqa: S105 - of nobody


def log():
    """The audit log, oldest first: who, what, about which kind, details."""
    return [
        (record.who and record.who.name, record.what, record.object_kind, record.details)
        for record in AuditRecord.objects.select_related("who").order_by("pk")
    ]


def accept(link, *, moment=MOMENT, email="", name="Bo"):
    return accept_invitation(
        link_id=link.pk, email=email, name=name, password=NEW_PASSWORD, moment=moment
    )


def test_an_invitation_makes_one_account_and_is_worthless_then():
    mo = manager()
    link = invite(email=" Bo@Bureau.nl ", role=Role.ADVISEUR, by=mo, moment=MOMENT)

    made = accept(link, email="ander@bureau.nl", name=" Bo ")

    assert (made.email, made.name, made.role) == ("bo@bureau.nl", "Bo", "adviseur")
    assert made.check_password(NEW_PASSWORD)
    assert list(EmailAddress.objects.filter(user=made).values_list("email", "verified")) == [
        ("bo@bureau.nl", True)
    ]
    with pytest.raises(WorthlessLinkError):
        accept(link)
    assert log() == [
        ("Mo", Action.INVITED, "accountlink", "bo@bureau.nl (adviseur)"),
        ("Bo", Action.ACCOUNT_MADE, "account", "adviseur"),
    ]


@pytest.mark.parametrize(
    ("after", "works"), [(INVITATION_WORKS - SECOND, True), (INVITATION_WORKS, False)]
)
def test_an_invitation_works_seven_days(after, works):
    link = invite(email="bo@bureau.nl", role=Role.ADVISEUR, by=None, moment=MOMENT)

    if works:
        accept(link, moment=MOMENT + after)
    else:
        with pytest.raises(WorthlessLinkError):
            accept(link, moment=MOMENT + after)

    assert Account.objects.exists() is works


def test_a_database_alone_yields_no_link():
    link = invite(email="bo@bureau.nl", role=Role.ADVISEUR, by=None, moment=MOMENT)

    kept = str(list(AccountLink.objects.values()))

    assert len(link.token) == 32
    assert link.token not in kept


def test_inviting_again_makes_the_former_invitation_worthless():
    former = invite(email="bo@bureau.nl", role=Role.ADVISEUR, by=None, moment=MOMENT)
    invite(email="bo@bureau.nl", role=Role.BEHEERDER, by=None, moment=MOMENT)

    with pytest.raises(WorthlessLinkError):
        accept(former)


def test_somebody_with_an_account_is_not_invited():
    account()

    with pytest.raises(KnownAddressError):
        invite(email="ADA@bureau.nl", role=Role.ADVISEUR, by=None, moment=MOMENT)


def test_an_invitation_of_who_got_an_account_meanwhile_is_worthless():
    link = invite(email="ada@bureau.nl", role=Role.BEHEERDER, by=None, moment=MOMENT)
    account()

    with pytest.raises(WorthlessLinkError):
        accept(link)


def test_a_withdrawn_invitation_is_worthless_and_withdrawing_twice_is_the_same():
    mo = manager()
    link = invite(email="bo@bureau.nl", role=Role.ADVISEUR, by=mo, moment=MOMENT)

    for _time in range(2):
        withdraw_invitation(link_id=link.pk, by=mo, moment=MOMENT)

    with pytest.raises(WorthlessLinkError):
        accept(link)
    assert log()[1:] == [("Mo", Action.INVITATION_WITHDRAWN, "accountlink", "bo@bureau.nl")]


def test_there_is_one_link_for_the_first_account_until_somebody_has_one():
    former = invite_first(moment=MOMENT)
    link = invite_first(moment=MOMENT)
    with pytest.raises(WorthlessLinkError):
        accept(former, email="x@bureau.nl")

    made = accept(link, email="Mo@bureau.nl")

    assert (made.email, made.role) == ("mo@bureau.nl", "beheerder")
    assert invite_first(moment=MOMENT) is None


def test_the_first_link_is_worthless_once_somebody_has_an_account():
    link = invite_first(moment=MOMENT)
    account()

    with pytest.raises(WorthlessLinkError):
        accept(link, email="x@bureau.nl")


def test_roles_change_and_the_change_is_written_down_once():
    mo, ada = manager(), account()

    for _time in range(2):
        change_role(account_id=ada.pk, role=Role.BEHEERDER, by=mo, moment=MOMENT)

    ada.refresh_from_db()
    assert ada.is_manager
    assert log() == [("Mo", Action.ROLE_CHANGED, "account", "beheerder")]


def test_the_last_beheerder_who_is_on_can_neither_step_down_nor_be_disabled():
    mo = manager()
    manager("Weg", is_active=False)

    with pytest.raises(LastManagerError):
        change_role(account_id=mo.pk, role=Role.ADVISEUR, by=mo, moment=MOMENT)
    with pytest.raises(LastManagerError):
        disable_account(account_id=mo.pk, by=mo, moment=MOMENT)

    mo.refresh_from_db()
    assert (mo.role, mo.is_active) == ("beheerder", True)
    assert log() == []


@pytest.mark.django_db(transaction=True)
def test_two_who_disable_each_other_at_once_leave_one():
    one, two = manager("Een"), manager("Twee")

    def disable(who, by):
        try:
            disable_account(account_id=who.pk, by=by, moment=MOMENT)
        except LastManagerError:
            return "last"
        return "done"

    results = at_once(lambda: disable(one, two), lambda: disable(two, one))

    assert sorted(results) == ["done", "last"]
    assert Account.objects.filter(is_active=True).count() == 1


def test_an_account_goes_off_and_on_and_its_links_die():
    mo, ada = manager(), account()
    link = ask_password_link(email=ada.email, moment=MOMENT)

    for change in (disable_account, disable_account):
        change(account_id=ada.pk, by=mo, moment=MOMENT)
    with pytest.raises(WorthlessLinkError):
        choose_password(link_id=link.pk, password=NEW_PASSWORD, moment=MOMENT)
    for change in (enable_account, enable_account):
        change(account_id=ada.pk, by=mo, moment=MOMENT)

    ada.refresh_from_db()
    assert ada.is_active
    assert ada.check_password(PASSWORD)
    assert [what for _who, what, *_ in log()] == [
        Action.PASSWORD_ASKED,
        Action.ACCOUNT_DISABLED,
        Action.ACCOUNT_ENABLED,
    ]


def test_a_password_link_works_once_and_an_hour():
    ada = account()
    former = ask_password_link(email=ada.email, moment=MOMENT)
    link = ask_password_link(email="ADA@bureau.nl", moment=MOMENT)

    for worthless, moment in ((former, MOMENT), (link, MOMENT + PASSWORD_LINK_WORKS)):
        with pytest.raises(WorthlessLinkError):
            choose_password(link_id=worthless.pk, password=NEW_PASSWORD, moment=moment)
    choose_password(link_id=link.pk, password=NEW_PASSWORD, moment=MOMENT)
    with pytest.raises(WorthlessLinkError):
        choose_password(link_id=link.pk, password=f"{NEW_PASSWORD} 2", moment=MOMENT)

    ada.refresh_from_db()
    assert ada.check_password(NEW_PASSWORD)
    assert log()[-1] == ("Ada", Action.PASSWORD_CHANGED, "account", "")


def test_a_link_of_an_account_that_is_off_is_worthless():
    ada = account()
    link = ask_password_link(email=ada.email, moment=MOMENT)
    Account.objects.update(is_active=False)

    with pytest.raises(WorthlessLinkError):
        choose_password(link_id=link.pk, password=NEW_PASSWORD, moment=MOMENT)
    assert ask_password_link(email=ada.email, moment=MOMENT) is None


def test_who_lost_everything_starts_afresh_and_nothing_old_opens_anything():
    mo, ada = manager(), account()

    link = forget_factors(account_id=ada.pk, by=mo, moment=MOMENT)

    ada.refresh_from_db()
    assert not ada.has_usable_password()
    assert Authenticator.objects.filter(user=ada).count() == 0
    choose_password(link_id=link.pk, password=NEW_PASSWORD, moment=MOMENT)
    assert log() == [
        ("Mo", Action.FACTOR_REMOVED, "account", "all"),
        ("Ada", Action.PASSWORD_CHANGED, "account", ""),
    ]


def test_links_that_can_not_work_any_more_are_deleted():
    invite(email="oud@bureau.nl", role=Role.ADVISEUR, by=None, moment=MOMENT)
    invite(email="nieuw@bureau.nl", role=Role.ADVISEUR, by=None, moment=MOMENT + SECOND)

    delete_old_links(moment=MOMENT + INVITATION_WORKS + SECOND)

    assert list(AccountLink.objects.values_list("email", flat=True)) == ["nieuw@bureau.nl"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "invitation", "role": "baas"},
        {"kind": "invitation", "role": ""},
        {"kind": "password", "role": "", "email": "x@bureau.nl"},
        {"kind": "password", "role": ""},
        {"kind": "owner", "role": "adviseur"},
    ],
)
def test_the_database_refuses_a_link_that_is_neither(wrong):
    link = AccountLink(digest=b"x" * 32, created_at=MOMENT, expires_at=MOMENT, **wrong)

    with pytest.raises(IntegrityError), transaction.atomic():
        link.save()


def test_an_account_is_found_by_its_address_and_shown_by_its_name():
    ada = account()

    assert Account.objects.get_by_natural_key(" ADA@bureau.nl") == ada
    assert str(ada) == "Ada"
    assert str(AuditRecord(what="signed_in")) == "signed_in"
    link = AccountLink(kind="password")
    assert str(link) == f"password {link.pk}"
