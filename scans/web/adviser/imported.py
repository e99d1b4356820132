"""What was imported into the benchmark: looking it up, leaving it out, and taking it back."""

from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scans.engine.questionnaire import Questionnaire
from scans.models import Department
from scans.queries.imported import ImportedDepartment, imported_after, imported_one, results_of
from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.reports.importedresults import lines_of, result_lines
from scans.services import follow_up as services
from scans.services.excluding import ExclusionReasonError
from scans.services.import_lock import ImportRunningError
from scans.services.imported_results import delete_imported
from scans.services.keys import is_first_use
from scans.web.adviser.access import account_of
from scans.web.adviser.one_scan import AGAIN, ReasonForm
from scans.web.adviser.signing import CONFLICT, DONE, METHODS, UNPROCESSABLE
from scans.web.formkeys import key_for, key_of

ON_A_PAGE = 50
LONGEST_SEARCH = 100
RUNNING = _("Er loopt al een import. Probeer het over een paar minuten opnieuw.")


class SureForm(forms.Form):
    """Whether it is meant."""

    zeker = forms.BooleanField(
        label=_("Ja, verwijder ze. Ik weet dat dit niet terug te draaien is."),
        error_messages={
            "required": _("Zet een vinkje als je het zeker weet. Er is niets veranderd.")
        },
    )


class _PlaceForm(forms.Form):
    na = forms.UUIDField(required=False)


def words_in(request: HttpRequest, otherwise: str = "") -> str:
    """Return the names that are looked for, on one line and not too long."""
    return " ".join(request.GET.get("zoek", otherwise).replace("\0", "").split())[:LONGEST_SEARCH]


@require_safe
def imported(request: HttpRequest) -> HttpResponse:
    """Show the departments with imported results, and whether each counts."""
    place = _PlaceForm(request.GET)
    place.is_valid()
    after: UUID | None = place.cleaned_data.get("na")
    words = words_in(request)
    found, more = imported_after(words, after, ON_A_PAGE)
    context = {
        "lines": lines_of(found, _questionnaire(), get_language() or "nl"),
        "words": words,
        "after": after,
        "next": found[-1].department.pk if more else None,
        "done": request.GET.get(DONE, ""),
    }
    return render(request, "adviser/imported/list.html", context)


@require_safe
def one(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Show what was imported of one department."""
    return _page(request, _found_or_404(department_id), ReasonForm())


@require_POST
def benchmark(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Leave the department out of the benchmark, or let it count again."""
    found = _found_or_404(department_id)
    by, moment = account_of(request), timezone.now()
    if request.POST.get("meetellen") == AGAIN:
        services.let_count_again(department_id=department_id, by=by, moment=moment)
        return _back(department_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        services.keep_out_of_benchmark(
            department_id=department_id,
            reason=form.cleaned_data["reason"],
            by=by,
            moment=moment,
        )
    except ExclusionReasonError:
        form.add_error("reason", _("Schrijf de reden op één regel, zonder vreemde tekens."))
        return _page(request, found, form)
    return _back(department_id)


@require_http_methods(METHODS)
def delete(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Ask whether it is meant, and delete what was imported of a department."""
    if request.method != "POST":
        return _ask(request, _found_or_404(department_id), SureForm())
    try:
        return _delete(request, department_id)
    except ImportRunningError:
        form = SureForm(request.POST)
        form.add_error(None, RUNNING)
        return _ask(request, _found_or_404(department_id), form, CONFLICT)


@transaction.atomic  # a form that was sent and its work: both or neither
def _delete(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Delete it once; who presses twice gets the same answer."""
    moment, sent = timezone.now(), ["delete imported", department_id]
    form = SureForm(request.POST)
    if form.is_valid() and not is_first_use(key_of(request), sent, moment):
        return _deleted()
    found = _found_or_404(department_id)
    if not form.is_valid():
        return _ask(request, found, form)
    delete_imported(department_id=department_id, by=account_of(request), moment=moment)
    return _deleted()


def _deleted() -> HttpResponse:
    return redirect(f"{reverse('desk_imported')}?{DONE}=verwijderd")


def _found_or_404(department_id: UUID) -> ImportedDepartment:
    try:
        return imported_one(department_id)
    except Department.DoesNotExist:
        raise Http404 from None


def _questionnaire() -> Questionnaire:
    return questionnaire_by_id(newest_version(CORE).pk)


def _ask(
    request: HttpRequest, found: ImportedDepartment, form: SureForm, status: int = UNPROCESSABLE
) -> HttpResponse:
    context = {**_shown(found), "form": form, "key": key_for(request)}
    status = status if form.errors else 200
    return render(request, "adviser/imported/delete.html", context, status=status)


def _page(request: HttpRequest, found: ImportedDepartment, form: ReasonForm) -> HttpResponse:
    context = {**_shown(found), "form": form, "done": request.GET.get(DONE, "")}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "adviser/imported/one.html", context, status=status)


def _shown(found: ImportedDepartment) -> dict[str, object]:
    questionnaire, language = _questionnaire(), get_language() or "nl"
    [line] = lines_of([found], questionnaire, language)
    results = result_lines(results_of(found.department), questionnaire, language)
    return {"line": line, "results": results}


def _back(department_id: UUID) -> HttpResponse:
    url = reverse("desk_imported_one", kwargs={"department_id": department_id})
    return redirect(f"{url}?{DONE}=meetellen#meetellen")
