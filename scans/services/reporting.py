"""Making the PDF of a result, once per language, and keeping it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from scans.models import ReportFile, Result
from scans.reports.pdf import make_pdf
from scans.reports.reading import report_of
from scans.reports.renderer import report_html

ASK_AGAIN_AFTER = timedelta(seconds=90)
"""A request that nobody finished by then was lost with its worker, and is made anew."""


@transaction.atomic
def request_report(*, result: Result, language: str, moment: datetime) -> tuple[ReportFile, bool]:
    """Return the kept file, or note that it is wanted; the second value says: make it now.

    Any number of impatient clicks ask for one file.
    """
    made = ReportFile.objects.filter(result=result, language=language, content__isnull=False)
    if ready := made.first():
        return ready, False
    ReportFile.objects.bulk_create(
        [ReportFile(result=result, language=language, requested_at=moment - 2 * ASK_AGAIN_AFTER)],
        ignore_conflicts=True,
    )
    kept = ReportFile.objects.select_for_update().get(result=result, language=language)
    if kept.content is not None or kept.requested_at > moment - ASK_AGAIN_AFTER:
        return kept, False
    kept.requested_at = moment
    kept.failed = False
    kept.save(update_fields=["requested_at", "failed"])
    return kept, True


def make_report(*, result_id: int, language: str) -> None:
    """Render the PDF and keep it; a second call leaves the first file as it is.

    ``ReportError`` when it takes more time or memory than it may. Whatever goes wrong, the row
    then says that it failed, so that the reader is told.
    """
    files = ReportFile.objects.filter(result_id=result_id, language=language, content=None)
    if not files.exists():
        return
    result = Result.objects.select_related("scan__department__organisation").get(pk=result_id)
    try:
        content = make_pdf(
            report_html(report_of(result, language)),
            seconds=settings.PDF_TIME_LIMIT,
            memory=settings.PDF_MEMORY_LIMIT,
        )
    except Exception:
        files.update(failed=True)
        raise
    files.update(content=content, failed=False)
