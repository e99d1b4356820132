"""What a department brings to the benchmark: its scores to one decimal, by measure."""

from dataclasses import dataclass

from scans.engine.distribution import tenths
from scans.engine.figures import ScanFigures
from scans.engine.peers import IMPACT, MIRROR, ROLE_NOW, ROLE_WANTED
from scans.engine.questionnaire import Questionnaire
from scans.engine.raw import RawRound, RoundAnswers, raw_round
from scans.engine.scoring import GroupScore
from scans.engine.thresholds import SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Measured:
    """One score in tenths of a point, and of how many persons it is."""

    tenths: int
    n: int


def measured(questionnaire: Questionnaire, answers: RoundAnswers) -> dict[str, Measured]:
    """Return every score that counts in the benchmark, by measure.

    A group of fewer than ``SMALLEST_GROUP`` brings nothing, but for the one person of a solo
    scan. The mirror needs enough internal clients too.
    """
    raw = raw_round(questionnaire, answers)
    enough = 1 if answers.is_solo else SMALLEST_GROUP
    scores: dict[str, GroupScore] = {**raw.team.themes}
    scores |= {ROLE_NOW: raw.team.now, ROLE_WANTED: raw.team.wanted}
    found = {
        key: Measured(tenths(one.score), one.n)
        for key, one in scores.items()
        if one.score is not None and one.n >= enough
    }
    if raw.team.impact is not None and all(key in found for key in raw.team.themes):
        fewest = min(found[key].n for key in raw.team.themes)
        found[IMPACT] = Measured(tenths(raw.team.impact.index), fewest)
    return found | _mirror(raw, enough)


def ranked(figures: ScanFigures) -> dict[str, int]:
    """Return in tenths the scores that are ranked for a report: those that it shows.

    A rank of the exact score would say more of a team than its score in steps does.
    """
    scores = {**figures.themes, ROLE_NOW: figures.role.now, ROLE_WANTED: figures.role.wanted}
    shown = {key: one.score for key, one in scores.items() if one.extreme is None}
    shown[IMPACT] = figures.impact.index
    return {key: tenths(score) for key, score in shown.items() if score is not None}


def _mirror(raw: RawRound, enough: int) -> dict[str, Measured]:
    return {
        f"{MIRROR}{key}": Measured(tenths(one.difference), one.own.n)
        for key, one in raw.mirror.themes.items()
        if one.difference is not None and one.own.n >= enough and one.clients.n >= SMALLEST_GROUP
    }
