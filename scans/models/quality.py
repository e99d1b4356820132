"""What is known of how good a questionnaire is, and the drafts of its next versions.

Days and months, no times: nothing here may be finer than a round.
"""

from django.db import models

from scans.models.questionnaire import QuestionnaireVersion


class QualityCount(models.Model):
    """How many persons of closed rounds came how far, or took how long; of no scan apart.

    ``group`` is theirs, ``key`` is "stap." or "tijd." and what is counted
    (``scans.engine.stopping``), ``month`` the first day of the month in which their round closed.
    """

    questionnaire = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="+"
    )
    group = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    month = models.DateField()
    count = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "group", "key", "month"],
                name="qualitycount_once_a_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.key} of {self.questionnaire_id}"


class QualitySnapshot(models.Model):
    """The figures of one version for one group, as they were computed on one day.

    Pages show these and compute nothing. ``figures`` is ``None`` while there are too few
    departments; ``newest_result`` is the highest key of a result that counts in them, so that the
    next figures differ by enough departments at once. ``checked_on`` is when that was last seen.
    """

    questionnaire = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="quality"
    )
    group = models.CharField(max_length=10)
    checked_on = models.DateField()
    computed_on = models.DateField(null=True)
    newest_result = models.BigIntegerField(default=0)
    figures = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "group"], name="qualitysnapshot_once_per_group"
            ),
        ]

    def __str__(self) -> str:
        return f"quality of {self.questionnaire_id} for {self.group}"


class QuestionnaireDraft(models.Model):
    """A questionnaire that is being made; no scan is ever on it.

    ``source`` is its document and ``data`` the same as JSON: always one that passed every check
    of its own part. ``revision`` counts the changes, so that nobody saves over somebody else's.
    """

    slug = models.SlugField(max_length=50)
    version = models.CharField(max_length=20)
    source = models.TextField()
    data = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    changed_on = models.DateField()

    class Meta:
        ordering = ["slug", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"], name="questionnairedraft_once_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"
