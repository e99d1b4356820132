"""A team member's own picture: at once, by their own link, and for nobody else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from scans.models import Group
from scans.reports.reading import own_report
from scans.web.respondent.visit import Audience, visit_of


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the department stands, as this one person sees it."""
    visit = visit_of(token)
    shown = visit.group == Group.TEAM and visit.audience != Audience.ALONE
    if not shown or not visit.response.sent:
        raise Http404
    context = {
        "report": own_report(
            visit.scan, visit.response.answers, get_language() or "nl", today=visit.today
        ),
        "back_url": reverse("answer", kwargs={"token": token}),
    }
    return render(request, "report/own.html", context)
