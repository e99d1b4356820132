"""Figures on items, against numpy and scipy as an independent computation."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scans.engine.quality import (
    AnswerScale,
    AnswerShares,
    ItemQuality,
    Quality,
    ScaleItem,
    is_straight,
    quality_of,
    shares_of,
    status_of,
    straight_share,
)
from scans.engine.reliability import CompleteRows, feldt_interval

UNHURRIED = settings(deadline=None)  # whichever example comes first loads SciPy
SIX = AnswerScale(1, 6)
MEANS = st.fractions(min_value=1, max_value=6, max_denominator=12)
VALUES = st.integers(1, 6) | MEANS
NOTHING = AnswerShares(missing=None, floor=None, ceiling=None)


def items_of(count, *reversed_places):
    return [ScaleItem(f"i{place}", place in reversed_places) for place in range(count)]


@st.composite
def tables(draw, values=VALUES, smallest=2):
    """Draw rows of at least two items, some of the items reversed."""
    count = draw(st.integers(2, 5))
    rows = draw(st.lists(st.lists(values, min_size=count, max_size=count), min_size=smallest))
    return rows, items_of(count, *draw(st.sets(st.integers(0, count - 1))))


def counted(rows, items):
    """Return the rows as floats, reversed where they must be."""
    turned = np.array([one.reversed for one in items])
    matrix = np.array([[float(value) for value in row] for row in rows])
    return np.where(turned, 7 - matrix, matrix)


def sums(rows, items, left_out=None):
    """Return the exact sum of each row, reversed where it must be, without one of the items."""
    return [
        sum(
            7 - value if item.reversed else value
            for value, item in zip(row, items, strict=True)
            if item != left_out
        )
        for row in rows
    ]


def feldt_bounds(alpha, rows, items):
    from scipy.stats import f

    freedom = (rows - 1, (rows - 1) * (items - 1))
    return [1 - (1 - alpha) * f.ppf(quantile, *freedom) for quantile in (0.975, 0.025)]


@UNHURRIED
@given(tables())
def test_alpha_and_its_interval_follow_from_the_covariances(table):
    rows, items = table
    quality = quality_of(rows, items, SIX)

    if len(set(sums(rows, items))) == 1:
        assert (quality.alpha, quality.interval) == (None, None)
        return
    covariances, count = np.cov(counted(rows, items), rowvar=False), len(items)
    alpha = count / (count - 1) * (1 - np.trace(covariances) / covariances.sum())
    bounds = feldt_bounds(alpha, len(rows), count)
    assert quality.alpha == pytest.approx(alpha, rel=1e-6, abs=1e-6)
    assert quality.interval == pytest.approx(bounds, rel=1e-6, abs=1e-6)


@UNHURRIED
@given(tables())
def test_the_figures_of_items_are_those_of_numpy(table):
    rows, items = table
    matrix = counted(rows, items)

    quality = quality_of(rows, items, SIX)

    assert [one.item for one in quality.items] == items
    assert [one.n for one in quality.items] == [len(rows)] * len(items)
    assert [one.mean for one in quality.items] == pytest.approx(matrix.mean(axis=0))
    assert [one.sd for one in quality.items] == pytest.approx(matrix.std(axis=0, ddof=1), abs=1e-7)
    for place, one in enumerate(quality.items):
        rest = sums(rows, items, left_out=one.item)
        if len(set(rest)) == 1 or len({row[place] for row in rows}) == 1:
            assert one.item_rest is None
        else:
            expected = np.corrcoef(matrix[:, place], [float(value) for value in rest])[0, 1]
            assert one.item_rest == pytest.approx(expected, abs=1e-6)
            assert -1 <= one.item_rest <= 1


@UNHURRIED
@given(tables(values=st.none() | VALUES, smallest=0))
def test_a_row_with_a_gap_counts_for_its_items_and_not_for_the_scale(table):
    rows, items = table
    complete = [row for row in rows if None not in row]

    quality = quality_of(rows, items, SIX)

    alone = quality_of(complete, items, SIX)
    assert (quality.rows, quality.complete) == (len(rows), len(complete))
    assert (quality.alpha, quality.interval) == (alone.alpha, alone.interval)
    assert [one.item_rest for one in quality.items] == [one.item_rest for one in alone.items]
    for place, one in enumerate(quality.items):
        column = [[row[place]] for row in rows if row[place] is not None]
        alone = quality_of(column, [items[place]], SIX).items[0]
        assert (one.n, one.mean, one.sd) == (alone.n, alone.mean, alone.sd)
        assert (one.shares.floor, one.shares.ceiling) == (alone.shares.floor, alone.shares.ceiling)
        missing = (len(rows) - len(column)) / len(rows) if rows else None
        assert one.shares.missing == missing


@UNHURRIED
@given(tables())
def test_the_order_of_rows_and_reversing_everything_change_nothing_of_the_scale(table):
    rows, items = table
    opposite = [ScaleItem(one.name, not one.reversed) for one in items]

    quality = quality_of(rows, items, SIX)

    for other in (quality_of(rows[::-1], items, SIX), quality_of(rows, opposite, SIX)):
        assert (other.alpha, other.interval) == (quality.alpha, quality.interval)
        assert [one.item_rest for one in other.items] == [one.item_rest for one in quality.items]


def test_thirds_that_add_up_to_the_same_total_do_not_vary_by_rounding():
    rows = [[Fraction(4, 3), Fraction(17, 3)], [Fraction(10, 3), Fraction(11, 3)], [5, 2]]

    quality = quality_of(rows, items_of(2), SIX)

    assert (quality.alpha, quality.interval) == (None, None)
    assert [one.item_rest for one in quality.items] == [-1.0, -1.0]


def test_all_figures_of_a_small_table_computed_by_hand():
    rows = [[1, 6, 2], [2, 4, None], [3, 5, 4], [6, 1, 6]]

    quality = quality_of(rows, items_of(3, 1), SIX)

    # Complete, with the second reversed: 1 1 2, 3 2 4 and 6 6 6, so totals of 4, 9 and 18. Sums of
    # squares around the mean are 38/3, 14 and 8, and 302/3 of the totals.
    alpha = 1.5 * (1 - 104 / 302)
    assert quality == Quality(
        items=(
            ItemQuality(
                ScaleItem("i0"),
                n=4,
                mean=3.0,
                sd=pytest.approx((14 / 3) ** 0.5),
                item_rest=pytest.approx(23 / (38 / 3 * 42) ** 0.5),
                shares=AnswerShares(missing=0.0, floor=0.25, ceiling=0.25),
            ),
            ItemQuality(
                ScaleItem("i1", reversed=True),
                n=4,
                mean=3.0,
                sd=pytest.approx((14 / 3) ** 0.5),
                item_rest=pytest.approx(23 / (14 * 122 / 3) ** 0.5),
                shares=AnswerShares(missing=0.0, floor=0.25, ceiling=0.25),
            ),
            ItemQuality(
                ScaleItem("i2"),
                n=3,
                mean=4.0,
                sd=2.0,
                item_rest=pytest.approx(20 / (8 * 158 / 3) ** 0.5),
                shares=AnswerShares(missing=0.25, floor=0.0, ceiling=pytest.approx(1 / 3)),
            ),
        ),
        rows=4,
        complete=3,
        alpha=pytest.approx(alpha),
        interval=pytest.approx(feldt_bounds(alpha, rows=3, items=3)),
    )


def test_without_rows_every_figure_is_missing():
    quality = quality_of([], items_of(2), SIX)

    empty = [ItemQuality(item, 0, None, None, None, NOTHING) for item in items_of(2)]
    assert quality == Quality(tuple(empty), rows=0, complete=0, alpha=None, interval=None)


def test_without_items_there_is_nothing():
    assert quality_of([[], []], [], SIX) == Quality((), 2, 0, alpha=None, interval=None)


@pytest.mark.parametrize("row", [[1], [1, 2, 3], []])
def test_a_row_of_another_length_is_refused(row):
    with pytest.raises(ValueError, match="no value for each of the 2 items"):
        quality_of([[1, 2], row], items_of(2), SIX)


@pytest.mark.parametrize("value", [0, 7, Fraction(999, 1000), Fraction(6001, 1000), -1])
def test_a_value_outside_the_scale_is_refused(value):
    with pytest.raises(ValueError, match="i1 has a value that is not on the scale"):
        quality_of([[1, 2], [None, value]], items_of(2, 1), SIX)


@pytest.mark.parametrize(("low", "high"), [(6, 1), (3, 3)])
def test_a_scale_without_a_distance_is_refused(low, high):
    with pytest.raises(ValueError, match=f"from {low} to {high}"):
        AnswerScale(low, high)


def test_ragged_rows_have_no_complete_table():
    with pytest.raises(ValueError, match="shorter"):
        CompleteRows.of([[1, 2], [1]])


@pytest.mark.parametrize(("rows", "items"), [(0, 6), (1, 6), (30, 1), (30, 0)])
def test_too_few_rows_or_items_have_no_interval(rows, items):
    assert feldt_interval(Fraction(4, 5), rows, items) is None


def test_the_borders_of_what_alpha_is_worth_can_be_set():
    assert [status_of(n, shown_from=5, firm_from=7) for n in range(4, 8)] == [
        "te_weinig",
        "voorlopig",
        "voorlopig",
        "genoeg",
    ]


def test_shares_come_from_counts_too():
    assert shares_of(missing=5, lowest=1, highest=9, answered=15) == AnswerShares(0.25, 1 / 15, 0.6)
    assert shares_of(missing=3, lowest=0, highest=0, answered=0) == AnswerShares(1.0, None, None)


def test_five_answers_alike_are_too_few_to_judge_and_six_are_not():
    assert is_straight([3] * 5 + [None] * 4) is None
    assert is_straight([3] * 6 + [None] * 4) is True
    assert is_straight([3] * 6 + [4]) is False
    assert is_straight([3] * 5, fewest=5) is True


def test_the_straight_share_of_nobody_is_unknown():
    assert straight_share([]) is None
