"""Where the columns go of what came in per week or month; the table beside them says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from scans.reports.charts import ACCENT, Palette, percent

TALLEST = 72
"""The height of the highest column, in pixels."""

ROOM = 18
"""Above it, for the number."""

SHORTEST = 2.0
GAP = 0.28
"""The part of its place that a column leaves open."""


@dataclass(frozen=True, slots=True)
class Column:
    """One period; ``is_open`` for the present one. In pixels from the top.

    Only the highest and the present one have their number above them: twelve wouldn't fit.
    """

    start: str
    width: str
    top: str
    height: str
    middle: str
    value: int
    is_open: bool
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class TrendChart:
    """The columns of one count over the periods, the last of which isn't over."""

    palette: Palette
    columns: tuple[Column, ...]
    base: int = ROOM + TALLEST


def trend_chart(values: Sequence[int]) -> TrendChart:
    """Return the columns for these counts, in order; there is at least one."""
    most, place = max([*values, 1]), 100 / len(values)
    last, highest = len(values) - 1, values.index(max(values))
    return TrendChart(
        palette=Palette(colour=ACCENT, tint="#e4eff0"),
        columns=tuple(
            Column(
                start=percent(number * place + place * GAP / 2),
                width=percent(place * (1 - GAP)),
                top=f"{ROOM + TALLEST - height:.1f}",
                height=f"{height:.1f}",
                middle=percent(number * place + place / 2),
                value=value,
                is_open=number == last,
                is_labelled=number in (last, highest),
            )
            for number, (value, height) in enumerate(
                (one, max(TALLEST * one / most, SHORTEST) if one else 0.0) for one in values
            )
        ),
    )
