"""Whether there is a backup that is young enough."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Min

from scans.models import BackupRun

LATE_AFTER = timedelta(hours=26)
"""A backup is made every day; two hours more, because not every one takes as long."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """How it is with backups: when the last good one was made, and whether that is too long ago.

    ``at`` is ``None`` when there is none. ``expected`` is whether this site makes them at all.
    """

    at: datetime | None
    is_late: bool
    expected: bool

    @property
    def is_well(self) -> bool:
        """Whether nothing asks for attention."""
        return not (self.expected and self.is_late)


def last_good() -> datetime | None:
    """Return when the last backup was finished that went well; ``None`` when there is none."""
    found: datetime | None = BackupRun.objects.filter(failure="").aggregate(at=Max("finished_at"))[
        "at"
    ]
    return found


def backups_expected() -> bool:
    """Whether this site should have backups; at somebody's desk nobody asks for them."""
    return bool(settings.BACKUP_RECIPIENTS) or settings.PRODUCTION


def backup_state(moment: datetime) -> BackupState:
    """Return how it is with backups; where none are expected nothing is looked up.

    A site that has none yet isn't late before it exists as long as a backup may be old.
    """
    if not backups_expected():
        return BackupState(None, is_late=False, expected=False)
    at = last_good()
    since = at or _set_up_at()
    return BackupState(at, is_late=since < moment - LATE_AFTER, expected=True)


def _set_up_at() -> datetime:
    first: datetime = MigrationRecorder.Migration.objects.aggregate(at=Min("applied"))["at"]
    return first
