"""Reads on one scan for the adviseur: what is known of its department."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from scans.models import BenchmarkRow, Department, FollowUp, FollowUpState, Scan

DUE = "te-doen"
"""Among the states of a follow-up in a filter: those of which the day has come."""


def due_follow_ups(today: date) -> QuerySet[FollowUp]:
    """Return those of which the day has come and that aren't done."""
    return FollowUp.objects.filter(due_on__lte=today).exclude(state=FollowUpState.DONE)


def scan_for_adviser(scan_id: UUID) -> Scan:
    """Return a scan with department, organisation and result; ``Scan.DoesNotExist`` for none."""
    return Scan.objects.select_related("department__organisation", "questionnaire", "result").get(
        pk=scan_id
    )


def rounds_of(department: Department) -> list[Scan]:
    """Return all rounds of a department with their results, newest first."""
    scans = department.scans.select_related("result", "questionnaire", "department__organisation")
    return list(scans.order_by("-number"))


def follow_up_of(department: Department) -> FollowUp:
    """Return how far the adviseur is with a department; a new one where nothing was noted."""
    found = FollowUp.objects.filter(department=department).first()
    return found or FollowUp(department=department, state=FollowUpState.NEW)


def counts_in_benchmark(department: Department) -> bool:
    """Whether the department has scores that the next edition may count."""
    return (
        department.in_benchmark_since is not None
        and not department.excluded_because
        and BenchmarkRow.objects.filter(department=department, latest=True).exists()
    )
