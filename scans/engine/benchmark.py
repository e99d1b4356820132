"""What a reader may see of other departments; why stands in decisions/benchmark-disclosure.md."""

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from scans.engine.distribution import TENTHS, Distribution, Quartiles
from scans.engine.intervals import Interval, wilson_interval
from scans.engine.peers import SMALLEST_BENCHMARK, Peers, Segment, is_difference
from scans.engine.published import NotDisclosableError
from scans.engine.thresholds import SMALLEST_CELL

RANK_FROM = 20
"""From this many organisations there is a rank and a distribution; below it the middle half."""

BINS = 10
LOWEST, HIGHEST, LOWEST_DIFFERENCE = 0, 100, -100
STEPS_IN_WORDS = 10

RANK_BOUNDS = ((50, (15, 25, 35, 45, 55, 65, 75, 85)), (RANK_FROM, (30, 50, 70)))
"""Between which bounds a report tells a rank, from so many organisations.

Whoever fills in many scans meets every bound. So between two of them stand at least four
organisations, and below the first and above the last at least six.
"""


class Shown(StrEnum):
    """How much of the peers may be shown: nothing, the middle half, or rank and distribution."""

    NONE = "none"
    BAND = "band"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Bin:
    """How many departments score from ``low`` up to ``high`` points.

    ``high`` itself belongs to the next bin, and in the last bin to this one.
    """

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class ShownPeers:
    """What may be shown of the peers for one measure; it can't hold more.

    ``solo_share`` (0-1) is the part that one person filled in. ``rank`` (0-100) is there when
    an own score was compared, with its 95 % ``interval``. Below ``RANK_FROM`` organisations
    there are no median, rank and bins. ``counts_own``: the own organisation is one of them.
    ``NotDisclosableError`` for more than that.
    """

    segment: Segment
    departments: int
    organisations: int
    solo_share: float
    period: tuple[date, date]
    kind: Shown
    quartiles: Quartiles
    rank: float | None = None
    interval: Interval | None = None
    bins: tuple[Bin, ...] | None = None
    counts_own: bool = False

    def __post_init__(self) -> None:
        if self.kind not in _kinds(self.organisations):
            raise NotDisclosableError(f"{self.kind} of {self.organisations} organisations")
        if not self.organisations <= self.departments:
            raise NotDisclosableError("fewer departments than organisations")
        if self.kind is Shown.BAND:
            _check_band(self)
        else:
            _check_bins(self.bins or (), self.departments)
        if (self.rank is None) != (self.interval is None):
            raise NotDisclosableError("a rank has an interval")


def how_much(peers: Peers) -> Shown:
    """Return how much of these peers may be shown."""
    if not peers.are_enough():
        return Shown.NONE
    return Shown.FULL if peers.organisations >= RANK_FROM else Shown.BAND


def show(peers: Peers, measure: str, own: int | None = None) -> ShownPeers | None:
    """Return what may be shown of the peers; ``None``: too few departments yet.

    ``own`` is the score to rank, in tenths, among all of these peers.
    """
    kind, quartiles = how_much(peers), peers.distribution.quartiles()
    if kind is Shown.NONE or quartiles is None:
        return None
    full = kind is Shown.FULL
    ranked = own if full else None
    return ShownPeers(
        segment=peers.segment,
        departments=peers.departments,
        organisations=peers.organisations,
        solo_share=peers.solo / peers.departments,
        period=peers.period,
        kind=kind,
        quartiles=quartiles if full else Quartiles(quartiles.low, None, quartiles.high),
        rank=None if ranked is None else float(peers.distribution.mid_rank(ranked) or 0),
        interval=None if ranked is None else peers.distribution.rank_interval(ranked),
        counts_own=peers.counts_own,
        bins=bins_of(peers.distribution, measure, peers.largest) if full else None,
    )


def rank_step(rank: float, organisations: int) -> tuple[int, int]:
    """Return between which two ranks (0-100) a report says that this rank lies.

    A rank at a bound lies above it. Raises ``ValueError`` where a report tells no rank.
    """
    for fewest, bounds in RANK_BOUNDS:
        if organisations >= fewest:
            place = bisect_right(bounds, rank)
            return (0, *bounds)[place], (*bounds, HIGHEST)[place]
    raise ValueError(f"no rank among {organisations} organisations")


def in_steps(shown: ShownPeers) -> ShownPeers:
    """Return the same with the rank and its interval as a report tells them: in steps.

    The rank becomes the middle of its step, and the interval holds that of every rank in it.
    """
    if shown.rank is None:
        return shown
    step = rank_step(shown.rank, shown.organisations)
    return replace(shown, rank=sum(step) / 2, interval=step_margin(step, shown.departments))


def step_margin(step: tuple[int, int], departments: int) -> Interval:
    """Return from where to where a report says that a rank in this step (0-100) may lie.

    From the lower end of the Wilson interval of its lowest rank to the upper end of that of its
    highest, rounded outwards to so many in ten: the interval of every rank between lies within.
    """
    lowest, highest = (
        wilson_interval(Fraction(rank * departments, HIGHEST), departments) for rank in step
    )
    assert lowest is not None
    assert highest is not None
    return (
        float(STEPS_IN_WORDS * math.floor(STEPS_IN_WORDS * lowest[0])),
        float(STEPS_IN_WORDS * math.ceil(STEPS_IN_WORDS * highest[1])),
    )


def bins_of(distribution: Distribution, measure: str, largest: int = 1) -> tuple[Bin, ...]:
    """Return the distribution in ten equal bins over the whole scale of the measure.

    ``largest`` is how many departments one organisation has at most. A bin holds nobody or, with
    all of those taken out, two; a smaller one is joined with the nearest that holds any, and with
    what is empty between; at a tie with the smaller of the two, or the lower.
    """
    low = LOWEST_DIFFERENCE if is_difference(measure) else LOWEST
    fewest = SMALLEST_CELL + max(largest - 1, 0)
    width = (HIGHEST - low) // BINS
    counts = [0] * BINS
    for value, count in distribution.counts.items():
        counts[min((value - low * TENTHS) // (width * TENTHS), BINS - 1)] += count
    bins = [
        Bin(low + place * width, low + (place + 1) * width, count)
        for place, count in enumerate(counts)
    ]
    while (part := _too_small(bins, fewest)) is not None:
        joined = bins[slice(*part)]
        total = sum(one.count for one in joined)
        bins[slice(*part)] = [Bin(joined[0].low, joined[-1].high, total)]
    return tuple(bins)


def rank_in_ten(rank: float | Fraction) -> int:
    """Return a rank (0-100) as "higher than about so many out of ten"; halfway goes up."""
    return math.floor(Fraction(rank) / STEPS_IN_WORDS + Fraction(1, 2))


def _kinds(organisations: int) -> tuple[Shown, ...]:
    if organisations >= RANK_FROM:
        return (Shown.BAND, Shown.FULL)
    return (Shown.BAND,) if organisations >= SMALLEST_BENCHMARK else ()


def _check_band(one: ShownPeers) -> None:
    if (one.quartiles.middle, one.rank, one.bins) != (None, None, None):
        raise NotDisclosableError("more than the middle half")


def _check_bins(bins: tuple[Bin, ...], departments: int) -> None:
    if any(0 < one.count < SMALLEST_CELL for one in bins):
        raise NotDisclosableError("a bin of too few departments")
    if sum(one.count for one in bins) != departments:
        raise NotDisclosableError("the bins don't hold the departments")


def _too_small(bins: list[Bin], fewest: int) -> tuple[int, int] | None:
    """Return from where to where to join, for the first bin of too few departments."""
    held = [place for place, one in enumerate(bins) if one.count]
    small = next((place for place in held if bins[place].count < fewest), None)
    if small is None or len(held) == 1:
        return None
    at = held.index(small)
    near = min(
        held[max(at - 1, 0) : at] + held[at + 1 : at + 2],
        key=lambda place: (abs(place - small), bins[place].count),
    )
    return min(small, near), max(small, near) + 1
