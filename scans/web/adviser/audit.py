"""The audit log, for reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from scans.models import Account, Action, AuditRecord, Role
from scans.queries.accounts import records_before
from scans.reports.actions import WORDS
from scans.reports.listing import FOLLOW_UP
from scans.web.adviser.access import for_manager
from scans.web.adviser.paging import before_in

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ON_A_PAGE = 50

KINDS = {
    "account": _("account"),
    "accountlink": _("uitnodiging"),
    "department": _("afdeling"),
    "organisation": _("organisatie"),
    "scan": _("scan"),
    "questionnaireversion": _("versie"),
    "questionnairedraft": _("concept"),
    "edition": _("editie"),
    "housestyle": _("huisstijl"),
    "readingtip": _("leestip"),
    "contactrequest": _("aanvraag"),
}
"""What each kind of object is called in the log; another kind is shown as it is known."""

DETAILED = (
    "accountlink",
    "contactrequest",
    "edition",
    "housestyle",
    "questionnairedraft",
    "questionnaireversion",
    "readingtip",
)

KEY_SHOWN = 8
"""So much of a long key tells one scan from another; its page is a press away."""

ROLES = {
    role.value: word
    for role, word in ((Role.ADVISEUR, _("adviseur")), (Role.BEHEERDER, _("beheerder")))
}
FACTORS = {
    Authenticator.Type.TOTP.value: _("app op de telefoon"),
    Authenticator.Type.WEBAUTHN.value: _("passkey"),
    Authenticator.Type.RECOVERY_CODES.value: _("herstelcodes"),
    "all": _("alles"),
}
DETAIL_WORDS: "dict[str, Mapping[str, _StrPromise]]" = {
    Action.ACCOUNT_MADE: ROLES,
    Action.ROLE_CHANGED: ROLES,
    Action.FACTOR_ADDED: FACTORS,
    Action.FACTOR_REMOVED: FACTORS,
    Action.FOLLOWED_UP: {state.value: word for state, word in FOLLOW_UP.items()},
}
"""Actions whose details are one word from a list, and what it is called."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record as it is read; ``about`` is empty when it is about who did it.

    ``scan_id`` is of the scan that it is about.
    """

    at: datetime
    who: str
    what: str
    about: str
    details: str
    scan_id: str = ""


@require_safe
@for_manager
def log(request: HttpRequest) -> HttpResponse:
    """Show who did what, newest first."""
    before = before_in(request)
    records, more = records_before(before, ON_A_PAGE)
    names = _names_of(records)
    context = {
        "lines": [_line(record, names) for record in records],
        "before": before,
        "older": records[-1].pk if more else None,
    }
    return render(request, "adviser/audit.html", context)


def _names_of(records: list[AuditRecord]) -> dict[str, str]:
    keys = {record.object_id for record in records if record.object_kind == "account"}
    return {str(account.pk): account.name for account in Account.objects.filter(pk__in=keys)}


def _line(record: AuditRecord, names: dict[str, str]) -> Line:
    is_own = record.object_kind == "account" and record.object_id == str(record.who_id)
    known = record.what in Action.values
    return Line(
        at=record.at,
        who=record.who.name if record.who else "",
        what=str(WORDS[Action(record.what)]) if known else record.what,
        about="" if is_own else _about(record, names),
        details=str(DETAIL_WORDS.get(record.what, {}).get(record.details, record.details)),
        scan_id=record.object_id if record.object_kind == "scan" else "",
    )


def _about(record: AuditRecord, names: dict[str, str]) -> str:
    kind = str(KINDS.get(record.object_kind, record.object_kind))
    # Their keys tell nothing; the details do.
    if record.object_kind in DETAILED:
        return kind
    key = record.object_id
    shown = names.get(key, key) if record.object_kind == "account" else key[:KEY_SHOWN]
    return f"{kind} {shown}".strip()
