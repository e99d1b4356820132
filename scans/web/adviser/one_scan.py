"""One scan: its result, and what the adviseur does with it."""

from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from scans.models import Action, FollowUpState, ReportFile, Result, Scan
from scans.queries.follow_up import counts_in_benchmark, follow_up_of, rounds_of, scan_for_adviser
from scans.queries.naming import is_named, name_for_adviser
from scans.reports.adviser import report_for_adviser
from scans.reports.adviser_rounds import round_lines
from scans.reports.cards import cards_of
from scans.reports.listing import FOLLOW_UP
from scans.reports.wording import as_title
from scans.services import follow_up as services
from scans.services.audit import record
from scans.services.excluding import LONGEST_REASON, ExclusionReasonError
from scans.services.keys import is_first_use
from scans.services.meanwhile import ChangedMeanwhileError
from scans.services.reporting import request_report
from scans.tasks import render_report
from scans.web.adviser.access import account_of
from scans.web.adviser.signing import DONE, UNPROCESSABLE
from scans.web.formkeys import key_for, key_of

LONGEST_NOTE = 4000
AGAIN = "weer"


class NoteForm(forms.Form):
    """A note about a department."""

    text = forms.CharField(
        label=_("Nieuwe notitie"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Schrijf eerst iets op."),
            "max_length": _("Maak de notitie korter: hoogstens 4000 tekens."),
        },
    )


class FollowUpForm(forms.Form):
    """How far the adviseur is, and when something has to happen."""

    state = forms.ChoiceField(
        label=_("Stand"),
        choices=[(key.value, word) for key, word in FOLLOW_UP.items()],
        error_messages={"required": _("Kies een stand."), "invalid_choice": _("Kies een stand.")},
    )
    due_on = forms.DateField(
        label=_("Vervolg uiterlijk op (mag leeg blijven)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Vul een datum in, zoals 2026-11-22.")},
    )


class ReasonForm(forms.Form):
    """Why a department is left out of the benchmark."""

    reason = forms.CharField(
        label=_("Waarom telt deze afdeling niet mee?"),
        max_length=LONGEST_REASON,
        help_text=_("Bijvoorbeeld: een test, of dubbel ingevuld. Noem geen namen."),
        error_messages={
            "required": _("Vul een reden in."),
            "max_length": _("Maak de reden korter: hoogstens 200 tekens."),
        },
    )


def scan_or_404(scan_id: UUID) -> Scan:
    """Return a scan with all that its page names, or 404."""
    try:
        return scan_for_adviser(scan_id)
    except Scan.DoesNotExist:
        raise Http404 from None


def result_of(scan: Scan) -> Result | None:
    """Return the result of a scan that was fetched with it; ``None`` while it is open."""
    result: Result | None = getattr(scan, "result", None)
    if result is not None:
        result.scan = scan  # with its department, so that nothing is fetched again
    return result


@require_safe
def scan(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Show one scan, and note that somebody looked."""
    return _page(request, scan_or_404(scan_id))


def _record(request: HttpRequest, what: Action, about: Scan) -> None:
    record(who=account_of(request), what=what, about=about, moment=timezone.now())


def _page(request: HttpRequest, found: Scan, **forms_with_errors: forms.Form) -> HttpResponse:
    if request.method != "HEAD":  # a form that comes back with faults stands on the same page
        _record(request, Action.SCAN_SEEN, found)
    department, result = found.department, result_of(found)
    now = follow_up_of(department)
    wrong = next(iter(forms_with_errors.values()), None)
    context = {
        "scan": found,
        "department": department,
        "name": as_title(name_for_adviser(department)),
        "is_named": is_named(department),
        "report": result and report_for_adviser(result, get_language() or "nl"),
        "rounds": round_lines(rounds_of(department)),
        "notes": department.notes.select_related("author"),
        "follow_up": now,
        "follow_up_seen": services.seen_in(now),
        "follow_up_word": FOLLOW_UP[FollowUpState(now.state)],
        "counts": counts_in_benchmark(department),
        "note_form": NoteForm(),
        "key": key_for(request),
        "follow_up_form": FollowUpForm(initial={"state": now.state, "due_on": now.due_on}),
        "reason_form": ReasonForm(),
        "form": wrong,
        "done": request.GET.get(DONE, ""),
        **forms_with_errors,
    }
    status = 200 if wrong is None else UNPROCESSABLE
    return render(request, "adviser/scans/scan.html", context, status=status)


def _back(found: Scan, done: str, place: str) -> HttpResponse:
    return redirect(f"{reverse('scan', kwargs={'scan_id': found.pk})}?{DONE}={done}#{place}")


@require_POST
def note(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Keep a note."""
    found = scan_or_404(scan_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, note_form=form)
    text, moment = form.cleaned_data["text"], timezone.now()
    with transaction.atomic():
        if is_first_use(key_of(request), ["note", found.department_id, text], moment):
            services.write_note(
                department_id=found.department_id,
                text=text,
                by=account_of(request),
                moment=moment,
            )
    return _back(found, "notitie", "notities")


@require_POST
def following_up(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Note how far the adviseur is."""
    found = scan_or_404(scan_id)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _page(request, found, follow_up_form=form)
    try:
        services.follow_up(
            department_id=found.department_id,
            state=FollowUpState(form.cleaned_data["state"]),
            due_on=form.cleaned_data["due_on"],
            by=account_of(request),
            moment=timezone.now(),
            seen=request.POST.get("gezien", ""),
        )
    except ChangedMeanwhileError:
        form.add_error(
            "state",
            _(
                "Iemand anders heeft de opvolging intussen veranderd. Bovenaan staat hoe ze nu is. "
                "Bewaar nog eens als jouw keuze toch moet gelden."
            ),
        )
        return _page(request, found, follow_up_form=form)
    return _back(found, "opvolging", "opvolging")


@require_POST
def benchmark(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Leave the department out of the benchmark, or let it count again."""
    found = scan_or_404(scan_id)
    by, moment = account_of(request), timezone.now()
    if request.POST.get("meetellen") == AGAIN:
        services.let_count_again(department_id=found.department_id, by=by, moment=moment)
        return _back(found, "meetellen", "meetellen")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reason_form=form)
    try:
        services.keep_out_of_benchmark(
            department_id=found.department_id,
            reason=form.cleaned_data["reason"],
            by=by,
            moment=moment,
        )
    except ExclusionReasonError:
        form.add_error("reason", _("Schrijf de reden op één regel, zonder vreemde tekens."))
        return _page(request, found, reason_form=form)
    return _back(found, "meetellen", "meetellen")


def _closed_or_404(scan_id: UUID) -> Result:
    result = result_of(scan_or_404(scan_id))
    if result is None:
        raise Http404
    return result


@require_safe
def presentation(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Show a result slide by slide, to walk through with a team."""
    result = _closed_or_404(scan_id)
    if request.method == "GET":
        _record(request, Action.SCAN_PRESENTED, result.scan)
    report = report_for_adviser(result, get_language() or "nl")
    # As on paper: how things are computed doesn't belong on a slide.
    context = {
        "report": report,
        "paper": True,
        "scan": result.scan,
        "cards": cards_of(report),
    }
    return render(request, "adviser/scans/presentation.html", context)


@require_safe
def pdf(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Hand out the report; the first time, say that it is being made.

    The file of the department itself only when it asked for contact; else one without names.
    """
    result = _closed_or_404(scan_id)
    language = get_language() or "nl"
    anonymous = not is_named(result.scan.department)
    file, is_new = request_report(
        result=result, language=language, moment=timezone.now(), anonymous=anonymous
    )
    if is_new:
        render_report.enqueue(result.pk, language, anonymous=anonymous)
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    if file.content is not None:
        return JsonResponse({"ready": True}) if wants_json else _download(request, result, file)
    status = 503 if file.failed else 202
    if wants_json:
        return JsonResponse({"ready": False}, status=status)
    template = "report/pdf_failed.html" if file.failed else "report/pdf_pending.html"
    context = {"result_url": reverse("scan", kwargs={"scan_id": scan_id})}
    return render(request, template, context, status=status)


def _download(request: HttpRequest, result: Result, file: ReportFile) -> HttpResponse:
    if request.method == "GET":
        _record(request, Action.REPORT_FETCHED, result.scan)
    department = result.scan.department
    named = slugify(department.name)[:60] if is_named(department) else ""
    name = f"afdelingsscan-{named or 'afdeling'}-{result.scan.closed_on}.pdf"
    return HttpResponse(
        bytes(file.content or b""),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
