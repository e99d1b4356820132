"""How the scores of many departments are spread: counts, quartiles and ranks, all exact.

Departments are compared by their score rounded to one decimal, as a whole number of tenths
(643 is 64.3), so that what is printed alike counts as equal.
"""

import math
import struct
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from typing import Self

from scans.engine.intervals import Interval, wilson_interval

TENTHS = 10
COUNT = ">i"
HALF = Fraction(1, 2)
QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


def tenths(score: Fraction | float) -> int:
    """Return a score as tenths: rounded to one decimal, half away from zero (64.25 is 643).

    Raises ``ValueError`` or ``OverflowError`` for what is no finite number.
    """
    exact = Fraction(score) * TENTHS
    rounded = math.floor(abs(exact) + HALF)
    return -rounded if exact < 0 else rounded


@dataclass(frozen=True, slots=True)
class Quartiles:
    """P25, P50 and P75 in points; ``middle`` is ``None`` where the median isn't shown."""

    low: float
    middle: float | None
    high: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many departments have which score, by tenths in rising order; never a count of 0.

    ``ValueError`` for a negative count.
    """

    counts: Mapping[int, int]
    n: int = field(init=False)

    def __post_init__(self) -> None:
        if any(count < 0 for count in self.counts.values()):
            raise ValueError("a negative number of departments")
        counts = {value: self.counts[value] for value in sorted(self.counts) if self.counts[value]}
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "n", sum(counts.values()))

    @classmethod
    def of(cls, values: Iterable[int]) -> Self:
        """Count these scores, in tenths."""
        return cls(Counter(values))

    @classmethod
    def from_bytes(cls, data: bytes, lowest: int) -> Self:
        """Read counts as the database keeps them, for each tenth from ``lowest`` up.

        Each is four bytes, the most significant first. ``struct.error`` for a part of one.
        """
        counts = (count for (count,) in struct.iter_unpack(COUNT, data))
        return cls({lowest + place: count for place, count in enumerate(counts) if count})

    def to_bytes(self, lowest: int, highest: int) -> bytes:
        """Write what ``from_bytes`` reads; ``ValueError`` for scores beyond these bounds."""
        if any(not lowest <= value <= highest for value in self.counts):
            raise ValueError(f"scores beyond {lowest} to {highest}")
        values = range(lowest, highest + 1)
        return b"".join(struct.pack(COUNT, self.counts.get(value, 0)) for value in values)

    def merged(self, other: "Distribution") -> "Distribution":
        """Return the two together."""
        return Distribution(Counter(self.counts) + Counter(other.counts))

    def without(self, values: Iterable[int]) -> "Distribution":
        """Return the distribution with one department taken out for each of these scores.

        Raises ``ValueError`` when it doesn't hold them all.
        """
        gone = Counter(values)
        missing = gone - Counter(self.counts)
        if missing:
            raise ValueError(f"not in the distribution: {sorted(missing.elements())}")
        return Distribution(Counter(self.counts) - gone)

    def quartiles(self) -> Quartiles | None:
        """Return the quartiles of the scores as compared; ``None`` of nothing.

        Linear between neighbours, the lowest score at 0 and the highest at 1 (type 7).
        """
        if not self.n:
            return None
        values, ends = list(self.counts), list(accumulate(self.counts.values()))
        low, middle, high = (
            float(self._at((self.n - 1) * part, values, ends)) for part in QUARTERS
        )
        return Quartiles(low, middle, high)

    def mid_rank(self, value: int) -> Fraction | None:
        """Return the percentile rank (0-100) of a score that isn't among these.

        ``100 * (below + half of the equals) / n``, exact; ``None`` of nothing.
        """
        return 100 * self._passed(value) / self.n if self.n else None

    def rank_interval(self, value: int) -> Interval | None:
        """Return the Wilson 95 % interval (0-100) of that rank; ``None`` of nothing."""
        interval = wilson_interval(self._passed(value), self.n)
        return None if interval is None else (100 * interval[0], 100 * interval[1])

    def _passed(self, value: int) -> Fraction:
        below = sum(count for other, count in self.counts.items() if other < value)
        return below + HALF * self.counts.get(value, 0)

    @staticmethod
    def _at(place: Fraction, values: list[int], ends: list[int]) -> Fraction:
        """Return the score at a place from 0 to n - 1, between two neighbours if need be."""
        first = math.floor(place)
        one = values[bisect_left(ends, first + 1)]
        # At a whole place the next neighbour counts for nothing, and may not be there.
        other = values[bisect_left(ends, math.ceil(place) + 1)]
        return (one + (place - first) * (other - one)) / TENTHS
