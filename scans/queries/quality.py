"""Reading what the quality of a questionnaire is computed from, and what was computed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Case, QuerySet, Sum, Value, When

from scans.engine.figures import Kind
from scans.engine.thresholds import SMALLEST_GROUP
from scans.models import (
    Group,
    QualityCount,
    QualitySnapshot,
    QuestionnaireVersion,
    Result,
    ScanStatus,
)
from scans.queries.replica import reading

IN_TALLY = {Group.TEAM: "team", Group.CLIENT: "clients"}
"""What each group is called in a tally."""

# Once over all scans: asked per version, each module would cost a walk through them of its own.
USED = """
SELECT asked.id, count(*) FILTER (WHERE status = %(open)s),
       count(*) FILTER (WHERE status = %(closed)s)
FROM scans_scan, unnest(module_ids || questionnaire_id) AS asked (id)
GROUP BY asked.id
"""

AT_ONCE = 2000
"""How many rows are in memory at a time."""


def latest_tallies(version_id: int, group: Group) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the key of the result and the tally of each department's latest round on a version.

    Only what a group of enough people filled in, each apart: no scan by one person, and none by
    a team at one table.
    """
    found = (
        _with_tally(version_id, group)
        .order_by("scan__department_id", "-scan__number")
        .distinct("scan__department_id")
    )
    return found.values_list("pk", f"tally__{IN_TALLY[group]}").iterator(chunk_size=AT_ONCE)


def new_tallies(version_id: int, group: Group, *, after: int, most: int) -> int:
    """Return how many results with a tally there are since this one, at most ``most``."""
    return _with_tally(version_id, group).filter(pk__gt=after)[:most].count()


def _with_tally(version_id: int, group: Group) -> QuerySet[Result]:
    results = Result.objects.filter(
        scan__questionnaire_id=version_id, scan__status=ScanStatus.CLOSED
    )
    if group == Group.TEAM:
        results = results.filter(scan__kind=Kind.TEAM)
    key = f"tally__{IN_TALLY[group]}"
    return results.filter(**{f"{key}__n__gte": SMALLEST_GROUP})


def counted(version_id: int, group: Group) -> dict[str, int]:
    """Return what was counted of all closed rounds on a version, by key."""
    rows = QualityCount.objects.filter(questionnaire_id=version_id, group=group.value)
    return {
        row["key"]: int(row["total"]) for row in rows.values("key").annotate(total=Sum("count"))
    }


def snapshots_of(version_id: int) -> dict[Group, QualitySnapshot]:
    """Return the figures of a version as they were last computed, by group."""
    found = QualitySnapshot.objects.filter(questionnaire_id=version_id)
    return {Group(one.group): one for one in found}


def versions_with_counts() -> QuerySet[QuestionnaireVersion]:
    """Return all versions, the newest first, with how many open and closed scans are on each.

    A scan is on the version of its questionnaire, and on those of its modules.
    """
    with reading().cursor() as cursor:
        cursor.execute(USED, {"open": ScanStatus.OPEN, "closed": ScanStatus.CLOSED})
        used = cursor.fetchall()
    return (
        QuestionnaireVersion.objects.defer("source", "data")
        .annotate(
            open_scans=_looked_up({version_id: count for version_id, count, _closed in used}),
            closed_scans=_looked_up({version_id: count for version_id, _open, count in used}),
        )
        .order_by("slug", "-published_at", "-pk")
    )


def _looked_up(counts: Mapping[int, int]) -> Case:
    cases = (When(pk=version_id, then=Value(count)) for version_id, count in counts.items())
    return Case(*cases, default=Value(0))
