"""Secret links: derived with a key that is not in the database, kept there as a digest only."""

import base64
import hashlib
import hmac
import re
from uuid import UUID

from django.conf import settings
from django.db import models

from scans.models.scan import Scan

TOKEN_BYTES = 20
"""160 bits: more than the 128 that nobody can guess, and a whole number of base32 characters."""

TOKEN_PATTERN = re.compile(r"[a-z2-7]{32}")


class LinkKind(models.TextChoices):
    """What a link opens; a link of one kind opens nothing of another."""

    OWNER = "owner"
    TEAM = "team"
    CLIENTS = "clients"
    RESULT = "result"
    RESPONDENT = "respondent"
    CONFIRM = "confirm"
    INVITATION = "invitation"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    REMINDERS = "reminders"
    PASSWORD = "password"  # noqa: S105 - the kind of a link


OF_A_SCAN = (LinkKind.TEAM, LinkKind.CLIENTS, LinkKind.RESULT)
"""The links that a scan has; the others belong to one person."""


def derive_token(kind: LinkKind, object_id: UUID, generation: int) -> str:
    """Return the secret part of a link; the next generation makes the former one worthless."""
    message = f"{kind.value}:{object_id}:{generation}".encode()
    mac = hmac.digest(settings.LINK_KEY.encode(), message, "sha256")
    return base64.b32encode(mac[:TOKEN_BYTES]).decode().lower()


def digest_of(token: str) -> bytes:
    """Return what the database holds of a token."""
    return hashlib.sha256(token.encode()).digest()


class ScanLink(models.Model):
    """One secret link of a scan as a whole.

    A respondent's own link stands on the response, the aanvrager's on the owner.
    """

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in OF_A_SCAN])
    generation = models.PositiveSmallIntegerField(default=1)
    digest = models.BinaryField(max_length=32, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scan", "kind"], name="scanlink_once_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.scan_id}"

    @property
    def token(self) -> str:
        """The secret part of the link, derived again."""
        return derive_token(LinkKind(self.kind), self.scan_id, self.generation)
