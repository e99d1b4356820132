"""The quality of a questionnaire for one group, over the tallies of many departments.

What comes out is about the questionnaire and nothing else: no figure is of fewer than
``SHOWN_FROM`` departments. What each figure means stands in ``docs/quality.md``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from scans.engine.answers import core_codes
from scans.engine.quality import (
    SHOWN_FROM,
    AnswerScale,
    ItemQuality,
    ScaleItem,
    quality_of,
    shares_of,
    status_of,
)
from scans.engine.questionnaire import NOW, SCALE, WANTED, Questionnaire

ANSWERS = AnswerScale(SCALE[0], SCALE[-1])
Tally = Mapping[str, Any]
"""What ``engine.tally`` keeps of one group of one department."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Items that are to measure the same: a theme, or the role at one moment."""

    key: str
    items: tuple[ScaleItem, ...]


def scales_of(asked: Questionnaire) -> tuple[Scale, ...]:
    """Return the scales of a questionnaire as a group meets it, in the order asked."""
    themes = [
        Scale(theme.key, tuple(ScaleItem(one.code, one.reversed) for one in theme.statements))
        for theme in asked.themes
    ]
    role = [
        Scale(
            f"{asked.role.key}.{when}",
            tuple(ScaleItem(f"{pair.code}.{when}") for pair in asked.role.pairs),
        )
        for when in (NOW, WANTED)
    ]
    return tuple(one for one in (*themes, *role) if one.items)


@dataclass(slots=True)
class Gathered:
    """The tallies of many departments, added up: means by department, and counts of answers."""

    codes: tuple[str, ...]
    means: dict[str, list[Fraction | None]] = field(init=False)
    counts: dict[str, list[int]] = field(init=False)
    departments: int = 0
    persons: int = 0
    straight: tuple[int, int, int] = (0, 0, 0)
    """Departments that counted it, persons that could be judged, and who answered alike."""

    def __post_init__(self) -> None:
        self.means = {code: [] for code in self.codes}
        self.counts = {code: [0] * (len(SCALE) + 1) for code in self.codes}

    def add(self, tally: Tally) -> None:
        """Add a department."""
        self.departments += 1
        self.persons += tally["n"]
        for code in self.codes:
            given = tally["items"][code]
            *points, _unknown = given
            n = sum(points)
            total = sum(point * count for point, count in zip(SCALE, points, strict=True))
            self.means[code].append(_mean(total, n) if n else None)
            own = self.counts[code]
            for place, count in enumerate(given):
                own[place] += count
        if "straight" in tally:
            judged, alike = tally["straight"]
            departments, all_judged, all_alike = self.straight
            self.straight = (departments + bool(judged), all_judged + judged, all_alike + alike)

    def fewest(self) -> int:
        """Return of how few departments any figure could be; 0 is of none, and tells nothing."""
        found = [sum(one is not None for one in column) for column in self.means.values()]
        return min((n for n in (*found, self.straight[0]) if n), default=0)


def gather(asked: Questionnaire, tallies: Iterable[Tally]) -> Gathered:
    """Add up the tallies of a group; ``asked`` is the questionnaire as that group meets it."""
    gathered = Gathered(core_codes(asked))
    for one in tallies:
        gathered.add(one)
    return gathered


def figures_of(asked: Questionnaire, gathered: Gathered) -> dict[str, Any] | None:
    """Return the figures as plain JSON; ``None`` below ``SHOWN_FROM`` departments."""
    if gathered.departments < SHOWN_FROM:
        return None
    departments, judged, alike = gathered.straight
    return {
        "departments": gathered.departments,
        "persons": gathered.persons,
        "scales": [_scale(one, gathered) for one in scales_of(asked)],
        "straight": (
            {"departments": departments, "persons": judged, "share": alike / judged}
            if departments >= SHOWN_FROM
            else None
        ),
    }


def _scale(scale: Scale, gathered: Gathered) -> dict[str, Any]:
    columns = [gathered.means[one.name] for one in scale.items]
    found = quality_of(list(zip(*columns, strict=True)), scale.items, ANSWERS)
    status = status_of(found.complete)
    shown = status != "te_weinig"
    return {
        "key": scale.key,
        "departments": found.complete,
        "status": status,
        "alpha": found.alpha if shown else None,
        "interval": found.interval and list(found.interval) if shown else None,
        "items": [_item(one, gathered.counts[one.item.name], rest=shown) for one in found.items],
    }


def _item(found: ItemQuality, counts: Sequence[int], *, rest: bool) -> dict[str, Any]:
    shown = found.n >= SHOWN_FROM
    *points, unknown = counts
    lowest, highest = (points[-1], points[0]) if found.item.reversed else (points[0], points[-1])
    shares = shares_of(missing=unknown, lowest=lowest, highest=highest, answered=sum(points))
    return {
        "code": found.item.name,
        "reversed": found.item.reversed,
        "departments": found.n,
        "mean": found.mean if shown else None,
        "sd": found.sd if shown else None,
        "unknown": shares.missing if shown else None,
        "item_rest": found.item_rest if rest else None,
        "floor": shares.floor if shown else None,
        "ceiling": shares.ceiling if shown else None,
    }


# Departments are small, so the same few thousand means come back over and over.
@lru_cache(maxsize=65_536)
def _mean(total: int, n: int) -> Fraction:
    return Fraction(total, n)
