"""Looking everything over, sending it once, and what comes after."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from scans.models import Owner
from scans.services.answering import NothingAnsweredError, NotOpenError, send_answers
from scans.web.access import owner_path, result_path
from scans.web.respondent.browser import has_sent, remember_sent
from scans.web.respondent.closed import no_longer_open, outcome_path
from scans.web.respondent.overview import overview_of
from scans.web.respondent.visit import Audience, Visit, visit_of


@require_safe
def overview(request: HttpRequest, token: str) -> HttpResponse:
    """Show all answers before they are sent, and what is still open."""
    visit = visit_of(token)
    if not visit.is_open:
        return no_longer_open(request, visit)
    return _render_overview(request, visit)


def _render_overview(request: HttpRequest, visit: Visit, problem: str = "") -> HttpResponse:
    context = {
        "visit": visit,
        "overview": overview_of(
            visit.questionnaire, visit.response.answers, predicts=visit.predicts
        ),
        "token": visit.token,
        "response": visit.response,
        "problem": problem,
    }
    return render(request, "respondent/overview.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, token: str) -> HttpResponse:
    """Send the answers and go to what comes after; twice is the same as once."""
    visit = visit_of(token)
    if request.method != "POST":  # whoever reloads the page that says what is wrong
        return redirect("answer_overview", token=token)
    try:
        send_answers(
            response_id=visit.response.pk,
            questionnaire=visit.questionnaire,
            today=visit.today,
            sent_before=visit.is_invited and has_sent(request, visit.scan, visit.group),
            duration=request.POST.get("duur", ""),
        )
    except NothingAnsweredError:
        return _render_overview(
            request, visit, _("Je hebt nog niets beantwoord. Vul eerst een paar stellingen in.")
        )
    except NotOpenError:
        return no_longer_open(request, visit)
    page = redirect(outcome_path(visit))
    if visit.is_invited:
        remember_sent(page, visit.scan, visit.group, visit.today)
    return page


def outcome(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what becomes of the answers, or say that they came too late."""
    alone = visit.audience == Audience.ALONE
    owner = Owner.objects.filter(department=visit.scan.department_id).first() if alone else None
    template = f"respondent/sent/{visit.audience}.html"
    if not visit.response.sent:
        template = "respondent/too_late.html"
    context = {
        "visit": visit,
        "scan": visit.scan,
        "department": visit.scan.department,
        "token": visit.token,
        "response": visit.response,
        "link": visit.link(request),
        "result_url": result_path(visit.scan) if alone else "",
        # A link that was replaced is its owner's only, who has it by mail.
        "owner_url": owner_path(owner) if owner and owner.link_generation == 1 else "",
    }
    return render(request, template, context)
