"""Everything that is kept of a department, for its aanvrager: to read, to print and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from scans.reports.sheet import Sheet
from scans.services.personal_data import Reader, department_sheet
from scans.web.access import owner_for
from scans.web.sheets import as_file


def _sheet(token: str) -> Sheet:
    owner = owner_for(token)
    reader = Reader(owner, get_language() or "nl")
    return department_sheet(department=owner.department, reader=reader, today=timezone.localdate())


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show it."""
    context = {
        "sheet": _sheet(token),
        "back_url": reverse("owner", kwargs={"token": token}),
        "file_url": reverse("owner_data_file", kwargs={"token": token}),
    }
    return render(request, "personal/page.html", context)


@require_safe
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Hand it out for a program."""
    return as_file(_sheet(token))
