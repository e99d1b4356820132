"""What was backed up, and what was deleted on request and must stay deleted after a restore."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class BackupRun(models.Model):
    """One try to make a backup.

    ``finished_at`` is when it ended, well or not; without it, it is being made or was killed.
    ``failure`` is the sentence that says why there is no file, empty when there is one. ``size``
    is that of the file in bytes.
    """

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    file = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-finished_at"],
                condition=Q(finished_at__isnull=False, failure=""),
                name="backuprun_good",
            ),
        ]

    def __str__(self) -> str:
        return self.file or f"backup {self.pk}"


class Deleted(models.TextChoices):
    """What can be deleted or withdrawn on request; ``scans.services.replaying`` does each again."""

    DEPARTMENT = "department"
    SCAN = "scan"
    RESPONSE = "response"
    ADDRESS = "address"
    SUBSCRIBER = "subscriber"
    CLIENT_CARD = "client-card"
    PLAN_STEP = "plan-step"
    REMINDERS = "reminders"
    AGAIN = "again"
    BENCHMARK_CONSENT = "benchmark-consent"
    CONTACT_CONSENT = "contact-consent"
    IMPORTED = "imported"
    ACCOUNT = "account"
    INVITATION = "invitation"


class DeletionNote(models.Model):
    """One deletion on request: its kind, the random key of what is gone, and the day.

    No name, no address, no text, and no time of day: after the deletion the key leads nowhere. It
    is written in the transaction that deletes; ``shipped`` is whether it also stands in the journal
    outside the database.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    noted_on = models.DateField(db_default=Now(), db_index=True)
    shipped = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["noted_on", "id"],
                condition=Q(shipped=False),
                name="deletionnote_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
