"""Which texts apply: the level of a score, the direction of a gap, the profile on the map."""

from fractions import Fraction

from scans.engine.figures import ProfileFigures
from scans.engine.impact import Impact

LOW_BELOW = 40
HIGH_FROM = 70
CONTENT_BELOW = 10
BORDER = Fraction(50)
NEAR = Fraction(5)

MAP = {
    (False, False): "brandblusser",
    (False, True): "productiehuis",
    (True, False): "klankbord",
    (True, True): "strategisch_partner",
}
"""The profile by (meedenker now?, high impact?)."""


def level_of(score: Fraction) -> str:
    """Return the level of a theme score: laag below 40, midden below 70, else hoog."""
    if score < LOW_BELOW:
        return "laag"
    return "midden" if score < HIGH_FROM else "hoog"


def gap_key(gap: Fraction) -> str:
    """Return the direction of a role gap (wanted minus now, -100 to 100).

    Less than 10 points either way counts as content with the present role.
    """
    if abs(gap) < CONTENT_BELOW:
        return "tevreden"
    return "naar_meedenker" if gap > 0 else "naar_maker"


def profile_of(role_now: Fraction | None, impact: Impact | None) -> ProfileFigures:
    """Return the profile, with its neighbour when a border is within 5 points (inclusive).

    Near both borders the nearest decides, at a tie that of the role. Compared exactly: the index
    is irrational for most departments, but its power is not.
    """
    if role_now is None or impact is None:
        return ProfileFigures(key=None, neighbour=None)
    meedenker = role_now >= BORDER
    high = impact.compared_with(BORDER) >= 0
    distance = abs(role_now - BORDER)
    impact_is_nearer = _index_within(impact, distance) < 0
    if not impact_is_nearer and distance <= NEAR:
        neighbour: str | None = MAP[not meedenker, high]
    elif impact_is_nearer and _index_within(impact, NEAR) <= 0:
        neighbour = MAP[meedenker, not high]
    else:
        neighbour = None
    return ProfileFigures(key=MAP[meedenker, high], neighbour=neighbour)


def _index_within(impact: Impact, distance: Fraction) -> int:
    """Return -1, 0 or 1: the index is nearer to the border than ``distance``, as far, further."""
    return max(
        -impact.compared_with(BORDER - distance),
        impact.compared_with(BORDER + distance),
    )
