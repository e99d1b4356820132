"""Closing a round keeps what changed since an earlier one."""

from datetime import timedelta

import pytest

from scans.engine.trendfigures import Manner, Obstacle, TrendFigures
from scans.models import Result
from scans.services.closing import close_round
from scans.services.owners import delete_everything
from tests.factories import TODAY, DepartmentFactory, OwnerFactory, round_with
from tests.rounds_over_time import HALF_A_YEAR, closed_round, three_rounds

pytestmark = pytest.mark.django_db


def trend_of(result):
    result.refresh_from_db()
    return TrendFigures.from_json(result.trend)


def test_a_first_round_has_nothing_to_be_compared_with():
    scan = round_with()

    assert close_round(scan_id=scan.pk, today=TODAY).trend is None


def test_each_later_round_is_compared_with_the_one_before():
    first, second, third = three_rounds()
    day = TODAY + timedelta(days=14)

    up, same = trend_of(second), trend_of(third)

    assert first.trend is None
    assert [up.before.closed_on, up.after.closed_on] == [day, day + HALF_A_YEAR]
    assert same.before.closed_on == day + HALF_A_YEAR
    assert {key: one.changed for key, one in up.themes.items()} == {
        "relevantie": True,
        "timing": True,
        "resultaat": True,
    }
    assert {one.changed for one in same.themes.values()} == {False}
    assert {one.difference for one in up.clients.values()} == {25.0}


def test_an_earlier_report_does_not_change_when_a_round_is_added():
    department = DepartmentFactory()
    first = closed_round(department, 1, 2)
    first.refresh_from_db()
    before = (first.figures, first.trend)

    closed_round(department, 2, 3)

    first.refresh_from_db()
    assert (first.figures, first.trend) == before


def test_a_round_that_shows_nothing_or_was_filled_in_otherwise_is_passed_over():
    department = DepartmentFactory()
    first = closed_round(department, 1, 2)
    closed_round(department, 2, 3, team=3)
    closed_round(department, 3, 3, team=1)

    trend = trend_of(closed_round(department, 4, 3))

    first.scan.refresh_from_db()
    assert (trend.before.closed_on, trend.before.manner) == (first.scan.closed_on, Manner.TEAM)
    assert trend.themes["timing"].changed


def test_without_a_round_of_the_same_kind_it_says_so():
    department = DepartmentFactory()
    closed_round(department, 1, 2, team=1)

    trend = trend_of(closed_round(department, 2, 3))

    assert (trend.before.manner, trend.after.manner) == (Manner.ALONE, Manner.TEAM)
    assert (trend.is_comparable, trend.themes) == (False, {})


def test_together_at_one_table_is_another_manner_than_alone():
    department = DepartmentFactory()
    closed_round(department, 1, 2, team=1)

    trend = trend_of(closed_round(department, 2, 3, team=1, together=True))

    assert not trend.is_comparable


def test_a_round_of_too_few_has_no_changes():
    department = DepartmentFactory()
    closed_round(department, 1, 2)

    trend = trend_of(closed_round(department, 2, 3, team=4))

    assert {one.obstacle for one in trend.themes.values()} == {Obstacle.FEW}


def test_a_setting_that_can_not_be_read_shows_no_change(settings):
    department = DepartmentFactory()
    closed_round(department, 1, 2)
    settings.DISCLOSURE = None

    trend = trend_of(closed_round(department, 2, 3))

    assert {one.obstacle for one in trend.themes.values()} == {Obstacle.FEW}


def test_a_trend_goes_with_everything_else():
    department = three_rounds()[0].scan.department

    delete_everything(owner=OwnerFactory(department=department))

    assert Result.objects.count() == 0
