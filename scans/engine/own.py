"""The scores of one person, for that person alone: whole, without margin or agreement."""

from scans.engine.profiles import gap_key, level_of
from scans.engine.scorefigures import RoleFigures, ScoreFigures
from scans.engine.scoring import GroupScore


def own_places(now: GroupScore, wanted: GroupScore) -> RoleFigures:
    """Return two places of one person, and the gap between them."""
    here, there = now.score, wanted.score
    gap = None if here is None or there is None else there - here
    return RoleFigures(
        now=own_score(now, graded=False),
        wanted=own_score(wanted, graded=False),
        gap=None if gap is None else float(gap),
        gap_key=None if gap is None else gap_key(gap),
    )


def own_score(one: GroupScore, *, graded: bool) -> ScoreFigures:
    """Return the score of one person; a place between two ends is not graded."""
    score = one.score
    return ScoreFigures(
        n=one.n,
        score=None if score is None else float(score),
        interval=None,
        agreement=None,
        agreement_word=None,
        level=level_of(score) if graded and score is not None else None,
    )
