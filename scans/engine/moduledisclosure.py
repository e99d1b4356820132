"""What may be shown of the modules of a round; part of ``engine.disclosure``.

Why each rule is as it is stands in ``docs/decisions/disclosure-control.md``, under *Modules*.
"""

from collections.abc import Mapping
from dataclasses import replace

from scans.engine.disclosure import (
    Rules,
    shown_comparison,
    shown_places,
    shown_score,
)
from scans.engine.mirror import Comparison
from scans.engine.module import Module, ModuleTheme
from scans.engine.modulefigures import DONT_KNOW, ModuleFigures, OptionCell, OptionFigures
from scans.engine.own import own_places, own_score
from scans.engine.questionnaire import GAPS
from scans.engine.rawmodules import RawModule
from scans.engine.scorefigures import ComparisonFigures, RoleFigures, ScoreFigures
from scans.engine.scoring import GroupScore, statements_score
from scans.engine.thresholds import SMALLEST_CELL

ENOUGH_ITEMS = 2
"""As many statements a part of a theme has, or none, for a margin to be shown: within such a part
a person can have answered otherwise with the same score."""

NOBODY = statements_score((), (), None)
"""A score that nobody has."""

_SHIFT_OF = dict(zip(GAPS, ("naar_hoog", "naar_laag", "tevreden"), strict=True))


def shown_module(module: Module, raw: RawModule, rules: Rules) -> ModuleFigures:
    """Return what may be shown of a module to a group, and nothing else."""
    themes = {
        theme.key: _theme(raw.themes[theme.key], _parts(module, theme), rules, raw.population)
        for theme in module.themes
    }
    positions = {}
    for one in module.positions:
        places, parts = raw.positions[one.key], (len(one.pairs), 0)
        now, wanted = (
            _score(place, parts, rules, raw.population) for place in (places.now, places.wanted)
        )
        positions[one.key] = _shift(shown_places(now, wanted))
    return ModuleFigures(
        slug=module.slug,
        version=module.version,
        themes=themes,
        positions=positions,
        options={code: shown_options(counts, rules) for code, counts in raw.options.items()},
        mirror=_mirror(module, raw, rules, themes),
        clients=_clients(module, raw, rules),
    )


def own_module(module: Module, raw: RawModule, rules: Rules) -> ModuleFigures:
    """Return the module of a scan by one person, who reads it; their clients are a group."""
    return ModuleFigures(
        slug=module.slug,
        version=module.version,
        themes={key: own_score(one, graded=True) for key, one in raw.themes.items()},
        positions={
            key: _shift(own_places(one.now, one.wanted)) for key, one in raw.positions.items()
        },
        options={code: _own_options(counts) for code, counts in raw.options.items()},
        mirror=_mirror(module, raw, rules, {}),
        clients=_clients(module, raw, rules),
    )


def shown_options(counts: Mapping[str, int], rules: Rules) -> OptionFigures:
    """Return what may be shown of how often each value was chosen, ``DONT_KNOW`` among them."""
    n = sum(counts.values())
    if rules.step(n) is None:
        return OptionFigures(n=0, majority=None, cells=())
    majority = next(
        (value for value, count in counts.items() if value != DONT_KNOW and 2 * count > n), None
    )
    return OptionFigures(n, majority, shown_cells(counts) if rules.shows_distribution(n) else ())


def shown_cells(counts: Mapping[str, int]) -> tuple[OptionCell, ...]:
    """Return the counts with small ones taken together, in the order of their first value.

    Nothing when one of them holds all persons, or all but fewer than ``SMALLEST_CELL``.
    """
    order = list(counts)
    small = [value for value in order if 0 < counts[value] < SMALLEST_CELL]
    large = sorted(
        (value for value in order if counts[value] >= SMALLEST_CELL), key=lambda v: counts[v]
    )
    if 0 < sum(counts[value] for value in small) < SMALLEST_CELL:
        small += large[:1]
    groups = [[value] for value in order if value not in small]
    if small:
        groups.append(sorted(small, key=order.index))
    cells = [OptionCell(tuple(group), sum(counts[v] for v in group)) for group in groups]
    n = sum(counts.values())
    if any(cell.count > n - SMALLEST_CELL for cell in cells):
        return ()
    return tuple(sorted(cells, key=lambda cell: order.index(cell.values[0])))


def _own_options(counts: Mapping[str, int]) -> OptionFigures:
    chosen = next((value for value, count in counts.items() if count), None)
    return OptionFigures(
        n=sum(counts.values()), majority=None if chosen == DONT_KNOW else chosen, cells=()
    )


def _parts(module: Module, theme: ModuleTheme) -> tuple[int, int]:
    """Return how many statements of a theme clients judge too, and how many they don't."""
    faces = () if module.clients is None else module.clients.statements
    codes = {statement.mirrors for statement in faces}
    judged = sum(statement.code in codes for statement in theme.statements)
    return judged, len(theme.statements) - judged


def _theme(
    one: GroupScore, parts: tuple[int, int], rules: Rules, population: int | None
) -> ScoreFigures:
    return _score(one, parts, rules, population, graded=True)


def _score(
    one: GroupScore,
    parts: tuple[int, int],
    rules: Rules,
    population: int | None,
    *,
    graded: bool = False,
) -> ScoreFigures:
    """Return a score without a word for agreement, and its margin only where it may be shown."""
    shown = replace(shown_score(one, rules, population, graded=graded), agreement_word=None)
    return shown if _hides_moves(parts) else replace(shown, interval=None)


def _hides_moves(parts: tuple[int, ...]) -> bool:
    return all(count == 0 or count >= ENOUGH_ITEMS for count in parts)


def _shift(places: RoleFigures) -> RoleFigures:
    return replace(places, gap_key=None if places.gap_key is None else _SHIFT_OF[places.gap_key])


def _mirror(
    module: Module, raw: RawModule, rules: Rules, wholes: Mapping[str, ScoreFigures]
) -> dict[str, ComparisonFigures]:
    """Compare; ``wholes`` holds what is shown of the whole themes of a team."""
    if rules.step(raw.clients_sent) is None:
        return {}
    parts = {theme.key: _parts(module, theme) for theme in module.themes}
    return {
        key: _comparison(one, wholes.get(key), parts[key], rules) for key, one in raw.mirror.items()
    }


def _comparison(
    one: Comparison, whole: ScoreFigures | None, parts: tuple[int, int], rules: Rules
) -> ComparisonFigures:
    if one.rest is not None and not _hides_moves(parts):
        # Always, for beside one statement that it is left out now and then would tell too.
        one = replace(one, rest=NOBODY)
    shown = shown_comparison(one, whole, rules, theme=True)
    return shown if _hides_moves(parts) else replace(shown, interval=None, firm=False)


def _clients(module: Module, raw: RawModule, rules: Rules) -> dict[str, ScoreFigures]:
    if module.clients is None or rules.step(raw.clients_sent) is None:
        return {}
    return {
        theme.key: _theme(raw.clients[theme.key], (len(theme.statements), 0), rules, None)
        for theme in module.clients.themes
    }
