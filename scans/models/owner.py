"""Who started the scans of a department: no account, only a secret link."""

import uuid

from django.db import models
from django.db.models import Q

from scans.models.links import LinkKind, derive_token
from scans.models.organisation import Department


class Owner(models.Model):
    """An aanvrager, known by a link of their own and, if they like, an e-mail address.

    The address is sealed with a key that the database doesn't hold, and found again by a keyed
    digest. ``address_confirmed`` is whether somebody who reads its mail said that it is theirs, by
    the link of ``confirm_digest``. ``mails_on`` and ``mails_sent`` count the mails of one day:
    nobody floods a mailbox. ``again_on`` is the day on which they asked to be told that it is time
    for another round; ``None`` when they didn't, or were told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="owners")
    link_generation = models.PositiveSmallIntegerField(default=1)
    link_digest = models.BinaryField(max_length=32, unique=True)
    address_sealed = models.TextField(blank=True)
    address_digest = models.BinaryField(max_length=32, null=True, db_index=True)
    confirm_digest = models.BinaryField(max_length=32, null=True, unique=True)
    address_confirmed = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="nl")
    mails_on = models.DateField(null=True)
    mails_sent = models.PositiveSmallIntegerField(default=0)
    again_on = models.DateField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="owner_address_is_sealed_and_findable",
                condition=Q(address_sealed="", address_digest__isnull=True)
                | (~Q(address_sealed="") & Q(address_digest__isnull=False)),
            ),
            models.CheckConstraint(
                name="owner_is_told_by_mail",
                condition=Q(again_on__isnull=True) | Q(address_digest__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"owner of {self.department_id}"

    @property
    def token(self) -> str:
        """The secret part of the link, derived again."""
        return derive_token(LinkKind.OWNER, self.pk, self.link_generation)
