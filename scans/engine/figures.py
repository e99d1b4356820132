"""The figures of a closed scan that may be shown: the frozen result that everything reads.

This type can hold nothing about persons beyond what its reader may see. It travels as JSON in
the database, so that a report says the same next year, whatever the code does by then.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from scans.engine.modulefigures import ModuleFigures, module_from
from scans.engine.published import check_solo, check_team
from scans.engine.scorefigures import (
    FINDINGS,
    ComparisonFigures,
    RoleFigures,
    ScoreFigures,
    comparison_from,
    role_from,
    score_from,
)

__all__ = [
    "CLASSES",
    "FINDINGS",
    "FORMAT",
    "HIDDEN",
    "READABLE",
    "CellFigures",
    "ComparisonFigures",
    "ImpactFigures",
    "Kind",
    "ProfileFigures",
    "RoleFigures",
    "RoundFigures",
    "ScanFigures",
    "ScoreFigures",
    "UnknownFormatError",
]

FORMAT = 3
"""The form in which results are stored."""

READABLE = (1, 2, 3)
"""Every form in which results were ever stored; 1 knew scans by one person only, 2 no modules."""


class UnknownFormatError(ValueError):
    """Stored figures of a form that this version doesn't know."""


class Kind(StrEnum):
    """By whom a scan was filled in; a solo scan is its maker's alone."""

    SOLO = "solo"
    TEAM = "team"


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
class CellFigures:
    """How many persons gave one of these neighbouring classes of answers to a statement."""

    classes: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """What a round with invitations adds: expectation, mirror, and how the team is divided.

    ``expected`` and ``expected_clients`` are what the aanvrager stated (``None``: not invited);
    ``clients`` counts the internal clients who answered. ``mirror`` and ``prediction`` are by
    theme key, ``mirror_role`` by ``NOW`` and ``WANTED``. ``distributions`` holds the classes of
    a statement, by code, ``texts`` the free answers by question, shuffled. ``agreed`` and
    ``divided`` are statement codes. ``hidden`` says what is not shown, as ``HIDDEN`` keys.
    """

    expected: int | None
    expected_clients: int | None
    clients: int
    mirror: Mapping[str, ComparisonFigures]
    mirror_role: Mapping[str, ComparisonFigures]
    prediction: Mapping[str, ScoreFigures]
    agreed: tuple[str, ...]
    divided: tuple[str, ...]
    distributions: Mapping[str, tuple[CellFigures, ...]]
    texts: Mapping[str, tuple[str, ...]]
    hidden: tuple[str, ...]


CLASSES = ("oneens", "neutraal", "eens")
HIDDEN = ("team", "clients", "few", "themes", "own", "extremes", "distributions", "texts")
"""What may be hidden: everything of the team, or of the clients, for want of five; what a group
below ten doesn't show; a theme that fewer than five have a score for; the team's side of the mirror
where it would tell the rest of a theme (``"extremes"`` in older results); scores beyond a border;
distributions of statements that nearly all answered alike; free answers below ten."""


@dataclass(frozen=True, slots=True)
class ScanFigures:
    """The whole frozen result of one scan.

    ``highest`` and ``lowest`` hold at most three statement codes each, as judged after
    reversing; ``answers`` holds the single answers (before reversing, ``None`` for "weet ik
    niet") and is filled for a solo scan only, whose reader gave them. ``context_answers`` holds
    what that reader answered to the unscored questions: the value of an option, or a number.
    ``round`` is there when a team or internal clients were invited. ``modules`` are in the order
    of ``Questionnaire.modules``.

    ``NotDisclosableError`` for figures of a group that say more than may ever be shown.
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
    round: RoundFigures | None = None
    modules: tuple[ModuleFigures, ...] = ()

    def __post_init__(self) -> None:
        check = check_solo if self.kind is Kind.SOLO else check_team
        check(self)

    def to_json(self) -> dict[str, Any]:
        """Return the figures as plain JSON values, with the number of their form."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read back what ``to_json`` wrote, now or in an earlier version.

        ``UnknownFormatError`` for another form, ``KeyError`` or ``TypeError`` for anything else,
        ``NotDisclosableError`` for more than may be shown.
        """
        # The first results were stored without a number.
        form = data.get("format", READABLE[0])
        if form not in READABLE:
            raise UnknownFormatError(f"figures of format {form!r}; this version reads {READABLE}")
        return cls(
            kind=Kind(data["kind"]),
            respondents=data["respondents"],
            department_size=data["department_size"],
            themes={key: score_from(value) for key, value in data["themes"].items()},
            role=role_from(data["role"]),
            impact=ImpactFigures(**data["impact"]),
            profile=ProfileFigures(**data["profile"]),
            highest=tuple(data["highest"]),
            lowest=tuple(data["lowest"]),
            answers=dict(data["answers"]),
            open_answers=dict(data["open_answers"]),
            context_answers=dict(data.get("context_answers", {})),
            round=_round(data.get("round")),
            modules=tuple(module_from(one) for one in data.get("modules", ())),
        )


def _round(data: Mapping[str, Any] | None) -> RoundFigures | None:
    if data is None:
        return None
    return RoundFigures(
        expected=data["expected"],
        expected_clients=data["expected_clients"],
        clients=data["clients"],
        mirror={key: comparison_from(value) for key, value in data["mirror"].items()},
        mirror_role={key: comparison_from(value) for key, value in data["mirror_role"].items()},
        prediction={key: score_from(value) for key, value in data["prediction"].items()},
        agreed=tuple(data["agreed"]),
        divided=tuple(data["divided"]),
        distributions={
            code: tuple(CellFigures(tuple(cell["classes"]), cell["count"]) for cell in cells)
            for code, cells in data["distributions"].items()
        },
        texts={code: tuple(texts) for code, texts in data["texts"].items()},
        hidden=tuple(data["hidden"]),
    )
