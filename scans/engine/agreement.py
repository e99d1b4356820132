"""Eensgezindheid: how much the persons of a group give the same answers, as r_wg(J)."""

from collections.abc import Sequence
from fractions import Fraction

from scans.engine.intervals import ENOUGH_TO_VARY, variance
from scans.engine.questionnaire import SCALE

MINIMUM_PERSONS = 5
VARIANCE_OF_CHANCE = Fraction(len(SCALE) ** 2 - 1, 12)
"""The variance if everybody picked a point of the scale at random: 2 on five points."""

NEARLY_ALIKE = Fraction(1, 4)
"""A variance: that of three answers alike and one a step away."""

WORDS = (
    (Fraction(30, 100), "geen"),
    (Fraction(50, 100), "zwak"),
    (Fraction(70, 100), "matig"),
    (Fraction(90, 100), "sterk"),
    (Fraction(1), "zeer sterk"),
)
"""The highest agreement that still gets each word."""


def agreement_of(
    persons: Sequence[Sequence[int | None]], fewest: int = ENOUGH_TO_VARY
) -> Fraction | None:
    """Return r_wg(J), from 0 to 1, or ``None`` below ``MINIMUM_PERSONS``.

    ``persons`` holds each person's answers to the same statements, ``None`` where missing. Only
    persons who have the score of the theme belong here. A statement with fewer than ``fewest``
    answers, two at least, is left out.
    """
    if len(persons) < MINIMUM_PERSONS:
        return None
    return _agreement([variance(column) for column in _columns(persons, fewest)])


def are_alike_but_one(persons: Sequence[Sequence[int | None]], fewest: int) -> bool:
    """Tell whether all but one at each statement all but agree.

    That is: the mean variance, without the answer furthest from the rest, is ``NEARLY_ALIKE`` at
    most, which is what others who are all alike have when one of them moves one step. ``fewest``
    is three at least.
    """
    variances = [variance_but_one(column) for column in _columns(persons, fewest)]
    return bool(variances) and sum(variances, Fraction(0)) <= NEARLY_ALIKE * len(variances)


def variance_but_one(values: Sequence[int]) -> Fraction:
    """Return the lowest sample variance that leaving out one value gives; needs three values."""
    known = sorted(values)
    return min(variance(known[1:]), variance(known[:-1]))


def _columns(persons: Sequence[Sequence[int | None]], fewest: int) -> list[list[int]]:
    """Return the answers per statement that has enough of them."""
    columns = (
        [value for value in column if value is not None] for column in zip(*persons, strict=True)
    )
    return [column for column in columns if len(column) >= fewest]


def _agreement(variances: Sequence[Fraction]) -> Fraction | None:
    if not variances:
        return None
    count = len(variances)
    ratio = sum(variances, Fraction(0)) / count / VARIANCE_OF_CHANCE
    if ratio >= 1:
        return Fraction(0)
    shared = count * (1 - ratio)
    return shared / (shared + ratio)


def agreement_word(agreement: Fraction) -> str:
    """Return the word for an agreement of 0-1; a border belongs to the lower word."""
    return next(word for highest, word in WORDS if agreement <= highest)
