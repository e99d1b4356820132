"""Whoever took part can't tell from the figures of a module what any other person answered.

For choices every set of answers there is is tried. Figures don't depend on the order of persons,
so it is enough to count them.
"""

from collections import defaultdict
from itertools import combinations, pairwise

import pytest

from scans.engine import moduledisclosure
from scans.engine.moduledisclosure import shown_options
from scans.engine.modulefigures import DONT_KNOW, OptionCell, OptionFigures
from scans.engine.thresholds import SMALLEST_GROUP
from tests.engine.module_attacker import RULES, derived_of, draw_module_game

VALUES = ("x", "y", "z", "w")
SIZES = range(1, 13)


def worlds(n, values):
    """Return how often each value was chosen, for every way in which ``n`` persons can choose."""
    places = range(n + len(values) - 1)
    for bars in combinations(places, len(values) - 1):
        edges = (-1, *bars, n + len(values) - 1)
        counts = [high - low - 1 for low, high in pairwise(edges)]
        yield dict(zip(values, counts, strict=True))


def told(n, values, show):
    """Return what is told: published figures, an own answer, and what any other must have said.

    The own answer is ``None`` for a reader who left the question open.
    """
    alike = defaultdict(list)
    for world in worlds(n, values):
        alike[show(world)].append(world)
    found = []
    for published, possible in alike.items():
        for own in (None, *values):
            others = [
                {value: count - (value == own) for value, count in world.items()}
                for world in possible
                if own is None or world[own]
            ]
            answers = {value for world in others for value, count in world.items() if count > 0}
            if len(answers) == 1 and n > 1:
                found.append((published, own, answers))
    return found


@pytest.mark.parametrize("values", [VALUES[:2], VALUES[:3], VALUES])
@pytest.mark.parametrize("n", SIZES)
def test_nobody_tells_from_a_choice_what_another_person_chose(n, values):
    assert told(n, (*values, DONT_KNOW), lambda world: shown_options(world, RULES)) == []


@pytest.mark.parametrize("n", [10, 11, 12])
def test_with_counts_of_everybody_a_unanimous_choice_would_be_told(n):
    def show(world):
        cells = tuple(OptionCell((value,), count) for value, count in world.items())
        return OptionFigures(n, None, cells)

    assert told(n, (*VALUES, DONT_KNOW), show) != []


def test_without_the_smallest_cell_one_other_choice_would_tell_the_rest(monkeypatch):
    monkeypatch.setattr(moduledisclosure, "SMALLEST_CELL", 1)

    assert told(10, ("x", "y", DONT_KNOW), lambda world: shown_options(world, RULES)) != []


@pytest.mark.parametrize("values", [VALUES[:2], VALUES[:3], VALUES])
@pytest.mark.parametrize("n", SIZES)
def test_counts_hold_nobody_or_three_and_never_nearly_everybody(n, values):
    for world in worlds(n, (*values, DONT_KNOW)):
        shown = shown_options(world, RULES)

        counts = [cell.count for cell in shown.cells]
        assert shown.n == (n if n >= SMALLEST_GROUP else 0)
        assert all(count == 0 or count >= 3 for count in counts)
        if counts:
            assert (sum(counts), max(counts) <= n - 3, n >= 10) == (n, True, True)
            assert sorted(v for cell in shown.cells for v in cell.values) == sorted(world)


@pytest.mark.usefixtures("untraced")
def test_nobody_derives_an_answer_to_a_statement_of_a_small_theme():
    found = {seed: derived_of(draw_module_game(seed), seed) for seed in range(3_000)}

    assert {seed: codes for seed, codes in found.items() if codes} == {}


# The reader had no score over what clients weren't asked, so that the others there were four, and
# nothing was withheld for them: the whole theme beside its mirrored part told that all were at 5.
# In the other round only a world far away looks alike: all others meant something else.
# In the last two clients judged one statement of two or of three: that the mirror had no self-image, or what
# it was, told the other part.
@pytest.mark.parametrize("seed", [4017, 25387, 100599, 225464])
def test_nobody_derives_an_answer_in_a_round_that_the_search_once_got_stuck_on(seed):
    assert derived_of(draw_module_game(seed), seed) == []


@pytest.mark.usefixtures("untraced")
def test_a_margin_beside_a_part_of_one_statement_would_tell_answers(monkeypatch):
    monkeypatch.setattr(moduledisclosure, "ENOUGH_ITEMS", 1)

    # All others answered 4, and the margin says that nobody is elsewhere.
    assert derived_of(draw_module_game(10), 10) == ["m-e1"]
