"""How good the items of a scale are: figures per item and of the scale, over many rows.

A row is a department, with the mean answer of its people to each item, or a line of a plain file.
Nothing is decided here about what may be shown: who makes the rows must know that they hold no
person of a scan. Every figure, and what a missing value does to it, stands in ``docs/quality.md``.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Self

from scans.engine.intervals import ENOUGH_TO_VARY, Interval, Value, mean, variance
from scans.engine.reliability import CompleteRows, Row, feldt_interval

SHOWN_FROM = 30
"""Below this many departments there is no alpha over departments."""

FIRM_FROM = 100
"""Below this many departments alpha over departments is provisional ("voorlopig")."""

STRAIGHT_FROM = 6
"""Below this many answers nobody can be said to have answered everything alike."""

Status = Literal["te_weinig", "voorlopig", "genoeg"]


@dataclass(frozen=True, slots=True)
class AnswerScale:
    """The lowest and the highest answer there is; ``ValueError`` unless low < high."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise ValueError(f"a scale from {self.low} to {self.high}")

    def holds(self, value: Value) -> bool:
        """Tell whether a value lies on the scale, both ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class ScaleItem:
    """One item: its name, and whether agreeing with it counts the other way round."""

    name: str
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class AnswerShares:
    """Parts of 0-1 of one item; ``None`` of nothing.

    ``missing`` is over all answers, "weet niet" included; ``floor`` and ``ceiling``, the parts that
    count as the lowest and the highest, are over the answers on the scale.
    """

    missing: float | None
    floor: float | None
    ceiling: float | None


@dataclass(frozen=True, slots=True)
class ItemQuality:
    """The figures of one item, reversed where it must be.

    ``n`` rows have it, and ``mean``, ``sd`` and ``shares`` are over those; ``item_rest`` is over the
    complete rows. ``None`` where it can't be computed.
    """

    item: ScaleItem
    n: int
    mean: float | None
    sd: float | None
    item_rest: float | None
    shares: AnswerShares


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures of a scale: ``alpha`` and its interval are over the ``complete`` of the rows."""

    items: tuple[ItemQuality, ...]
    rows: int
    complete: int
    alpha: float | None
    interval: Interval | None


def quality_of(
    rows: Sequence[Row], items: Sequence[ScaleItem], answer_scale: AnswerScale
) -> Quality:
    """Return the figures of these items over these rows, which hold what was answered.

    Reversing is done here. A value may be a mean, so it needn't be whole. Raises ``ValueError``
    for a row of another length, and for a value outside the scale.
    """
    if any(len(row) != len(items) for row in rows):
        raise ValueError(f"a row that has no value for each of the {len(items)} items")
    scale = _WholeScale.of(answer_scale, rows)
    columns = [scale.column([row[place] for row in rows], item) for place, item in enumerate(items)]
    complete = CompleteRows.of(zip(*columns, strict=True))
    alpha = complete.alpha()
    # Without a complete row there is no correlation, of no item.
    item_rest = complete.item_rest() or (None,) * len(items)
    return Quality(
        items=tuple(
            _item(item, column, rest, scale)
            for item, column, rest in zip(items, columns, item_rest, strict=True)
        ),
        rows=len(rows),
        complete=complete.n,
        alpha=None if alpha is None else float(alpha),
        interval=None if alpha is None else feldt_interval(alpha, complete.n, len(items)),
    )


def shares_of(*, missing: int, lowest: int, highest: int, answered: int) -> AnswerShares:
    """Return the shares of an item from counts; ``answered`` holds ``lowest`` and ``highest``."""
    return AnswerShares(
        missing=_share(missing, answered + missing),
        floor=_share(lowest, answered),
        ceiling=_share(highest, answered),
    )


def status_of(n: int, shown_from: int = SHOWN_FROM, firm_from: int = FIRM_FROM) -> Status:
    """Tell what an alpha over ``n`` complete departments is worth: nothing, something, enough."""
    if n < shown_from:
        return "te_weinig"
    return "voorlopig" if n < firm_from else "genoeg"


def is_straight(answers: Row, fewest: int = STRAIGHT_FROM) -> bool | None:
    """Tell whether somebody gave every item the same answer, as given and not reversed.

    What is missing doesn't count; ``None`` with fewer than ``fewest`` answers left.
    """
    given = [value for value in answers if value is not None]
    return None if len(given) < fewest else len(set(given)) == 1


def straight_share(rows: Iterable[Row], fewest: int = STRAIGHT_FROM) -> float | None:
    """Return which part (0-1) of the rows is straight, of those that can be judged."""
    judged = [straight for row in rows if (straight := is_straight(row, fewest)) is not None]
    return _share(sum(judged), len(judged))


@dataclass(frozen=True, slots=True)
class _WholeScale:
    """The scale and all values in a unit in which they are whole numbers: exact, and fast."""

    low: int
    high: int
    unit: int

    @classmethod
    def of(cls, answer_scale: AnswerScale, rows: Sequence[Row]) -> Self:
        unit = math.lcm(*{one.denominator for row in rows for one in row if one is not None})
        return cls(answer_scale.low * unit, answer_scale.high * unit, unit)

    def column(self, values: Row, item: ScaleItem) -> list[int | None]:
        """Return what the values of an item count as; raises ``ValueError`` off the scale."""
        unit = self.unit
        column = [
            None if value is None else value.numerator * (unit // value.denominator)
            for value in values
        ]
        known = [value for value in column if value is not None]
        if known and not self.low <= min(known) <= max(known) <= self.high:
            raise ValueError(f"{item.name} has a value that is not on the scale")
        if not item.reversed:
            return column
        return [None if value is None else self.low + self.high - value for value in column]


def _item(
    item: ScaleItem, column: Sequence[int | None], item_rest: float | None, scale: _WholeScale
) -> ItemQuality:
    known = [value for value in column if value is not None]
    average = mean(known)
    return ItemQuality(
        item=item,
        n=len(known),
        mean=None if average is None else float(average / scale.unit),
        sd=math.sqrt(variance(known) / scale.unit**2) if len(known) >= ENOUGH_TO_VARY else None,
        item_rest=item_rest,
        shares=shares_of(
            missing=len(column) - len(known),
            lowest=known.count(scale.low),
            highest=known.count(scale.high),
            answered=len(known),
        ),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
