"""Accounts of the dashboard: inviting, making, changing and disabling them, and lost passwords."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from scans.models import Account, AccountLink, Action, Deleted, LinkKind, Role
from scans.models.links import digest_of
from scans.services.audit import record
from scans.services.journal import note_deletion

INVITATION_WORKS = timedelta(days=7)
PASSWORD_LINK_WORKS = timedelta(hours=1)


class KnownAddressError(Exception):
    """Somebody with this address has an account."""


class WorthlessLinkError(Exception):
    """The link was used, withdrawn or waited too long; nothing was changed."""


class LastManagerError(Exception):
    """Without this beheerder nobody could manage accounts; nothing was changed."""


@transaction.atomic
def invite(
    *, email: str, role: Role, by: Account | None, moment: datetime, link_id: UUID | None = None
) -> AccountLink:
    """Invite somebody and return the link, which works once, for ``INVITATION_WORKS``.

    An earlier invitation of this address dies. ``KnownAddressError`` when there is an account.
    ``by`` is ``None`` for who can run commands on the server. ``link_id`` is the key that the link
    gets, else a new one.
    """
    address = email.strip().lower()
    if Account.objects.filter(email=address).exists():
        raise KnownAddressError
    _forget_unused(kind=LinkKind.INVITATION, email=address)
    link = _new_link(
        LinkKind.INVITATION, moment, INVITATION_WORKS, link_id, email=address, role=role
    )
    record(
        who=by, what=Action.INVITED, about=link, details=f"{address} ({role.value})", moment=moment
    )
    return link


@transaction.atomic
def invite_first(*, moment: datetime) -> AccountLink | None:
    """Return a link with which the first beheerder is made; ``None`` once there is an account.

    The link made before, by an earlier start of the site, dies.
    """
    if Account.objects.exists():
        return None
    _forget_unused(kind=LinkKind.INVITATION, email="")
    return _new_link(LinkKind.INVITATION, moment, INVITATION_WORKS, role=Role.BEHEERDER)


def withdraw_invitation(*, link_id: UUID, by: Account, moment: datetime) -> None:
    """Make an invitation worthless; one that is gone or used stays as it is."""
    with transaction.atomic():
        link = _unused().filter(pk=link_id, kind=LinkKind.INVITATION).first()
        if link is None:
            return
        record(
            who=by,
            what=Action.INVITATION_WITHDRAWN,
            about=link,
            details=link.email,
            moment=moment,
        )
        link.delete()
        note_deletion(kind=Deleted.INVITATION, key=link_id)


@transaction.atomic
def accept_invitation(
    *, link_id: UUID, email: str, name: str, password: str, moment: datetime
) -> Account:
    """Make the account that an invitation is for.

    ``email`` counts only for the first account: otherwise the invitation names the address.
    ``WorthlessLinkError`` when the link doesn't work any more, also because somebody got an
    account in another way meanwhile.
    """
    link = _working_link(link_id, LinkKind.INVITATION, moment)
    address = link.email or email.strip().lower()
    others = Account.objects.filter(email=address) if link.email else Account.objects.all()
    if others.exists():
        raise WorthlessLinkError
    account = Account.objects.create_account(
        email=address, name=name.strip(), password=password, role=Role(link.role)
    )
    # The second factor is only for addresses that were proved, and this link was sent there.
    EmailAddress.objects.create(user=account, email=address, primary=True, verified=True)
    _use(link, moment)
    record(
        who=account, what=Action.ACCOUNT_MADE, about=account, details=account.role, moment=moment
    )
    return account


@transaction.atomic
def change_role(*, account_id: int, role: Role, by: Account, moment: datetime) -> None:
    """Give somebody another role; ``LastManagerError`` when nobody else could manage."""
    account = _locked(account_id, stays_manager=role == Role.BEHEERDER)
    if account.role == role:
        return
    account.role = role
    account.save(update_fields=["role"])
    record(who=by, what=Action.ROLE_CHANGED, about=account, details=role.value, moment=moment)


@transaction.atomic
def disable_account(*, account_id: int, by: Account, moment: datetime) -> None:
    """Let somebody in no more, from the next page on; ``LastManagerError`` for the last one."""
    account = _locked(account_id, stays_manager=False)
    if not account.is_active:
        return
    account.is_active = False
    account.save(update_fields=["is_active"])
    _unused().filter(account=account).delete()
    record(who=by, what=Action.ACCOUNT_DISABLED, about=account, moment=moment)
    note_deletion(kind=Deleted.ACCOUNT, key=account_id)


@transaction.atomic
def enable_account(*, account_id: int, by: Account, moment: datetime) -> None:
    """Let somebody in again, with the password and second factor they had."""
    account = _locked(account_id, stays_manager=True)
    if account.is_active:
        return
    account.is_active = True
    account.save(update_fields=["is_active"])
    record(who=by, what=Action.ACCOUNT_ENABLED, about=account, moment=moment)


@transaction.atomic
def forget_factors(
    *, account_id: int, by: Account | None, moment: datetime, link_id: UUID | None = None
) -> AccountLink:
    """Help who lost every second factor: forget them and the password, return a link.

    Neither the old password nor the link alone opens anything: after choosing a new password,
    the second factor has to be set up first. ``link_id`` is the key that the link gets, else a
    new one.
    """
    account = _locked(account_id, stays_manager=True)
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()  # also ends every session
    account.save(update_fields=["password"])
    record(who=by, what=Action.FACTOR_REMOVED, about=account, details="all", moment=moment)
    return _password_link(account, moment, INVITATION_WORKS, link_id)


@transaction.atomic
def ask_password_link(*, email: str, moment: datetime) -> AccountLink | None:
    """Return a link to choose a new password with; ``None`` when nobody may sign in so."""
    found = Account.objects.filter(email=email.strip().lower(), is_active=True)
    account = found.select_for_update().first()
    if account is None:
        return None
    record(who=None, what=Action.PASSWORD_ASKED, about=account, moment=moment)
    return _password_link(account, moment, PASSWORD_LINK_WORKS)


@transaction.atomic
def choose_password(*, link_id: UUID, password: str, moment: datetime) -> Account:
    """Give somebody the password they chose, and end all their sessions.

    It signs nobody in: the second factor is asked as always.
    """
    link = _working_link(link_id, LinkKind.PASSWORD, moment)
    assert link.account_id is not None  # a constraint
    account = Account.objects.select_for_update().get(pk=link.account_id)
    if not account.is_active:
        raise WorthlessLinkError
    account.set_password(password)
    account.save(update_fields=["password"])
    _use(link, moment)
    record(who=account, what=Action.PASSWORD_CHANGED, about=account, moment=moment)
    return account


@transaction.atomic
def change_password(*, account: Account, password: str, moment: datetime) -> Account:
    """Give somebody who is signed in the password they chose, and end all their sessions."""
    found = Account.objects.select_for_update().get(pk=account.pk)
    found.set_password(password)
    found.save(update_fields=["password"])
    _unused().filter(account=found).delete()
    record(who=found, what=Action.PASSWORD_CHANGED, about=found, moment=moment)
    return found


def delete_old_links(*, moment: datetime) -> None:
    """Delete links that can't work any more."""
    AccountLink.objects.filter(expires_at__lt=moment).delete()


def _locked(account_id: int, *, stays_manager: bool) -> Account:
    # All of them, in one order: two who disable each other at the same moment wait in line.
    managers = list(
        Account.objects.select_for_update()
        .filter(role=Role.BEHEERDER, is_active=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    account = Account.objects.select_for_update().get(pk=account_id)
    if managers == [account.pk] and not stays_manager:
        raise LastManagerError
    return account


def _new_link(
    kind: LinkKind,
    moment: datetime,
    works: timedelta,
    link_id: UUID | None = None,
    **fields: object,
) -> AccountLink:
    key = link_id or uuid4()
    link = AccountLink(pk=key, kind=kind, created_at=moment, expires_at=moment + works, **fields)
    link.digest = digest_of(link.token)
    link.save()
    return link


def _password_link(
    account: Account, moment: datetime, works: timedelta, link_id: UUID | None = None
) -> AccountLink:
    _unused().filter(account=account).delete()
    return _new_link(LinkKind.PASSWORD, moment, works, link_id, account=account)


def _working_link(link_id: UUID, kind: LinkKind, moment: datetime) -> AccountLink:
    link = (
        _unused().select_for_update().filter(pk=link_id, kind=kind, expires_at__gt=moment).first()
    )
    if link is None:
        raise WorthlessLinkError
    return link


def _use(link: AccountLink, moment: datetime) -> None:
    link.used_at = moment
    link.save(update_fields=["used_at"])


def _unused() -> QuerySet[AccountLink]:
    return AccountLink.objects.filter(used_at=None)


def _forget_unused(*, kind: LinkKind, email: str) -> None:
    _unused().filter(kind=kind, email=email).delete()
