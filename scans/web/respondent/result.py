"""The result, on the page and as a PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from scans.models import FileKind, Result
from scans.reports.cards import cards_of
from scans.reports.offer import offer_for
from scans.reports.reading import report_of
from scans.services.reporting import request_report
from scans.tasks import render_report
from scans.web.access import result_for, result_path
from scans.web.reportfiles import Back, hand_out
from scans.web.surroundings import surroundings_now


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the department stands."""
    result = result_for(token)
    report = report_of(result, get_language() or "nl")
    context = {
        "report": report,
        "cards": cards_of(report),
        "slides_url": reverse("result_slides", kwargs={"token": token}),
        "cards_url": reverse("result_cards", kwargs={"token": token}),
        "offer": offer_for(report, surroundings_now(), timezone.localdate()),
        "contact_url": reverse("result_contact", kwargs={"token": token}),
        "pdf_url": reverse("result_pdf", kwargs={"token": token}),
        "link": request.build_absolute_uri(reverse("result", kwargs={"token": token})),
    }
    return render(request, "report/result.html", context)


@require_safe
def slides(request: HttpRequest, token: str) -> HttpResponse:
    """Show the result slide by slide, to walk through with the team."""
    report = report_of(result_for(token), get_language() or "nl")
    # As on paper: how things are computed doesn't belong on a slide.
    context = {
        "report": report,
        "paper": True,
        "cards": cards_of(report),
        "back_url": reverse("result", kwargs={"token": token}),
        "cards_url": reverse("result_cards", kwargs={"token": token}),
    }
    return render(request, "report/presentation.html", context)


@require_safe
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the report; the first time, say that it is being made."""
    return _file(request, result_for(token), FileKind.REPORT)


@require_safe
def cards(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the cards to talk with in the same way; 404 where there are none."""
    result = result_for(token)
    if not cards_of(report_of(result, get_language() or "nl")):
        raise Http404
    return _file(request, result, FileKind.CARDS)


def _file(request: HttpRequest, result: Result, kind: FileKind) -> HttpResponse:
    language = get_language() or "nl"
    file, is_new = request_report(
        result=result, language=language, moment=timezone.now(), kind=kind
    )
    if is_new and kind == FileKind.REPORT:
        # Without the kind, so that a worker from before there were others makes it too.
        render_report.enqueue(result.pk, language)
    elif is_new:
        render_report.enqueue(result.pk, language, kind=kind.value)
    back = Back(result_path(result.scan), _("Terug naar de uitkomst"))
    return hand_out(request, result, file, back)
