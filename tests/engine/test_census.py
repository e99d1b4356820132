"""Organisations that are alike are counted together, as if they were counted one by one."""

from scans.engine.census import Count, DepartmentPattern, Entry, Pattern, take_census
from scans.engine.editions import Candidate, Cohort, Level
from scans.engine.peers import EVERYBODY, Segment

ZORG = Segment("zorg", "6-10")
ZORG_ANY, SMALL, ALL = Segment("zorg"), Segment(size="6-10"), EVERYBODY


def entry(*measures, place=ZORG, same=False):
    return Entry(place, frozenset(measures), same)


def pattern(*departments, organisations=1):
    return Pattern(tuple(departments), organisations)


def department(now=None, **before):
    return DepartmentPattern(now, {int(key[1:]): one for key, one in before.items()})


def cohort(place, shown_in, departments, organisations):
    return Cohort(
        place=place,
        shown_in=shown_in,
        eligible=True,
        departments=departments,
        organisations=organisations,
    )


def counts(*numbers):
    return Count(*numbers)


def test_an_organisation_counts_in_every_segment_that_its_departments_are_in():
    census = take_census(
        [
            pattern(department(entry("timing")), organisations=9),
            pattern(
                department(entry("timing")),
                department(entry("timing", place=Segment("zorg", "51+"))),
            ),
            pattern(department(entry("timing", place=Segment(None, "6-10")))),
        ],
        former={},
    )

    assert census.counts == {
        "timing": {
            ALL: counts(12, 11, 2, 1, 0),
            ZORG_ANY: counts(11, 10, 2, 1, 0),
            SMALL: counts(11, 11, 1, 1, 0),
            ZORG: counts(10, 10, 1, 1, 0),
            Segment("zorg", "51+"): counts(1, 1, 1, 0, 0),
            Segment(None, "51+"): counts(1, 1, 1, 0, 0),
        }
    }


def test_who_was_in_the_present_figures_with_any_department_is_not_new():
    former = {"timing": {ALL: 7}}

    census = take_census(
        [
            pattern(department(entry("timing"), _7=entry("timing"))),
            pattern(department(entry("timing")), department(None, _7=entry("timing"))),
            pattern(department(entry("timing"), _7=entry("impact"))),
            pattern(department(entry("timing"), _6=entry("timing"))),
            pattern(department(entry("timing"))),
        ],
        former,
    )

    [everybody] = [one for one in census.candidates("timing") if one.segment == ALL]
    assert everybody == Candidate(ALL, 5, former=True, enough=False, new_organisations=3)


def test_results_go_together_that_are_in_the_same_figures():
    former = {"timing": {ALL: 7, ZORG_ANY: 6}, "impact": {ALL: 7}}
    one = entry("timing", same=True)
    earlier = entry("timing", "impact")

    census = take_census(
        [
            pattern(department(entry("timing", "impact"), _7=one), organisations=3),
            pattern(department(entry("timing"), _6=one, _7=one)),
            pattern(department(entry("timing"), _6=entry("timing", place=SMALL, same=True))),
            pattern(department(entry("timing", "impact"), _7=earlier)),
        ],
        former,
    )

    assert {key: set(found) for key, found in census.cohorts.items()} == {
        "timing": {
            cohort(ZORG, frozenset({Level.ALL}), 3, 3),
            cohort(ZORG, frozenset({Level.ALL, Level.SECTOR}), 1, 1),
            # What has a later round now is in no present figures.
            cohort(ZORG, frozenset(), 2, 2),
        },
        "impact": {cohort(ZORG, frozenset(), 4, 4)},
    }


def test_an_organisation_is_in_one_cohort_of_a_measure_only():
    small, large = Segment("zorg", "6-10"), Segment("zorg", "51+")

    census = take_census(
        [
            pattern(
                department(entry("timing", place=small)),
                department(entry("timing", place=large)),
                organisations=4,
            )
        ],
        former={},
    )

    assert set(census.cohorts["timing"]) == {
        cohort(small, frozenset(), 4, 0),
        cohort(large, frozenset(), 4, 4),
    }


def test_figures_are_withheld_when_fewer_than_ten_of_them_still_take_part():
    former = {"timing": {ALL: 7, ZORG_ANY: 7}, "impact": {ALL: 7}}
    inside = department(entry("timing"), _7=entry("timing"))
    elsewhere = department(entry("impact"), _7=entry("timing", place=SMALL))
    gone = department(None, _7=entry("timing"))

    census = take_census(
        [
            pattern(inside, organisations=9),
            pattern(elsewhere),
            pattern(gone, organisations=20),
            pattern(gone, department(entry("timing")), organisations=0),
        ],
        former,
    )

    assert census.measures == {"timing", "impact"}
    assert [census.is_withheld(*one) for one in (("timing", ALL), ("timing", ZORG_ANY))] == [
        False,
        True,
    ]
    assert census.is_withheld("impact", ALL)
