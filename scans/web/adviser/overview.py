"""The first page of the dashboard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scans.web.adviser.access import account_of
from scans.web.adviser.navigation import sections_for


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Welcome who signed in, and show where everything is."""
    elsewhere = [one for one in sections_for(account_of(request)) if one.url_name != "dashboard"]
    return render(request, "adviser/overview.html", {"elsewhere": elsewhere})
