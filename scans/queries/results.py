"""Reads on results."""

from uuid import UUID

from scans.models import Result


def results_of(department_id: UUID) -> list[Result]:
    """Return all results of a department with their scans, the oldest round first."""
    found = Result.objects.filter(scan__department=department_id).select_related("scan")
    return list(found.order_by("scan__number"))
