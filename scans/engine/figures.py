"""The figures of a closed scan that may be shown: the frozen result that everything reads.

This type can hold nothing about persons beyond what its reader may see. It travels as JSON in
the database, so that a report says the same next year, whatever the code does by then.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

FORMAT = 1
"""The form in which results are stored; every later version goes on reading this one."""


class UnknownFormatError(ValueError):
    """Stored figures of a form that this version doesn't know."""


class Kind(StrEnum):
    """By whom a scan was filled in; a solo scan is its maker's alone."""

    SOLO = "solo"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """One score of 0-100 with what is needed to weigh it.

    ``n`` counts the persons who have this score; ``interval`` is not clipped. ``level`` is one
    of ``LEVELS`` for a theme and ``None`` for a position. Nothing known is ``None``.
    """

    n: int
    score: float | None
    interval: tuple[float, float] | None
    agreement: float | None
    agreement_word: str | None
    level: str | None


@dataclass(frozen=True, slots=True)
class RoleFigures:
    """The role now and as wanted; ``gap`` is wanted minus now, ``gap_key`` one of ``GAPS``."""

    now: ScoreFigures
    wanted: ScoreFigures
    gap: float | None
    gap_key: str | None


@dataclass(frozen=True, slots=True)
class ImpactFigures:
    """The impact index (1-100) and the key of the weakest theme."""

    index: float | None
    weakest: str | None


@dataclass(frozen=True, slots=True)
class ProfileFigures:
    """The profile, and the neighbour when a border is near ("tussen ... en ...")."""

    key: str | None
    neighbour: str | None


@dataclass(frozen=True, slots=True)
class ScanFigures:
    """The whole frozen result of one scan.

    ``highest`` and ``lowest`` hold at most three statement codes each, as judged after
    reversing; ``answers`` holds the single answers (before reversing, ``None`` for "weet ik
    niet") and is filled for a solo scan only, whose reader gave them. ``context_answers`` holds
    what that reader answered to the unscored questions: the value of an option, or a number.
    """

    kind: Kind
    respondents: int
    department_size: int | None
    themes: Mapping[str, ScoreFigures]
    role: RoleFigures
    impact: ImpactFigures
    profile: ProfileFigures
    highest: tuple[str, ...]
    lowest: tuple[str, ...]
    answers: Mapping[str, int | None]
    open_answers: Mapping[str, str]
    context_answers: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the figures as plain JSON values, with the number of their form."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read back what ``to_json`` wrote, now or in an earlier version.

        ``UnknownFormatError`` for another form, ``KeyError`` or ``TypeError`` for anything else.
        """
        # The first results were stored without a number.
        form = data.get("format", FORMAT)
        if form != FORMAT:
            raise UnknownFormatError(f"figures of format {form!r}; this version reads {FORMAT}")
        role = data["role"]
        return cls(
            kind=Kind(data["kind"]),
            respondents=data["respondents"],
            department_size=data["department_size"],
            themes={key: _score(value) for key, value in data["themes"].items()},
            role=RoleFigures(
                now=_score(role["now"]),
                wanted=_score(role["wanted"]),
                gap=role["gap"],
                gap_key=role["gap_key"],
            ),
            impact=ImpactFigures(**data["impact"]),
            profile=ProfileFigures(**data["profile"]),
            highest=tuple(data["highest"]),
            lowest=tuple(data["lowest"]),
            answers=dict(data["answers"]),
            open_answers=dict(data["open_answers"]),
            context_answers=dict(data.get("context_answers", {})),
        )


def _score(data: Mapping[str, Any]) -> ScoreFigures:
    low_high = data["interval"]
    return ScoreFigures(**{**data, "interval": None if low_high is None else tuple(low_high)})
