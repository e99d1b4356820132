"""What a department does beside and after its scans: cards of its clients, and a plan of steps.

All of it is the department's own, goes with it, and is shown to nobody but its aanvrager.
"""

import uuid
from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q

from scans.models.links import LinkKind, derive_token
from scans.models.organisation import Department
from scans.models.owner import Owner
from scans.models.result import Result

MOST_STEPS = 5
"""A plan of more is not a plan."""

MARKED = ("concerns", "wants", "success")
"""The texts of a card that are known or assumed."""


def _marked(field: str) -> Q:
    """A text has a mark, and a mark a text."""
    return Q(**{field: "", f"{field}_known__isnull": True}) | (
        ~Q(**{field: ""}) & Q(**{f"{field}_known__isnull": False})
    )


class ClientCard(models.Model):
    """An internal client: a function or a department, never a person.

    ``concerns`` is what occupies them, ``wants`` what they want, ``success`` what decides whether
    they succeed; beside each stands whether that is known, or assumed. ``visited_on`` is the last
    contact, ``None`` when there was none. ``revision`` counts the changes, so that nobody saves
    over somebody else's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, related_name="client_cards"
    )
    name = models.CharField(max_length=120)
    concerns = models.TextField(max_length=1000, blank=True)
    concerns_known = models.BooleanField(null=True)
    wants = models.TextField(max_length=1000, blank=True)
    wants_known = models.BooleanField(null=True)
    success = models.TextField(max_length=1000, blank=True)
    success_known = models.BooleanField(null=True)
    visited_on = models.DateField(null=True)
    visited_by = models.CharField(max_length=120, blank=True)
    said = models.TextField(max_length=1000, blank=True)
    next_step = models.TextField(max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        # Who wasn't visited at all comes first, then who was longest ago.
        ordering = [F("visited_on").asc(nulls_first=True), "name", "pk"]
        constraints = [
            models.CheckConstraint(name=f"clientcard_{field}_marked", condition=_marked(field))
            for field in MARKED
        ]

    def __str__(self) -> str:
        return f"client card of {self.department_id}"

    @property
    def marks(self) -> Iterator[bool]:
        """Whether each line that is filled in is known; an assumption is not."""
        for field in MARKED:
            known = getattr(self, f"{field}_known")
            if known is not None:
                yield known


class ActionPlan(models.Model):
    """What a department does with one result.

    ``remind_to`` is the aanvrager who asked for a mail on the day of a step, and
    ``remind_since`` the day they did: days before it are not mailed about. ``stop_digest`` is of
    the link that stops those mails.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    result = models.OneToOneField(Result, on_delete=models.CASCADE, related_name="plan")
    remind_to = models.ForeignKey(
        Owner, on_delete=models.SET_NULL, null=True, related_name="reminded_of"
    )
    remind_since = models.DateField(null=True)
    stop_digest = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        return f"plan of {self.result_id}"

    @property
    def stop_token(self) -> str:
        """The secret part of the link that stops the mails, derived again."""
        return derive_token(LinkKind.REMINDERS, self.pk, 1)


class PlanStep(models.Model):
    """One step: what, who (a function or initials), by when, and since when it is done.

    ``place`` is where it stands, from 1. ``proposal`` is the key of the small step of the result
    from which it was made, also when its words were changed since; empty for a step of one's own
    and for those of before this was kept. ``reminded_on`` is the day on which a mail about its
    ``due_on`` was queued; another day is mailed about anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    # The database fills it in for a site of before that still runs during an upgrade.
    proposal = models.CharField(max_length=80, blank=True, default="", db_default="")
    who = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place"]
        constraints = [
            # Looked at when the transaction ends: meanwhile steps may change places.
            models.UniqueConstraint(
                fields=["plan", "place"],
                name="planstep_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="planstep_at_most_five", condition=Q(place__gte=1, place__lte=MOST_STEPS)
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.place} of {self.plan_id}"
