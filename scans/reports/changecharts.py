"""Where the marks go in charts of more than one round, by the rules of ``scans.reports.charts``."""

from collections.abc import Sequence
from dataclasses import dataclass

from scans.engine.trendreport import ChangeRow
from scans.reports.charts import Palette, palette_of, percent

TOP, TALL = 24, 110
"""In pixels: the room above 100 for a figure, and how high the scale from 0 to 100 is."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A score then (a ring) and now (a dot) on a line from 0 to 100."""

    palette: Palette
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CourseDot:
    """One round; ``label`` stands above it. A border is a ring."""

    x: str
    y: str
    label_y: str
    label: str
    is_border: bool


@dataclass(frozen=True, slots=True)
class CourseLink:
    """A line between two rounds that were compared; unbroken where the change is shown."""

    x1: str
    y1: str
    x2: str
    y2: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class CourseChart:
    """One subject over the rounds; the scale runs from ``low`` (0) up to ``top`` (100)."""

    palette: Palette
    dots: tuple[CourseDot, ...]
    links: tuple[CourseLink, ...]
    top: int = TOP
    middle: int = TOP + TALL // 2
    low: int = TOP + TALL
    height: int = TOP + TALL + 8


@dataclass(frozen=True, slots=True)
class Spot:
    """What a round has of a subject: its place from 0 on, score, and how that is written.

    ``since`` is the place of the round that it was compared with, if any, and ``is_sure`` whether
    it demonstrably changed.
    """

    place: int
    score: float
    label: str
    is_border: bool
    since: int | None
    is_sure: bool


def change_line(row: ChangeRow) -> ChangeLine:
    """Return where both marks are; both have a score."""
    return ChangeLine(
        palette=palette_of(row.key),
        before=percent(row.before.score or 0.0),
        after=percent(row.after.score or 0.0),
    )


def course_chart(key: str, spots: Sequence[Spot], rounds: int) -> CourseChart:
    """Return the marks of a subject over so many rounds, each in the middle of its column."""
    at = {one.place: one for one in spots}
    links = [(at[one.since], one) for one in spots if one.since in at and one.since is not None]
    return CourseChart(
        palette=palette_of(key),
        dots=tuple(
            CourseDot(
                x=_x(one, rounds),
                y=_y(one),
                label_y=f"{_height(one) - 10:.1f}",
                label=one.label,
                is_border=one.is_border,
            )
            for one in spots
        ),
        links=tuple(
            CourseLink(_x(old, rounds), _y(old), _x(new, rounds), _y(new), new.is_sure)
            for old, new in links
        ),
    )


def _x(spot: Spot, rounds: int) -> str:
    return percent(100 * (spot.place + 0.5) / rounds)


def _y(spot: Spot) -> str:
    return f"{_height(spot):.1f}"


def _height(spot: Spot) -> float:
    return TOP + TALL * (100 - spot.score) / 100
