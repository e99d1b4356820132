"""What closed rounds have of each subject: of the core, and of modules, by team and clients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scans.engine.figures import Kind, ScanFigures
from scans.engine.modulefigures import ModuleFigures
from scans.engine.questionnaire import NOW, WANTED
from scans.engine.scorefigures import ComparisonFigures, RoleFigures, ScoreFigures
from scans.engine.trendfigures import ChangeFigures, Manner, ModuleChanges, TrendFigures
from scans.models import Result
from scans.reports.trendsummary import IMPACT


@dataclass(frozen=True, slots=True)
class Part:
    """Whose picture of what: of the core, or of the module with this slug."""

    module: str | None
    of_clients: bool


Scores = Mapping[str, ScoreFigures]
Changes = Mapping[str, ChangeFigures]


@dataclass(frozen=True, slots=True)
class Round:
    """One closed round; ``since`` is the place of the round that it was compared with."""

    closed_on: date
    figures: ScanFigures
    trend: TrendFigures | None
    since: int | None

    def scores(self, part: Part) -> Scores:
        """Return what is shown of a part, by subject; empty where that is nothing."""
        if part.module is None:
            return _of_clients(self.figures) if part.of_clients else _of_team(self.figures)
        for one in self.figures.modules:
            if one.slug == part.module:
                return _module_clients(one) if part.of_clients else _module_team(one)
        return {}

    def changes(self, part: Part) -> Changes:
        """Return what changed in a part, by subject; empty where nothing was compared."""
        if self.trend is None:
            return {}
        if part.module is None:
            return _changes(self.trend, of_clients=part.of_clients)
        for one in self.trend.modules:
            if one.slug == part.module:
                return _module_changes(one, of_clients=part.of_clients)
        return {}

    def manner(self, part: Part) -> Manner:
        """Return how a part was filled in; it was compared with another round."""
        assert self.trend is not None
        return Manner.TEAM if part.of_clients else self.trend.after.manner

    def is_one_answer(self, part: Part) -> bool:
        """Whether a part is what one person, or a team at one table, answered."""
        return self.figures.kind == Kind.SOLO and not part.of_clients


def rounds_of(results: Sequence[Result]) -> list[Round]:
    """Return the rounds of these results, in their order; the scans were fetched with them."""
    numbers: list[int] = []
    found: list[Round] = []
    for result in results:
        closed_on = result.scan.closed_on
        assert closed_on is not None
        trend = None if result.trend is None else TrendFigures.from_json(result.trend)
        since = None if trend is None else _place_of(trend, found, numbers)
        found.append(Round(closed_on, ScanFigures.from_json(result.figures), trend, since))
        numbers.append(result.scan.number)
    return found


def _place_of(trend: TrendFigures, earlier: Sequence[Round], numbers: Sequence[int]) -> int | None:
    """Return which of the earlier rounds it was compared with; ``None`` if with none of these."""
    if trend.since is not None:
        return numbers.index(trend.since) if trend.since in numbers else None
    # Of before the number was kept there is only the day.
    days = [one.closed_on for one in earlier]
    return max((at for at, one in enumerate(days) if one == trend.before.closed_on), default=None)


def _of_team(figures: ScanFigures) -> Scores:
    index = ScoreFigures(figures.respondents, figures.impact.index, None, None, None, None)
    return {**figures.themes, IMPACT: index, **_places(figures.role, "")}


def _of_clients(figures: ScanFigures) -> Scores:
    added = figures.round
    if added is None or "clients" in added.hidden:
        return {}
    return _seen({**added.mirror, **added.mirror_role})


def _module_team(figures: ModuleFigures) -> Scores:
    found = dict(figures.themes)
    for key, place in figures.positions.items():
        found |= _places(place, f"{key}.")
    return found


def _module_clients(figures: ModuleFigures) -> Scores:
    return {**_seen(figures.mirror), **figures.clients}


def _places(role: RoleFigures, before: str) -> dict[str, ScoreFigures]:
    return {f"{before}{NOW}": role.now, f"{before}{WANTED}": role.wanted}


def _seen(mirror: Mapping[str, ComparisonFigures]) -> dict[str, ScoreFigures]:
    """Return what clients said; in a mirror only the difference has a margin."""
    return {key: replace(one.clients, interval=None) for key, one in mirror.items()}


def _changes(trend: TrendFigures, *, of_clients: bool) -> Changes:
    if of_clients:
        return {**trend.clients, **trend.clients_role}
    index = {} if trend.impact is None else {IMPACT: trend.impact}
    return {**trend.themes, **index, **trend.role}


def _module_changes(one: ModuleChanges, *, of_clients: bool) -> Changes:
    return one.clients if of_clients else {**one.themes, **one.places}
