"""What a department brings to the benchmark, and whether it may."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from scans.engine.measures import Measured
from scans.engine.peers import size_class_of
from scans.models import BenchmarkRow, Deleted, Department, Scan
from scans.services.journal import note_deletion


def write_rows(*, scan: Scan, found: Mapping[str, Measured], alone: bool) -> None:
    """Keep the scores of a round that is closing; those of earlier rounds are not the latest now.

    They count only for departments that agreed to that. A round that brings nothing (too few
    answered) leaves everything as it was.
    """
    assert scan.closed_on is not None
    if not found:
        return
    BenchmarkRow.objects.filter(department=scan.department_id).update(latest=False)
    BenchmarkRow.objects.bulk_create(
        BenchmarkRow(
            department_id=scan.department_id,
            scan=scan,
            questionnaire_id=scan.questionnaire_id,
            measure=measure,
            tenths=one.tenths,
            n=one.n,
            period=scan.closed_on.replace(day=1),
            alone=alone,
        )
        for measure, one in found.items()
    )
    Department.objects.filter(pk=scan.department_id).update(
        size_class=size_class_of(scan.department_size) or ""
    )


def mark_latest(department: Department) -> None:
    """Let the newest result of a department be its latest; one of an own round gives its size.

    An own round is newer than an imported result of the same month. The size isn't saved here.
    """
    rows = BenchmarkRow.objects.filter(department=department)
    rows.update(latest=False)
    newest = rows.order_by("-period", F("scan__number").desc(nulls_last=True)).first()
    if newest is None:
        return
    rows.filter(scan=newest.scan_id, period=newest.period).update(latest=True)
    if newest.scan is not None:
        department.size_class = size_class_of(newest.scan.department_size) or ""


@transaction.atomic
def set_benchmark_consent(*, department: Department, agreed: bool, today: date) -> None:
    """Let a department in, or take it out of what is published from now on."""
    kept = Department.objects.select_for_update().get(pk=department.pk)
    if agreed and kept.in_benchmark_since is None:
        kept.in_benchmark_since = today
    elif not agreed and kept.in_benchmark_since is not None:
        kept.in_benchmark_since = None
        note_deletion(kind=Deleted.BENCHMARK_CONSENT, key=kept.pk)
    kept.save(update_fields=["in_benchmark_since"])
