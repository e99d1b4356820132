"""The result, on the page and as a PDF."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from scans.models import ReportFile, Result
from scans.reports.offer import offer_for
from scans.reports.reading import report_of
from scans.services.reporting import request_report
from scans.tasks import render_report
from scans.web.access import result_for
from scans.web.surroundings import surroundings_now


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show where the department stands."""
    result = result_for(token)
    report = report_of(result, get_language() or "nl")
    context = {
        "report": report,
        "offer": offer_for(report, surroundings_now(), timezone.localdate()),
        "contact_url": reverse("result_contact", kwargs={"token": token}),
        "pdf_url": reverse("result_pdf", kwargs={"token": token}),
        "link": request.build_absolute_uri(reverse("result", kwargs={"token": token})),
    }
    return render(request, "report/result.html", context)


@require_safe
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the report; the first time, say that it is being made.

    A script that asks for JSON hears whether it is there (200), on its way (202) or failed
    (503); without a script the page has a button to ask again.
    """
    result = result_for(token)
    language = get_language() or "nl"
    file, is_new = request_report(result=result, language=language, moment=timezone.now())
    if is_new:
        render_report.enqueue(result.pk, language)
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    if file.content is not None:
        return JsonResponse({"ready": True}) if wants_json else _download(result, file)
    status = 503 if file.failed else 202
    if wants_json:
        return JsonResponse({"ready": False}, status=status)
    template = "report/pdf_failed.html" if file.failed else "report/pdf_pending.html"
    context = {"result_url": reverse("result", kwargs={"token": token})}
    return render(request, template, context, status=status)


def _download(result: Result, file: ReportFile) -> HttpResponse:
    department = slugify(result.scan.department.name)[:60] or "afdeling"
    name = f"afdelingsscan-{department}-{result.scan.closed_on}.pdf"
    return HttpResponse(
        bytes(file.content or b""),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
