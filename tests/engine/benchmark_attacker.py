"""Who knows own results and one other organisation: can a score of that one be told?

Own results are known as they count in the figures, which is as the own report shows them; what is behind
that, answers and exact means, is in no figures.

The scale is cut wherever anything shown depends on it. What is shown is then a set of sums over
groups of results that are in the same figures, and another world is a solution in whole numbers.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from scans.engine.benchmark import Shown, ShownPeers, show
from scans.engine.distribution import Quartiles
from scans.engine.editions import level_of, segment_at
from scans.engine.peers import Own, Segment
from tests.engine.benchmark_world import peers_of

ATTACKER = 0
"""The organisation that looks; it drew the number of the first that came."""

MEASURE = "relevantie"
TOP = 1001
ATTEMPTS = 4
BIN = 100
"""The width of a bin of the distribution, in tenths."""


@dataclass(frozen=True)
class Figures:
    """What figures of a segment were made of, and the edition that they were first in."""

    segment: Segment
    numbers: frozenset
    edition: int


def figures_ever(shown):
    """Return all figures that were ever shown."""
    found = {}
    for edition, figures in enumerate(shown, start=1):
        for segment, numbers in figures.items():
            found.setdefault((segment, numbers), Figures(segment, numbers, edition))
    return list(found.values())


@dataclass(frozen=True)
class Seen:
    """What is shown of peers, beside an own score or in public; and the scores behind it."""

    shown: ShownPeers | None
    own: int | None
    ordered: tuple

    def without_quartiles(self):
        return self.shown and replace(self.shown, quartiles=Quartiles(0, None, 0))


def view(results, scores, figures):
    """Return what the attacker sees of figures: in public, and in reports with own scores."""
    peers, next_largest = peers_of(results, scores, figures.numbers, figures.segment)
    own = [scores[n] for n in figures.numbers if results[n].organisation == ATTACKER]
    others = peers.without(Own(tuple(own)), next_largest)
    return [
        Seen(
            show(seen, MEASURE, value),
            value,
            tuple(sorted(Counter(seen.distribution.counts).elements())),
        )
        for seen, value in ((peers, None), *((others, value) for value in own or [500]))
    ]


def derived(results, scores, shown, within, *, quartiles=True):
    """Return the results of others whose score is as near as this in every world found.

    With ``quartiles`` a world must have the very neighbours that each quartile lies between:
    that is more than is shown, so that what is returned may not be derived after all.
    """
    ever = figures_ever(shown)
    # With the bins as shown first; with what they were joined from a solution is surely right.
    puzzles = [
        Puzzle(results, scores, ever, joined=joined, quartiles=quartiles)
        for joined in (False, True)
    ]
    return [
        number
        for numbers in puzzles[0].groups.values()
        for number in numbers
        # Who is in the same figures can change scores with it: nothing shown depends on that.
        if not any(abs(scores[number] - scores[one]) > within for one in numbers)
        and not any(puzzle.another_world(number, within) for puzzle in puzzles)
    ]


class Puzzle:
    """All that is shown, as sums: how many results lie in which part of the scale."""

    def __init__(self, results, scores, ever, *, joined, quartiles):
        self.results, self.scores, self.ever = results, scores, ever
        self.quartiles = quartiles
        self.edges = [
            sorted({0} | cuts_of(view(results, scores, one), joined, quartiles)) for one in ever
        ]
        self.starts = sorted({0}.union(*self.edges))
        self.ends = [*self.starts[1:], TOP]
        self.groups = self._groups()
        self.places = {signature: place for place, signature in enumerate(self.groups)}

    def another_world(self, number, within):
        """Tell whether this result may score further away, all that is shown being equal."""
        signature = next(one for one, numbers in self.groups.items() if number in numbers)
        away = [
            cell
            for cell, (low, high) in enumerate(zip(self.starts, self.ends, strict=True))
            if max(abs(low - self.scores[number]), abs(high - 1 - self.scores[number])) > within
        ]
        # The others of its organisation are known to be there too.
        known = self._known(number)
        for attempt in range(ATTEMPTS):
            solution = self._solve(self.places[signature], away, known, attempt)
            if solution is None:
                return False
            if self._looks_the_same(solution):
                return True
        return False

    def _groups(self):
        """Return the results of others by the figures they are in, and what may be besides.

        Nobody knows who else takes part: there may be some of every place and edition.
        """
        groups = defaultdict(list)
        for number, one in enumerate(self.results):
            if one.organisation != ATTACKER:
                inside = (i for i, figures in enumerate(self.ever) if number in figures.numbers)
                groups[frozenset(inside)].append(number)
        places = {one.place for one in self.results}
        for place, edition in product(places, {one.edition for one in self.ever}):
            groups.setdefault(
                frozenset(
                    i
                    for i, figures in enumerate(self.ever)
                    if segment_at(place, level_of(figures.segment)) == figures.segment
                    and edition <= figures.edition
                ),
                [],
            )
        groups.pop(frozenset(), None)
        return groups

    def _known(self, number):
        """Return of each group how many results are of the organisation of this one."""
        organisation = self.results[number].organisation
        return [
            sum(self.results[one].organisation == organisation for one in numbers)
            for numbers in self.groups.values()
        ]

    def _solve(self, group, wanted, known, attempt):
        """Return how many of each group are in each cell, most of this group as wanted."""
        import numpy as np  # noqa: PLC0415  # with scipy, when it is needed
        from scipy.optimize import LinearConstraint, milp

        width = len(self.starts)
        sums, totals = self._sums()
        # Small enough to change nothing but which of many solutions is found.
        gain = np.random.default_rng(attempt).uniform(0, 1e-4, width * len(self.groups))
        gain[[group * width + cell for cell in wanted]] -= 1
        present = np.kron(np.eye(len(known)), np.ones(width))
        answer = milp(
            gain,
            constraints=[
                LinearConstraint(sums, totals, totals),
                LinearConstraint(present, known, np.inf),
            ],
            integrality=np.ones_like(gain),
            options={"time_limit": 20},
        )
        if answer.x is None or answer.fun > -0.5:
            return None
        return np.rint(answer.x).astype(int).reshape(len(self.groups), width).tolist()

    def _sums(self):
        from scipy.sparse import lil_matrix

        width, rows, totals = len(self.starts), [], []
        for place, (edges, figures) in enumerate(zip(self.edges, self.ever, strict=True)):
            members = [g for g, signature in enumerate(self.groups) if place in signature]
            theirs = self._of_others(figures)
            for low, high in zip(edges, [*edges[1:], TOP], strict=True):
                cells = [c for c, start in enumerate(self.starts) if low <= start < high]
                rows.append([g * width + cell for g in members for cell in cells])
                totals.append(sum(low <= score < high for score in theirs))
        sums = lil_matrix((len(rows), width * len(self.groups)))
        for row, columns in enumerate(rows):
            sums[row, columns] = 1
        return sums.tocsr(), totals

    def _of_others(self, figures):
        return [self.scores[n] for n in figures.numbers if not self._is_own(n)]

    def _is_own(self, number):
        return self.results[number].organisation == ATTACKER

    def _looks_the_same(self, solution):
        """Tell whether the other world is shown in the same way, by the code that shows it."""
        for place, figures in enumerate(self.ever):
            others = [
                self.starts[cell]
                for signature, counts in zip(self.groups, solution, strict=True)
                if place in signature
                for cell, count in enumerate(counts)
                for _ in range(count)
            ]
            numbers = [n for n in figures.numbers if not self._is_own(n)]
            changed = dict(enumerate(self.scores)) | dict(zip(numbers, others, strict=True))
            if self._shown(changed, figures) != self._shown(self.scores, figures):
                return False
        return True

    def _shown(self, scores, figures):
        seen = view(self.results, scores, figures)
        return [one.shown if self.quartiles else one.without_quartiles() for one in seen]


def cuts_of(seen, joined, quartiles):
    """Return where the scale must be cut so that counts of its parts fix what is shown."""
    cuts = set()
    for one in seen:
        if one.shown is None:
            continue
        if quartiles:
            cuts |= _around_quartiles(one)
        if one.shown.kind is Shown.FULL:
            cuts |= set(range(0, TOP - 1, BIN) if joined else [10 * b.low for b in one.shown.bins])
            cuts |= set() if one.own is None else {one.own, one.own + 1}
    return cuts - {TOP}


def _around_quartiles(seen):
    cuts = set()
    for quarter in (1, 2, 3) if seen.shown.kind is Shown.FULL else (1, 3):
        place = Fraction(quarter * (len(seen.ordered) - 1), 4)
        for value in (seen.ordered[math.floor(place)], seen.ordered[math.ceil(place)]):
            cuts |= {value, value + 1}
    return cuts
