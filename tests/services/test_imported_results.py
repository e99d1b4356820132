"""What was imported is taken back, and nothing else; also again after a restore."""

from datetime import date
from uuid import uuid4

import pytest

from scans.models import BenchmarkRow, Deleted, Department, Organisation
from scans.services.import_lock import ImportRunningError, hold_alone, hold_off
from scans.services.imported_results import delete_imported
from scans.services.journal_files import JournalLine
from scans.services.merging import merge_departments
from scans.services.replaying import Replayed, replay
from tests.adviser import account
from tests.factories import MOMENT, TODAY, DepartmentFactory, OwnerFactory
from tests.scan_list import listed
from tests.services.concurrency import meanwhile

pytestmark = pytest.mark.django_db

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def row(department, tenths, period, scan=None, **fields):
    return BenchmarkRow.objects.create(
        department=department,
        scan=scan,
        measure="timing",
        tenths=tenths,
        n=5,
        period=period,
        **fields,
    )


def delete(department):
    return delete_imported(department_id=department.pk, by=account(), moment=MOMENT)


def left():
    return list(BenchmarkRow.objects.order_by("tenths").values_list("tenths", "latest"))


def test_a_department_with_a_scan_keeps_it_and_its_newest_round_is_the_latest_again():
    scan = listed(contact=TODAY, department_size=30)
    row(scan.department, 1, MAY, scan, latest=False)
    row(scan.department, 2, JUNE)

    assert delete(scan.department)

    assert left() == [(1, True)]
    assert Department.objects.get().size_class == "21-50"
    assert not delete_imported(
        department_id=scan.department_id, by=account(name="Bo"), moment=MOMENT
    )


def test_a_department_with_a_scan_and_no_other_result_stays():
    scan = listed(contact=TODAY)
    row(scan.department, 2, JUNE)

    assert delete(scan.department)

    assert left() == []
    assert Department.objects.get().size_class == "6-10"


def test_a_department_that_somebody_began_with_stays():
    department = OwnerFactory().department
    row(department, 2, JUNE)

    assert delete(department)

    assert Department.objects.get() == department


def test_what_is_not_there_is_not_deleted():
    department = DepartmentFactory()

    assert not delete(department)
    assert not delete_imported(department_id=uuid4(), by=account(name="Bo"), moment=MOMENT)
    assert Department.objects.get() == department


def test_after_a_restore_it_is_deleted_again():
    department = DepartmentFactory()
    row(department, 1, MAY)
    scan = listed()
    row(scan.department, 2, MAY, scan)
    row(scan.department, 3, JUNE)
    gone = [department.pk, scan.department_id, uuid4()]

    done = replay(JournalLine(uuid4(), Deleted.IMPORTED, str(key), TODAY) for key in gone)

    assert done == Replayed(3, 2)
    assert left() == [(2, True)]
    assert list(Department.objects.values_list("pk", flat=True)) == [scan.department_id]
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("turned", [False, True])
def test_an_import_takes_no_consent_away_and_gives_none(turned):
    scan, department = listed(contact=TODAY), DepartmentFactory(in_benchmark_since=TODAY)
    row(department, 1, MAY)
    keys = [scan.department_id, department.pk]
    kept, gone = reversed(keys) if turned else keys

    merge_departments(kept_id=kept, gone_id=gone, by=account(), moment=MOMENT)

    found = Department.objects.get()
    assert (found.contact_since, found.in_benchmark_since) == (TODAY, None)


def test_two_imports_put_together_have_nobody_to_get_in_touch_with():
    one, other = (DepartmentFactory(in_benchmark_since=TODAY) for _ in range(2))

    merge_departments(kept_id=one.pk, gone_id=other.pk, by=account(), moment=MOMENT)

    found = Department.objects.get()
    assert (found.contact_since, found.in_benchmark_since) == (None, TODAY)


@pytest.mark.django_db(transaction=True)
def test_while_an_import_goes_on_what_it_found_stays_and_others_wait_for_nobody():
    department = DepartmentFactory()
    row(department, 1, MAY)

    told = meanwhile(lambda: hold_alone(may_wait=False), lambda: delete(department))
    beside = meanwhile(
        hold_off,
        lambda: delete_imported(department_id=department.pk, by=account(name="Bo"), moment=MOMENT),
    )

    assert isinstance(told, ImportRunningError)
    assert beside is True
