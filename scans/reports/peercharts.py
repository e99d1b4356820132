"""Where the marks go in the chart of peers, by the rules of ``scans.reports.charts``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scans.engine.benchmark import HIGHEST, Bin
from scans.engine.distribution import TENTHS
from scans.engine.peerreport import PeerMeasure, PeerView
from scans.engine.peers import ROLE_NOW, ROLE_WANTED, is_difference, lowest_of
from scans.reports.charts import Palette, palette_of, percent, stripes

TALLEST = 32
"""The height of the fullest bin, in pixels."""

SHORTEST = 1.5
ACCENT_TINT = "#cfdfe1"
"""The impact index has the accent; lighter it would be lost beside the paper."""

NARROWEST = 1.0
"""A band with both borders at the same point is still this share of the width."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bin: as tall as it is dense, for bins may differ in width. In pixels from the top."""

    start: str
    width: str
    top: str
    height: str


@dataclass(frozen=True, slots=True)
class PeerChart:
    """The middle half as a band, the median and the own mark over the bins, if there are any.

    ``open`` are the ends of the stripes that stand for an own score beyond a border, ``zero``
    is where nought is on a scale that doesn't start there. ``drop`` is how far the band hangs
    below the top, in pixels: there is room for bins only where there are any.
    """

    palette: Palette
    bars: tuple[Bar, ...]
    start: str
    width: str
    middle: str | None
    own: str | None
    open: tuple[str, str] | None
    ends: tuple[int, int]
    zero: str | None
    drop: int


@dataclass(frozen=True, slots=True)
class RoleChart:
    """The place now over the place as wanted, on one scale, so that a line leads from one to
    the other: of the own department where both are known, and of the middle department."""

    now: PeerChart
    wanted: PeerChart
    own: bool
    middle: bool


def peer_chart(key: str, view: PeerView) -> PeerChart:
    """Return the chart of one measure beside one group."""
    low = lowest_of(key) // TENTHS
    start = _share(view.low, low)
    width = max(_share(view.high, low) - start, NARROWEST)
    known = view.own is not None and view.own_extreme is None
    bars = _bars(view.bins or (), low)
    return PeerChart(
        palette=_palette(key),
        bars=bars,
        start=percent(min(start, 100 - width)),
        width=percent(width),
        middle=None if view.middle is None else percent(_share(view.middle, low)),
        own=percent(view.own) if known and view.own is not None else None,
        open=None if view.own is None else stripes(view.own, view.own_extreme),
        ends=(low, HIGHEST),
        zero=percent(_share(0, low)) if low else None,
        drop=TALLEST + 1 if bars else 0,
    )


def role_chart(role: Sequence[PeerMeasure]) -> RoleChart | None:
    """Return both places in one chart; ``None`` unless both are there, beside the same group."""
    if [one.key for one in role] != [ROLE_NOW, ROLE_WANTED] or len(_groups(role)) > 1:
        return None
    now, wanted = (
        # Of a place there is only the middle half; bins would stand in the way of the lines.
        peer_chart(one.key, replace(one.chosen, bins=None))
        for one in role
    )
    return RoleChart(
        now=now,
        wanted=wanted,
        own=now.own is not None and wanted.own is not None,
        middle=now.middle is not None and wanted.middle is not None,
    )


def _groups(measures: Sequence[PeerMeasure]) -> set[str]:
    return {one.chosen.group for one in measures}


def _palette(key: str) -> Palette:
    first, _point, rest = key.partition(".")
    palette = palette_of(rest if is_difference(key) else first)
    return palette if palette.tint != palette.band else replace(palette, tint=ACCENT_TINT)


def _share(value: float, low: int) -> float:
    return 100 * (value - low) / (HIGHEST - low)


def _bars(bins: Sequence[Bin], low: int) -> tuple[Bar, ...]:
    density = [one.count / (one.high - one.low) for one in bins]
    most = max(density, default=0)
    return tuple(
        Bar(
            start=percent(_share(one.low, low)),
            width=percent(_share(one.high, low) - _share(one.low, low)),
            top=f"{max(TALLEST - height, 0.0):.1f}",
            height=f"{height:.1f}",
        )
        for one, height in (
            (each, max(TALLEST * dense / most, SHORTEST))
            for each, dense in zip(bins, density, strict=True)
            if dense
        )
    )
