"""Writing the audit log, and letting go of what is old enough."""

from datetime import datetime, timedelta

from django.db import connection, models, transaction

from scans.models import Account, Action, AuditRecord

RECORDS_KEPT = timedelta(days=2 * 365)
"""Long enough to look into what somebody noticed late, and no longer than that."""

LONGEST_DETAILS = 200


def record(
    *,
    who: Account | None,
    what: Action,
    moment: datetime,
    about: models.Model | None = None,
    details: str = "",
) -> AuditRecord:
    """Write down what somebody did, in the transaction of the caller.

    ``who`` is ``None`` when nobody was signed in, ``about`` the object that it was done to.
    ``details`` are a few words, none of them about a respondent; what is too long is cut off.
    """
    # ``__class__`` and not ``type``: the account of a request is a proxy, which would name itself.
    return AuditRecord.objects.create(
        who=who,
        what=what,
        object_kind="" if about is None else about.__class__.__name__.lower(),
        object_id="" if about is None else str(about.pk),
        details=details[:LONGEST_DETAILS],
        at=moment,
    )


@transaction.atomic
def delete_old_records(*, moment: datetime) -> int:
    """Delete what is older than ``RECORDS_KEPT``; return how many records."""
    with connection.cursor() as cursor:
        # Until the end of this transaction; without it the trigger refuses.
        cursor.execute("SET LOCAL scans.audit_retention = 'on'")
        deleted = AuditRecord.objects.filter(at__lt=moment - RECORDS_KEPT).delete()[0]
        cursor.execute("SET LOCAL scans.audit_retention = ''")
    return deleted
