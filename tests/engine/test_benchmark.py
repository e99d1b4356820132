"""Ranks, quartiles, peers and the ladder, held against a computation over plain lists."""

import random
import statistics
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scans.engine.benchmark import (
    Bin,
    Shown,
    ShownPeers,
    bins_of,
    how_much,
    in_steps,
    rank_in_ten,
    rank_step,
    show,
    step_margin,
)
from scans.engine.distribution import Distribution, Quartiles, tenths
from scans.engine.intervals import wilson_interval
from scans.engine.peers import (
    SIZES,
    Own,
    Peers,
    Segment,
    choose,
    is_difference,
    ladder,
    measures_of,
    size_class_of,
)
from scans.engine.published import NotDisclosableError

PERIOD = (date(2026, 1, 1), date(2026, 11, 1))
Z = statistics.NormalDist().inv_cdf(0.975)

values = st.one_of(st.integers(0, 1000), st.sampled_from([0, 500, 643, 1000]))
seeds = st.integers(0, 10**9)


class Department(NamedTuple):
    organisation: int
    sector: str
    size: str
    value: int
    solo: bool


def draw_departments(seed):
    """Return up to 120 departments, of organisations that may have several, with many ties."""
    luck = random.Random(seed)  # noqa: S311 - the same departments again
    organisations = luck.choice((3, 10, 11, 12, 19, 20, 21, 40))
    crowded = luck.choice((0, 0.2, 0.3))
    spread = luck.choice(((500,), (0, 643, 1000), range(600, 660), range(1001)))
    return [
        Department(
            organisation=0 if luck.random() < crowded else luck.randrange(organisations),
            sector=luck.choice(("gemeente", "zorg")),
            size=luck.choice(SIZES[:2]),
            value=luck.choice(spread),
            solo=luck.random() < 0.3,
        )
        for _ in range(luck.randint(1, 3 * organisations))
    ]


def peers_of(departments, segment):
    """Return the peers of a segment, and the number of departments of its second largest."""
    inside = [one for one in departments if is_inside(one, segment)]
    sizes = sorted(Counter(one.organisation for one in inside).values(), reverse=True)
    peers = Peers(
        segment=segment,
        organisations=len(sizes),
        largest=max(sizes, default=0),
        solo=sum(one.solo for one in inside),
        period=PERIOD,
        distribution=Distribution.of(one.value for one in inside),
    )
    return peers, ([*sizes, 0, 0])[1]


def is_inside(one, segment):
    return segment.sector in (None, one.sector) and segment.size in (None, one.size)


def own_peers(departments, organisation, segment):
    """Return the peers as a report of this organisation gets them: taken out of the whole."""
    peers, next_largest = peers_of(departments, segment)
    own = [
        one for one in departments if one.organisation == organisation and is_inside(one, segment)
    ]
    return peers.without(
        Own(tuple(one.value for one in own), solo=sum(one.solo for one in own)), next_largest
    )


def by_hand(departments, organisation, own):
    """Return what the report must say, from lists, of which the own organisation is no part."""
    others = [one for one in departments if one.organisation != organisation]
    for segment in (
        Segment(own.sector, own.size),
        Segment(own.sector, None),
        Segment(None, own.size),
        Segment(None, None),
    ):
        scores = sorted(one.value for one in others if is_inside(one, segment))
        counts = Counter(one.organisation for one in others if is_inside(one, segment))
        if len(counts) >= 10 and not any(count / len(scores) > 0.25 for count in counts.values()):
            return segment, len(scores), len(counts), figures_by_hand(scores, counts, own.value)
    return None


def figures_by_hand(scores, counts, own):
    low, middle, high = statistics.quantiles(
        [Fraction(one, 10) for one in scores], n=4, method="inclusive"
    )
    if len(counts) < 20:
        return (float(low), None, float(high)), None, None
    passed = sum(1.0 if one < own else 0.5 if one == own else 0.0 for one in scores)
    interval = wilson_by_hand(passed / len(scores), len(scores))
    return (
        (float(low), float(middle), float(high)),
        pytest.approx(100 * passed / len(scores), abs=1e-9),
        tuple(pytest.approx(100 * bound, abs=1e-9) for bound in interval),
    )


def wilson_by_hand(share, n):
    middle = share + Z**2 / (2 * n)
    half = Z * ((share * (1 - share) + Z**2 / (4 * n)) / n) ** 0.5
    return (middle - half) / (1 + Z**2 / n), (middle + half) / (1 + Z**2 / n)


def as_plain(shown):
    if shown is None:
        return None
    quartiles = (shown.quartiles.low, shown.quartiles.middle, shown.quartiles.high)
    return (
        shown.segment,
        shown.departments,
        shown.organisations,
        (quartiles, shown.rank, shown.interval),
    )


@settings(max_examples=1500, deadline=None)
@given(seeds)
def test_a_report_says_what_lists_without_the_own_organisation_say(seed):
    departments = draw_departments(seed)
    own = departments[seed % len(departments)]

    chosen = choose(
        own_peers(departments, own.organisation, step) for step in ladder(own.sector, own.size)
    )
    shown = None if chosen is None else show(chosen, "relevantie", own.value)

    assert as_plain(shown) == by_hand(departments, own.organisation, own)


def test_the_drawn_departments_reach_every_step_and_every_kind():
    found = Counter()
    for seed in range(400):
        departments = draw_departments(seed)
        own = departments[seed % len(departments)]
        answer = by_hand(departments, own.organisation, own)
        segment, kind = (None, None) if answer is None else (answer[0], answer[3][1] is None)
        found[segment and (segment.sector is None, segment.size is None), kind] += 1

    steps = {(False, False), (False, True), (True, False), (True, True)}
    assert {step for step, _ in found} == steps | {None}
    assert {kind for _, kind in found} == {None, True, False}


@settings(max_examples=500, deadline=None)
@given(st.lists(values, min_size=1, max_size=60), values)
def test_a_rank_counts_the_lower_and_half_of_the_equal(scores, own):
    lower = len([one for one in scores if one < own])
    equal = len([one for one in scores if one == own])

    rank = Distribution.of(scores).mid_rank(own)

    assert rank == Fraction(100 * (2 * lower + equal), 2 * len(scores))


@settings(max_examples=500, deadline=None)
@given(st.lists(values, min_size=2, max_size=60))
def test_quartiles_are_those_of_the_standard_library(scores):
    exact = statistics.quantiles([Fraction(one, 10) for one in scores], n=4, method="inclusive")

    assert Distribution.of(scores).quartiles() == Quartiles(*map(float, exact))


@given(values)
def test_quartiles_of_one_department_are_its_score(score):
    assert Distribution.of([score]).quartiles() == Quartiles(score / 10, score / 10, score / 10)


@settings(max_examples=300, deadline=None)
@given(st.lists(values, min_size=1, max_size=60), values)
def test_the_margin_of_a_rank_is_that_of_wilson(scores, own):
    distribution = Distribution.of(scores)
    share = float(distribution.mid_rank(own)) / 100

    low, high = distribution.rank_interval(own)

    assert (low, high) == pytest.approx([100 * one for one in wilson_by_hand(share, len(scores))])


def test_nothing_has_no_quartiles_rank_or_margin():
    nothing = Distribution({})

    found = (nothing.n, nothing.quartiles(), nothing.mid_rank(5), nothing.rank_interval(5))

    assert found == (0, None, None, None)


@given(st.lists(values, max_size=30), st.lists(values, max_size=30))
def test_what_was_merged_can_be_taken_out_again(some, others):
    both = Distribution.of(some).merged(Distribution.of(others))

    assert both == Distribution.of(some + others)
    assert both.without(others) == Distribution.of(some)


def test_what_is_not_in_a_distribution_can_not_be_taken_out():
    with pytest.raises(ValueError, match=r"not in the distribution: \[643\]"):
        Distribution.of([643, 500]).without([643, 643])


def test_a_distribution_holds_no_negative_numbers_and_forgets_zeros():
    assert Distribution({3: 1, 1: 2, 2: 0}).counts == {1: 2, 3: 1}
    with pytest.raises(ValueError, match="negative"):
        Distribution({5: -1})


@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_what_is_no_number_has_no_tenths(score):
    with pytest.raises((ValueError, OverflowError)):
        tenths(score)


def test_measures_are_themes_role_impact_and_a_mirror_for_each_theme():
    found = measures_of(["relevantie", "timing"])

    assert found == (
        "relevantie",
        "timing",
        "rol.huidig",
        "rol.gewenst",
        "impact",
        "spiegel.relevantie",
        "spiegel.timing",
    )
    assert [one for one in found if is_difference(one)] == list(found[5:])


def test_a_department_of_nobody_has_no_size_class():
    assert size_class_of(None) is None
    with pytest.raises(ValueError, match="0 persons"):
        size_class_of(0)


@pytest.mark.parametrize(
    ("sector", "size", "steps"),
    [
        ("zorg", "1-5", [("zorg", "1-5"), ("zorg", None), (None, "1-5"), (None, None)]),
        ("zorg", None, [("zorg", None), (None, None)]),
        (None, "1-5", [(None, "1-5"), (None, None)]),
        (None, None, [(None, None)]),
    ],
)
def test_the_ladder_skips_what_is_not_known(sector, size, steps):
    assert ladder(sector, size) == tuple(Segment(*step) for step in steps)


def build_peers(**changes):
    numbers = {
        "segment": Segment(),
        "organisations": 20,
        "largest": 1,
        "solo": 5,
        "period": PERIOD,
        "distribution": Distribution.of(range(400, 600, 10)),
    }
    return Peers(**{**numbers, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"organisations": 21},
        {"largest": 2},
        {"largest": 0},
        {"solo": 21},
        {"solo": -1},
        {"period": PERIOD[::-1]},
    ],
)
def test_numbers_of_peers_that_can_not_go_together_are_refused(changes):
    with pytest.raises(ValueError, match="impossible numbers"):
        build_peers(**changes)


def test_who_has_nothing_among_the_peers_takes_nothing_out():
    peers = build_peers()

    assert peers.without(Own(), next_largest=1) == peers


@pytest.mark.parametrize(
    ("largest", "others", "enough"),
    [(5, 15, True), (5, 14, False), (3, 9, True), (3, 8, False), (1, 8, False), (1, 9, True)],
)
def test_ten_organisations_of_which_none_has_over_a_quarter_are_enough(largest, others, enough):
    peers = build_peers(
        organisations=1 + others,
        largest=largest,
        solo=0,
        distribution=Distribution.of([500] * (largest + others)),
    )

    assert peers.are_enough() is enough
    assert (how_much(peers) is Shown.NONE) is not enough
    assert (show(peers, "timing", 500) is None) is not enough


def test_a_public_reader_has_no_rank():
    shown = show(build_peers(), "timing")

    assert (shown.kind, shown.rank, shown.interval) == (Shown.FULL, None, None)
    assert sum(one.count for one in shown.bins) == 20


@settings(max_examples=500, deadline=None)
@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=80))
def test_bins_cover_the_scale_and_hold_nobody_or_three(scores):
    bins = bins_of(Distribution.of(scores), "spiegel.timing")

    assert [bins[0].low, *[one.high for one in bins]] == [*[one.low for one in bins], 100]
    assert all(one.count == 0 or one.count >= 3 for one in bins)
    for one in bins:
        last = one.high == 100
        inside = [s for s in scores if one.low <= s / 10 and (s / 10 < one.high or last)]
        assert one.count == len(inside)


SHOWN = show(build_peers(), "timing", 500)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": Shown.NONE}, "none of 20"),
        ({"organisations": 19}, "full of 19"),
        ({"organisations": 9, "kind": Shown.BAND}, "band of 9"),
        ({"departments": 19}, "fewer departments"),
        ({"kind": Shown.BAND}, "more than the middle half"),
        ({"kind": Shown.BAND, "rank": None, "bins": None}, "more than the middle half"),
        ({"interval": None}, "a rank has an interval"),
        ({"bins": (Bin(0, 50, 2), Bin(50, 100, 18))}, "too few departments"),
        ({"bins": (Bin(0, 100, 19),)}, "don't hold"),
        ({"bins": None}, "don't hold"),
    ],
)
def test_more_than_may_be_shown_can_not_even_be_made(changes, message):
    fields = {name: getattr(SHOWN, name) for name in ShownPeers.__dataclass_fields__}

    with pytest.raises(NotDisclosableError, match=message):
        ShownPeers(**{**fields, **changes})


def test_a_rank_in_words_is_never_outside_zero_to_ten():
    assert {rank_in_ten(Fraction(one, 10)) for one in range(1001)} == set(range(11))


@given(st.lists(st.integers(-1000, 1000)))
def test_a_distribution_is_read_back_as_it_was_written(scores):
    written = Distribution.of(scores).to_bytes(-1000, 1000)

    assert len(written) == 4 * 2001
    assert Distribution.from_bytes(written, -1000) == Distribution.of(scores)


def test_a_score_beyond_the_bounds_is_not_written():
    with pytest.raises(ValueError, match="beyond 0 to 1000"):
        Distribution.of([-1]).to_bytes(0, 1000)


@pytest.mark.parametrize(
    ("rank", "organisations", "step"),
    [
        (0, 20, (0, 30)),
        (29.9, 20, (0, 30)),
        (30, 20, (30, 50)),
        (69.9, 49, (50, 70)),
        (100, 49, (70, 100)),
        (14.9, 50, (0, 15)),
        (15, 50, (15, 25)),
        (85, 50, (85, 100)),
    ],
)
def test_a_report_tells_a_rank_in_steps(rank, organisations, step):
    assert rank_step(rank, organisations) == step


def test_below_twenty_organisations_there_is_no_rank_to_tell():
    with pytest.raises(ValueError, match="no rank among 19"):
        rank_step(50, 19)


@pytest.mark.parametrize(("organisations", "fewest"), [(20, 4), (37, 7), (50, 5), (99, 9)])
def test_who_fills_in_a_scan_for_every_score_can_part_few_departments(organisations, fewest):
    peers = build_peers(
        organisations=organisations,
        solo=0,
        distribution=Distribution.of(range(0, 10 * organisations, 10)),
    )

    told = [in_steps(show(peers, "timing", score)) for score in range(1001)]

    ranks = Counter((one.rank, one.interval) for one in told[: 10 * organisations])
    # Scores lie ten tenths apart: so many departments are within one step.
    assert min(ranks.values()) >= 10 * fewest
    assert told[0].rank > 0
    assert told[-1].rank < 100


def test_a_rank_in_steps_has_the_margin_of_its_step():
    shown = show(build_peers(), "timing", 500)

    told = in_steps(shown)

    low, high = wilson_by_hand(0.5, 20)[0], wilson_by_hand(0.7, 20)[1]
    assert (shown.rank, told.rank) == (52.5, 60)
    assert (round(100 * low), round(100 * high)) == (30, 85)
    assert told.interval == (20, 90)


@settings(max_examples=300, deadline=None)
@given(st.integers(20, 5000), st.data())
def test_the_margin_of_a_step_holds_the_margin_of_every_rank_in_it(departments, data):
    organisations = data.draw(st.integers(20, departments))
    halves = data.draw(st.integers(0, 2 * departments))
    rank = Fraction(100 * halves, 2 * departments)
    exact = wilson_interval(rank / 100 * departments, departments)

    low, high = step_margin(rank_step(rank, organisations), departments)

    assert low <= 100 * exact[0] <= rank <= 100 * exact[1] <= high
    assert (low % 10, high % 10) == (0, 0)
    assert (low >= 0, high <= 100) == (True, True)


def test_what_has_no_rank_has_no_steps():
    shown = show(build_peers(), "timing")

    assert in_steps(shown) == shown


def test_of_an_organisation_that_lost_a_department_the_rest_is_taken_out():
    # Three of the fifteen were of the own organisation; one of those is gone since.
    peers = build_peers(
        organisations=13, largest=3, solo=0, distribution=Distribution.of(range(100, 250, 10))
    )

    rest = peers.without(Own((100, 110)), next_largest=1)

    assert (rest.organisations, rest.departments, rest.largest) == (12, 13, 2)


def test_organisations_that_were_put_together_are_all_taken_out():
    peers = build_peers(solo=2)

    rest = peers.without(Own((500, 510), solo=2, organisations=2, most=1), next_largest=1)

    assert (rest.organisations, rest.departments, rest.largest, rest.solo) == (18, 18, 1, 0)


def test_organisations_that_were_put_together_were_not_the_largest_together():
    peers = build_peers(
        organisations=19, largest=2, solo=0, distribution=Distribution.of(range(400, 600, 10))
    )

    rest = peers.without(Own((500, 510), organisations=2, most=1), next_largest=1)

    assert (rest.organisations, rest.departments, rest.largest) == (17, 18, 2)


def test_where_the_own_organisation_counts_a_report_says_what_that_of_a_stranger_says():
    scores = [*range(100, 290, 10), 900, 910]
    peers = build_peers(organisations=20, largest=2, solo=0, distribution=Distribution.of(scores))

    for own in range(0, 1001, 5):
        shown = show(replace(peers, counts_own=True), "timing", own)
        assert replace(shown, counts_own=False) == show(peers, "timing", own)
        assert shown.counts_own is True


def test_a_bin_holds_more_than_one_organisation_can_have_and_two():
    scores = [50, 50, 50, 50, *[950] * 16]

    assert [one.count for one in bins_of(Distribution.of(scores), "timing", 3) if one.count] == [20]
    assert [one.count for one in bins_of(Distribution.of(scores), "timing", 2) if one.count] == [
        4,
        16,
    ]
