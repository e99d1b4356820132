"""Where people stop is told, single persons are not."""

from itertools import pairwise

import pytest

from scans.engine.breakoff import Stage, stages


@pytest.mark.parametrize(
    ("started", "passed", "told"),
    [
        (4, [("a", 4)], None),
        (5, [("a", 5)], [("a", 5, None)]),
        (20, [("a", 15), ("b", 10)], [("a", 15, 5), ("b", 10, 5)]),
        (20, [("a", 16), ("b", 15)], [("a", 20, None), ("b", 15, 5)]),
        (
            20,
            [("a", 17), ("b", 16), ("c", 16)],
            [("a", 20, None), ("b", 20, None), ("c", 20, None)],
        ),
        (20, [("a", 4), ("b", 0)], [("a", 20, None), ("b", 0, 20)]),
    ],
    ids=["too few", "nobody stops", "enough", "few wait", "few all the way", "few are left"],
)
def test_a_loss_of_fewer_than_five_is_told_with_the_next(started, passed, told):
    expected = None if told is None else tuple(Stage(*one) for one in told)

    assert stages(started, passed) == expected


@pytest.mark.parametrize("reached", range(31))
def test_no_difference_between_two_figures_is_of_one_to_four_persons(reached):
    found = stages(30, [("a", max(reached, 12)), ("b", min(reached, 12)), ("c", 0)])

    told = [30, *(one.reached for one in found)]

    assert not {before - after for before, after in pairwise(told)} & {
        1,
        2,
        3,
        4,
    }
