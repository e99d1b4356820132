"""What is done in the dashboard, in words: for its log, and for whom it was about."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from scans.models import Action

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WORDS: "Mapping[Action, _StrPromise]" = MappingProxyType(
    {
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
        Action.IMPORTED_DELETED: _("verwijderde ingelezen resultaten van een afdeling"),
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
)
"""What each action is called, after who did it."""
