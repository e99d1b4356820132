"""Leaving a department out of the benchmark: with a reason, undone as easily, told only once."""

from datetime import date
from uuid import UUID

import pytest

from scans.models import BenchmarkRow, Department, EditionMember
from scans.services.editions import publish_edition
from scans.services.excluding import (
    ExclusionReasonError,
    exclude_department,
    include_department,
)
from tests.factories import TODAY, DepartmentFactory

pytestmark = pytest.mark.django_db


def reason_of(department):
    return Department.objects.get(pk=department.pk).excluded_because


def test_a_department_is_left_out_with_a_reason_on_one_line():
    department, other = DepartmentFactory(), DepartmentFactory()

    assert exclude_department(department=department.pk, reason=" een\n test ") is True

    assert (reason_of(department), reason_of(other)) == ("een test", "")


def test_the_same_again_is_no_news_and_another_reason_is():
    department = DepartmentFactory(excluded_because="test")

    told = [exclude_department(department=department.pk, reason=one) for one in ("test", "dubbel")]

    assert (told, reason_of(department)) == ([False, True], "dubbel")


def test_it_is_undone_once():
    department = DepartmentFactory(excluded_because="test")

    told = [include_department(department=department.pk) for _ in range(2)]

    assert (told, reason_of(department)) == ([True, False], "")


@pytest.mark.parametrize("reason", ["", " \n", "x" * 201, "a\x1b[2Jb"])
def test_what_is_no_reason_is_refused(reason):
    department = DepartmentFactory(excluded_because="test")

    with pytest.raises(ExclusionReasonError):
        exclude_department(department=department.pk, reason=reason)

    assert reason_of(department) == "test"


def test_a_reason_of_two_hundred_signs_is_kept_whole():
    department = DepartmentFactory()

    exclude_department(department=department.pk, reason="é" * 200)

    assert reason_of(department) == "é" * 200


def test_a_department_that_does_not_exist_is_told():
    with pytest.raises(Department.DoesNotExist):
        exclude_department(department=UUID(int=1), reason="test")
    with pytest.raises(Department.DoesNotExist):
        include_department(department=UUID(int=1))


@pytest.mark.parametrize("undone", [False, True])
def test_it_counts_no_more_in_the_next_edition_unless_undone(undone):
    everybody = [DepartmentFactory(in_benchmark_since=TODAY, size_class="6-10") for _ in range(24)]
    for place, one in enumerate(everybody):
        period = date(2026, 11, 1)
        BenchmarkRow.objects.create(
            department=one, measure="timing", tenths=place, n=5, period=period
        )
    exclude_department(department=everybody[0].pk, reason="test")
    if undone:
        include_department(department=everybody[0].pk)

    publish_edition(name="2026-11", today=TODAY)

    members = set(EditionMember.objects.values_list("department", flat=True))
    assert members == {one.pk for one in everybody[0 if undone else 1 :]}
