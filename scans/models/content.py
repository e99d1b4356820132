"""What the adviseur adds to the site: its look, what there is to read, and who wants to hear more."""

import uuid

from django.db import models
from django.db.models import Q

from scans.engine.colour import STANDARD
from scans.models.account import Account
from scans.models.links import LinkKind, derive_token
from scans.models.organisation import Department


class HouseStyle(models.Model):
    """Who offers this site, and how it looks; there is one row, or none.

    Without ``owner_name`` nobody is asked for an address: a consent names whom it is given to.
    ``logo`` is what ``services.logos`` made of a file, never the file itself; its width and height
    are in pixels. ``digest`` is of colour and logo, and stands in their addresses.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    owner_name = models.CharField(max_length=100, blank=True)
    contact_name = models.CharField(max_length=100, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(max_length=300, blank=True)
    accent = models.CharField(max_length=7, default=STANDARD.accent)
    logo = models.BinaryField(null=True)
    logo_type = models.CharField(max_length=20, blank=True)
    logo_width = models.PositiveIntegerField(default=0)
    logo_height = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=16, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="housestyle_is_one", condition=Q(id=1)),
            models.CheckConstraint(
                name="housestyle_logo_has_a_type",
                condition=Q(logo__isnull=True, logo_type="")
                | Q(logo__isnull=False, logo_type__in=["image/png", "image/svg+xml"]),
            ),
            models.CheckConstraint(
                name="housestyle_accent_is_a_colour",
                condition=Q(accent__regex=r"^#[0-9a-f]{6}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"house style {self.version}"


class TipKind(models.TextChoices):
    """What there is to read or to go to."""

    ARTICLE = "artikel"
    EVENT = "bijeenkomst"


class ReadingTip(models.Model):
    """An article or event that is shown with results where it fits.

    ``themes`` and ``levels`` hold keys of the questionnaire; empty means that any will do. ``day``
    is that of the event, after which nobody sees it any more, or that of the article if known.
    """

    kind = models.CharField(max_length=12, choices=TipKind.choices)
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    language = models.CharField(max_length=2, default="nl")
    day = models.DateField(null=True)
    themes = models.JSONField(default=list)
    levels = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="readingtip_event_has_a_day",
                condition=Q(kind=TipKind.ARTICLE) | Q(kind=TipKind.EVENT, day__isnull=False),
            ),
            models.CheckConstraint(
                name="readingtip_leads_to_a_page", condition=Q(url__regex=r"^https?://")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContactRequest(models.Model):
    """Somebody who read a result and would like to talk about it.

    ``sealed`` holds their name, where to reach them and what they wrote, with a key that the
    database doesn't hold. The key comes with the form, so that two presses are one request.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, related_name="contact_requests"
    )
    asked_on = models.DateField()
    sealed = models.TextField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["-asked_on", "id"],
                condition=Q(handled_at__isnull=True),
                name="contactrequest_waiting",
            ),
            models.Index(
                fields=["-handled_at", "id"],
                condition=Q(handled_at__isnull=False),
                name="contactrequest_handled",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contactrequest_handled_by_somebody",
                condition=Q(handled_at__isnull=True, handled_by__isnull=True)
                | Q(handled_at__isnull=False, handled_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"contact request {self.pk}"


class Subscriber(models.Model):
    """Who asked for the newsletter, with the proof of it; without ``confirmed_at`` it isn't theirs yet.

    The address is sealed and found again by a keyed digest. ``consent_text`` is what they read and
    agreed to, ``consented_at`` when. ``mails_on`` and ``mails_sent`` count the mails of one day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address_sealed = models.TextField()
    address_digest = models.BinaryField(max_length=32, unique=True)
    language = models.CharField(max_length=2)
    consent_text = models.TextField()
    consent_version = models.PositiveSmallIntegerField()
    consented_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True)
    confirm_digest = models.BinaryField(max_length=32, unique=True)
    unsubscribe_digest = models.BinaryField(max_length=32, unique=True)
    mails_on = models.DateField(null=True)
    mails_sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["consented_at", "pk"]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"

    @property
    def confirm_token(self) -> str:
        """The secret part of the link with which the address is confirmed."""
        return derive_token(LinkKind.SUBSCRIBE, self.pk, 1)

    @property
    def unsubscribe_token(self) -> str:
        """The secret part of the link in every newsletter."""
        return derive_token(LinkKind.UNSUBSCRIBE, self.pk, 1)
