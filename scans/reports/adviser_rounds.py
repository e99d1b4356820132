"""The rounds of a department over time, each with its own figures and margins.

Whether a change is more than chance isn't said here: that stands in the report of the later round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from scans.models import Result, Scan
from scans.reports.listing import THEMES, Cell, cells_of, kind_of
from scans.reports.wording import number


@dataclass(frozen=True, slots=True)
class RoundValue:
    """One score of a round; ``margin`` is empty where there is none."""

    cell: Cell
    margin: str


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round; without ``values`` it isn't closed yet."""

    scan_id: UUID
    number: int
    opened_on: date
    closed_on: date | None
    kind: str
    n: int
    values: tuple[RoundValue, ...]


def round_lines(scans: Sequence[Scan]) -> tuple[RoundLine, ...]:
    """Return the rounds in the order given."""
    return tuple(_line(scan) for scan in scans)


def _line(scan: Scan) -> RoundLine:
    result = getattr(scan, "result", None)
    return RoundLine(
        scan_id=scan.pk,
        number=scan.number,
        opened_on=scan.opened_on,
        closed_on=scan.closed_on,
        kind=str(kind_of(scan)),
        n=0 if result is None else result.figures["respondents"],
        values=() if result is None else _values(result),
    )


def _values(result: Result) -> tuple[RoundValue, ...]:
    cells = cells_of(result)
    known = {**result.figures["themes"], **result.figures["role"]}
    return tuple(
        RoundValue(cells[key], _margin(known.get(key) or {}))
        for key in (*THEMES, "impact", "now", "wanted")
    )


def _margin(one: Mapping[str, list[float] | None]) -> str:
    interval = one.get("interval")
    if interval is None:
        return ""
    low, high = (number(min(100.0, max(0.0, end))) for end in interval)
    return _("marge {low} tot {high}").format(low=low, high=high)
