"""Single scores, places and comparisons that may be shown: what results are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FINDINGS = ("bevestigde kracht", "bevestigd ontwikkelpunt", "blinde vlek", "verborgen kracht")


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """One score of 0-100 with what is needed to weigh it.

    ``n`` counts the persons who have this score; ``interval`` is not clipped. ``level`` is one
    of ``LEVELS`` for a theme and ``None`` for a position. Nothing known is ``None``.

    ``extreme`` is ``"laag"`` or ``"hoog"`` where the score itself would say too much of persons:
    ``score`` is then only the border beyond which it lies.
    """

    n: int
    score: float | None
    interval: tuple[float, float] | None
    agreement: float | None
    agreement_word: str | None
    level: str | None
    extreme: str | None = None


@dataclass(frozen=True, slots=True)
class RoleFigures:
    """The role now and as wanted; ``gap`` is wanted minus now, ``gap_key`` one of ``GAPS``."""

    now: ScoreFigures
    wanted: ScoreFigures
    gap: float | None
    gap_key: str | None


@dataclass(frozen=True, slots=True)
class ComparisonFigures:
    """Self-image beside client image, both over the mirrored statements only.

    ``difference`` is ``own`` minus ``clients`` as shown (-100 to 100), with a Welch ``interval``,
    not clipped. ``finding`` is one of ``FINDINGS`` for a theme and ``None`` for a position.
    ``firm`` is whether the interval excludes 0.
    """

    own: ScoreFigures
    clients: ScoreFigures
    difference: float | None
    interval: tuple[float, float] | None
    finding: str | None
    firm: bool


def score_from(data: Mapping[str, Any]) -> ScoreFigures:
    """Read back one score from its JSON values."""
    low_high = data["interval"]
    return ScoreFigures(**{**data, "interval": None if low_high is None else tuple(low_high)})


def comparison_from(data: Mapping[str, Any]) -> ComparisonFigures:
    """Read back one comparison from its JSON values."""
    low_high = data["interval"]
    return ComparisonFigures(
        **{
            **data,
            "own": score_from(data["own"]),
            "clients": score_from(data["clients"]),
            "interval": None if low_high is None else tuple(low_high),
        }
    )


def role_from(data: Mapping[str, Any]) -> RoleFigures:
    """Read back the two places of a role or a position from their JSON values."""
    return RoleFigures(
        now=score_from(data["now"]),
        wanted=score_from(data["wanted"]),
        gap=data["gap"],
        gap_key=data["gap_key"],
    )
