"""Starting a scan."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.services.starting import start_solo_scan
from scans.web.respondent.fields import start_fields
from scans.web.respondent.forms import StartForm


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask who is measured, then create the scan and go to its first page."""
    version = newest_version(CORE)
    key = request.POST.get("sleutel") or secrets.token_urlsafe(16)
    form = StartForm(
        request.POST if request.method == "POST" else None,
        questionnaire=questionnaire_by_id(version.pk),
    )
    if request.method == "POST" and form.is_valid():
        started = start_solo_scan(
            request=form.scan_request(), questionnaire=version, today=timezone.localdate(), key=key
        )
        return redirect("answer", token=started.respondent_token)
    status = 422 if form.errors else 200
    context = {"form": form, "fields": start_fields(form, version.pk), "key": key}
    return render(request, "respondent/start.html", context, status=status)
