"""A scan is one round of one department; a response is what one person answered in it."""

import uuid
from collections.abc import Mapping

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from scans.engine.figures import Kind
from scans.models.organisation import Department
from scans.models.questionnaire import QuestionnaireVersion


class ScanStatus(models.TextChoices):
    """Where a scan is in its life."""

    OPEN = "open"
    CLOSED = "closed"


TRANSITIONS: Mapping[ScanStatus, frozenset[ScanStatus]] = {
    ScanStatus.OPEN: frozenset({ScanStatus.CLOSED}),
    ScanStatus.CLOSED: frozenset(),
}
"""A closed scan does not reopen: a new look is a new round."""


class Scan(models.Model):
    """One round. Whatever respondents are told about it is fixed with its first answer.

    ``department_size`` is the number of persons (N of the finite population correction);
    ``context`` holds the answers to the context questions put at the start. Dates, not times:
    nothing here may be finer than the round.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="scans")
    number = models.PositiveSmallIntegerField(default=1)
    questionnaire = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="scans"
    )
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    department_size = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    context = models.JSONField(default=dict)
    status = models.CharField(
        max_length=10, choices=ScanStatus.choices, default=ScanStatus.OPEN, editable=False
    )
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "number"], name="scan_number_once_per_department"
            ),
            models.CheckConstraint(
                name="scan_closed_has_a_date",
                condition=Q(status=ScanStatus.OPEN, closed_on__isnull=True)
                | Q(status=ScanStatus.CLOSED, closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="scan_department_has_somebody", condition=Q(department_size__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} #{self.number}"


class Group(models.TextChoices):
    """In which capacity somebody answers."""

    TEAM = "team"
    CLIENT = "client"


class Response(models.Model):
    """What one person answered, as one document that is merged in the database.

    No address, user agent, time, order or invitation stands beside it, and its key is random:
    nothing here tells who answered, or when. ``link_digest`` is the SHA-256 of the person's own
    secret link.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="responses")
    group = models.CharField(max_length=10, choices=Group.choices)
    answers = models.JSONField(default=dict)
    sent = models.BooleanField(default=False)
    link_generation = models.PositiveSmallIntegerField(default=1)
    link_digest = models.BinaryField(max_length=32, unique=True)
    # How often the own link was mailed: a limit, so that nobody floods a stranger's mailbox.
    mails_sent = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.group} of {self.scan_id}"
