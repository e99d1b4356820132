"""Writing the audit log, and letting go of what is old enough."""

from datetime import datetime, time

from django.conf import settings
from django.db import connection, models, transaction

from scans.engine.months import months_before
from scans.models import Account, Action, AuditRecord
from scans.services.batches import AT_ONCE

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


def delete_old_records(*, moment: datetime) -> int:
    """Delete what is older than ``settings.RETENTION`` says; return how many records."""
    first_day = months_before(moment.date(), settings.RETENTION.audit_months)
    first_kept = datetime.combine(first_day, time.min, tzinfo=moment.tzinfo)
    old = AuditRecord.objects.filter(at__lt=first_kept)
    deleted = 0
    while keys := list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        deleted += _delete_records(keys)
    return deleted


@transaction.atomic
def _delete_records(keys: list[int]) -> int:
    with connection.cursor() as cursor:
        # Until the end of this transaction; without it the trigger refuses.
        cursor.execute("SET LOCAL scans.audit_retention = 'on'")
        deleted = AuditRecord.objects.filter(pk__in=keys).delete()[0]
        cursor.execute("SET LOCAL scans.audit_retention = ''")
    return deleted
