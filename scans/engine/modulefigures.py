"""The figures of one module that may be shown, frozen as those of the core are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scans.engine.scorefigures import (
    ComparisonFigures,
    RoleFigures,
    ScoreFigures,
    comparison_from,
    role_from,
    score_from,
)

DONT_KNOW = ""
"""The value of "weet ik niet" among the values of a cell; no option has an empty value."""


@dataclass(frozen=True, slots=True)
class OptionCell:
    """How many persons chose one of these values; small ones are taken together.

    ``DONT_KNOW`` stands for "weet ik niet".
    """

    values: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """What was chosen at one code of a choice or a coverage question.

    ``n`` counts the persons who were at the question, "weet ik niet" included; 0 when they are too
    few to show anything of. ``majority`` is the value that more than half of them chose, ``None``
    when no value has that many. ``cells`` is there from ten persons up, and never tells that
    (nearly) all chose the same.
    """

    n: int
    majority: str | None
    cells: tuple[OptionCell, ...]


@dataclass(frozen=True, slots=True)
class ModuleFigures:
    """The frozen result of one module in one round.

    ``themes``, ``positions`` and ``clients`` (themes put to internal clients only) are by key,
    ``options`` by answer code, ``mirror`` by the key of the theme that clients judged too.
    The ``gap_key`` of a position is one of ``engine.module.SHIFTS``.
    """

    slug: str
    version: str
    themes: Mapping[str, ScoreFigures]
    positions: Mapping[str, RoleFigures]
    options: Mapping[str, OptionFigures]
    mirror: Mapping[str, ComparisonFigures]
    clients: Mapping[str, ScoreFigures]


def module_from(data: Mapping[str, Any]) -> ModuleFigures:
    """Read back the figures of one module from their JSON values."""
    return ModuleFigures(
        slug=data["slug"],
        version=data["version"],
        themes={key: score_from(one) for key, one in data["themes"].items()},
        positions={key: role_from(one) for key, one in data["positions"].items()},
        options={code: _options(one) for code, one in data["options"].items()},
        mirror={key: comparison_from(one) for key, one in data["mirror"].items()},
        clients={key: score_from(one) for key, one in data["clients"].items()},
    )


def _options(data: Mapping[str, Any]) -> OptionFigures:
    cells = (OptionCell(tuple(cell["values"]), cell["count"]) for cell in data["cells"])
    return OptionFigures(n=data["n"], majority=data["majority"], cells=tuple(cells))
