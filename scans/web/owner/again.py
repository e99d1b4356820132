"""Measuring again: how the rounds went, and being told when it is time for the next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from scans.engine.months import months_after
from scans.queries.results import results_of
from scans.reports.course import course_of
from scans.services.again import MONTHS, NoAddressError, ask_again, stop_asking
from scans.web.owner.overview import visit_for

STOP = "nee"
"""What the button sends with which somebody isn't told after all."""

CHOICES = {str(months): months for months in MONTHS}


@require_safe
def course(request: HttpRequest, token: str) -> HttpResponse:
    """Show all closed rounds, and of each step whether something changed."""
    visit = visit_for(token, timezone.localdate())
    results = results_of(visit.owner.department_id)
    context = {
        "visit": visit,
        "rounds": [result.scan.closed_on for result in results],
        "course": course_of(results, get_language() or "nl") if len(results) > 1 else None,
    }
    return render(request, "owner/course.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Choose when to be told that it is time for another round, or not to be told."""
    today = timezone.localdate()
    visit = visit_for(token, today)
    choice = request.POST.get("over", "")
    if visit.round.is_open:
        return redirect("owner", token=token)
    if choice == STOP:
        stop_asking(owner=visit.owner)
        return redirect("owner", token=token)
    unclear = request.method == "POST"
    if choice in CHOICES:
        try:
            ask_again(owner=visit.owner, months=CHOICES[choice], today=today)
        except NoAddressError:
            pass  # the page says what is lacking
        else:
            return redirect("owner", token=token)
    shown = {
        "visit": visit,
        "unclear": unclear,
        "choices": [(months, months_after(today, months)) for months in MONTHS],
    }
    return render(request, "owner/again.html", shown, status=422 if unclear else 200)
