"""An edition counts what a list of departments would say, and is published once."""

import uuid
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from scans.engine.distribution import Distribution
from scans.engine.peers import EVERYBODY, Segment
from scans.models import (
    BenchmarkRow,
    Department,
    Edition,
    EditionFigures,
    EditionMember,
    Organisation,
)
from scans.queries.benchmark import peers_in
from scans.services.editions import (
    EditionNameError,
    NothingToPublishError,
    publish_edition,
)
from scans.services.owners import delete_everything
from tests.engine.benchmark_world import (
    PERIOD,
    draw_results,
    draw_scores,
    peers_of,
    play,
    segments_of,
)
from tests.factories import TODAY, OwnerFactory, ScanFactory
from tests.services.concurrency import at_once, while_held

pytestmark = pytest.mark.django_db

MEASURE = "relevantie"


def publish(name):
    return publish_edition(name=name, today=TODAY)[0]


class Departments:
    """The departments of a made-up world, as rows of the database."""

    def __init__(self, results, scores):
        self.results = results
        numbers = sorted({one.organisation for one in results})
        self.organisations = {number: uuid.UUID(int=1000 + number) for number in numbers}
        sectors = {one.organisation: one.place.sector for one in results}
        Organisation.objects.bulk_create(
            Organisation(id=key, name=f"O{number}", sector=sectors[number] or "", size_class="")
            for number, key in self.organisations.items()
        )
        Department.objects.bulk_create(
            Department(
                id=uuid.UUID(int=number),
                organisation_id=self.organisations[one.organisation],
                name="Communicatie",
                size_class=one.place.size or "",
            )
            for number, one in enumerate(results)
        )
        BenchmarkRow.objects.bulk_create(
            BenchmarkRow(
                department_id=uuid.UUID(int=number),
                measure=MEASURE,
                tenths=scores[number],
                n=5,
                period=PERIOD[number % 2],
            )
            for number in range(len(results))
        )

    def enter(self, edition):
        """Let those agree who are in from this edition, and those leave who are out of it."""
        for number, one in enumerate(self.results):
            inside = one.arrives <= edition < one.leaves
            Department.objects.filter(pk=uuid.UUID(int=number)).update(
                in_benchmark_since=TODAY if inside or number % 2 else None,
                excluded_because="" if inside or not number % 2 else "test",
            )


def as_published(edition):
    """The figures of an edition by segment, without its period."""
    return {
        Segment(one.sector or None, one.size_class or None): (
            one.organisations,
            one.departments,
            one.largest,
            one.second,
            Distribution.from_bytes(bytes(one.counts), 0).counts,
        )
        for one in EditionFigures.objects.filter(edition=edition, measure=MEASURE)
    }


def as_listed(results, scores, figures):
    """The same figures from a list of results."""
    listed = {}
    for segment, numbers in figures.items():
        peers, second = peers_of(results, scores, numbers, segment)
        listed[segment] = (
            peers.organisations,
            peers.departments,
            peers.largest,
            max(second, 1),
            dict(peers.distribution.counts),
        )
    return listed


@pytest.mark.parametrize("seed", range(12))
def test_editions_say_what_a_list_of_all_departments_says(seed):
    results, editions = draw_results(seed)
    scores = draw_scores(results, seed)
    departments = Departments(results, scores)
    shown = []

    for edition in range(1, editions + 1):
        departments.enter(edition)
        shown.append(as_published(publish(f"2026-{edition:02}")))

    assert shown == [as_listed(results, scores, figures) for figures in play(results, editions)]


@pytest.mark.parametrize("seed", range(4))
def test_an_organisation_is_taken_out_of_its_own_peers_exactly(seed):
    results, editions = draw_results(seed)
    scores = draw_scores(results, seed)
    departments = Departments(results, scores)
    for edition in range(1, editions + 1):
        departments.enter(edition)
        last = publish(f"2026-{edition:02}")
    figures = play(results, editions)[-1]
    segments = segments_of(results)

    for number, key in departments.organisations.items():
        peers = {one.segment: one for one in peers_in(last, segments, key).get(MEASURE, ())}
        others = {
            segment: [n for n in inside if results[n].organisation != number]
            for segment, inside in figures.items()
        }
        assert {segment: one.distribution.counts for segment, one in peers.items()} == {
            segment: peers_of(results, scores, numbers, segment)[0].distribution.counts
            for segment, numbers in others.items()
        }
        assert {segment: (one.organisations, one.largest) for segment, one in peers.items()} == {
            segment: (found.organisations, found.largest)
            for segment, numbers in others.items()
            for found in [peers_of(results, scores, numbers, segment)[0]]
        }


def twelve(**fields):
    """Twelve organisations with a department each, all of them in."""
    organisations(12, **fields)


def organisations(count, *, start=0, sector="gemeente", **fields):
    for number in range(start, start + count):
        organisation = Organisation.objects.create(name=f"O{number}", sector=sector)
        department = Department.objects.create(
            organisation=organisation, name="C", size_class="6-10", in_benchmark_since=TODAY
        )
        BenchmarkRow.objects.create(
            department=department,
            measure=MEASURE,
            tenths=10 * number,
            n=5,
            period=date(2026, 11, 1),
            **fields,
        )


def test_the_same_name_is_published_once():
    twelve()
    first = publish_edition(name="2026-11", today=TODAY)
    Organisation.objects.all().delete()

    second = publish_edition(name="2026-11", today=TODAY.replace(year=2027))

    assert (first, second) == ((first[0], True), (first[0], False))
    assert second[0].published_on == TODAY
    assert EditionFigures.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_publications_at_once_give_one_edition():
    twelve()
    both = at_once(*[lambda: publish_edition(name="2026-11", today=TODAY)] * 2)

    assert sorted(created for _edition, created in both) == [False, True]
    assert (Edition.objects.count(), EditionFigures.objects.count()) == (1, 4)
    assert EditionMember.objects.count() == 12


def test_without_anybody_there_is_no_edition():
    with pytest.raises(NothingToPublishError):
        publish("2026-11")

    assert Edition.objects.count() == 0


def test_with_too_few_departments_there_is_no_edition():
    organisations(9)

    with pytest.raises(NothingToPublishError):
        publish("2026-11")

    assert (Edition.objects.count(), EditionMember.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "name", ["", "2026/11", "..", "November", "-1", "x" * 21, "a b", "1\n", "demo-1"]
)
def test_a_name_that_fits_in_no_address_is_refused(name):
    twelve()

    with pytest.raises(EditionNameError):
        publish(name)

    assert Edition.objects.count() == 0


def test_earlier_results_and_results_without_consent_do_not_count():
    twelve()
    BenchmarkRow.objects.filter(tenths=0).update(latest=False)
    Department.objects.filter(benchmark_rows__tenths=10).update(in_benchmark_since=None)

    edition = publish("2026-11")

    assert {one.departments for one in EditionFigures.objects.filter(edition=edition)} == {10}


def test_a_scan_by_one_person_counts_once_its_address_is_confirmed():
    twelve(alone=True)
    rows = list(BenchmarkRow.objects.select_related("department").order_by("tenths"))
    for row in rows:
        row.scan = None
    for place, row in enumerate(rows):
        row.scan = ScanFactory(department=row.department)
        row.save()
        OwnerFactory(department=row.department, address_confirmed=place < 11, mailed=True)

    edition = publish("2026-11")

    assert {
        (one.departments, one.alone) for one in EditionFigures.objects.filter(edition=edition)
    } == {(11, 11)}


def test_members_are_kept_as_long_as_figures_come_from_them():
    twelve()
    first, second = publish("2026-11"), publish("2026-12")

    assert set(EditionMember.objects.values_list("edition__name", flat=True)) == {"2026-11"}
    figures = EditionFigures.objects.filter(edition=second)
    assert {one.members_id for one in figures} == {first.pk}
    assert all(a <= b for a, b in pairwise(one.departments for one in figures))


def test_figures_of_which_too_few_still_take_part_are_shown_no_longer():
    twelve()
    publish("a")
    gone = Department.objects.filter(benchmark_rows__tenths__lt=30)
    gone.filter(benchmark_rows__tenths=0).update(in_benchmark_since=None)
    gone.filter(benchmark_rows__tenths=10).update(excluded_because="test")

    second = publish("b")
    gone.filter(benchmark_rows__tenths=20).delete()
    third = publish("c")

    everybody = [EVERYBODY]
    assert [set(one.figures.values_list("withheld", flat=True)) for one in (second, third)] == [
        {False},
        {True},
    ]
    assert (len(peers_in(second, everybody, None)), peers_in(third, everybody, None)) == (1, {})


def test_who_comes_back_is_no_newcomer():
    twelve()
    publish("a")
    departments = Department.objects.filter(benchmark_rows__tenths__lt=50)
    departments.update(in_benchmark_since=None)
    publish("b")
    departments.update(in_benchmark_since=TODAY)

    third = publish("c")

    assert set(third.figures.values_list("members__name", "withheld")) == {("a", False)}


def test_four_newcomers_and_a_changed_score_are_not_five_newcomers():
    twelve()
    for row in BenchmarkRow.objects.all():
        row.pk, row.measure = None, "timing"
        row.save()
    first = publish("a")
    BenchmarkRow.objects.filter(measure=MEASURE, tenths=0).update(tenths=990)

    organisations(4, start=12)
    for row in BenchmarkRow.objects.filter(measure=MEASURE, tenths__range=(120, 500)):
        row.pk, row.measure = None, "timing"
        row.save()

    second = publish("b")

    assert first.measures == [MEASURE, "timing"]
    assert set(second.figures.values_list("measure", "members__name")) == {
        (MEASURE, "a"),
        ("timing", "a"),
    }


def measured_again(tenths):
    """Give the department with nought a later round, of the same month."""
    row = BenchmarkRow.objects.get(tenths=0)
    BenchmarkRow.objects.filter(pk=row.pk).update(latest=False)
    row.pk, row.tenths, row.scan = None, tenths, ScanFactory(department=row.department)
    row.save()


# Six organisations came in one sector; the other keeps its figures. With new figures of all and of the
# one sector, the difference would be what one department of the other scores now and scored before.
@pytest.mark.parametrize(
    ("again", "newest"),
    [
        (None, {"": "b", "gemeente": "a", "zorg": "b"}),
        (0, {"": "b", "gemeente": "a", "zorg": "a"}),
        (10, {"": "b", "gemeente": "a", "zorg": "a"}),
        (990, {"": "b", "gemeente": "a", "zorg": "a"}),
    ],
)
def test_a_later_round_is_another_result_whatever_it_scored(again, newest):
    organisations(20)
    organisations(20, start=20, sector="zorg")
    Department.objects.update(size_class="")
    publish("a")

    organisations(6, start=40, sector="zorg")
    Department.objects.update(size_class="")
    if again is not None:
        measured_again(again)
    second = publish("b")

    assert dict(second.figures.values_list("sector", "members__name")) == newest


def test_of_an_edition_that_did_not_say_which_results_it_counted_none_is_the_same():
    organisations(20)
    organisations(20, start=20, sector="zorg")
    Department.objects.update(size_class="")
    publish("a")
    EditionMember.objects.filter(scores=[0]).update(result=None)

    organisations(6, start=40, sector="zorg")
    Department.objects.update(size_class="")
    second = publish("b")

    found = dict(second.figures.values_list("sector", "members__name"))
    assert found == {"": "b", "gemeente": "a", "zorg": "a"}


def test_a_measure_that_nobody_has_any_more_keeps_its_place():
    twelve()
    publish("a")
    BenchmarkRow.objects.update(measure="impact")

    second = publish("b")

    assert second.measures == [MEASURE, "impact"]
    assert set(second.figures.values_list("measure", "withheld")) == {
        (MEASURE, False),
        ("impact", False),
    }


@pytest.mark.django_db(transaction=True)
def test_who_deletes_a_department_while_it_is_counted_waits_and_leaves_nothing():
    twelve()
    owner = OwnerFactory(department=Department.objects.first())

    while_held(lambda: publish("a"), lambda: delete_everything(owner=owner))

    assert EditionMember.objects.count() == 11


def test_a_department_that_moved_is_taken_out_where_it_was_counted():
    twelve()
    organisations(12, start=12)
    gemeente = Department.objects.filter(benchmark_rows__tenths__gte=120)
    gemeente.update(size_class="51+")
    edition = publish("a")
    moved = gemeente.first()
    gemeente.update(size_class="6-10")

    found = peers_in(edition, [Segment(size="6-10"), EVERYBODY], moved.organisation_id)

    assert [one.departments for one in found[MEASURE]] == [12, 23]


def test_beside_a_sister_department_a_reader_sees_the_figures_of_everybody():
    twelve()
    one, sister = Department.objects.order_by("benchmark_rows__tenths")[:2]
    Department.objects.filter(pk=sister.pk).update(organisation=one.organisation_id)
    edition = publish("a")

    [alone] = peers_in(edition, [EVERYBODY], one.organisation_id)[MEASURE]
    [beside] = peers_in(edition, [EVERYBODY], one.organisation_id, reader=one.pk)[MEASURE]

    [everybody] = peers_in(edition, [EVERYBODY], None)[MEASURE]
    assert (alone.departments, alone.organisations, alone.counts_own) == (10, 10, False)
    assert (everybody.departments, everybody.organisations) == (12, 11)
    assert beside == replace(everybody, counts_own=True)
