"""The register of data, for the beheerder."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scans.reports.register import parts_of, register_now
from scans.web.adviser.access import for_manager


@require_safe
@for_manager
def page(request: HttpRequest) -> HttpResponse:
    """Show every table and column: whom it is about, what for and how long."""
    tables = register_now()
    context = {
        "parts": parts_of(tables),
        "tables": len(tables),
        "columns": sum(len(table.columns) for table in tables),
    }
    return render(request, "adviser/register.html", context)
