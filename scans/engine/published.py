"""What figures of a group can't hold, whoever made them: a second lock behind the disclosure.

Each check raises ``ValueError``; the types of ``engine.figures`` call them when they are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from scans.engine.thresholds import (
    COARSE,
    FINE,
    SMALLEST_CELL,
    SMALLEST_GROUP,
    TEXTS_FROM,
    WHOLE_FROM,
)

if TYPE_CHECKING:
    from scans.engine.figures import ComparisonFigures, RoundFigures, ScanFigures, ScoreFigures
    from scans.engine.modulefigures import ModuleFigures, OptionFigures


class NotDisclosableError(ValueError):
    """Figures that say more of persons than may ever be shown."""


def check_team(figures: ScanFigures) -> None:
    """Refuse figures of a team that hold more than a group may show."""
    single = (
        figures.answers,
        figures.open_answers,
        figures.context_answers,
        figures.highest,
        figures.lowest,
    )
    _require(not any(single), "single answers or item figures of a team")
    scores = (*figures.themes.values(), figures.role.now, figures.role.wanted)
    check_scores(scores, figures.respondents)
    known = [one for one in figures.themes.values() if one.score is not None]
    _require(
        figures.impact.index is None
        or (bool(known) and _fits(figures.impact.index, max(_step(one.n) for one in known))),
        "an index finer than its themes",
    )
    if figures.round is not None:
        _check_team_round(figures.round, figures.respondents)
    clients = 0 if figures.round is None else figures.round.clients
    for module in figures.modules:
        _check_team_module(module, figures.respondents)
        _check_clients(module.mirror, clients)
        check_scores(module.clients.values(), clients)


def check_solo(figures: ScanFigures) -> None:
    """Refuse figures of one person that hold those of a team."""
    _require(figures.respondents <= 1, "a scan by one person that more persons filled in")
    added = figures.round
    if added is not None:
        team = (added.prediction, added.agreed, added.divided, added.distributions, added.texts)
        _require(not any(team), "figures of a team in a scan by one person")
        _check_clients({**added.mirror, **added.mirror_role}, added.clients)
    for module in figures.modules:
        _require(
            all(one.n <= 1 and not one.cells for one in module.options.values()),
            "choices of a team in a scan by one person",
        )
        clients = 0 if added is None else added.clients
        _check_clients(module.mirror, clients)
        check_scores(module.clients.values(), clients)


def check_scores(scores: Iterable[ScoreFigures], persons: int) -> None:
    """Refuse scores of a group of this many persons that are too small or too fine."""
    for one in scores:
        _require(one.n <= persons, "more persons than there are")
        _check_score(one)


def _check_score(one: ScoreFigures) -> None:
    _require(one.agreement is None, "agreement as a number")
    if one.n < SMALLEST_GROUP:
        parts = (one.score, one.interval, one.agreement_word, one.level, one.extreme)
        _require(one.n == 0 and all(part is None for part in parts), "a score of too few persons")
        return
    step = _step(one.n)
    _require(one.score is not None and _fits(one.score, step), "a score in too small a step")
    _require(
        one.interval is None or all(_fits(bound, step) for bound in one.interval),
        "a margin in too small a step",
    )
    _require(
        one.extreme is None or (one.interval is None and one.agreement_word is None),
        "more than the border of an extreme score",
    )


def _check_team_round(added: RoundFigures, respondents: int) -> None:
    comparisons = (*added.mirror.values(), *added.mirror_role.values())
    check_scores([*added.prediction.values(), *(one.own for one in comparisons)], respondents)
    for one in added.prediction.values():
        _require(one.interval is None and one.agreement_word is None, "more than a prediction")
    _check_clients({**added.mirror, **added.mirror_role}, added.clients)
    _check_items(added, respondents)


def _check_clients(comparisons: Mapping[str, ComparisonFigures], clients: int) -> None:
    check_scores([one.clients for one in comparisons.values()], clients)
    for one in comparisons.values():
        _check_comparison(one)


def _check_team_module(module: ModuleFigures, respondents: int) -> None:
    places = (place for one in module.positions.values() for place in (one.now, one.wanted))
    own = (one.own for one in module.mirror.values())
    check_scores((*module.themes.values(), *places, *own), respondents)
    for one in module.options.values():
        _require(one.n <= respondents, "more persons than there are")
        _check_options(one)


def _check_options(one: OptionFigures) -> None:
    if one.n < SMALLEST_GROUP:
        _require(
            one.n == 0 and one.majority is None and not one.cells, "a choice of too few persons"
        )
        return
    if not one.cells:
        return
    counts = [cell.count for cell in one.cells]
    _require(one.n >= WHOLE_FROM and sum(counts) == one.n, "counts of too few persons")
    _require(
        all(count == 0 or count >= SMALLEST_CELL for count in counts), "a count of too few persons"
    )
    _require(max(counts) <= one.n - SMALLEST_CELL, "a count of nearly everybody")


def _check_comparison(one: ComparisonFigures) -> None:
    sides = (one.own, one.clients)
    if any(side.score is None or side.extreme is not None for side in sides):
        _require(one.difference is None and one.interval is None, "a difference from a border")
    elif one.difference is not None and one.interval is not None:
        step, middle = max(_step(side.n) for side in sides), one.difference
        _require(
            all(_fits(bound - middle, step) for bound in one.interval),
            "a margin in too small a step",
        )


def _check_items(added: RoundFigures, respondents: int) -> None:
    _require(
        respondents >= SMALLEST_GROUP or not (added.agreed or added.divided),
        "statements of too few persons",
    )
    _require(respondents >= TEXTS_FROM or not added.texts, "free answers of too few persons")
    for cells in added.distributions.values():
        counts = [cell.count for cell in cells]
        total = sum(counts)
        _require(WHOLE_FROM <= total <= respondents, "a distribution of too few answers")
        _require(
            all(count == 0 or count >= SMALLEST_CELL for count in counts),
            "a class of too few persons",
        )
        _require(total not in counts, "a class that holds everybody")


def _step(n: int) -> int:
    return FINE if n >= WHOLE_FROM else COARSE


def _fits(value: float, step: int) -> bool:
    return value % step == 0


def _require(holds: bool, what: str) -> None:  # noqa: FBT001  # reads as a sentence: require that
    if not holds:
        raise NotDisclosableError(what)
