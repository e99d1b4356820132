"""What changed between two rounds, as it may be shown: frozen when the later one was closed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from scans.engine.published import NotDisclosableError
from scans.engine.thresholds import COARSE, FINE, SMALLEST_GROUP, WHOLE_FROM

FORMAT = 1
"""The form in which trends are stored."""


class UnknownTrendError(ValueError):
    """A stored trend of a form that this version doesn't know."""


class Manner(StrEnum):
    """How a round was filled in: only rounds of one manner are compared."""

    ALONE = "alone"
    TOGETHER = "together"
    TEAM = "team"


class Obstacle(StrEnum):
    """Why two scores are not compared.

    ``ITEMS``: the questions were others, or weren't put. ``FEW``: too little was answered in one
    of both rounds. ``BORDER``: of one of both only a border is shown.
    """

    ITEMS = "items"
    FEW = "few"
    BORDER = "border"


@dataclass(frozen=True, slots=True)
class Point:
    """A score (0-100) as its own report shows it, and of how many persons it is."""

    score: float | None
    n: int
    extreme: str | None


@dataclass(frozen=True, slots=True)
class ChangeFigures:
    """One subject in both rounds; ``difference`` is after minus before, -100 to 100.

    ``interval`` is around it, in steps and not clipped; ``None`` where no margin can be given.
    ``changed`` is whether it excludes 0. With an ``obstacle`` there is neither.
    """

    before: Point
    after: Point
    difference: float | None
    interval: tuple[float, float] | None
    changed: bool
    obstacle: Obstacle | None


@dataclass(frozen=True, slots=True)
class ModuleChanges:
    """What changed in one module; ``places`` are by the key of a position and its moment."""

    slug: str
    themes: Mapping[str, ChangeFigures]
    places: Mapping[str, ChangeFigures]
    clients: Mapping[str, ChangeFigures]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One of both rounds; ``clients`` is ``None`` when internal clients weren't invited."""

    closed_on: date
    manner: Manner
    respondents: int
    clients: int | None
    version: str


@dataclass(frozen=True, slots=True)
class TrendFigures:
    """All changes since an earlier round.

    ``themes`` are by key, ``role`` by ``NOW`` and ``WANTED``. Both and ``modules`` are empty, and
    ``impact`` is ``None``, when the rounds differ in manner. ``clients`` and ``clients_role`` are
    what internal clients said, empty unless both rounds had a mirror that is shown. ``since`` is
    the number of the earlier round in its department, ``None`` in trends of before that was kept.

    ``NotDisclosableError`` for changes that say more of a group than may ever be shown.
    """

    before: RoundFacts
    after: RoundFacts
    themes: Mapping[str, ChangeFigures]
    role: Mapping[str, ChangeFigures]
    impact: ChangeFigures | None
    clients: Mapping[str, ChangeFigures]
    clients_role: Mapping[str, ChangeFigures]
    modules: tuple[ModuleChanges, ...]
    since: int | None = None

    def __post_init__(self) -> None:
        own = [*self.themes.values(), *self.role.values()]
        theirs = [*self.clients.values(), *self.clients_role.values()]
        for module in self.modules:
            own += [*module.themes.values(), *module.places.values()]
            theirs += module.clients.values()
        _check_group(theirs)
        if self.after.manner == Manner.TEAM:
            _check_group(own)
        else:
            _require(all(one.interval is None for one in own), "a margin of one answer")
        for one in (*own, *theirs, *(() if self.impact is None else (self.impact,))):
            _check(one)

    @property
    def is_comparable(self) -> bool:
        """Whether both rounds were filled in in the same manner."""
        return self.before.manner == self.after.manner

    def to_json(self) -> dict[str, Any]:
        """Return the trend as plain JSON values, with the number of their form."""
        facts = {
            name: {**asdict(one), "closed_on": one.closed_on.isoformat()}
            for name, one in (("before", self.before), ("after", self.after))
        }
        return {"format": FORMAT, **asdict(self), **facts}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read back what ``to_json`` wrote; ``UnknownTrendError`` for another form."""
        if data.get("format") != FORMAT:
            raise UnknownTrendError(f"a trend of format {data.get('format')!r}")
        impact = data["impact"]
        return cls(
            before=_facts(data["before"]),
            after=_facts(data["after"]),
            themes=_changes(data["themes"]),
            role=_changes(data["role"]),
            impact=None if impact is None else _change(impact),
            clients=_changes(data["clients"]),
            clients_role=_changes(data["clients_role"]),
            modules=tuple(
                ModuleChanges(
                    slug=one["slug"],
                    themes=_changes(one["themes"]),
                    places=_changes(one["places"]),
                    clients=_changes(one["clients"]),
                )
                for one in data["modules"]
            ),
            since=data.get("since"),
        )


def _facts(data: Mapping[str, Any]) -> RoundFacts:
    return RoundFacts(
        **{
            **data,
            "closed_on": date.fromisoformat(data["closed_on"]),
            "manner": Manner(data["manner"]),
        }
    )


def _changes(data: Mapping[str, Any]) -> dict[str, ChangeFigures]:
    return {key: _change(one) for key, one in data.items()}


def _change(data: Mapping[str, Any]) -> ChangeFigures:
    low_high, obstacle = data["interval"], data["obstacle"]
    return ChangeFigures(
        before=Point(**data["before"]),
        after=Point(**data["after"]),
        difference=data["difference"],
        interval=None if low_high is None else tuple(low_high),
        changed=data["changed"],
        obstacle=None if obstacle is None else Obstacle(obstacle),
    )


def _check(one: ChangeFigures) -> None:
    known = one.difference is not None
    _require(known == (one.obstacle is None), "a difference beside an obstacle")
    _require(known or one.interval is None, "a margin of no difference")
    excludes = one.interval is not None and not one.interval[0] <= 0 <= one.interval[1]
    _require(one.changed == excludes, "a change that the margin doesn't show")


def _check_group(changes: Iterable[ChangeFigures]) -> None:
    for one in changes:
        points = (one.before, one.after)
        _require(
            all(point.n >= SMALLEST_GROUP or point == NOBODY for point in points),
            "a change of too few persons",
        )
        if one.difference is None:
            continue
        _require(all(point.extreme is None for point in points), "a difference from a border")
        # The scores themselves have passed the lock of their own results.
        step = FINE if min(point.n for point in points) >= WHOLE_FROM else COARSE
        _require(
            one.interval is None or all((end - one.difference) % step == 0 for end in one.interval),
            "a margin in too small a step",
        )


NOBODY = Point(score=None, n=0, extreme=None)
"""Of too few persons; not even how many is shown."""


def _require(holds: bool, what: str) -> None:  # noqa: FBT001  # reads as a sentence: require that
    if not holds:
        raise NotDisclosableError(what)
