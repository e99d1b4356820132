"""Putting two departments, or their organisations, together: both are shown first."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from scans.models import Action, Department, Scan
from scans.queries.follow_up import rounds_of, scan_for_adviser
from scans.queries.imported import (
    ImportedDepartment,
    imported_one,
    imports_named,
    results_of,
)
from scans.queries.listing import others_named
from scans.queries.naming import is_named, name_for_adviser
from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.reports.adviser_rounds import round_lines
from scans.reports.importedresults import result_lines
from scans.reports.wording import as_title
from scans.services.audit import record
from scans.services.import_lock import ImportRunningError
from scans.services.keys import is_first_use
from scans.services.merging import (
    HiddenError,
    SameThingError,
    TwoOpenRoundsError,
    merge_departments,
    merge_organisations,
)
from scans.web.adviser.access import account_of
from scans.web.adviser.imported import RUNNING, words_in
from scans.web.adviser.one_scan import scan_or_404
from scans.web.adviser.signing import CONFLICT, DONE, UNPROCESSABLE
from scans.web.formkeys import key_for, key_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KEY = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DEPARTMENT, ORGANISATION = "afdeling", "organisatie"


MOST_OTHERS = 20
"""Departments to choose from; whoever looks for another types more of its name."""


@dataclass(frozen=True, slots=True)
class Other:
    """A department that may be the same: its name, and its newest scan or what was imported."""

    name: str
    department: Department
    scan: Scan | None = None
    imported: ImportedDepartment | None = None

    @property
    def key(self) -> UUID:
        """What its address holds."""
        return self.department.pk if self.scan is None else self.scan.pk


def _of_scan(scan: Scan) -> Other:
    return Other(as_title(name_for_adviser(scan.department)), scan.department, scan=scan)


def _of_import(found: ImportedDepartment) -> Other:
    return Other(as_title(found.name), found.department, imported=found)


def _other_by(key: UUID) -> Other | None:
    """Return the department of a scan, or one that was only imported, by its key."""
    with suppress(Scan.DoesNotExist):
        return _of_scan(scan_for_adviser(key))
    with suppress(Department.DoesNotExist):
        found = imported_one(key)
        return _of_import(found) if found.scan_id is None else None
    return None


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was looked for, what was found, and whether there may be more."""

    words: str = ""
    found: Sequence[Other] = ()
    more: bool = False


class OtherForm(forms.Form):
    """With which other scan; its address or its key."""

    met = forms.CharField(
        label=gettext_lazy("Adres of kenmerk van de andere scan"),
        max_length=300,
        help_text=gettext_lazy(
            "Open de andere scan in de lijst en kopieer het adres van die bladzijde."
        ),
        error_messages={
            "required": gettext_lazy("Vul het adres van de andere scan in."),
            "max_length": gettext_lazy("Vul het adres van de andere scan in."),
        },
    )

    def __init__(self, data: object, *, own: Scan) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict, or None
        self.own = own

    def clean_met(self) -> Other:
        """Return the other, of another department."""
        key = KEY.search(self.cleaned_data["met"])
        other = _other_by(UUID(key[0])) if key else None
        if other is None:
            raise ValidationError(_("Deze scan vinden we niet. Kopieer het hele adres."))
        if other.department.pk == self.own.department_id:
            raise ValidationError(_("Dit is een ronde van dezelfde afdeling."))
        return other


class MergeForm(OtherForm):
    """What of the two is the same, and whether it is meant."""

    wat = forms.ChoiceField(
        label=gettext_lazy("Wat is hetzelfde?"),
        choices=[
            (DEPARTMENT, gettext_lazy("De afdeling: alle rondes horen bij elkaar")),
            (
                ORGANISATION,
                gettext_lazy("Alleen de organisatie: het zijn twee afdelingen van één organisatie"),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies wat hetzelfde is."),
            "invalid_choice": gettext_lazy("Kies wat hetzelfde is."),
        },
    )
    zeker = forms.BooleanField(
        label=gettext_lazy("Ja, voeg ze samen. Ik weet dat dit niet terug te draaien is."),
        error_messages={
            "required": gettext_lazy("Zet een vinkje als je het zeker weet. Er is niets veranderd.")
        },
    )


REFUSALS: "Mapping[type[Exception], _StrPromise]" = {
    SameThingError: gettext_lazy("Deze afdelingen zijn al van dezelfde organisatie."),
    TwoOpenRoundsError: gettext_lazy(
        "Allebei hebben ze een ronde die nog loopt. Wacht tot een van de twee is gesloten."
    ),
    HiddenError: gettext_lazy(
        "Van een van de twee mag je niet weten wie het is. Dan is ook niet te zien of ze "
        "hetzelfde zijn. Er is niets veranderd."
    ),
    Department.DoesNotExist: gettext_lazy(
        "Een van de twee is intussen verwijderd. Er is niets veranderd."
    ),
    ImportRunningError: RUNNING,
}
"""Why two are not put together, in words."""


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Ask with which, show both, and put them together when that is confirmed."""
    found = scan_or_404(scan_id)
    if request.method == "POST":
        return _put_together(request, found)
    by_address = "met" in request.GET
    asked = OtherForm(request.GET if by_address else None, own=found)
    if asked.is_bound and asked.is_valid():
        confirm, other = MergeForm(None, own=found), asked.cleaned_data["met"]
        return _page(request, found, confirm, other)
    if request.method == "GET" and not by_address:
        return _page(request, found, asked, candidates=_candidates(request, found))
    return _page(request, found, asked)


def _put_together(request: HttpRequest, found: Scan) -> HttpResponse:
    """Do what was confirmed, once; who presses twice gets the same answer."""
    done = f"{reverse('scan', kwargs={'scan_id': found.pk})}?{DONE}=samengevoegd"
    form = MergeForm(request.POST, own=found)
    sent = ["merge", found.pk, request.POST.get("met"), request.POST.get("wat")]
    with transaction.atomic():
        if not is_first_use(key_of(request), sent, timezone.now()):
            return redirect(done)
        if form.is_valid() and _merge(request, found, form):
            return redirect(done)
        transaction.set_rollback(True)  # nothing was done: the same form may be sent again
    return _page(request, found, form)


def _candidates(request: HttpRequest, found: Scan) -> Candidates:
    """Look for the other by name: what was asked, else what has the name of this organisation."""
    own = found.department.organisation.name if is_named(found.department) else ""
    words = words_in(request, own)
    others, more = others_named(words, found.department_id, MOST_OTHERS)
    imports, more_imports = imports_named(words, MOST_OTHERS)
    if others:
        record(
            who=account_of(request),
            what=Action.SCANS_LISTED,
            details=_("samenvoegen"),
            moment=timezone.now(),
        )
    lines = [*map(_of_scan, others), *map(_of_import, imports)]
    return Candidates(words, lines, more or more_imports)


def _note_seen(request: HttpRequest, *scans: Scan) -> None:
    """Write in the log that somebody looked at these scans."""
    by, moment = account_of(request), timezone.now()
    for one in scans:
        record(who=by, what=Action.SCAN_SEEN, about=one, moment=moment)


def _page(
    request: HttpRequest,
    found: Scan,
    form: OtherForm,
    other: Other | None = None,
    *,
    candidates: Candidates | None = None,
) -> HttpResponse:
    if other is None and isinstance(form, MergeForm):
        other = form.cleaned_data.get("met")
        form = form if other is not None else _only_other(request, found)
    if other is not None and request.method != "HEAD":  # their figures stand side by side
        _note_seen(request, found, *([] if other.scan is None else [other.scan]))
    context = {
        "scan": found,
        "name": as_title(name_for_adviser(found.department)),
        "form": form,
        "key": key_for(request),
        "other": other,
        "candidates": candidates or Candidates(),
        "both": [] if other is None else [_side(_of_scan(found)), _side(other)],
    }
    return render(request, "adviser/scans/merge.html", context, status=_status(form))


def _status(form: OtherForm) -> int:
    if not form.errors:
        return 200
    return CONFLICT if RUNNING in form.errors.get("wat", ()) else UNPROCESSABLE


def _only_other(request: HttpRequest, found: Scan) -> OtherForm:
    return OtherForm(request.POST, own=found)


def _side(one: Other) -> dict[str, object]:
    side: dict[str, object] = {"name": one.name, "department": one.department}
    if one.scan is not None:
        return {**side, "rounds": round_lines(rounds_of(one.department))}
    questionnaire = questionnaire_by_id(newest_version(CORE).pk)
    language = get_language() or "nl"
    return {**side, "results": result_lines(results_of(one.department), questionnaire, language)}


def _merge(request: HttpRequest, found: Scan, form: MergeForm) -> bool:
    """Put them together and tell whether that went well; else the form says why not."""
    other: Other = form.cleaned_data["met"]
    by, moment = account_of(request), timezone.now()
    merging: Callable[..., None] = merge_departments
    if form.cleaned_data["wat"] == ORGANISATION:
        merging = merge_organisations
    try:
        merging(kept_id=found.department_id, gone_id=other.department.pk, by=by, moment=moment)
    except tuple(REFUSALS) as error:
        form.add_error("wat", REFUSALS[type(error)])
        return False
    return True
