"""Taking back what was imported: a file that was wrong, or results that nobody agreed to."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from scans.models import Account, Action, BenchmarkRow, Deleted, Department, Organisation, Scan
from scans.queries.imported import is_started
from scans.services.audit import record
from scans.services.benchmarking import mark_latest
from scans.services.import_lock import hold_off
from scans.services.journal import note_deletion


@transaction.atomic
def delete_imported(*, department_id: UUID, by: Account, moment: datetime) -> bool:
    """Delete the imported results of a department, and say whether there were any.

    A department without a scan goes with them, and so does its organisation when it has no other.
    ``ImportRunningError`` while an import goes on: that may be writing to it.
    """
    hold_off()
    department = Department.objects.filter(pk=department_id).first()
    if department is None or not forget_imported(department_id):
        return False
    # A restore to before this moment has them again, and then they must not come back.
    note_deletion(kind=Deleted.IMPORTED, key=department_id, moment=moment)
    record(who=by, what=Action.IMPORTED_DELETED, about=department, moment=moment)
    return True


def forget_imported(department_id: UUID) -> bool:
    """Delete them in the transaction of the caller, and say whether there were any."""
    # Whoever closes or publishes at this moment finishes first: locked in the order in which they
    # lock.
    list(Scan.objects.select_for_update().filter(department=department_id).order_by("pk"))
    department = Department.objects.select_for_update().filter(pk=department_id).first()
    if department is None:
        return False
    if not BenchmarkRow.objects.filter(department=department, scan=None).delete()[0]:
        return False
    if is_started(department):
        mark_latest(department)
        department.save(update_fields=["size_class"])
        return True
    Department.objects.filter(pk=department_id).delete()
    Organisation.objects.filter(pk=department.organisation_id, departments=None).delete()
    return True
