"""The kept figures: of which rounds they are, and when they change."""

from datetime import timedelta

import pytest

from scans.engine.figures import Kind
from scans.engine.itemquality import figures_of, gather
from scans.engine.raw import RoundAnswers
from scans.engine.tally import tally_of
from scans.models import Group, QualityCount, QualitySnapshot, Result
from scans.queries.questionnaires import asked_by_id
from scans.services.quality import refresh_all_quality, refresh_quality
from tests.factories import (
    TODAY,
    DepartmentFactory,
    QuestionnaireVersionFactory,
    ScanFactory,
    client_answers,
    core_document,
    core_questionnaire,
)

pytestmark = pytest.mark.django_db


def answers_of(place):
    """Answers that differ from one department to the next, and are alike within one."""
    asked = core_questionnaire()
    return {
        code: 1 + (place + number) % 5
        for number, code in enumerate([*asked.statements, *asked.role_codes])
    }


def closed(place, *, department=None, clients=0, kind=Kind.TEAM, version=None, **fields):
    """A closed round of five; the department of each place answers in its own way."""
    scan = ScanFactory(
        team=kind == Kind.TEAM,
        closed=True,
        department=department or DepartmentFactory(),
        questionnaire=version or QuestionnaireVersionFactory(),
        **fields,
    )
    people = [answers_of(place)] * 5
    expected_clients = clients or None
    answers = RoundAnswers(people, [client_answers()] * clients, None, 9, expected_clients)
    return Result.objects.create(
        scan=scan, figures={}, tally=tally_of(core_questionnaire(), answers)
    )


def refresh(group=Group.TEAM, today=TODAY):
    version = QuestionnaireVersionFactory()
    return refresh_quality(version_id=version.pk, group=group, today=today)


def computed(results, group=Group.TEAM):
    asked = asked_by_id(QuestionnaireVersionFactory().pk, group)
    key = "team" if group == Group.TEAM else "clients"
    return figures_of(asked, gather(asked, [one.tally[key] for one in results]))


NOTHING_COUNTED = {
    "steps": dict.fromkeys(
        ["begonnen", "relevantie", "timing", "resultaat", "rol", "afronding", "verstuurd"], 0
    ),
    "times": dict.fromkeys(["tot-5", "5-10", "10-20", "vanaf-20", "meer-keren"], 0),
}


def test_with_fewer_than_thirty_departments_there_is_nothing():
    for place in range(29):
        closed(place)

    kept = refresh()

    assert (kept.figures, kept.computed_on, kept.checked_on) == (None, None, TODAY)


def test_from_thirty_departments_the_figures_are_those_of_their_tallies():
    results = [closed(place) for place in range(30)]

    kept = refresh()

    assert kept.figures == {**computed(results), **NOTHING_COUNTED}
    assert kept.computed_on == TODAY
    assert kept.newest_result == results[-1].pk


def test_of_each_department_the_latest_round_on_that_version_counts():
    other = QuestionnaireVersionFactory(version="1.1", data=core_document().data)
    results = [closed(place) for place in range(30)]
    department = results[0].scan.department
    newer = closed(31, department=department, number=2)
    closed(32, department=department, number=3, version=other)

    kept = refresh()

    assert kept.figures == {**computed([newer, *results[1:]]), **NOTHING_COUNTED}


def test_no_scan_by_one_person_counts_and_none_by_a_team_at_one_table():
    results = [closed(place) for place in range(30)]
    closed(31, kind=Kind.SOLO)
    closed(32, kind=Kind.SOLO, together=True)

    assert refresh().figures == {**computed(results), **NOTHING_COUNTED}


def test_clients_count_apart_also_of_a_scan_by_one_person():
    results = [closed(place, clients=5, kind=Kind.SOLO) for place in range(30)]

    kept, team = refresh(Group.CLIENT), refresh()

    figures = computed(results, Group.CLIENT)
    assert {key: kept.figures[key] for key in figures} == figures
    assert team.figures is None


def test_figures_change_only_when_thirty_departments_are_new():
    for place in range(30):
        closed(place)
    first = refresh()
    for place in range(29):
        closed(place + 100)
    early = refresh(today=TODAY + timedelta(days=1))
    closed(200)
    due = refresh(today=TODAY + timedelta(days=2))

    assert (early.figures, early.computed_on) == (first.figures, TODAY)
    assert early.checked_on == TODAY + timedelta(days=1)
    assert (due.figures["departments"], due.computed_on) == (60, TODAY + timedelta(days=2))


def test_figures_wait_for_a_question_that_few_new_departments_answered():
    for place in range(30):
        closed(place)
    refresh()
    for place in range(30):
        result = closed(place + 100)
        if place < 1:
            continue
        result.tally["team"]["items"]["rel1"] = [0, 0, 0, 0, 0, 5]
        result.save()

    assert refresh().figures["departments"] == 30


def test_counters_are_shown_with_the_figures_and_not_before():
    results = [closed(place) for place in range(30)]
    version = results[0].scan.questionnaire
    for month in (TODAY.replace(day=1), TODAY.replace(month=1, day=1)):
        QualityCount.objects.create(
            questionnaire=version, group="team", key="tijd.5-10", month=month, count=20
        )
    refresh()
    QualityCount.objects.update(count=999)

    again = refresh()

    assert again.figures["times"] == {**NOTHING_COUNTED["times"], "5-10": 40}


def test_departments_that_are_deleted_meanwhile_make_no_figures():
    results = [closed(place) for place in range(30)]
    newer = [
        closed(place, department=results[0].scan.department, number=place + 2)
        for place in range(30)
    ]
    for one in results[1:]:
        one.scan.delete()

    assert len(newer) == 30
    assert refresh().figures is None


def test_all_versions_are_looked_at_once_a_day(django_assert_num_queries):
    QuestionnaireVersionFactory()
    refresh_all_quality(today=TODAY)

    with django_assert_num_queries(3):
        refresh_all_quality(today=TODAY)

    kept = QualitySnapshot.objects.values_list("group", "checked_on")
    assert sorted(kept) == [("client", TODAY), ("team", TODAY)]
