"""What was computed when a scan was closed, and the files made from it."""

from django.db import models
from django.db.models import Q

from scans.models.scan import Scan


class Result(models.Model):
    """The frozen figures of a closed scan; page, PDF and export all read these.

    ``figures`` is ``ScanFigures.to_json()``: what may be shown, and nothing else. ``tally`` is
    ``Tally.to_json()``: what comparisons over many departments are computed from, and which is
    shown to nobody; ``None`` when too few answered. ``benchmark`` is ``Standing.to_json()``: the
    peers of the edition of that day, ``None`` when there was none. ``client_cards`` is
    ``CardCounts.to_json()`` of that day, ``None`` when the department kept no cards. ``trend`` is
    ``TrendFigures.to_json()``: what changed since an earlier round, ``None`` without one.
    """

    scan = models.OneToOneField(Scan, on_delete=models.CASCADE, related_name="result")
    figures = models.JSONField()
    tally = models.JSONField(null=True)
    benchmark = models.JSONField(null=True)
    client_cards = models.JSONField(null=True)
    trend = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"result of {self.scan_id}"


class FileKind(models.TextChoices):
    """What is printed of a result."""

    REPORT = "report"
    PLAN = "plan"
    CARDS = "cards"


class ReportFile(models.Model):
    """A PDF of a result in one language, kept as it was first made.

    A row without ``content`` was asked for and is being made (or failed, and then says so);
    it lives in the database so that every web node can serve it and deleting the scan deletes
    it too. ``anonymous`` is the file for the adviseur of a department that didn't ask for contact:
    without names and texts. ``kind`` is the report, the report with the department's plan in it
    (thrown away when the plan changes, and made again when it is asked for), or the cards to talk
    with.
    """

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind.choices, default=FileKind.REPORT)
    language = models.CharField(max_length=2)
    content = models.BinaryField(null=True)
    requested_at = models.DateTimeField()
    failed = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["result", "kind", "language", "anonymous"],
                name="reportfile_once_per_language",
            ),
            models.CheckConstraint(
                name="reportfile_only_the_report_is_anonymous",
                condition=Q(anonymous=False) | Q(kind=FileKind.REPORT),
            ),
            models.CheckConstraint(
                name="reportfile_failed_has_no_content",
                condition=Q(failed=False) | Q(content__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.result_id} ({self.language})"
