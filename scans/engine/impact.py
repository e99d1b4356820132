"""The impact index: the geometric mean of the themes, because one hole undoes the others."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

FLOOR = Fraction(1)
"""Each theme counts as at least this, or one 0 would make all others worthless."""


@dataclass(frozen=True, slots=True)
class Impact:
    """The impact of a department, kept exact as the product of its ``themes`` theme scores.

    ``weakest`` is the key of the lowest theme; at a tie the first in order.
    """

    product: Fraction
    themes: int
    weakest: str

    @property
    def index(self) -> float:
        """The index, 1-100: the root of the product, the nearest float there is.

        A root of floats may be a digit off in the end, and three times 60 must give 60: one
        step of Newton's method in fractions mends that.
        """
        others = self.themes - 1
        near = Fraction(math.pow(self.product, 1 / self.themes))
        return float((others * near + self.product / near**others) / self.themes)

    def compared_with(self, border: Fraction) -> int:
        """Return -1, 0 or 1: the index is below, on or above this border (0 or more), exactly."""
        power = border**self.themes
        return (self.product > power) - (self.product < power)


def impact_of(scores: Mapping[str, Fraction | None]) -> Impact | None:
    """Return the impact of these theme scores (0-100), or ``None`` when one is missing."""
    known = {key: score for key, score in scores.items() if score is not None}
    if not known or len(known) < len(scores):
        return None
    product = math.prod((max(score, FLOOR) for score in known.values()), start=Fraction(1))
    return Impact(product, len(known), weakest=min(known, key=lambda key: known[key]))
