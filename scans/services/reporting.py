"""Making the PDFs of a result, once per kind and language, and keeping them."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import get_current_timezone

from scans.models import FileKind, ReportFile, Result
from scans.queries.action_plans import steps_of
from scans.queries.content import surroundings
from scans.reports.adviser import anonymous_report
from scans.reports.offer import offer_for
from scans.reports.pdf import make_pdf
from scans.reports.planpage import plan_page
from scans.reports.reading import report_of
from scans.reports.renderer import cards_html, report_html

ASK_AGAIN_AFTER = timedelta(seconds=90)
"""A request that nobody finished by then was lost with its worker, and is made anew."""


@transaction.atomic
def request_report(
    *,
    result: Result,
    language: str,
    moment: datetime,
    anonymous: bool = False,
    kind: FileKind = FileKind.REPORT,
) -> tuple[ReportFile, bool]:
    """Return the kept file, or note that it is wanted; the second value says: make it now.

    Any number of impatient clicks ask for one file. ``anonymous`` is that without names and texts,
    ``kind`` says what is printed.
    """
    files = ReportFile.objects.filter(
        result=result, kind=kind, language=language, anonymous=anonymous
    )
    if ready := files.filter(content__isnull=False).first():
        return ready, False
    ReportFile.objects.bulk_create(
        [
            ReportFile(
                result=result,
                kind=kind,
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


def make_report(
    *,
    result_id: int,
    language: str,
    anonymous: bool = False,
    kind: FileKind = FileKind.REPORT,
) -> None:
    """Render the PDF and keep it; a second call leaves the first file as it is.

    Its look is that of now, its reading tips are those of the day on which it was asked for; both
    stay as they are from then on.

    ``ReportError`` when it takes more time or memory than it may. Whatever goes wrong, the row
    then says that it failed, so that the reader is told.
    """
    asked = ReportFile.objects.filter(
        result_id=result_id, kind=kind, language=language, anonymous=anonymous, content=None
    ).first()
    if asked is None:
        return
    # This request and no later one: a plan that changes meanwhile throws this one away, and what is
    # made here of the plan of before must not answer the next.
    files = ReportFile.objects.filter(pk=asked.pk, content=None)
    today = asked.requested_at.astimezone(get_current_timezone()).date()
    result = Result.objects.select_related("scan__department__organisation").get(pk=result_id)
    try:
        making = anonymous_report if anonymous else report_of
        report = making(result, language)
        if kind == FileKind.PLAN:
            report = replace(report, plan=plan_page(steps_of(result_id), today))
        content = make_pdf(
            cards_html(report)
            if kind == FileKind.CARDS
            else report_html(report, offer_for(report, surroundings(), today)),
            seconds=settings.PDF_TIME_LIMIT,
            memory=settings.PDF_MEMORY_LIMIT,
        )
    except Exception:
        files.update(failed=True)
        raise
    files.update(content=content, failed=False)
