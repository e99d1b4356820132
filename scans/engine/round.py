"""The frozen figures of a round: raw figures in, what may be shown out."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from scans.engine.disclosure import (
    Rules,
    shown_comparison,
    shown_impact,
    shown_predictions,
    shown_profile,
    shown_role,
    shown_score,
)
from scans.engine.figures import (
    HIDDEN,
    CellFigures,
    ComparisonFigures,
    Kind,
    RoundFigures,
    ScanFigures,
    ScoreFigures,
)
from scans.engine.itemdisclosure import (
    agreed_statements,
    divided_statements,
    items_within_borders,
    shown_distribution,
    shown_texts,
)
from scans.engine.items import ItemCounts
from scans.engine.moduledisclosure import own_module, shown_module
from scans.engine.modulefigures import ModuleFigures
from scans.engine.questionnaire import NOW, WANTED, Questionnaire
from scans.engine.raw import RawRound, RoundAnswers, raw_round
from scans.engine.rawmodules import raw_module
from scans.engine.solo import solo_figures

__all__ = ["RoundAnswers", "round_figures"]


def round_figures(
    questionnaire: Questionnaire, answers: RoundAnswers, *, rules: Rules
) -> ScanFigures:
    """Return what may be shown of this round, and nothing else.

    A scan by one person keeps the figures that are theirs; what their internal clients answered
    is a group's. The answers must have passed ``check_answers``.
    """
    if answers.expected_clients is None:
        answers = replace(answers, clients=())
    raw = raw_round(questionnaire, answers)
    modules = [(module, raw_module(module, answers)) for module in questionnaire.modules]
    if not answers.is_solo:
        shown = tuple(shown_module(module, figures, rules) for module, figures in modules)
        return _with_modules(_team_figures(answers, raw, rules), shown)
    own = solo_figures(
        questionnaire, answers.team[0] if answers.team else {}, answers.department_size
    )
    if answers.expected_clients is None:
        return replace(own, respondents=raw.respondents)
    shown = tuple(own_module(module, figures, rules) for module, figures in modules)
    with_clients = replace(own, respondents=raw.respondents, round=_solo_round(answers, raw, rules))
    return _with_modules(with_clients, shown)


def _with_modules(figures: ScanFigures, modules: tuple[ModuleFigures, ...]) -> ScanFigures:
    """Add modules, and say what is hidden when only one of them has a score beyond a border."""
    added = figures.round
    if added is not None and any(_has_extremes(one) for one in modules):
        added = replace(added, hidden=_hidden({*added.hidden, "extremes"}))
    return replace(figures, round=added, modules=modules)


def _has_extremes(module: ModuleFigures) -> bool:
    places = [one for both in module.positions.values() for one in (both.now, both.wanted)]
    sides = [one for both in module.mirror.values() for one in (both.own, both.clients)]
    scores = [*module.themes.values(), *module.clients.values(), *places, *sides]
    return any(one.extreme for one in scores)


def _team_figures(answers: RoundAnswers, raw: RawRound, rules: Rules) -> ScanFigures:
    themes = {
        key: shown_score(one, rules, raw.population, graded=True)
        for key, one in raw.team.themes.items()
    }
    role = shown_role(raw.team, rules, raw.population)
    impact = shown_impact(themes, rules)
    return ScanFigures(
        kind=Kind.TEAM,
        respondents=raw.respondents,
        department_size=answers.department_size,
        themes=themes,
        role=role,
        impact=impact,
        profile=shown_profile(role.now, impact),
        highest=(),
        lowest=(),
        answers={},
        open_answers={},
        round=_team_round(answers, raw, rules, {**themes, NOW: role.now, WANTED: role.wanted}),
    )


def _solo_round(answers: RoundAnswers, raw: RawRound, rules: Rules) -> RoundFigures:
    """Return the clients' side; the own side of the mirror is the reader's, and whole."""
    mirror = _mirror(raw, rules, {})
    clients = [one.clients for one in mirror.both]
    return RoundFigures(
        expected=None,
        expected_clients=answers.expected_clients,
        clients=raw.clients,
        mirror=mirror.themes,
        mirror_role=mirror.role,
        prediction={},
        agreed=(),
        divided=(),
        distributions={},
        texts={},
        hidden=_hidden(_hidden_of("clients", raw.clients, clients, rules)),
    )


def _team_round(
    answers: RoundAnswers, raw: RawRound, rules: Rules, wholes: Mapping[str, ScoreFigures]
) -> RoundFigures:
    mirror = _mirror(raw, rules, wholes)
    prediction = shown_predictions(raw.prediction, rules)
    items = items_within_borders(raw.items, wholes, mirror.themes)
    cells, texts = _distributions(items, rules), shown_texts(raw.texts, raw.respondents, rules)
    own = [*wholes.values(), *(one.own for one in mirror.both if one.own.n), *prediction.values()]
    hidden = _hidden_of("team", raw.respondents, own, rules)
    if _withheld(mirror, raw, rules):
        hidden |= {"own"}
    hidden |= _hidden_details(raw, rules, cells)
    if answers.expected_clients is not None:
        clients = [one.clients for one in mirror.both]
        hidden |= _hidden_of("clients", raw.clients, clients, rules)
    return RoundFigures(
        expected=answers.expected_team,
        expected_clients=answers.expected_clients,
        clients=raw.clients,
        mirror=mirror.themes,
        mirror_role=mirror.role,
        prediction=prediction,
        agreed=agreed_statements(items, rules),
        divided=divided_statements(items, rules),
        distributions=cells,
        texts=texts,
        hidden=_hidden(hidden),
    )


@dataclass(frozen=True, slots=True)
class _Mirror:
    """The comparisons that are shown: none without enough clients to show anything of."""

    themes: Mapping[str, ComparisonFigures]
    role: Mapping[str, ComparisonFigures]

    @property
    def both(self) -> tuple[ComparisonFigures, ...]:
        return (*self.themes.values(), *self.role.values())


def _mirror(raw: RawRound, rules: Rules, wholes: Mapping[str, ScoreFigures]) -> _Mirror:
    """Compare; ``wholes`` holds what is shown of the whole themes and positions of a team."""
    if rules.step(raw.clients) is None:
        return _Mirror({}, {})
    themes, role = (
        {
            key: shown_comparison(one, wholes.get(key), rules, theme=is_theme)
            for key, one in comparisons.items()
        }
        for comparisons, is_theme in ((raw.mirror.themes, True), (raw.mirror.role, False))
    )
    return _Mirror(themes, role)


def _withheld(mirror: _Mirror, raw: RawRound, rules: Rules) -> bool:
    """Tell whether an own side is left out for what it would tell of the rest of a theme."""
    exact = {**raw.mirror.themes, **raw.mirror.role}
    shown = {**mirror.themes, **mirror.role}
    return any(
        one.own.score is None and rules.step(exact[key].own.n) is not None
        for key, one in shown.items()
    )


def _distributions(
    items: Mapping[str, Mapping[str, ItemCounts]], rules: Rules
) -> dict[str, tuple[CellFigures, ...]]:
    shown = {
        code: shown_distribution(counts, rules)
        for theme in items.values()
        for code, counts in theme.items()
    }
    return {code: cells for code, cells in shown.items() if cells is not None}


def _hidden_of(
    group: str, persons: int, shown: Iterable[ScoreFigures], rules: Rules
) -> frozenset[str]:
    """Return what is hidden of the scores of one group."""
    if rules.step(persons) is None:
        return frozenset({group})
    scores = list(shown)
    hidden = {
        "few": not rules.shows_distribution(persons),
        "themes": any(one.score is None for one in scores),
        "extremes": any(one.extreme for one in scores),
    }
    return frozenset(key for key, is_hidden in hidden.items() if is_hidden)


def _hidden_details(
    raw: RawRound, rules: Rules, distributions: Mapping[str, object]
) -> frozenset[str]:
    """Return what is hidden of the team's statements and free answers."""
    if rules.step(raw.respondents) is None:
        return frozenset()
    statements = sum(len(theme) for theme in raw.items.values())
    hidden = {
        "distributions": rules.shows_distribution(raw.respondents)
        and len(distributions) < statements,
        "texts": bool(raw.texts) and not rules.shows_texts(raw.respondents),
    }
    return frozenset(key for key, is_hidden in hidden.items() if is_hidden)


def _hidden(keys: Set[str]) -> tuple[str, ...]:
    return tuple(key for key in HIDDEN if key in keys)
