"""The aanvrager's page: how the round is doing, changing its plan, closing it, the next one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.services.answering import NotOpenError
from scans.services.choosing import AnsweredAlreadyError, choose_modules, has_answers
from scans.services.closing import close_round
from scans.services.rounds import AlreadyAnsweredError, change_plan
from scans.services.starting import RoundStillOpenError, start_next_round
from scans.web.formkeys import key_for
from scans.web.owner.ending import end_for, unsent_until
from scans.web.owner.fields import plan_fields
from scans.web.owner.messages import messages_for
from scans.web.owner.modules import FIELD, ModulesForm, former_modules, offers_for
from scans.web.owner.overview import OwnerVisit, visit_for
from scans.web.owner.planning import PlanForm, plan_of, posted_plan
from scans.web.owner.starting import first_page

SAVED = "bewaard"
"""In the address of the page that says that the own link was mailed."""


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show how the round is doing, in numbers only, and what can be done."""
    visit = visit_for(token, timezone.localdate())
    invitations = [
        {
            "of": one,
            "link": request.build_absolute_uri(one.path),
            "reminders": messages_for(visit, one, request.build_absolute_uri(one.path)).reminders,
        }
        for one in visit.round.invited
    ]
    context = {
        "visit": visit,
        "round": visit.round,
        "invitations": invitations,
        "link": request.build_absolute_uri(request.path),
        "mailed": SAVED in request.GET,
        "kept_until": end_for(visit),
        "unsent_until": unsent_until(visit),
    }
    return render(request, "owner/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, token: str) -> HttpResponse:
    """Change who is asked and until when, as long as nobody has begun."""
    visit = visit_for(token, timezone.localdate())
    scan = visit.round.scan
    if not visit.round.can_change or not visit.is_about_this_round(request):
        return _fixed(request, visit)
    form = PlanForm(
        posted_plan(request.POST) if request.method == "POST" else None,
        questionnaire=questionnaire_by_id(scan.questionnaire_id),
        today=timezone.localdate(),
        initial=plan_of(scan),
    )
    form.initial[form.size.code] = scan.department_size
    if request.method == "POST" and form.is_valid():
        try:
            change_plan(scan_id=scan.pk, plan=form.plan(), department_size=form.department_size())
        except (AlreadyAnsweredError, NotOpenError):
            return _fixed(request, visit)
        return redirect("owner", token=token)
    context = {"form": form, "fields": plan_fields(form), "visit": visit}
    return render(request, "owner/plan.html", context, status=422 if form.errors else 200)


def _fixed(request: HttpRequest, visit: OwnerVisit) -> HttpResponse:
    return render(request, "owner/fixed.html", {"visit": visit}, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def modules(request: HttpRequest, token: str) -> HttpResponse:
    """Choose which modules an open round asks; add them when the button is pressed."""
    today = timezone.localdate()
    visit = visit_for(token, today)
    scan = visit.round.scan
    if visit.round.is_over or not visit.is_about_this_round(request):
        return _fixed(request, visit)
    form = ModulesForm(
        request.POST if request.method == "POST" else None,
        offers=offers_for(scan),
        scan=scan,
        is_fixed=has_answers(scan),
    )
    if request.method == "POST" and form.is_valid():
        try:
            choose_modules(scan_id=scan.pk, add=form.added(), drop=form.dropped(), today=today)
        except (AnsweredAlreadyError, NotOpenError):
            return _fixed(request, visit)
        return redirect("owner", token=token)
    context = {"form": form, "visit": visit, "round": visit.round}
    return render(request, "owner/modules.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, token: str) -> HttpResponse:
    """Say what closing does; close the round when the button is pressed.

    A scan that one person fills in alone closes by sending the answers, and not here.
    """
    visit = visit_for(token, timezone.localdate())
    scan = visit.round.scan
    if not (visit.round.is_open and scan.is_by_invitation and visit.is_about_this_round(request)):
        return redirect("owner", token=token)
    if request.method == "POST":
        close_round(scan_id=scan.pk, today=timezone.localdate())
        return redirect("owner", token=token)
    return render(request, "owner/close.html", {"visit": visit, "round": visit.round})


@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest, token: str) -> HttpResponse:
    """Plan the next round of the same department and open it."""
    today = timezone.localdate()
    visit = visit_for(token, today)
    version = newest_version(CORE)
    former = plan_of(visit.round.scan)
    offers = offers_for()
    form = PlanForm(
        posted_plan(request.POST) if request.method == "POST" else None,
        questionnaire=questionnaire_by_id(version.pk),
        today=today,
        # Of the modules those of the round before: a trend needs the same questions again.
        initial={
            **{name: value for name, value in former.items() if name != "sluit_op"},
            FIELD: former_modules(offers, visit.round.scan),
        },
        offers=offers,
    )
    key = key_for(request)
    form.initial[form.size.code] = visit.round.scan.department_size
    if request.method == "POST" and form.is_valid():
        try:
            started = start_next_round(
                owner=visit.owner,
                plan=form.plan(),
                department_size=form.department_size(),
                questionnaire=version,
                today=today,
                key=key,
                module_ids=form.module_ids(),
            )
        except RoundStillOpenError:
            return _still_open(request, visit)
        return redirect(first_page(started))
    if visit.round.is_open:
        return _still_open(request, visit)
    context = {"form": form, "fields": plan_fields(form), "visit": visit, "key": key}
    return render(request, "owner/next.html", context, status=422 if form.errors else 200)


def _still_open(request: HttpRequest, visit: OwnerVisit) -> HttpResponse:
    return render(request, "owner/still_open.html", {"visit": visit}, status=409)
