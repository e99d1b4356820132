"""Who is measured: a department of an organisation."""

import uuid

from django.db import models


class Organisation(models.Model):
    """An organisation as the aanvrager described it.

    ``sector`` and ``size_class`` hold option values of the context questions ``sector`` and
    ``organisatiegrootte``: the questionnaire decides which exist.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=50)
    size_class = models.CharField(max_length=50)

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A communication department; each new scan of it is another round.

    ``in_benchmark_since`` is the day on which its aanvrager agreed to that, ``None`` without
    consent. ``excluded_because`` is why the adviseur leaves it out all the same. ``size_class``
    is one of ``engine.peers.SIZES``, of its latest round. ``contact_since`` is the day on which the
    aanvrager agreed that the adviseur knows who they are and gets in touch. ``renewed_on`` is the day
    on which an aanvrager asked to keep it all longer, ``warned_on`` the day on which the aanvragers
    were told that it will be deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="departments"
    )
    name = models.CharField(max_length=200)
    size_class = models.CharField(max_length=10, blank=True)
    in_benchmark_since = models.DateField(null=True)
    excluded_because = models.CharField(max_length=200, blank=True)
    contact_since = models.DateField(null=True)
    renewed_on = models.DateField(null=True)
    warned_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name
