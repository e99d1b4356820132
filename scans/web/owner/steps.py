"""The plan of a closed round: at most five steps, each with who and when, ticked off later."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scans.models import MOST_STEPS, FileKind, PlanStep, Result
from scans.queries.action_plans import plan_of_result, steps_of
from scans.reports.proposals import Proposal, proposed_steps
from scans.reports.reading import report_of
from scans.services.action_plans import (
    NoAddressError,
    PlanFullError,
    StepChangedError,
    add_step,
    change_step,
    remove_step,
    set_reminders,
    stop_reminders,
    tick_step,
)
from scans.services.reporting import request_report
from scans.tasks import render_report
from scans.web.access import reminded_plan_for
from scans.web.formkeys import key_for, key_of
from scans.web.owner.overview import OwnerVisit, visit_for
from scans.web.owner.seen import seen_number
from scans.web.owner.stepforms import StepForm, initial_of
from scans.web.reportfiles import Back, hand_out

YES, NO = "ja", "nee"
REMOVE = "weg"
"""What the button sends that takes a step out of the plan."""


@dataclass(frozen=True, slots=True)
class PlanVisit:
    """An aanvrager at the plan of one of their closed rounds."""

    visit: OwnerVisit
    result: Result

    @property
    def url(self) -> str:
        """The address of this plan."""
        place = {"token": self.visit.token, "number": self.result.scan.number}
        return reverse("owner_steps", kwargs=place)

    def proposals(self) -> tuple[Proposal, ...]:
        """Return what the result proposes to do."""
        return proposed_steps(report_of(self.result, get_language() or "nl"))

    def proposal(self, key: str) -> Proposal | None:
        """Return what the result proposes by this key, if it does."""
        return next((one for one in self.proposals() if one.key == key), None) if key else None


def _plan_for(token: str, number: int) -> PlanVisit:
    """Return the plan of a closed round of this aanvrager, or 404."""
    visit = visit_for(token, timezone.localdate())
    results = Result.objects.select_related("scan__department__organisation")
    result = results.filter(scan__department=visit.owner.department_id, scan__number=number).first()
    if result is None:  # still open, or no such round
        raise Http404
    return PlanVisit(visit, result)


@require_safe
def newest(request: HttpRequest, token: str) -> HttpResponse:
    """Go to the plan of the newest closed round; before there is one, to the own page."""
    visit = visit_for(token, timezone.localdate())
    if not visit.closed:
        return redirect("owner", token=token)
    return redirect("owner_steps", token=token, number=visit.closed[0].scan.number)


@require_safe
def page(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Show the plan, and what the result proposes."""
    at = _plan_for(token, number)
    steps, plan = steps_of(at.result.pk), plan_of_result(at.result.pk)
    chosen = {step.proposal for step in steps}
    said = {step.text for step in steps}
    owner = at.visit.owner
    context = {
        "visit": at.visit,
        "scan": at.result.scan,
        "steps": steps,
        "open": sum(step.done_on is None for step in steps),
        "proposals": [(one, one.key in chosen or one.text in said) for one in at.proposals()],
        "is_full": len(steps) >= MOST_STEPS,
        "reminded": plan is not None and plan.remind_to_id == owner.pk,
        "knows_address": owner.address_digest is not None,
        "other_plans": [one for one in at.visit.closed if one.scan.number != number],
        "today": timezone.localdate(),
    }
    return render(request, "owner/steps.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Ask who does a step and when; put it in the plan."""
    at = _plan_for(token, number)
    places = min(len(steps_of(at.result.pk)) + 1, MOST_STEPS)
    chosen = at.proposal(request.GET.get("voorstel", ""))
    text = "" if chosen is None else chosen.text
    form = _form(request, places, {"text": text, "place": places})
    if request.method == "POST" and form.is_valid():
        try:
            add_step(
                result_id=at.result.pk,
                fields=form.step(),
                place=form.cleaned_data["place"],
                proposal="" if chosen is None else chosen.key,
                key=key_of(request),
            )
        except PlanFullError:
            form.add_error(
                "text", _("Er staan al vijf stappen in het plan. Haal er eerst een weg.")
            )
        except Result.DoesNotExist:
            raise Http404 from None
        else:
            return redirect(at.url)
    return _form_page(request, at, form, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str, number: int, step_id: UUID) -> HttpResponse:
    """Show a step to change it or take it out; when it was changed meanwhile, show both."""
    at = _plan_for(token, number)
    steps = steps_of(at.result.pk)
    step = next((one for one in steps if one.pk == step_id), None)
    if step is None:
        return _gone(request, at, len(steps))
    form = _form(request, len(steps), initial_of(step))
    if request.method != "POST":
        return _form_page(request, at, form, step=step)
    if request.POST.get("naar") == REMOVE:
        return _remove(request, at, step)
    if not form.is_valid():
        return _form_page(request, at, form, step=step, seen=seen_number(request), status=422)
    return _save(request, at, step, form)


def _save(request: HttpRequest, at: PlanVisit, step: PlanStep, form: StepForm) -> HttpResponse:
    try:
        change_step(
            result_id=at.result.pk,
            step_id=step.pk,
            fields=form.step(),
            place=form.cleaned_data["place"],
            seen=seen_number(request),
        )
    except StepChangedError:
        step.refresh_from_db()
        return _form_page(request, at, form, step=step, theirs=True, status=409)
    except (PlanStep.DoesNotExist, Result.DoesNotExist):
        return _gone(request, at, len(steps_of(at.result.pk)))
    return redirect(at.url)


def _remove(request: HttpRequest, at: PlanVisit, step: PlanStep) -> HttpResponse:
    try:
        remove_step(result_id=at.result.pk, step_id=step.pk, seen=seen_number(request))
    except StepChangedError:
        places = len(steps_of(at.result.pk))
        form = StepForm(today=timezone.localdate(), places=places, initial=initial_of(step))
        return _form_page(request, at, form, step=step, theirs=True, status=409)
    return redirect(at.url)


@require_POST
def tick(request: HttpRequest, token: str, number: int, step_id: UUID) -> HttpResponse:
    """Note that a step is done, or not after all; whatever else is sent changes nothing."""
    at = _plan_for(token, number)
    choice = request.POST.get("klaar")
    if choice in {YES, NO}:
        tick_step(
            result_id=at.result.pk,
            step_id=step_id,
            done=choice == YES,
            today=timezone.localdate(),
        )
    return redirect(at.url)


@require_POST
def reminders(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Mail on the day of a step, or not any more; without an address, ask for one first."""
    at = _plan_for(token, number)
    choice = request.POST.get("herinneren")
    if choice in {YES, NO}:
        try:
            set_reminders(
                result_id=at.result.pk,
                owner=at.visit.owner,
                wanted=choice == YES,
                today=timezone.localdate(),
            )
        except NoAddressError:
            return redirect(f"{reverse('owner_mail', kwargs={'token': token})}?voor=plan")
    return redirect(at.url)


@require_safe
def pdf(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Hand out the report with the plan in it; the first time, say that it is being made."""
    at = _plan_for(token, number)
    language = get_language() or "nl"
    file, is_new = request_report(
        result=at.result, language=language, moment=timezone.now(), kind=FileKind.PLAN
    )
    if is_new:
        render_report.enqueue(at.result.pk, language, kind=FileKind.PLAN.value)
    back = Back(at.url, _("Terug naar het plan"))
    return hand_out(request, at.result, file, back)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails about a plan by a button: what opens links in a mail by itself does nothing."""
    plan = reminded_plan_for(token)
    if request.method == "POST":
        stop_reminders(plan_id=plan.pk)
        return redirect("reminders_stop", token=token)
    return render(request, "owner/reminders_stop.html", {"running": plan.remind_to_id is not None})


def _form(request: HttpRequest, places: int, initial: dict[str, object]) -> StepForm:
    return StepForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(),
        places=places,
        initial=initial,
    )


def _gone(request: HttpRequest, at: PlanVisit, count: int) -> HttpResponse:
    """Answer who changes a step that isn't there: what they typed is kept, for a new one."""
    if request.method != "POST":
        raise Http404
    if request.POST.get("naar") == REMOVE:
        return redirect(at.url)
    places = min(count + 1, MOST_STEPS)
    form = _form(request, places, {"place": places})
    return _form_page(request, at, form, gone=True, status=404)


def _form_page(  # noqa: PLR0913 - what a page says, and how
    request: HttpRequest,
    at: PlanVisit,
    form: StepForm,
    *,
    step: PlanStep | None = None,
    seen: int | None = None,
    theirs: bool = False,
    gone: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "visit": at.visit,
        "scan": at.result.scan,
        "form": form,
        "step": step,
        "seen": seen if seen is not None or step is None else step.revision,
        "theirs": theirs,
        "gone": gone,
        "key": key_for(request),
    }
    return render(request, "owner/step.html", context, status=status)
