"""A scan is one round of one department; a response is what one person answered in it."""

import uuid
from collections.abc import Mapping
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from scans.engine.disclosure import SMALLEST_GROUP
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

    ``expected_team`` and ``expected_clients`` count the persons who are asked; ``None`` means
    that this group isn't invited by a link. ``together`` is whether the one answer of a solo
    scan is that of a team at one table. ``closes_on`` is the last day on which answers are taken. ``team_limit`` and ``clients_limit`` are how many may start before the aanvrager is
    asked; ``doubles_team`` and ``doubles_clients`` count the answers that were sent from a
    browser that had sent some before. ``durations`` counts by group in which rough class of time
    they were filled in; closing moves it to counters of all rounds together and empties it.
    ``module_ids`` are the versions of the modules that are asked with the questionnaire, in the
    order of the pages. They are no foreign keys: a published version is never deleted, and a page
    that asks them needs no query more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="scans")
    number = models.PositiveSmallIntegerField(default=1)
    questionnaire = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="scans"
    )
    module_ids = ArrayField(models.PositiveBigIntegerField(), default=list)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    together = models.BooleanField(default=False)
    department_size = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    context = models.JSONField(default=dict)
    status = models.CharField(
        max_length=10, choices=ScanStatus.choices, default=ScanStatus.OPEN, editable=False
    )
    expected_team = models.PositiveIntegerField(null=True)
    expected_clients = models.PositiveIntegerField(null=True)
    team_limit = models.PositiveIntegerField(default=0)
    clients_limit = models.PositiveIntegerField(default=0)
    doubles_team = models.PositiveIntegerField(default=0)
    doubles_clients = models.PositiveIntegerField(default=0)
    durations = models.JSONField(default=dict)
    opened_on = models.DateField()
    closes_on = models.DateField(null=True)
    closed_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["opened_on", "pk"]
        indexes = [
            models.Index(fields=["opened_on"], name="scan_opened"),
            models.Index(
                F("closed_on").desc(),
                F("id").desc(),
                condition=Q(status=ScanStatus.CLOSED),
                name="scan_closed_last",
            ),
        ]
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
            models.CheckConstraint(
                name="scan_team_is_large_enough",
                condition=Q(kind=Kind.SOLO, expected_team__isnull=True)
                | Q(kind=Kind.TEAM, expected_team__isnull=False, expected_team__gte=SMALLEST_GROUP),
            ),
            models.CheckConstraint(
                name="scan_together_is_one_answer",
                condition=Q(together=False) | Q(kind=Kind.SOLO),
            ),
            models.CheckConstraint(
                name="scan_clients_are_enough",
                condition=Q(expected_clients__isnull=True)
                | Q(expected_clients__gte=SMALLEST_GROUP),
            ),
            models.CheckConstraint(
                name="scan_with_invitations_has_a_last_day",
                condition=Q(expected_team__isnull=True, expected_clients__isnull=True)
                | Q(closes_on__isnull=False),
            ),
            models.CheckConstraint(
                name="scan_closes_after_it_opens",
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} #{self.number}"

    @property
    def is_by_invitation(self) -> bool:
        """Whether others are invited, so that sending one's own answers doesn't close it."""
        return self.expected_team is not None or self.expected_clients is not None

    def expected(self, group: "Group") -> int | None:
        """Return how many persons of a group are asked; ``None`` when it isn't invited."""
        return self.expected_team if group == Group.TEAM else self.expected_clients

    def takes_answers(self, today: date) -> bool:
        """Whether answers are still taken: until it is closed, and on its last day still."""
        return self.status == ScanStatus.OPEN and (
            self.closes_on is None or today <= self.closes_on
        )


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
