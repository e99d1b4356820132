"""Where the marks go in the charts of a round, by the rules of ``scans.reports.charts``."""

from dataclasses import dataclass

from scans.engine.roundreport import Cell, ComparedPlace, ComparedTheme, DistributionRow, Value
from scans.reports.charts import Palette, palette_of, percent, stripes

COUNT_ROOM = 9
"""A cell narrower than this share of the bar has no room for its count."""


@dataclass(frozen=True, slots=True)
class Side:
    """One mark of a dumbbell, with the ends of the stripes where it is only a border."""

    at: str
    open: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Two marks on one line: self (a round) and clients (a hollow square).

    ``margin`` are the ends of the margin of their difference, seen from the clients: where it
    reaches the square, there may be no difference at all.
    """

    palette: Palette
    own: Side | None
    clients: Side | None
    margin: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Segment:
    """One cell of a stacked bar; ``merged`` when it counts more than one class."""

    start: str
    width: str
    middle: str
    fill: str
    ink: str
    merged: bool
    count: str


@dataclass(frozen=True, slots=True)
class StackedBar:
    """The cells of one statement, from left (oneens) to right (eens)."""

    palette: Palette
    segments: tuple[Segment, ...]


def dumbbell(key: str, one: ComparedTheme | ComparedPlace) -> Dumbbell | None:
    """Return both marks of a theme or of the role; ``None`` when neither has a score."""
    if one.own.score is None and one.clients.score is None:
        return None
    return Dumbbell(
        palette=palette_of(key),
        own=_side(one.own),
        clients=_side(one.clients),
        margin=_margin(one),
    )


def stacked_bar(key: str, row: DistributionRow) -> StackedBar:
    """Return the bar of one statement of this theme."""
    palette = palette_of(key)
    return StackedBar(
        palette=palette,
        segments=tuple(_segment(cell, palette) for cell in row.cells if cell.count > 0),
    )


def _side(value: Value) -> Side | None:
    if value.score is None:
        return None
    return Side(at=percent(value.score), open=stripes(value.score, value.extreme))


def _margin(one: ComparedTheme | ComparedPlace) -> tuple[str, str] | None:
    if one.margin is None or one.clients.score is None:
        return None
    low, high = one.margin
    return percent(one.clients.score + low), percent(one.clients.score + high)


def _segment(cell: Cell, palette: Palette) -> Segment:
    merged = len(cell.classes) > 1
    fill, ink = palette.paper, palette.ink
    if not merged and cell.classes == ("neutraal",):
        fill = palette.tint
    elif not merged and cell.classes == ("eens",):
        fill, ink = palette.colour, palette.paper
    return Segment(
        start=percent(cell.start),
        width=percent(cell.share),
        middle=percent(cell.start + cell.share / 2),
        fill=fill,
        ink=ink,
        merged=merged,
        count=str(cell.count) if cell.share >= COUNT_ROOM else "",
    )
