"""What changed since an earlier round, from what both rounds keep: pure.

Differences are those of scores as shown. Margins are Welch's, without a finite population
correction, from the moments in both tallies, and as coarse as ``engine.disclosure`` says; what
that tells of persons stands in ``docs/decisions/disclosure-control.md``, under *Trend*.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scans.engine.disclosure import Rules, shown_change_interval
from scans.engine.intervals import ENOUGH_TO_VARY, welch_half_width
from scans.engine.trendfigures import (
    NOBODY,
    ChangeFigures,
    Manner,
    ModuleChanges,
    Obstacle,
    Point,
    RoundFacts,
    TrendFigures,
)
from scans.engine.trendsubjects import (
    ClosedRound,
    Subject,
    Subjects,
    client_role_of,
    client_themes_of,
    module_of,
    role_of,
    themes_of,
)

__all__ = ["ClosedRound", "trend_of"]

ENOUGH_ITEMS = 2
"""Of a score of one item no margin is shown: nobody can have answered otherwise with that score."""


def trend_of(before: ClosedRound, after: ClosedRound, *, rules: Rules) -> TrendFigures:
    """Return what changed from one round to a later one of the same department."""
    own = before.manner == after.manner
    is_group = after.manner == Manner.TEAM
    compare = _Comparing(rules, is_group=is_group)
    of_clients = _Comparing(rules, is_group=True)
    themes = compare.all(themes_of(before), themes_of(after)) if own else {}
    return TrendFigures(
        before=_facts(before),
        after=_facts(after),
        themes=themes,
        role=compare.all(role_of(before), role_of(after)) if own else {},
        impact=_impact(before, after, themes) if own else None,
        clients=of_clients.common(client_themes_of(before), client_themes_of(after)),
        clients_role=of_clients.common(client_role_of(before), client_role_of(after)),
        modules=_modules(before, after, compare) if own else (),
        since=before.number,
    )


@dataclass(frozen=True, slots=True)
class _Comparing:
    """How subjects are compared; one answer is no group, and has no margin."""

    rules: Rules
    is_group: bool

    def all(self, before: Subjects, after: Subjects) -> dict[str, ChangeFigures]:
        """Compare all subjects of the later round."""
        return {key: self._change(before.get(key), one) for key, one in after.items()}

    def common(self, before: Subjects, after: Subjects) -> dict[str, ChangeFigures]:
        """Compare the subjects that both rounds have."""
        return self.all(before, {key: one for key, one in after.items() if key in before})

    def _change(self, before: Subject | None, after: Subject) -> ChangeFigures:
        if before is None or before.items != after.items:
            former = NOBODY if before is None else before.point
            return _without(former, after.point, Obstacle.ITEMS)
        points = (before.point, after.point)
        old, new = before.point.score, after.point.score
        if old is None or new is None or not self._may_show(points):
            return _without(*points, Obstacle.FEW)
        if before.point.extreme or after.point.extreme:
            return _without(*points, Obstacle.BORDER)
        interval = self._interval(before, after, new - old)
        return ChangeFigures(*points, new - old, interval, _excludes_nought(interval), None)

    def _may_show(self, points: tuple[Point, Point]) -> bool:
        return not self.is_group or all(self.rules.step(one.n) is not None for one in points)

    def _interval(
        self, before: Subject, after: Subject, difference: float
    ) -> tuple[float, float] | None:
        half = _half_width(before, after) if self.is_group else None
        if half is None:
            return None
        sizes = (before.point.n, after.point.n)
        return shown_change_interval(difference, half, sizes, self.rules)


def _half_width(before: Subject, after: Subject) -> float | None:
    shown = before.has_margin and after.has_margin
    if len(after.items) < ENOUGH_ITEMS or not shown:
        return None
    first, second = _spread(before), _spread(after)
    return None if first is None or second is None else welch_half_width(first, second)


def _spread(one: Subject) -> tuple[float, int] | None:
    """Return variance and n; ``None`` where the tally doesn't hold those of the score shown."""
    kept = one.moments
    if kept is None or kept["n"] != one.point.n or one.point.n < ENOUGH_TO_VARY:
        return None
    return kept["variance"], kept["n"]


def _without(before: Point, after: Point, obstacle: Obstacle) -> ChangeFigures:
    return ChangeFigures(before, after, None, None, changed=False, obstacle=obstacle)


def _excludes_nought(interval: tuple[float, float] | None) -> bool:
    return interval is not None and not interval[0] <= 0 <= interval[1]


def _facts(one: ClosedRound) -> RoundFacts:
    added = one.figures.round
    invited = added is not None and added.expected_clients is not None
    return RoundFacts(
        closed_on=one.closed_on,
        manner=one.manner,
        respondents=one.figures.respondents,
        clients=added.clients if added is not None and invited else None,
        version=one.questionnaire.version,
    )


def _impact(
    before: ClosedRound, after: ClosedRound, themes: Mapping[str, ChangeFigures]
) -> ChangeFigures:
    """Compare the index as shown; it has no margin, so it is never said to have changed."""
    old, new = (
        Point(one.figures.impact.index, one.figures.respondents, None) for one in (before, after)
    )
    # All three count, so whatever keeps one of them from being compared keeps the index too.
    obstacles = [one.obstacle for one in themes.values() if one.obstacle is not None]
    if obstacles:
        return _without(old, new, obstacles[0])
    if old.score is None or new.score is None:
        return _without(old, new, Obstacle.FEW)
    return ChangeFigures(old, new, new.score - old.score, None, changed=False, obstacle=None)


def _modules(
    before: ClosedRound, after: ClosedRound, compare: _Comparing
) -> tuple[ModuleChanges, ...]:
    """Compare the modules that both rounds had."""
    former = {module.slug: module for module in before.questionnaire.modules}
    found = []
    for module in after.questionnaire.modules:
        old, new = module_of(before, former.get(module.slug)), module_of(after, module)
        if old is None or new is None:
            continue
        found.append(
            ModuleChanges(
                slug=module.slug,
                themes=compare.all(old.themes, new.themes),
                places=compare.all(old.places, new.places),
                clients=_Comparing(compare.rules, is_group=True).common(old.clients, new.clients),
            )
        )
    return tuple(found)
