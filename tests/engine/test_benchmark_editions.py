"""Which segments get new figures: each by itself, and all of them together."""

import pytest

from scans.engine.editions import Candidate, Cohort, Decision, Level, decide, may_refresh
from scans.engine.peers import Segment

ALL, CARE, TOWN, SMALL = Segment(), Segment("zorg"), Segment("gemeente"), Segment(size="1-5")
CELL = Segment("zorg", "1-5")
EVERYWHERE = frozenset({Level.ALL, Level.SECTOR})
NOWHERE = frozenset()


def candidate(segment, departments=20, *, former=True, enough=True, new=5):
    return Candidate(segment, departments, former, enough, new)


def cohort(sector, departments, *, shown_in=NOWHERE, eligible=True, organisations=None):
    count = departments if organisations is None else organisations
    return Cohort(Segment(sector, "1-5"), shown_in, eligible, departments, count)


@pytest.mark.parametrize(
    ("former", "enough", "new", "allowed"),
    [
        (False, True, 0, True),
        (False, False, 40, False),
        (True, True, 5, True),
        (True, True, 4, False),
        (True, False, 5, False),
    ],
)
def test_new_figures_need_five_new_organisations_or_the_first_time_enough(
    former, enough, new, allowed
):
    assert may_refresh(candidate(ALL, former=former, enough=enough, new=new)) is allowed


def test_a_first_edition_shows_what_is_enough_and_leaves_a_rest_of_five():
    found = decide(
        [candidate(ALL, 25, former=False), candidate(CARE, 20, former=False)],
        [cohort("zorg", 20), cohort("gemeente", 5)],
    )

    assert found == {ALL: Decision.NEW, CARE: Decision.NEW}


def test_a_rest_of_four_hides_the_smallest_part():
    found = decide(
        [
            candidate(ALL, 44, former=False),
            candidate(CARE, 20, former=False),
            candidate(TOWN, 15, former=False),
        ],
        [cohort("zorg", 20), cohort("gemeente", 15), cohort("onderwijs", 4), cohort(None, 0)],
    )

    assert found == {ALL: Decision.NEW, CARE: Decision.NEW, TOWN: Decision.NONE}


def test_a_rest_of_many_departments_of_four_organisations_is_too_few():
    found = decide(
        [candidate(ALL, 40, former=False), candidate(CARE, 20, former=False)],
        [cohort("zorg", 20), cohort("gemeente", 20, organisations=4)],
    )

    assert found == {ALL: Decision.NEW, CARE: Decision.NONE}


def test_newcomers_in_a_part_that_keeps_its_figures_are_not_singled_out():
    found = decide(
        [candidate(ALL, 41, new=7), candidate(CARE, 26, new=6), candidate(TOWN, 15, new=1)],
        [
            cohort("zorg", 20, shown_in=EVERYWHERE),
            cohort("gemeente", 14, shown_in=EVERYWHERE),
            cohort("zorg", 6),
            cohort("gemeente", 1),
        ],
    )

    assert found == {ALL: Decision.NEW, CARE: Decision.KEEP, TOWN: Decision.KEEP}


def test_a_part_does_not_get_ahead_of_the_whole_by_one():
    found = decide(
        [candidate(ALL, 21, new=1), candidate(CARE, 21, new=5)],
        [
            cohort("zorg", 16, shown_in=EVERYWHERE),
            cohort("zorg", 4, shown_in=frozenset({Level.ALL})),
            cohort("zorg", 1),
        ],
    )

    assert found == {ALL: Decision.KEEP, CARE: Decision.KEEP}


def test_a_rest_does_not_grow_by_one():
    found = decide(
        [candidate(ALL, 32, new=6), candidate(CARE, 25, new=5)],
        [
            cohort("zorg", 20, shown_in=EVERYWHERE),
            cohort("gemeente", 6, shown_in=frozenset({Level.ALL})),
            cohort("zorg", 5),
            cohort("gemeente", 1),
        ],
    )

    assert found == {ALL: Decision.NEW, CARE: Decision.KEEP}


def test_without_a_part_to_take_back_the_whole_keeps_its_figures():
    found = decide(
        [candidate(ALL, 25, new=5), candidate(CARE, 24, new=4)],
        [
            cohort("zorg", 20, shown_in=EVERYWHERE),
            cohort("zorg", 4),
            cohort(None, 1, organisations=0),
        ],
    )

    assert found == {ALL: Decision.KEEP, CARE: Decision.KEEP}


def test_who_left_does_not_keep_others_from_new_figures():
    found = decide(
        [candidate(ALL, 25), candidate(CARE, 25)],
        [
            cohort("zorg", 20, shown_in=EVERYWHERE),
            cohort("zorg", 1, shown_in=EVERYWHERE, eligible=False),
            cohort("zorg", 5),
        ],
    )

    assert found == {ALL: Decision.NEW, CARE: Decision.NEW}


def test_a_part_is_not_shown_without_the_whole():
    found = decide(
        [
            candidate(ALL, 20, former=False),
            candidate(CARE, 20, former=False, enough=False),
            candidate(SMALL, 20, former=False),
            candidate(CELL, 20, former=False),
        ],
        [cohort("zorg", 20)],
    )

    assert found == {
        ALL: Decision.NEW,
        CARE: Decision.NONE,
        SMALL: Decision.NEW,
        CELL: Decision.NONE,
    }


def test_the_order_in_which_segments_come_does_not_matter():
    candidates = [
        candidate(ALL, 44, former=False),
        candidate(CARE, 20, former=False),
        candidate(TOWN, 20, former=False),
    ]
    cohorts = [cohort("zorg", 20), cohort("gemeente", 20), cohort("onderwijs", 4)]

    assert decide(candidates, cohorts) == decide(candidates[::-1], cohorts[::-1])
    assert decide(candidates, cohorts)[TOWN] is Decision.NONE or (
        decide(candidates, cohorts)[CARE] is Decision.NONE
    )
