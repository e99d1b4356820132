"""What the adviseur does with a scan: the follow-up of a department, notes, and the list."""

import uuid

from django.db import models
from django.db.models import F

from scans.models.account import Account
from scans.models.organisation import Department
from scans.models.questionnaire import QuestionnaireVersion
from scans.models.scan import Scan, ScanStatus


class FollowUpState(models.TextChoices):
    """How far the adviseur is with a department; nobody needs to go through all of them."""

    NEW = "nieuw"
    CONTACTED = "contact"
    PLANNED = "gepland"
    UNDER_WAY = "traject"
    DONE = "afgerond"


class FollowUp(models.Model):
    """How far the adviseur is with a department; without a row it is new.

    ``due_on`` is the day on which something has to happen next.
    """

    department = models.OneToOneField(
        Department, on_delete=models.CASCADE, primary_key=True, related_name="follow_up"
    )
    state = models.CharField(
        max_length=10, choices=FollowUpState.choices, default=FollowUpState.NEW
    )
    due_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.department_id}: {self.state}"


class Note(models.Model):
    """What an adviseur wrote down about a department; it goes when the department goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"note about {self.department_id}"


LISTED_SCORES = ("relevantie", "timing", "resultaat", "impact")
FILTERED = ("sector", "size_class", "status", "follow_up", "questionnaire")


class ListedScan(models.Model):
    """A scan as the list of the dashboard finds and sorts it: all of it follows from elsewhere.

    ``scans.services.listing`` writes it whenever something of it changes. ``size_class`` is of the
    number of persons of this round. The scores are those of the frozen result as it shows them,
    a border where it shows only that; ``n`` is of how many persons they are. ``words`` holds the
    names to search in, in small letters, and is empty without consent to contact.
    """

    scan = models.OneToOneField(
        Scan, on_delete=models.CASCADE, primary_key=True, related_name="listed"
    )
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="+")
    questionnaire = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="+"
    )
    sector = models.CharField(max_length=50)
    size_class = models.CharField(max_length=10)
    opened_on = models.DateField()
    status = models.CharField(max_length=10, choices=ScanStatus.choices)
    contact = models.BooleanField()
    follow_up = models.CharField(max_length=10, choices=FollowUpState.choices)
    words = models.TextField()
    n = models.PositiveIntegerField()
    relevantie = models.FloatField(null=True)
    timing = models.FloatField(null=True)
    resultaat = models.FloatField(null=True)
    impact = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index(F("opened_on").desc(), F("scan").desc(), name="listedscan_newest"),
            models.Index(fields=["sector", "-opened_on", "-scan"], name="listedscan_sector"),
            models.Index(fields=["follow_up", "-opened_on", "-scan"], name="listedscan_follow_up"),
            models.Index(fields=["status", "-opened_on", "-scan"], name="listedscan_status"),
            models.Index(fields=["size_class", "-opened_on", "-scan"], name="listedscan_size"),
            # With all that is filtered on: what passes is found without looking up the scans.
            models.Index(
                fields=["-opened_on", "-scan"],
                include=[*FILTERED, "words", "n", *LISTED_SCORES],
                condition=models.Q(contact=True),
                name="listedscan_contact",
            ),
            *(
                models.Index(
                    fields=["n", score, "scan"],
                    include=["opened_on", "contact", "words", *FILTERED],
                    condition=models.Q(**{f"{score}__isnull": False}),
                    name=f"listedscan_{score}",
                )
                for score in LISTED_SCORES
            ),
        ]
        constraints = [
            # What sorts the list by a score looks for none among open rounds.
            models.CheckConstraint(
                name="listedscan_open_has_no_score",
                condition=models.Q(status=ScanStatus.CLOSED)
                | models.Q(
                    relevantie__isnull=True,
                    timing__isnull=True,
                    resultaat__isnull=True,
                    impact__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"list entry of {self.scan_id}"
