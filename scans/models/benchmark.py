"""The benchmark: what departments scored, and what is published of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from scans.models.organisation import Department
from scans.models.questionnaire import QuestionnaireVersion
from scans.models.scan import Scan

EDITION_NAME = "[a-z0-9][a-z0-9-]{0,19}"
"""What an edition can be called: its name is part of addresses and of names of files."""


class BenchmarkRow(models.Model):
    """One score of one department in one round, as its report shows it.

    ``measure`` is a key of ``engine.measures``; ``tenths`` the score times ten, ``n`` how many
    persons it is of. ``period`` is the first day of the month of closing. Imported rows have no
    scan. ``latest`` is whether the department has no later round.
    """

    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, related_name="benchmark_rows"
    )
    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, null=True, related_name="+")
    questionnaire = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    measure = models.CharField(max_length=24)
    tenths = models.SmallIntegerField()
    n = models.PositiveIntegerField()
    period = models.DateField()
    alone = models.BooleanField(default=False)
    latest = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "period", "scan", "measure"],
                name="benchmarkrow_once_per_round",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="benchmarkrow_within_scale",
                condition=Q(tenths__gte=-1000, tenths__lte=1000),
            ),
            models.CheckConstraint(name="benchmarkrow_of_somebody", condition=Q(n__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.department_id}"


class Edition(models.Model):
    """A frozen, named snapshot of the benchmark ("2026-11").

    ``measures`` lists what it counts; the scores of its members are in that order.
    """

    name = models.CharField(max_length=20, unique=True)
    published_on = models.DateField()
    measures = ArrayField(models.CharField(max_length=24), default=list)

    class Meta:
        ordering = ["published_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="edition_name_fits_an_address",
                condition=Q(name__regex=f"^{EDITION_NAME}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EditionFigures(models.Model):
    """The distribution of one measure in one segment, as an edition has it.

    ``sector`` and ``size_class`` are empty where the segment doesn't divide by them. ``counts``
    is how many departments have which score (``engine.distribution``). ``largest`` and ``second``
    count the departments of the two organisations that have most. ``members`` is the edition in
    which the figures were computed: the segment keeps them until enough organisations are new. A
    segment that may not be shown has no row. ``withheld`` figures are shown to nobody any more:
    too few of those in them still take part.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="figures")
    members = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    sector = models.CharField(max_length=50, blank=True)
    size_class = models.CharField(max_length=10, blank=True)
    measure = models.CharField(max_length=24)
    organisations = models.PositiveIntegerField()
    departments = models.PositiveIntegerField()
    alone = models.PositiveIntegerField()
    largest = models.PositiveIntegerField()
    second = models.PositiveIntegerField()
    first_period = models.DateField()
    last_period = models.DateField()
    counts = models.BinaryField()
    withheld = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "sector", "size_class", "measure"],
                name="editionfigures_once_per_segment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} in {self.edition_id}"


class EditionMember(models.Model):
    """A result that an edition counts: a department's latest, with its tenths by measure.

    With these an organisation that reads its report is taken out of its own peers, exactly.
    ``scores`` follows the list of the edition, ``None`` for what the department doesn't have.

    ``organisation_id`` is what the department was part of then. ``result`` is the first number
    of the ``BenchmarkRow``s that were counted, by which it is known whether a later edition counts
    the same; ``None`` in editions of before that was kept.

    An edition is written with up to a million members at once. Whoever publishes holds on to the
    departments meanwhile, so the database needn't look each of them up again; and whoever deletes
    a department locks it first.
    """

    edition = models.ForeignKey(
        Edition,
        on_delete=models.CASCADE,
        related_name="members",
        db_constraint=False,
        db_index=False,
    )
    organisation_id = models.UUIDField()
    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    period = models.DateField()
    sector = models.CharField(max_length=50, blank=True)
    size_class = models.CharField(max_length=10, blank=True)
    alone = models.BooleanField()
    result = models.BigIntegerField(null=True)
    scores = ArrayField(models.SmallIntegerField(null=True))

    def __str__(self) -> str:
        return f"member of {self.edition_id}"

    def by_measure(self) -> dict[str, int]:
        """Return the tenths by measure; those of ``edition`` have the list."""
        pairs = zip(self.edition.measures, self.scores, strict=True)
        return {measure: tenths for measure, tenths in pairs if tenths is not None}
