"""Departments with results that were imported: which the adviseur may be told of, and by which name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from scans.models import BenchmarkRow, Department, Owner, Scan
from scans.queries.naming import description_of

OF_IT = {"department": OuterRef("pk")}
STARTED = Exists(Scan.objects.filter(**OF_IT)) | Exists(Owner.objects.filter(**OF_IT))
"""Whether somebody began a scan with a department: then its name is theirs."""

MAY_BE_KNOWN = Q(contact_since__isnull=False)
SISTERS = Department.objects.filter(
    STARTED, organisation=OuterRef("organisation"), contact_since=None
)
NAMED = MAY_BE_KNOWN | ~Exists(SISTERS)
"""Whether the name of one of ``imported`` may be told.

The adviseur may have put its organisation together with that of a scan, and the aanvrager of that
may have withdrawn consent since. Then the name of the organisation is theirs too.
"""


@dataclass(frozen=True, slots=True)
class ImportedDepartment:
    """A department with imported results, by the name that the adviseur may know.

    ``period`` and ``n`` are those of the newest imported result; ``counts`` is whether the next
    edition may count that one. ``scan_id`` is its newest scan, ``None`` when it has none.
    """

    department: Department
    name: str
    period: date
    n: int
    counts: bool
    scan_id: UUID | None


@dataclass(frozen=True, slots=True)
class ImportedResult:
    """One imported result: the first day of its month, persons, and tenths by measure."""

    period: date
    n: int
    tenths: dict[str, int]


def is_started(department: Department) -> bool:
    """Tell whether somebody began a scan with a department; an import alone has no aanvrager."""
    return Department.objects.filter(STARTED, pk=department.pk).exists()


def imported() -> QuerySet[Department]:
    """Return the departments with imported results that the adviseur may be told of.

    Those that nobody began a scan with, and those whose aanvrager asked for contact. Of any other
    its imported results would tell whose scan it is: whoever has the file can look them up.
    """
    rows = BenchmarkRow.objects.filter(**OF_IT, scan=None)
    return Department.objects.filter(Exists(rows), MAY_BE_KNOWN | ~STARTED)


def imported_after(
    words: str, key: UUID | None, most: int
) -> tuple[list[ImportedDepartment], bool]:
    """Return so many of those with these words, by name, after one of them; and if there are more.

    Those without a name come first. By where that one stands and not by page number, so nothing
    shifts when another one goes.
    """
    found = _in_order(_with_words(imported(), words))
    last = None if key is None else _in_order(imported()).filter(pk=key).first()
    if last is not None:
        found = found.filter(_beyond(vars(last)["place"], last.pk))
    rows = list(_with_all(found)[: most + 1])
    return [_told(one) for one in rows[:most]], len(rows) > most


def _with_words(departments: QuerySet[Department], words: str) -> QuerySet[Department]:
    """Keep those with all of these words in their names; only of those whose name may be told."""
    for word in words.split():
        departments = departments.filter(
            Q(name__icontains=word) | Q(organisation__name__icontains=word), NAMED
        )
    return departments


def _in_order(departments: QuerySet[Department]) -> QuerySet[Department]:
    """Sort them by the name that is told: where one stands would else tell a name that isn't."""
    shown = Concat("organisation__name", Value("\n"), "name")
    place = Case(When(NAMED, then=shown), default=Value(""))
    return departments.annotate(place=place).order_by("place", "pk")


def _beyond(place: str, key: UUID) -> Q:
    return Q(place__gt=place) | Q(place=place, pk__gt=key)


def imported_one(key: UUID) -> ImportedDepartment:
    """Return one of them; ``Department.DoesNotExist`` for any other key."""
    return _told(_with_all(imported()).get(pk=key))


def imports_named(words: str, most: int) -> tuple[list[ImportedDepartment], bool]:
    """Return those without a scan with these words in their names, and if there are more.

    No words find nothing.
    """
    if not words.split():
        return [], False
    found = _in_order(_with_words(imported().exclude(STARTED), words))
    rows = list(_with_all(found)[: most + 1])
    return [_told(one) for one in rows[:most]], len(rows) > most


def results_of(department: Department) -> list[ImportedResult]:
    """Return the imported results of a department, newest first."""
    found: dict[date, ImportedResult] = {}
    rows = BenchmarkRow.objects.filter(department=department, scan=None)
    for row in rows.order_by("-period", "measure"):
        result = found.setdefault(row.period, ImportedResult(row.period, row.n, {}))
        result.tenths[row.measure] = row.tenths
    return list(found.values())


def _with_all(departments: QuerySet[Department]) -> QuerySet[Department]:
    newest = BenchmarkRow.objects.filter(**OF_IT, scan=None).order_by("-period", "pk")
    scans = Scan.objects.filter(**OF_IT).order_by("-number")
    return departments.select_related("organisation").annotate(
        told=NAMED,
        period=Subquery(newest.values("period")[:1]),
        persons=Subquery(newest.values("n")[:1]),
        newest_counts=Subquery(newest.values("latest")[:1]),
        scan_id=Subquery(scans.values("pk")[:1]),
    )


def _told(department: Department) -> ImportedDepartment:
    known = vars(department)  # what was annotated
    name = f"{department.name}, {department.organisation.name}"
    agreed = department.in_benchmark_since is not None and not department.excluded_because
    return ImportedDepartment(
        department=department,
        name=name if known["told"] else description_of(department),
        period=known["period"],
        n=known["persons"],
        counts=agreed and known["newest_counts"],
        scan_id=known["scan_id"],
    )
