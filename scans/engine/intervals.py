"""How sure a figure is: 95 % intervals, never clipped here.

Sums are exact; only the root and the quantile of the distribution are floats.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

Interval = tuple[float, float]
Value = int | Fraction
Spread = tuple[Fraction | float, int]
"""A sample variance, and of how many values."""

CONFIDENCE = Fraction(95, 100)
UPPER_QUANTILE = float((1 + CONFIDENCE) / 2)
ENOUGH_TO_VARY = 2


class PopulationTooSmallError(ValueError):
    """More values than the population that they are said to come from."""


def mean(values: Sequence[Value]) -> Fraction | None:
    """Return the mean, or ``None`` of nothing."""
    if not values:
        return None
    wholes, unit = _as_wholes(values)
    return Fraction(sum(wholes), unit * len(values))


def variance(values: Sequence[Value]) -> Fraction:
    """Return the sample variance (n-1 below the line); needs two values or more."""
    wholes, unit = _as_wholes(values)
    count, total = len(wholes), sum(wholes)
    squares = count * sum(whole * whole for whole in wholes) - total * total
    return Fraction(squares, count * (count - 1) * unit * unit)


def _as_wholes(values: Sequence[Value]) -> tuple[list[int], int]:
    """Return the values times a common denominator, and that: whole numbers add up fast."""
    unit = math.lcm(*{value.denominator for value in values})
    return [value.numerator * (unit // value.denominator) for value in values], unit


def t_interval(values: Sequence[Fraction], population: int | None) -> Interval | None:
    """Return the t-interval of the mean; ``None`` below two values.

    With ``population`` (N, the number of persons there are) the half width shrinks by the
    finite population correction sqrt((N-n)/N): who has asked everybody has no sampling error.
    Raises ``PopulationTooSmallError`` when there are more values than persons.
    """
    count = len(values)
    if population is not None and population < count:
        raise PopulationTooSmallError(f"{count} values from {population} persons")
    if count < ENOUGH_TO_VARY:
        return None
    correction = Fraction(1) if population is None else Fraction(population - count, population)
    middle = float(mean(values) or 0)
    error = math.sqrt(variance(values) / count * correction)
    return _around(middle, error, degrees_of_freedom=count - 1)


def welch_interval(first: Sequence[Fraction], second: Sequence[Fraction]) -> Interval | None:
    """Return the Welch interval of mean(first) - mean(second); ``None`` below two values each."""
    if min(len(first), len(second)) < ENOUGH_TO_VARY:
        return None
    middle = float(Fraction(sum(first)) / len(first) - Fraction(sum(second)) / len(second))
    half = welch_half_width((variance(first), len(first)), (variance(second), len(second)))
    return (middle - half, middle + half)


def welch_half_width(first: Spread, second: Spread) -> float:
    """Return half the width of the Welch interval between two means; two values or more each."""
    parts = [(Fraction(spread) / count, count - 1) for spread, count in (first, second)]
    total = sum((part for part, _ in parts), Fraction(0))
    if total == 0:
        return 0.0
    freedom = total**2 / sum((part**2 / degrees for part, degrees in parts), Fraction(0))
    return _half_width(math.sqrt(total), degrees_of_freedom=float(freedom))


def wilson_interval(successes: Fraction, trials: int) -> Interval | None:
    """Return the Wilson interval of a proportion (0-1); ``None`` without trials.

    ``successes`` may be a fraction: in a percentile rank an equal counts for one half. Raises
    ``ValueError`` unless 0 <= successes <= trials.
    """
    from scipy.special import ndtri  # type: ignore[import-untyped]  # scipy has no types

    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes in {trials} trials")
    if trials == 0:
        return None
    square = float(ndtri(UPPER_QUANTILE)) ** 2
    share = float(successes / trials)
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    spread = share * (1 - share) / trials + square / (4 * trials**2)
    half = math.sqrt(square * spread) / (1 + square / trials)
    # Rounding alone may carry a bound over the edge, or past a share of exactly 0 or 1.
    return (max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share)))


def _around(middle: float, error: float, *, degrees_of_freedom: float) -> Interval:
    half = _half_width(error, degrees_of_freedom=degrees_of_freedom)
    return (middle - half, middle + half)


def _half_width(error: float, *, degrees_of_freedom: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees_of_freedom, UPPER_QUANTILE)) * error
