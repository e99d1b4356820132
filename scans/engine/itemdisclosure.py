"""What may be shown of single statements and of free answers; part of ``engine.disclosure``."""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction

from scans.engine import thresholds
from scans.engine.agreement import variance_but_one
from scans.engine.disclosure import Rules
from scans.engine.figures import CLASSES, CellFigures, ComparisonFigures, ScoreFigures
from scans.engine.items import ItemCounts

BUCKETS = (Fraction(1, 2), Fraction(1), Fraction(2))
"""Where the steps begin in which the variance of a statement is looked at; 2 is that of chance."""

AGREED = 0
"""The step of statements that the answers to are all near each other."""

DIVIDED_FROM = 2
"""The step from which on a team can be called divided."""

MOST_DIVIDED = 3
"""How many divided statements are shown at most."""


def items_within_borders(
    items: Mapping[str, Mapping[str, ItemCounts]],
    themes: Mapping[str, ScoreFigures],
    mirror: Mapping[str, ComparisonFigures],
) -> dict[str, Mapping[str, ItemCounts]]:
    """Return the statements of the themes of which no side is a border, or left out for one.

    A border says that the sum of the answers is no more than so much. What is shown of some
    statements may say that these make up all of it, and then the others are known.
    """
    return {
        key: theme
        for key, theme in items.items()
        if themes[key].extreme is None and (key not in mirror or _is_number(mirror[key].own))
    }


def divided_statements(
    items: Mapping[str, Mapping[str, ItemCounts]], rules: Rules
) -> tuple[str, ...]:
    """Return of each theme the statement that divides most, the widest first; at most three.

    Ties stand in the order of the questionnaire. Compared in steps so coarse that the order
    doesn't tell one set of answers from another.
    """
    widest = {}
    for theme in items.values():
        buckets = {code: _bucket(counts, rules) or 0 for code, counts in theme.items()}
        code = max(buckets, key=lambda code: buckets[code], default=None)
        if code is not None and buckets[code] >= DIVIDED_FROM:
            widest[code] = buckets[code]
    return tuple(sorted(widest, key=lambda code: -widest[code])[:MOST_DIVIDED])


def agreed_statements(
    items: Mapping[str, Mapping[str, ItemCounts]], rules: Rules
) -> tuple[str, ...]:
    """Return of each theme the first statement that the answers to are all near each other."""
    near = (
        next((code for code, counts in theme.items() if _bucket(counts, rules) == AGREED), None)
        for theme in items.values()
    )
    return tuple(code for code in near if code is not None)


def shown_distribution(counts: ItemCounts, rules: Rules) -> tuple[CellFigures, ...] | None:
    """Return how many persons disagree, are neutral and agree, as answered.

    A class of one or two persons is merged with a neighbour. ``None`` when there are too few
    answers, or when one class would hold everybody.
    """
    if not rules.shows_distribution(counts.n):
        return None
    one, two, three, four, five = counts.counts
    cells = [
        CellFigures((name,), count)
        for name, count in zip(CLASSES, (one + two, three, four + five), strict=True)
    ]
    while (place := _small_cell(cells)) is not None:
        _merge(cells, place)
    return None if any(cell.count == counts.n for cell in cells) else tuple(cells)


def shown_texts(
    texts: Mapping[str, tuple[str, ...]], respondents: int, rules: Rules
) -> dict[str, tuple[str, ...]]:
    """Return the free answers in an order that doesn't depend on who came first."""
    if not rules.shows_texts(respondents):
        return {}
    return {
        code: tuple(sorted(given, key=lambda text: hashlib.sha256(text.encode()).digest()))
        for code, given in texts.items()
        if given
    }


def _is_number(one: ScoreFigures) -> bool:
    return one.score is not None and one.extreme is None


def _bucket(counts: ItemCounts, rules: Rules) -> int | None:
    """Return the step that the variance falls in, or ``None`` for too few answers.

    Without the answer furthest from the rest: what all others answered alike must not be told
    by what the attacker's own answer adds to it.
    """
    if rules.step(counts.n) is None:
        return None
    return bisect_right(BUCKETS, variance_but_one(counts.values))


def _small_cell(cells: Sequence[CellFigures]) -> int | None:
    """Return the place of the first class that is too small, if it has a neighbour to join."""
    if len(cells) == 1:
        return None
    small = (place for place, cell in enumerate(cells) if 0 < cell.count < thresholds.SMALLEST_CELL)
    return next(small, None)


def _merge(cells: list[CellFigures], place: int) -> None:
    """Join the class at this place with its smaller neighbour, at a tie the first."""
    neighbours = [near for near in (place - 1, place + 1) if 0 <= near < len(cells)]
    first, second = sorted((place, min(neighbours, key=lambda near: cells[near].count)))
    one, other = cells[first], cells[second]
    cells[first : second + 1] = [CellFigures(one.classes + other.classes, one.count + other.count)]
