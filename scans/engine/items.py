"""How often each answer was given to one statement or pair: raw, nothing hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scans.engine.answers import Answers
from scans.engine.questionnaire import SCALE


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """The answers to one item as given, before reversing.

    ``counts`` has one number per point of ``SCALE``; ``unknown`` counts "weet ik niet". Who left
    the item open is in neither.
    """

    counts: tuple[int, ...]
    unknown: int

    @property
    def n(self) -> int:
        """How many persons answered on the scale."""
        return sum(self.counts)

    @property
    def values(self) -> list[int]:
        """The answers on the scale, lowest first."""
        pairs = zip(SCALE, self.counts, strict=True)
        return [point for point, count in pairs for _ in range(count)]


def count_items(codes: Iterable[str], persons: Sequence[Answers]) -> dict[str, ItemCounts]:
    """Return the counts of each of these codes over these persons."""
    return {code: _counts([one[code] for one in persons if code in one]) for code in codes}


def _counts(values: Sequence[int | str | None]) -> ItemCounts:
    return ItemCounts(tuple(values.count(point) for point in SCALE), values.count(None))
