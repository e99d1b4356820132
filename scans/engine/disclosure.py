"""Disclosure control: the only place that decides what may be shown of a group.

Pure: raw figures in, figures that may be shown out. Why each rule is as it is, and that it
holds, stands in ``docs/decisions/disclosure-control.md``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from scans.engine import thresholds
from scans.engine.agreement import WORDS, agreement_of, agreement_word, are_alike_but_one
from scans.engine.figures import (
    ComparisonFigures,
    ImpactFigures,
    ProfileFigures,
    RoleFigures,
    ScoreFigures,
)
from scans.engine.impact import Impact, impact_of
from scans.engine.intervals import Interval
from scans.engine.mirror import Comparison, finding_of, is_firm
from scans.engine.profiles import gap_key, level_of, profile_of
from scans.engine.scoring import GroupScore, GroupScores

SMALLEST_GROUP = thresholds.SMALLEST_GROUP
"""Below this many persons nothing of a group is shown, and no team round starts."""

HALF = Fraction(1, 2)

ONE_AND_A_STEP = 125
"""One person at the other end of the scale (100), and one step of a score of one item (25)."""

LEAST_MARGIN = 42
"""Divided by the number of persons: the margin when two of them are one step apart on one of two
items (12.5 points each way) and all others alike."""

HIGHEST_WORD = WORDS[-1][1]

NOTHING = ScoreFigures(
    n=0, score=None, interval=None, agreement=None, agreement_word=None, level=None
)
"""A score of too few persons; not even how many is shown."""


@dataclass(frozen=True, slots=True)
class Rules:
    """From how many persons what is shown; ``None`` is never.

    ``scores_from``: scores at all, in steps. ``whole_from``: whole numbers, and distributions.
    ``texts_from``: free answers. ``ValueError`` below the floors of ``engine.thresholds``.
    """

    scores_from: int | None
    whole_from: int | None
    texts_from: int | None

    def __post_init__(self) -> None:
        for name, floor in FLOORS.items():
            value = getattr(self, name)
            if value is not None and value < floor:
                raise ValueError(f"{name} is {value}; the floor is {floor}")

    def step(self, n: int) -> int | None:
        """Return the step in which a score of ``n`` persons is shown; ``None`` is not at all."""
        if not _reached(self.scores_from, n):
            return None
        return thresholds.FINE if _reached(self.whole_from, n) else thresholds.COARSE

    def shows_distribution(self, n: int) -> bool:
        """Tell whether ``n`` answers are enough to show their distribution."""
        return self.step(n) == thresholds.FINE

    def shows_texts(self, n: int) -> bool:
        """Tell whether free answers are shown of a group of ``n`` persons."""
        return self.step(n) is not None and _reached(self.texts_from, n)


FLOORS = {
    "scores_from": thresholds.SMALLEST_GROUP,
    "whole_from": thresholds.WHOLE_FROM,
    "texts_from": thresholds.TEXTS_FROM,
}

NEVER = Rules(scores_from=None, whole_from=None, texts_from=None)


def rules_from(settings: object) -> Rules:
    """Read the rules from settings; they can only be made stricter than the floors.

    What is missing or can't be read is never shown: a mistake in the settings hides.
    """
    if not isinstance(settings, Mapping):
        return NEVER
    return Rules(**{name: _threshold(settings.get(name), floor) for name, floor in FLOORS.items()})


def shown_score(
    one: GroupScore, rules: Rules, population: int | None = None, *, graded: bool = False
) -> ScoreFigures:
    """Return a score of 0-100 in the step of its own number of persons.

    Beyond the border that one person can pull the mean of others to, who all chose the end of
    the scale, only that border is shown. ``graded`` adds the level of a theme.
    """
    point = shown_point(one, rules)
    if point.score is None:
        return point
    level = level_of(Fraction(point.score)) if graded else None
    if point.extreme is not None:
        return replace(point, level=level)
    margin = _Margin(rules.step(one.n) or thresholds.COARSE, 0 if one.n == population else one.n)
    interval = margin.around(point.score, one.interval)
    return replace(point, interval=interval, agreement_word=_word(one), level=level)


def shown_point(one: GroupScore, rules: Rules) -> ScoreFigures:
    """Return a score as ``shown_score`` does, with nothing beside it."""
    step, exact = rules.step(one.n), one.score
    if step is None or exact is None:
        return NOTHING
    score, extreme = _within_borders(exact, one.n, step)
    return replace(NOTHING, n=one.n, score=float(score), extreme=extreme)


def shown_role(team: GroupScores, rules: Rules, population: int | None) -> RoleFigures:
    """Return both positions of the role, and the gap between what is shown of them."""
    return shown_places(
        shown_score(team.now, rules, population), shown_score(team.wanted, rules, population)
    )


def shown_places(now: ScoreFigures, wanted: ScoreFigures) -> RoleFigures:
    """Return two places as shown, and the gap between them.

    Between borders the direction is told and no number.
    """
    if now.score is None or wanted.score is None:
        return RoleFigures(now, wanted, gap=None, gap_key=None)
    gap = wanted.score - now.score
    known = now.extreme is None and wanted.extreme is None
    return RoleFigures(now, wanted, gap if known else None, gap_key(Fraction(gap)))


def shown_impact(themes: Mapping[str, ScoreFigures], rules: Rules) -> ImpactFigures:
    """Return the index of the themes as shown, as coarse as the coarsest, and the weakest.

    The exact index would tell more of each theme than its own step does.
    """
    impact = impact_of({key: _fraction(one.score) for key, one in themes.items()})
    if impact is None:
        return ImpactFigures(index=None, weakest=None)
    step = max(rules.step(one.n) or thresholds.COARSE for one in themes.values())
    return ImpactFigures(
        index=float(_rounded(Fraction(impact.index), step)), weakest=impact.weakest
    )


def shown_profile(now: ScoreFigures, impact: ImpactFigures) -> ProfileFigures:
    """Return the profile of what is shown, so that it tells nothing that isn't shown."""
    if impact.index is None or impact.weakest is None:
        return ProfileFigures(key=None, neighbour=None)
    index = Impact(Fraction(impact.index), 1, impact.weakest)
    return profile_of(_fraction(now.score), index)


def shown_comparison(
    one: Comparison, whole: ScoreFigures | None, rules: Rules, *, theme: bool
) -> ComparisonFigures:
    """Return self-image beside client image, and their difference as shown.

    ``whole`` is what is shown of the team over all items, mirrored or not; ``None`` where the own
    side is one person's, who reads it, so that nothing of it is hidden.
    Where a side lies beyond a border there is a finding, and neither difference nor interval.
    """
    own = _own(one.own) if whole is None else _own_side(one, whole, rules)
    clients = shown_point(one.clients, rules)
    finding = finding_of(own.score, clients.score) if theme else None
    if own.score is None or clients.score is None or own.extreme or clients.extreme:
        return ComparisonFigures(own, clients, None, None, finding, firm=False)
    difference = own.score - clients.score
    step = max(rules.step(side.n) or thresholds.FINE for side in (one.own, one.clients))
    interval = _Margin(step, min(one.own.n, one.clients.n)).around(difference, one.interval)
    return ComparisonFigures(own, clients, difference, interval, finding, is_firm(interval))


def shown_predictions(foreseen: Mapping[str, GroupScore], rules: Rules) -> dict[str, ScoreFigures]:
    """Return what the team foresees, by subject, where enough persons said so."""
    shown = {key: shown_point(one, rules) for key, one in foreseen.items()}
    return {key: one for key, one in shown.items() if one.score is not None}


def shown_change_interval(
    difference: float, half: float, sizes: tuple[int, int], rules: Rules
) -> tuple[float, float] | None:
    """Return the margin of a change between two scores as shown, of groups of these sizes.

    ``half`` is half the width of its exact interval. Rounded outwards to the coarser step of both,
    and never below the least margin: it tells less of the exact variances than the margins of two
    scores do. Where it excludes 0, the exact interval does too: what rounding two scores in
    different steps may add to their difference is added to the margin.
    """
    steps = [step for n in sizes if (step := rules.step(n)) is not None]
    if len(steps) < len(sizes):
        return None
    step, least = max(steps), thresholds.COARSE
    slack = Fraction(sum(steps), 2) - min(steps)
    if step == thresholds.FINE:
        least = math.ceil(Fraction(LEAST_MARGIN, min(sizes)))
    shown = max(math.ceil((half + float(slack)) / step) * step, least)
    return (difference - shown, difference + shown)


def _reached(threshold: int | None, n: int) -> bool:
    return threshold is not None and n >= threshold


def _threshold(value: object, floor: int) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return max(value, floor)


def _fraction(score: float | None) -> Fraction | None:
    return None if score is None else Fraction(score)


def _word(one: GroupScore) -> str | None:
    """Return the word for the agreement; who alone thinks otherwise doesn't change the highest.

    Else a reader who knows the own answer to be that one could tell that all others are alike. A
    statement that fewer than five answered is left out, or its first answers could be told.
    """
    agreement = agreement_of(one.items, SMALLEST_GROUP)
    if agreement is None:
        return None
    alike = are_alike_but_one(one.items, SMALLEST_GROUP)
    return HIGHEST_WORD if alike else agreement_word(agreement)


def _rounded(value: Fraction, step: int) -> Fraction:
    """Round to a multiple of the step; halfway goes up."""
    return Fraction(math.floor(value / step + HALF) * step)


def _within_borders(exact: Fraction, n: int, step: int) -> tuple[Fraction, str | None]:
    """Return what is shown of a mean of ``n`` persons, and "laag" or "hoog" if it is a border."""
    border = (100 - Fraction(ONE_AND_A_STEP, n)) // step * step
    if exact >= border:
        return Fraction(border), "hoog"
    if exact <= 100 - border:
        return Fraction(100 - border), "laag"
    return _rounded(exact, step), None


@dataclass(frozen=True, slots=True)
class _Margin:
    """How the margin of ``n`` persons is shown; 0 persons: everybody answered, there is none.

    It is never so narrow that it tells that all gave the same answers.
    """

    step: int
    n: int

    def around(self, middle: float, raw: Interval | None) -> tuple[float, float] | None:
        """Return the interval around a shown value."""
        if raw is None:
            return None
        if self.n == 0:
            return (middle, middle)
        if self.step == thresholds.FINE:
            least = math.ceil(Fraction(LEAST_MARGIN, self.n))
            low, high = (float(_rounded(Fraction(bound), self.step)) for bound in raw)
            return (min(low, middle - least), max(high, middle + least))
        half = max(math.ceil((raw[1] - raw[0]) / 2 / self.step), 1) * self.step
        return (middle - half, middle + half)


def _own(one: GroupScore) -> ScoreFigures:
    """Return the score of the one person who reads it, as it is."""
    return replace(NOTHING, n=one.n, score=None if one.score is None else float(one.score))


def _own_side(one: Comparison, whole: ScoreFigures, rules: Rules) -> ScoreFigures:
    """Return the team's side, unless it would tell that all chose an end at the other items.

    The score of the ``whole`` theme stands elsewhere: beside a part of it, it gives the rest. Of
    borders nothing can be subtracted.
    """
    shown, rest = shown_point(one.own, rules), one.rest
    if rest is None:
        return shown
    step = rules.step(rest.n)
    if rest.score is None or step is None:
        # A reader without a score there may know that the few who have one are all others.
        return NOTHING
    _, extreme = _within_borders(rest.score, rest.n, step)
    return (
        shown if extreme in (None, shown.extreme) and extreme in (None, whole.extreme) else NOTHING
    )
