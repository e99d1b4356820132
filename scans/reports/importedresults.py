"""What was imported into the benchmark, in the words of the dashboard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from scans.engine.distribution import TENTHS
from scans.engine.questionnaire import Questionnaire
from scans.queries.imported import ImportedDepartment, ImportedResult
from scans.reports.openfigures import measure_names
from scans.reports.peerwords import sector_labels, size_name
from scans.reports.wording import NO_BREAK, as_title, number


@dataclass(frozen=True, slots=True)
class Line:
    """A department in the list; ``why_not`` is why it doesn't count, empty when it does.

    ``is_left_out`` says that the adviseur did that, and ``why_not`` is then their reason.
    """

    key: UUID
    name: str
    sector: str
    size: str
    month: str
    n: int
    why_not: str
    is_left_out: bool
    scan_id: UUID | None


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One imported result: its month, how many persons it is of, and its scores."""

    month: str
    n: int
    scores: tuple[str, ...]


def lines_of(
    found: Iterable[ImportedDepartment], questionnaire: Questionnaire, language: str
) -> list[Line]:
    """Return the list of departments; a sector that no longer exists goes by its value."""
    sectors = sector_labels(questionnaire, language)
    return [_line(one, sectors) for one in found]


def _line(found: ImportedDepartment, sectors: dict[str, str]) -> Line:
    department = found.department
    sector = department.organisation.sector
    return Line(
        key=department.pk,
        name=as_title(found.name),
        sector=sectors.get(sector, sector),
        size=size_name(department.size_class) if department.size_class else "",
        month=_month(found.period),
        n=found.n,
        why_not="" if found.counts else _why_not(found),
        is_left_out=bool(department.excluded_because),
        scan_id=found.scan_id,
    )


def _why_not(found: ImportedDepartment) -> str:
    if found.department.excluded_because:
        return found.department.excluded_because
    if found.department.in_benchmark_since is None:
        return _("er is geen toestemming")
    return _("een eigen ronde is nieuwer")


def result_lines(
    results: Iterable[ImportedResult], questionnaire: Questionnaire, language: str
) -> list[ResultLine]:
    """Return the results of a department, each with its scores in the order of the report."""
    titles = measure_names(questionnaire, language)
    return [
        ResultLine(
            _month(one.period),
            one.n,
            tuple(
                f"{title}{NO_BREAK}{number(one.tenths[key] / TENTHS, 1)}"
                for key, (_letter, title) in titles.items()
                if key in one.tenths
            ),
        )
        for one in results
    ]


def _month(period: date) -> str:
    return date_format(period, "F Y").replace(" ", NO_BREAK)
