"""How well the items of a scale hang together: Cronbach's alpha, its interval, item-rest.

The formulas, where they come from and worked examples stand in ``docs/quality.md``. Sums are exact;
only a root and the quantile of the distribution are floats.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from scans.engine.intervals import ENOUGH_TO_VARY, UPPER_QUANTILE, Interval, Value

Row = Sequence[Value | None]
"""What one row has at each item, ``None`` where it is missing."""

LEAST_ITEMS = 2


@dataclass(frozen=True, slots=True)
class CompleteRows:
    """The rows that have every item, by item; reversed items are already turned round.

    Values are whole numbers of a common unit, so that a hundred thousand rows add up fast and
    exactly; no figure of this class depends on the unit. ``totals`` has the sum of each row.
    """

    items: tuple[tuple[int, ...], ...]
    totals: tuple[int, ...]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Self:
        """Take the rows in which nothing is missing (listwise); raises ``ValueError`` if ragged."""
        complete = [known for row in rows if len(known := _known(row)) == len(row)]
        unit = math.lcm(*{value.denominator for row in complete for value in row})
        wholes = [[_times(value, unit) for value in row] for row in complete]
        return cls(tuple(zip(*wholes, strict=True)), tuple(map(sum, wholes)))

    @property
    def n(self) -> int:
        """How many rows are complete."""
        return len(self.totals)

    def alpha(self) -> Fraction | None:
        """Return Cronbach's alpha, at most 1 and with no lowest value.

        ``None`` with fewer than two items or rows, and when every row has the same total.
        """
        count, total = len(self.items), _spread(self.totals)
        if count < LEAST_ITEMS or total == 0:
            return None
        shared = Fraction(sum(_spread(item) for item in self.items), total)
        return Fraction(count, count - 1) * (1 - shared)

    def item_rest(self) -> tuple[float | None, ...]:
        """Return the correlation (-1 to 1) of each item with the sum of the others.

        ``None`` for an item that doesn't vary, or whose rest doesn't; empty without a row.
        """
        return tuple(self._with_rest(item) for item in self.items)

    def _with_rest(self, item: Sequence[int]) -> float | None:
        rest = [total - value for total, value in zip(self.totals, item, strict=True)]
        both = _spread(item) * _spread(rest)
        if both == 0:
            return None
        together = self.n * sum(map(int.__mul__, item, rest)) - sum(item) * sum(rest)
        # The root of an exact square: rounding can't carry the outcome past 1.
        return math.copysign(math.sqrt(Fraction(together**2, both)), together)


def feldt_interval(alpha: Fraction, rows: int, items: int) -> Interval | None:
    """Return Feldt's 95 % interval of an alpha over this many complete rows and items.

    Not clipped: with few rows it can run far below 0. ``None`` below two rows or items.
    """
    from scipy.special import fdtri  # type: ignore[import-untyped]  # scipy has no types

    if rows < ENOUGH_TO_VARY or items < LEAST_ITEMS:
        return None
    freedom = (rows - 1, (rows - 1) * (items - 1))
    error = float(1 - alpha)
    low, high = (
        1 - error * float(fdtri(*freedom, quantile))
        for quantile in (UPPER_QUANTILE, 1 - UPPER_QUANTILE)
    )
    return (low, high)


def _known(row: Row) -> list[Value]:
    return [value for value in row if value is not None]


def _times(value: Value, unit: int) -> int:
    """Return the value in a unit that its denominator divides."""
    return value.numerator * (unit // value.denominator)


def _spread(values: Sequence[int]) -> int:
    """Return the sample variance times n(n - 1), a whole number; 0 where nothing varies."""
    return len(values) * sum(value * value for value in values) - sum(values) ** 2
