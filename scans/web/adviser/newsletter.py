"""Who gets the newsletter: how many, and their addresses as a file."""

import csv
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from scans.models import Subscriber
from scans.queries.content import subscriptions
from scans.reports.cells import as_text
from scans.services.newsletter import export_subscribers, unsubscribe_url
from scans.web.adviser.access import account_of
from scans.web.adviser.turns import in_turn

COLUMNS = (
    *("e-mailadres", "taal", "aangemeld_op", "bevestigd_op"),
    *("versie_toestemming", "tekst_toestemming", "link_afmelden"),
)
MARK = "\ufeff"
"""By which a spreadsheet knows that the file is UTF-8."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Say how many are on the list."""
    context = {"counts": subscriptions(), "days": settings.RETENTION.unconfirmed_days}
    return render(request, "adviser/newsletter.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Hand out all addresses, with the proof of consent and the link to leave."""

    def parts() -> Iterator[str]:
        return _rows(export_subscribers(by=account_of(request), moment=timezone.now()))

    file = in_turn(request, parts, "text/csv; charset=utf-8")
    if file.streaming:
        name = f"nieuwsbrief-{timezone.localdate()}.csv"
        file["Content-Disposition"] = f'attachment; filename="{name}"'
    return file


class _Line:
    """Gives back what a writer writes."""

    def write(self, line: str) -> str:
        return line


def _rows(found: Iterator[tuple[Subscriber, str]]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield MARK + str(writer.writerow(COLUMNS))
    for subscriber, address in found:
        cells = (
            *(address, subscriber.language, _minute(subscriber.consented_at)),
            *(_minute(subscriber.confirmed_at), str(subscriber.consent_version)),
            *(subscriber.consent_text, unsubscribe_url(subscriber)),
        )
        yield str(writer.writerow([as_text(cell) for cell in cells]))


def _minute(moment: datetime | None) -> str:
    return "" if moment is None else timezone.localtime(moment).isoformat(timespec="seconds")
