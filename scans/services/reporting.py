"""Making the PDF of a result, once per language, and keeping it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import get_current_timezone

from scans.models import ReportFile, Result
from scans.queries.content import surroundings
from scans.reports.adviser import anonymous_report
from scans.reports.offer import offer_for
from scans.reports.pdf import make_pdf
from scans.reports.reading import report_of
from scans.reports.renderer import report_html

ASK_AGAIN_AFTER = timedelta(seconds=90)
"""A request that nobody finished by then was lost with its worker, and is made anew."""


@transaction.atomic
def request_report(
    *, result: Result, language: str, moment: datetime, anonymous: bool = False
) -> tuple[ReportFile, bool]:
    """Return the kept file, or note that it is wanted; the second value says: make it now.

    Any number of impatient clicks ask for one file. ``anonymous`` is that without names and texts.
    """
    files = ReportFile.objects.filter(result=result, language=language, anonymous=anonymous)
    if ready := files.filter(content__isnull=False).first():
        return ready, False
    ReportFile.objects.bulk_create(
        [
            ReportFile(
                result=result,
                language=language,
                anonymous=anonymous,
                requested_at=moment - 2 * ASK_AGAIN_AFTER,
            )
        ],
        ignore_conflicts=True,
    )
    kept = files.select_for_update().get()
    if kept.content is not None or kept.requested_at > moment - ASK_AGAIN_AFTER:
        return kept, False
    kept.requested_at = moment
    kept.failed = False
    kept.save(update_fields=["requested_at", "failed"])
    return kept, True


def make_report(*, result_id: int, language: str, anonymous: bool = False) -> None:
    """Render the PDF and keep it; a second call leaves the first file as it is.

    Its look is that of now, its reading tips are those of the day on which it was asked for; both
    stay as they are from then on.

    ``ReportError`` when it takes more time or memory than it may. Whatever goes wrong, the row
    then says that it failed, so that the reader is told.
    """
    files = ReportFile.objects.filter(
        result_id=result_id, language=language, anonymous=anonymous, content=None
    )
    asked = files.first()
    if asked is None:
        return
    today = asked.requested_at.astimezone(get_current_timezone()).date()
    result = Result.objects.select_related("scan__department__organisation").get(pk=result_id)
    try:
        making = anonymous_report if anonymous else report_of
        report = making(result, language)
        content = make_pdf(
            report_html(report, offer_for(report, surroundings(), today)),
            seconds=settings.PDF_TIME_LIMIT,
            memory=settings.PDF_MEMORY_LIMIT,
        )
    except Exception:
        files.update(failed=True)
        raise
    files.update(content=content, failed=False)
