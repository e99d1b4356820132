"""Mail that waits for the worker."""

import uuid

from django.db import models
from django.db.models.functions import Now, TruncDate


class OutgoingMail(models.Model):
    """One mail, sealed: it is gone as soon as the mail server took it.

    The address and the secret link are encrypted with a key that the database doesn't hold, and
    nothing ties the row to a scan or a person. ``queued_on`` is since when it waits: one that
    never leaves is forgotten all the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.TextField()
    # The database's own day: a version of the site that doesn't know the column writes it too.
    queued_on = models.DateField(db_default=TruncDate(Now()))

    def __str__(self) -> str:
        return f"mail {self.pk}"
