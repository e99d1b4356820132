"""What a closed round holds of each subject: the items, the score as shown, and its moments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scans.engine.asking import asked_of_clients
from scans.engine.figures import Kind, RoundFigures, ScanFigures
from scans.engine.module import Module, ModuleTheme, Pair
from scans.engine.modulefigures import ModuleFigures
from scans.engine.questionnaire import LANGUAGES, NOW, WANTED, Questionnaire, RolePair, Theme
from scans.engine.scorefigures import RoleFigures, ScoreFigures
from scans.engine.trendfigures import Manner, Point

Items = frozenset[tuple[str, ...]]
"""What was asked, word for word: in other words it is another question, whatever its code."""


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """All that a closed round keeps: what was asked, what is shown, and its tally.

    ``number`` tells it from the other rounds of its department.
    """

    questionnaire: Questionnaire
    figures: ScanFigures
    tally: Mapping[str, Any] | None
    closed_on: date
    together: bool
    number: int = 1

    @property
    def manner(self) -> Manner:
        """How it was filled in."""
        if self.figures.kind == Kind.TEAM:
            return Manner.TEAM
        return Manner.TOGETHER if self.together else Manner.ALONE

    @property
    def shows_something(self) -> bool:
        """Whether there is a score to compare with."""
        scores = (*self.figures.themes.values(), self.figures.role.now, self.figures.role.wanted)
        return any(one.score is not None for one in scores)


@dataclass(frozen=True, slots=True)
class Subject:
    """One score of one round: of which items, as shown, and its exact moments if known.

    ``has_margin`` is whether its own report may show one.
    """

    items: Items
    point: Point
    moments: Mapping[str, Any] | None
    has_margin: bool


Subjects = Mapping[str, Subject]


def _point(figures: ScoreFigures) -> Point:
    return Point(figures.score, figures.n, figures.extreme)


def _items(asked: Theme | ModuleTheme) -> Items:
    return frozenset(
        (one.code, one.text[LANGUAGES[0]], "reversed" if one.reversed else "")
        for one in asked.statements
    )


def _pairs(pairs: Iterable[RolePair | Pair], when: str) -> Items:
    return frozenset((f"{one.code}.{when}", *_ends(one)) for one in pairs)


def _ends(pair: RolePair | Pair) -> tuple[str, str]:
    low, high = (
        (pair.maker, pair.meedenker) if isinstance(pair, RolePair) else (pair.low, pair.high)
    )
    return low[LANGUAGES[0]], high[LANGUAGES[0]]


def _moments(one: ClosedRound, group: str, part: str) -> Mapping[str, Any]:
    kept = None if one.tally is None else one.tally.get(group)
    return {} if kept is None else kept.get(part, {})


def themes_of(one: ClosedRound) -> Subjects:
    """Return the themes of the core, by key."""
    moments = _moments(one, "team", "scores")
    return {
        theme.key: _subject(_items(theme), one.figures.themes[theme.key], moments.get(theme.key))
        for theme in one.questionnaire.themes
    }


def _subject(items: Items, shown: ScoreFigures, moments: Mapping[str, Any] | None) -> Subject:
    return Subject(items, _point(shown), moments, has_margin=shown.interval is not None)


def role_of(one: ClosedRound) -> Subjects:
    """Return both places of the role, by ``NOW`` and ``WANTED``."""
    moments = _moments(one, "team", "positions")
    return _places(one.questionnaire.role.pairs, one.figures.role, moments, "")


def _places(
    pairs: Sequence[RolePair | Pair], shown: RoleFigures, moments: Mapping[str, Any], before: str
) -> dict[str, Subject]:
    return {
        f"{before}{when}": _subject(_pairs(pairs, when), place, moments.get(f"{before}{when}"))
        for when, place in ((NOW, shown.now), (WANTED, shown.wanted))
    }


def _mirror_of(one: ClosedRound) -> RoundFigures | None:
    added = one.figures.round
    return None if added is None or "clients" in added.hidden else added


def client_themes_of(one: ClosedRound) -> Subjects:
    """Return the themes as internal clients see them; none where that isn't shown."""
    added, moments = _mirror_of(one), _moments(one, "clients", "scores")
    if added is None:
        return {}
    return {
        theme.key: Subject(
            _items(theme),
            _point(added.mirror[theme.key].clients),
            moments.get(theme.key),
            has_margin=True,
        )
        for theme in asked_of_clients(one.questionnaire).themes
        if theme.key in added.mirror
    }


def client_role_of(one: ClosedRound) -> Subjects:
    """Return the role as internal clients see it; nothing where that isn't shown."""
    added, moments = _mirror_of(one), _moments(one, "clients", "positions")
    if added is None:
        return {}
    pairs = asked_of_clients(one.questionnaire).role.pairs
    return {
        when: Subject(
            _pairs(pairs, when), _point(shown.clients), moments.get(when), has_margin=True
        )
        for when, shown in added.mirror_role.items()
    }


@dataclass(frozen=True, slots=True)
class ModuleSubjects:
    """The subjects of one module; ``places`` are by position and moment."""

    themes: Subjects
    places: Subjects
    clients: Subjects


def module_of(one: ClosedRound, module: Module | None) -> ModuleSubjects | None:
    """Return all subjects of a module; ``None`` when this round hasn't got it."""
    shown = {figures.slug: figures for figures in one.figures.modules}
    if module is None or module.slug not in shown:
        return None
    figures = shown[module.slug]
    moments = _moments(one, "team", "modules").get(module.slug, {})
    places: dict[str, Subject] = {}
    for position in module.positions:
        places |= _places(
            position.pairs, figures.positions[position.key], moments, f"{position.key}."
        )
    return ModuleSubjects(
        themes={
            theme.key: _subject(_items(theme), figures.themes[theme.key], moments.get(theme.key))
            for theme in module.themes
        },
        places=places,
        clients=_module_clients(one, figures),
    )


def _module_clients(one: ClosedRound, figures: ModuleFigures) -> Subjects:
    moments = _moments(one, "clients", "modules").get(figures.slug, {})
    shown = {
        **{key: (pair.clients, True) for key, pair in figures.mirror.items()},
        **{key: (own, own.interval is not None) for key, own in figures.clients.items()},
    }
    themes = {
        theme.key: theme
        for module in asked_of_clients(one.questionnaire).modules
        if module.slug == figures.slug
        for theme in module.themes
    }
    return {
        key: Subject(_items(themes[key]), _point(score), moments.get(key), has_margin=has_margin)
        for key, (score, has_margin) in shown.items()
    }
