"""Telling the beheerders that the last good backup is too old, at most once a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from scans.models import Account, Action, AuditRecord, Role
from scans.queries.backups import backup_state
from scans.services.audit import record
from scans.services.mailing import queue_backup_mail

ONCE_PER = timedelta(days=1)

ALARM_LOCK = 7_203_117
"""Any number does, as long as nothing else in this database uses the same one."""


@transaction.atomic
def warn_of_late_backup(*, moment: datetime, send: Callable[[UUID], None]) -> None:
    """Mail every beheerder that there is no backup that is young enough, and write it in the log.

    ``send`` is given the key of each mail, in the transaction that wrote it.
    """
    state = backup_state(moment)
    if state.is_well:
        return
    with connection.cursor() as cursor:  # another worker may come here at the same moment
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ALARM_LOCK])
    told = AuditRecord.objects.filter(what=Action.BACKUP_LATE, at__gt=moment - ONCE_PER)
    if told.exists():
        return
    record(who=None, what=Action.BACKUP_LATE, moment=moment)
    managers = Account.objects.filter(role=Role.BEHEERDER, is_active=True).order_by("pk")
    for address in managers.values_list("email", flat=True):
        send(queue_backup_mail(address=address, language=settings.LANGUAGE_CODE, at=state.at))
