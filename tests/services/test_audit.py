"""The audit log only grows."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from scans.models import Action, AuditRecord
from scans.services.audit import LONGEST_DETAILS, delete_old_records, record
from tests.adviser import account
from tests.factories import MOMENT, ScanFactory

pytestmark = pytest.mark.django_db


def written(**fields):
    return record(**{"who": None, "what": Action.SIGNED_IN, "moment": MOMENT, **fields})


def test_a_record_tells_who_did_what_to_which_object_and_when():
    ada, scan = account(), ScanFactory()

    written(who=ada, what=Action.INVITED, about=scan, details="x" * 300)

    (kept,) = AuditRecord.objects.values()
    assert kept == {
        "id": kept["id"],
        "who_id": ada.pk,
        "what": "invited",
        "object_kind": "scan",
        "object_id": str(scan.pk),
        "details": "x" * LONGEST_DETAILS,
        "at": MOMENT,
    }


def execute(setting, statement):
    """Run a statement as a session with this setting would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {setting}")
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scans_auditrecord SET what = 'niets'",
        "DELETE FROM scans_auditrecord",
        "TRUNCATE scans_auditrecord",
        "TRUNCATE scans_account CASCADE",
    ],
)
def test_the_database_refuses_every_change(statement):
    kept = written()

    with pytest.raises(IntegrityError, match="only grows"):
        execute("scans.audit_truncate = ''", statement)  # as on a real site

    assert AuditRecord.objects.get() == kept


def test_not_even_retention_changes_a_record():
    written()

    with pytest.raises(IntegrityError, match="only grows"):
        execute("scans.audit_retention = 'on'", "UPDATE scans_auditrecord SET what = 'niets'")


def test_what_is_older_than_two_years_is_deleted_and_the_log_is_shut_again():
    old = written(moment=datetime(2026, 11, 22, 22, 59, tzinfo=UTC))
    young = written(moment=datetime(2026, 11, 23, 0, 0, tzinfo=UTC))
    two_years_later = datetime(2028, 11, 23, 12, 0, tzinfo=UTC)

    assert delete_old_records(moment=datetime(2028, 11, 22, 12, 0, tzinfo=UTC)) == 0
    assert delete_old_records(moment=two_years_later) == 1
    assert delete_old_records(moment=two_years_later) == 0

    assert list(AuditRecord.objects.all()) == [young]
    assert old != young
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        AuditRecord.objects.all().delete()


def test_the_beheerder_chooses_how_far_the_log_goes_back(settings):
    settings.RETENTION = replace(settings.RETENTION, audit_months=6)
    written(moment=datetime(2026, 8, 31, 12, 0, tzinfo=UTC))

    assert delete_old_records(moment=datetime(2027, 2, 28, 12, 0, tzinfo=UTC)) == 0
    assert delete_old_records(moment=datetime(2027, 3, 1, 12, 0, tzinfo=UTC)) == 1
