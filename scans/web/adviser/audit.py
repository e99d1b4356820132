"""The audit log, for reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from scans.models import Account, Action, AuditRecord, Role
from scans.queries.accounts import records_before
from scans.reports.listing import FOLLOW_UP
from scans.web.adviser.access import for_manager

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ON_A_PAGE = 50
LARGEST_KEY = 2**63 - 1

WORDS = {
    Action.SIGNED_IN: _("logde in"),
    Action.SIGN_IN_FAILED: _("inloggen mislukt: verkeerd adres of wachtwoord"),
    Action.SECOND_STEP_FAILED: _("inloggen mislukt: verkeerde code"),
    Action.SIGNED_OUT: _("logde uit"),
    Action.INVITED: _("nodigde iemand uit"),
    Action.INVITATION_WITHDRAWN: _("trok een uitnodiging in"),
    Action.ACCOUNT_MADE: _("maakte een account met een uitnodiging"),
    Action.ROLE_CHANGED: _("veranderde een rol"),
    Action.ACCOUNT_DISABLED: _("zette een account uit"),
    Action.ACCOUNT_ENABLED: _("zette een account weer aan"),
    Action.PASSWORD_ASKED: _("vroeg om een nieuw wachtwoord"),
    Action.SESSIONS_ENDED: _("logde andere apparaten uit"),
    Action.PASSWORD_CHANGED: _("koos een nieuw wachtwoord"),
    Action.FACTOR_ADDED: _("voegde een tweede stap toe"),
    Action.FACTOR_REMOVED: _("haalde een tweede stap weg"),
    Action.CODES_RENEWED: _("maakte nieuwe herstelcodes"),
    Action.CODE_USED: _("gebruikte een herstelcode"),
    Action.SCANS_LISTED: _("bekeek de lijst met scans"),
    Action.SCAN_SEEN: _("bekeek een scan"),
    Action.SCAN_PRESENTED: _("bekeek de presentatie van een scan"),
    Action.REPORT_FETCHED: _("haalde een rapport op"),
    Action.SCANS_EXPORTED: _("exporteerde scans"),
    Action.DATA_HANDED_OUT: _("gaf iemand alles wat we van een scan bewaren"),
    Action.NOTE_WRITTEN: _("schreef een notitie"),
    Action.FOLLOWED_UP: _("veranderde de opvolging"),
    Action.EXCLUDED: _("hield een afdeling buiten de benchmark"),
    Action.INCLUDED: _("liet een afdeling weer meetellen"),
    Action.DEPARTMENTS_MERGED: _("voegde twee afdelingen samen"),
    Action.ORGANISATIONS_MERGED: _("voegde twee organisaties samen"),
    Action.QUALITY_READ: _("bekeek de kwaliteit van een vragenlijst"),
    Action.QUESTIONNAIRE_DOWNLOADED: _("downloadde een vragenlijst"),
    Action.QUESTIONNAIRE_PUBLISHED: _("publiceerde een vragenlijst"),
    Action.DRAFT_MADE: _("maakte een concept van een vragenlijst"),
    Action.DRAFT_UPLOADED: _("uploadde een vragenlijst"),
    Action.DRAFT_CHANGED: _("veranderde een concept van een vragenlijst"),
    Action.DRAFT_DELETED: _("gooide een concept van een vragenlijst weg"),
    Action.EDITION_PUBLISHED: _("publiceerde een editie van de benchmark"),
    Action.RESULTS_IMPORTED: _("las een bestand met eerdere resultaten in"),
    Action.COMPARED: _("bekeek een afdeling naast andere"),
    Action.STYLE_CHANGED: _("veranderde de huisstijl"),
    Action.LOGO_CHANGED: _("plaatste een logo"),
    Action.LOGO_REMOVED: _("haalde het logo weg"),
    Action.TIP_ADDED: _("plaatste een leestip"),
    Action.TIP_CHANGED: _("veranderde een leestip"),
    Action.TIP_REMOVED: _("haalde een leestip weg"),
    Action.CONTACT_READ: _("las de aanvragen voor een gesprek"),
    Action.CONTACT_HANDLED: _("vinkte een aanvraag af"),
    Action.CONTACT_REOPENED: _("zette een aanvraag weer open"),
    Action.SUBSCRIBERS_EXPORTED: _("exporteerde de adressen van de nieuwsbrief"),
    Action.BACKUP_LATE: _("meldde dat de laatste goede backup te oud is"),
}
"""What each action is called in the log."""

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


class _BeforeForm(forms.Form):
    voor = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)


@require_safe
@for_manager
def log(request: HttpRequest) -> HttpResponse:
    """Show who did what, newest first."""
    form = _BeforeForm(request.GET)
    form.is_valid()
    before = form.cleaned_data.get("voor")
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
