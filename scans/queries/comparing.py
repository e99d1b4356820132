"""Reads for putting departments side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from scans.models import Result, Scan, ScanStatus
from scans.queries.naming import named

LISTED = 20
"""Departments to choose from at once; whoever looks for another narrows the search."""

LOOKED_AT = 400
"""Of so many rounds that were closed last those departments are taken."""


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; empty is anything. ``words`` only find what may be named."""

    words: str = ""
    sector: str = ""
    size: str = ""


def latest_results(departments: Sequence[UUID]) -> dict[UUID, Result]:
    """Return the last result of each of these departments that has one."""
    found = (
        Result.objects.filter(scan__department__in=departments)
        .select_related("scan__department__organisation")
        .order_by("scan__department", "-scan__number")
        .distinct("scan__department")
    )
    return {one.scan.department_id: one for one in found}


def rounds_for(search: Search) -> tuple[list[Scan], bool]:
    """Return the last closed round of departments, latest first, and whether there may be more."""
    closed = Scan.objects.filter(status=ScanStatus.CLOSED)
    if search.sector:
        closed = closed.filter(department__organisation__sector=search.sector)
    if search.size:
        closed = closed.filter(department__size_class=search.size)
    if search.words:
        closed = named(closed, search.words)
    # Departments and organisations come after the sorting: with them it takes many times longer.
    recent = closed.order_by("-closed_on", "-pk").values_list("pk", "department_id")
    found: dict[UUID, UUID] = {}
    for key, department in recent[:LOOKED_AT]:
        found.setdefault(department, key)
    listed = list(found.values())[:LISTED]
    scans = Scan.objects.select_related("department__organisation").in_bulk(listed)
    return [scans[key] for key in listed if key in scans], len(found) > LISTED
