"""Mail that waits for the worker."""

import uuid

from django.db import models


class OutgoingMail(models.Model):
    """One mail, sealed: it is gone as soon as the mail server took it.

    The address and the secret link are encrypted with a key that the database doesn't hold, and
    nothing ties the row to a scan or a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"mail {self.pk}"
