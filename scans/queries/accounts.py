"""Reading accounts, invitations and the audit log."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from scans.models import Account, AccountLink, AuditRecord, LinkKind


def accounts_with_factors() -> QuerySet[Account]:
    """Return all accounts, each knowing whether it ``has_factor``: a second factor."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return Account.objects.annotate(has_factor=Exists(factors)).order_by("-is_active", "name", "pk")


def open_invitations(moment: datetime) -> QuerySet[AccountLink]:
    """Return the invitations that still work."""
    return AccountLink.objects.filter(
        kind=LinkKind.INVITATION, used_at=None, expires_at__gt=moment
    ).exclude(email="")


def records_before(pk: int | None, most: int) -> tuple[list[AuditRecord], bool]:
    """Return so many records from before this one, newest first, and whether there are older.

    By key and not by page number: the last page is as quick as the first, and a record that is
    added meanwhile shifts nothing.
    """
    records = AuditRecord.objects.select_related("who").order_by("-pk")
    if pk is not None:
        records = records.filter(pk__lt=pk)
    found = list(records[: most + 1])
    return found[:most], len(found) > most
