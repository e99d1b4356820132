"""The deletion journal: what was deleted on request stays deleted, also after a restore.

A note is written in the transaction that deletes, so there is never one without the other. It is
then copied to a file outside the database, which outlives it; what couldn't be copied is tried
again by the housekeeping. ``docs/decisions/backup.md`` says why it looks like this.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import get_current_timezone

from scans.models import Deleted, DeletionNote
from scans.queries.backups import last_good
from scans.services.journal_files import JournalLine, append_lines, delete_files_before

logger = logging.getLogger(__name__)

AT_ONCE = 1000
SLACK = timedelta(days=31)
"""So much longer than backups a note is kept: a backup may be copied late, and restored late."""


def note_deletion(*, kind: Deleted, key: object, moment: datetime | None = None) -> None:
    """Note that something was deleted on request, in the transaction of the caller.

    ``key`` is the random key of what is gone. Only the day of ``moment`` is kept; without it that
    is today by the clock of the database.
    """
    note_deletions(kind=kind, keys=[key], moment=moment)


def note_deletions(
    *, kind: Deleted, keys: Iterable[object], moment: datetime | None = None
) -> None:
    """Note several deletions of one kind, as ``note_deletion`` does; without keys nothing."""
    day = {} if moment is None else {"noted_on": moment.astimezone(get_current_timezone()).date()}
    notes = [DeletionNote(kind=kind, key=str(key), **day) for key in keys]
    if notes:
        DeletionNote.objects.bulk_create(notes)
        # Whatever goes wrong there, the deletion is done and its note waits.
        transaction.on_commit(ship_notes, robust=True)


class JournalError(Exception):
    """The journal can't be written: its lines wait in the database, and would be lost with it."""


def ship_notes() -> None:
    """Copy what waits to the journal outside the database.

    What can't be written waits in the database for the next time: a deletion never fails by it.
    """
    try:
        _ship_all()
    except JournalError as error:
        logger.warning("%s; its lines wait in the database.", error)


def _ship_all() -> None:
    try:
        while _ship_some() == AT_ONCE:
            pass
    except OSError as error:
        raise JournalError(f"The deletion journal can't be written ({error.strerror})") from error


@transaction.atomic
def _ship_some() -> int:
    waiting = DeletionNote.objects.select_for_update(skip_locked=True).filter(shipped=False)
    notes = list(waiting.order_by("noted_on", "pk")[:AT_ONCE])
    if not notes:
        return 0
    append_lines(
        settings.JOURNAL_DIR,
        [JournalLine(note.pk, note.kind, note.key, note.noted_on) for note in notes],
    )
    # Killed before this is committed, the lines are written twice; replaying them is the same.
    DeletionNote.objects.filter(pk__in=[note.pk for note in notes]).update(shipped=True)
    return len(notes)


def keep_journal(*, moment: datetime) -> None:
    """Copy what waits, and forget what no backup needs any more.

    ``JournalError`` when something waits on: until it is written a restore would undo it.
    """
    try:
        _ship_all()
    finally:
        _forget(moment)


def _forget(moment: datetime) -> None:
    """Forget whole months, in the table and in the files alike.

    Replaying takes a line without a note for one of after the backup, so there must be no older.
    """
    oldest = moment.date() - timedelta(days=settings.BACKUP_KEEP_DAYS)
    newest_backup = last_good()
    if newest_backup is not None:  # it is kept, however old
        oldest = min(oldest, newest_backup.date())
    month = (oldest - SLACK).replace(day=1)
    DeletionNote.objects.filter(noted_on__lt=month, shipped=True).delete()
    delete_files_before(settings.JOURNAL_DIR, month)
