"""What a department brings to the benchmark: its scores as its report shows them, by measure."""

from collections.abc import Mapping
from dataclasses import dataclass

from scans.engine.distribution import tenths
from scans.engine.figures import ScanFigures, ScoreFigures
from scans.engine.peers import IMPACT, MIRROR, ROLE_NOW, ROLE_WANTED


@dataclass(frozen=True, slots=True)
class Measured:
    """One score in tenths of a point, and of how many persons it is."""

    tenths: int
    n: int


def measured(figures: ScanFigures) -> dict[str, Measured]:
    """Return every score that counts in the benchmark, by measure: what the report shows of it.

    In the same steps, and of a score beyond a border that border: figures of everybody minus
    those without the own organisation then give readers nothing that their report doesn't. What the
    report leaves out brings nothing.
    """
    found = {
        key: Measured(tenths(one.score), one.n)
        for key, one in _scores(figures).items()
        if one.score is not None
    }
    if figures.impact.index is not None:
        fewest = min(one.n for one in figures.themes.values())
        found[IMPACT] = Measured(tenths(figures.impact.index), fewest)
    return found | _mirror(figures)


def ranked(figures: ScanFigures) -> dict[str, int]:
    """Return in tenths the scores that are ranked for a report: not those that are a border."""
    shown = {key: one.score for key, one in _scores(figures).items() if one.extreme is None}
    shown[IMPACT] = figures.impact.index
    return {key: tenths(score) for key, score in shown.items() if score is not None}


def _scores(figures: ScanFigures) -> Mapping[str, ScoreFigures]:
    return {**figures.themes, ROLE_NOW: figures.role.now, ROLE_WANTED: figures.role.wanted}


def _mirror(figures: ScanFigures) -> dict[str, Measured]:
    compared = {} if figures.round is None else figures.round.mirror
    return {
        f"{MIRROR}{key}": Measured(tenths(one.difference), one.own.n)
        for key, one in compared.items()
        if one.difference is not None
    }
