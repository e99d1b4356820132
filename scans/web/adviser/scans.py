"""The list of scans, and what is exported of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from scans.models import Action
from scans.queries.listing import (
    COUNTED_TO,
    NEWEST,
    ORDERS,
    Place,
    ordered,
    page_after,
    with_all,
)
from scans.queries.replica import reading_alias
from scans.reports.exporting import codebook_lines, csv_lines, xlsx_parts
from scans.reports.listing import Row, row_of
from scans.reports.wording import amount
from scans.services.audit import record
from scans.web.adviser.access import account_of
from scans.web.adviser.scan_filters import ScanFilters
from scans.web.adviser.scan_table import TITLES, ScanTable
from scans.web.adviser.turns import in_turn
from scans.web.replica import from_replica

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ON_A_PAGE = 50
SORT, AFTER = "sorteer", "na"
FETCHED = 200
"""Scans that an export fetches together; more take more memory, and hardly less time."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNPROCESSABLE = 422


class _PlaceForm(forms.Form):
    """How the list is sorted, and after which scan the page begins."""

    sorteer = forms.ChoiceField(choices=[(one, one) for one in ORDERS], required=False)
    na = forms.UUIDField(required=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A way to sort: its title, address, and whether it is the one of now."""

    title: "_StrPromise"
    url: str
    here: bool
    ascending: bool


@require_safe
@from_replica
def scans(request: HttpRequest) -> HttpResponse:
    """Show the scans that pass the filters of the address."""
    filters = ScanFilters(request.GET)
    if not filters.is_valid():
        context = {"form": filters.form, "filters": filters, "table": None}
        return render(request, "adviser/scans/list.html", context, status=UNPROCESSABLE)
    place = _PlaceForm(request.GET)
    place.is_valid()
    order = place.cleaned_data.get(SORT) or NEWEST
    after = place.cleaned_data.get(AFTER)
    page = page_after(filters.qs, Place(order, after), ON_A_PAGE)
    record(
        who=account_of(request),
        what=Action.SCANS_LISTED,
        details=" · ".join(filters.noted()),
        moment=timezone.now(),
    )
    context = {
        "form": filters.form,
        "filters": filters,
        "table": ScanTable([row_of(one) for one in page.scans]),
        "shown": _shown(page.count, filters.chosen()),
        "is_empty": not page.count,
        "is_filtered": bool(filters.chosen()),
        "headings": _headings(request.GET, order),
        "by_score": order.removeprefix("-") != "datum",
        "order": order,
        "first": _address(request.GET, **{AFTER: ""}) if after else "",
        "next": _address(request.GET, **{AFTER: str(page.scans[-1].pk)}) if page.more else "",
        "query": _without(request.GET, AFTER).urlencode(),
    }
    return render(request, "adviser/scans/list.html", context)


def _shown(count: int, chosen: list[str]) -> str:
    if count > COUNTED_TO:
        number = _("Meer dan 10.000 scans")
    else:
        number = ngettext("{count} scan", "{count} scans", count).format(count=amount(count))
    return " · ".join((number, *chosen))


def _headings(query: QueryDict, order: str) -> dict[str, Heading]:
    """Return the links that sort, by column; the one of now turns its order round."""
    found = {}
    for name, title in TITLES.items():
        here = order.removeprefix("-") == name
        other = name if order == f"-{name}" else f"-{name}"
        url = _address(query, **{SORT: other, AFTER: ""})
        found[name] = Heading(title, url, here, here and not order.startswith("-"))
    return found


def _without(query: QueryDict, name: str) -> QueryDict:
    left = query.copy()
    left.pop(name, None)
    return left


def _address(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"{reverse('scans')}?{changed.urlencode()}"


@require_safe
@from_replica
def export(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    """Hand out exactly what is filtered, in the order of the page, as CSV or for a spreadsheet."""
    filters = ScanFilters(request.GET)
    if not filters.is_valid():
        context = {"form": filters.form, "filters": filters, "table": None}
        return render(request, "adviser/scans/list.html", context, status=UNPROCESSABLE)
    place = _PlaceForm(request.GET)
    place.is_valid()

    def parts() -> Iterator[str] | Iterator[bytes]:
        rows = _rows(filters, place.cleaned_data.get(SORT) or NEWEST)
        if request.method == "GET":
            details = " · ".join((form, *filters.noted()))
            record(
                who=account_of(request),
                what=Action.SCANS_EXPORTED,
                details=details,
                moment=timezone.now(),
            )
        return csv_lines(rows) if form == "csv" else xlsx_parts(rows)

    file = in_turn(request, parts, "text/csv; charset=utf-8" if form == "csv" else XLSX)
    if file.streaming:
        file["Content-Disposition"] = f'attachment; filename="scans.{form}"'
    return file


def _rows(filters: ScanFilters, order: str) -> Iterator[Row]:
    keys = ordered(filters.qs, order).values_list("pk", flat=True)
    # In one transaction the database keeps its place, and sends some at a time.
    with transaction.atomic(using=reading_alias()):
        some: list[UUID] = []
        for key in keys.iterator(chunk_size=FETCHED):
            some.append(key)
            if len(some) == FETCHED:
                yield from map(row_of, with_all(some))
                some = []
        yield from map(row_of, with_all(some))


@require_safe
def codebook(_request: HttpRequest) -> StreamingHttpResponse:
    """Hand out what the columns of the export mean."""
    response = StreamingHttpResponse(codebook_lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="scans-codeboek.csv"'
    return response
