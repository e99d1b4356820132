"""The list of scans: its order, its pages and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import Expression, F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from scans.engine.shrinking import Prior, prior
from scans.models import ListedScan

SCORES = ("relevantie", "timing", "resultaat", "impact")
NEWEST, OLDEST = "-datum", "datum"
ORDERS = (NEWEST, OLDEST, *(sign + key for key in SCORES for sign in ("-", "")))

COUNTED_TO = 10_000
"""How far is counted: nobody reads further, and counting a million takes longer than showing."""

PRIOR_KEPT = 600
"""Seconds that the mean and k of a score are kept; they hardly move in that time."""

LAST = -1.0
"""Lower than any score: where a scan without one comes, whichever way is sorted."""

PRIOR = """
SELECT count(*), avg(score), regr_slope(apart, 1.0 / n), regr_intercept(apart, 1.0 / n)
FROM (
    SELECT {score} AS score, n, power({score} - avg({score}) OVER (), 2) AS apart
    FROM scans_listedscan WHERE {score} IS NOT NULL AND n > 0
) known
"""


@dataclass(frozen=True, slots=True)
class Page:
    """Some scans of the list; ``more`` is whether others come after them."""

    scans: list[ListedScan]
    more: bool


def prior_of(score: str) -> Prior:
    """Return what scores of one kind are shrunk by."""
    assert score in SCORES
    key = f"shrinking:{score}"
    kept = cache.get(key)
    if kept is None:
        kept = _computed(score)
        cache.set(key, kept, PRIOR_KEPT)
    return Prior(*kept)


def _computed(score: str) -> tuple[float, float]:
    with connection.cursor() as cursor:
        cursor.execute(PRIOR.format(score=connection.ops.quote_name(score)))
        scores, mean, within, between = cursor.fetchone()
    found = prior(scores, mean or 0.0, within, between)
    return found.mean, found.k


def ordered(scans: QuerySet[ListedScan], order: str) -> QuerySet[ListedScan]:
    """Return the scans in one of ``ORDERS``, each with the ``place`` that it has by it.

    Of scores the shrunk ones. Scans without a score come last in every order.
    """
    name = order.removeprefix("-")
    if name == "datum":
        found = scans.annotate(place=F("opened_on"))
        return found.order_by(order.replace(name, "opened_on"), order.replace(name, "scan_id"))
    found = scans.annotate(place=_place(name, descending=order.startswith("-")))
    return found.order_by("-place", "-scan_id")


def _place(score: str, *, descending: bool) -> Expression:
    one = prior_of(score)
    shrunk = Value(one.mean) + (F(score) - Value(one.mean)) * F("n") / (F("n") + Value(one.k))
    # Turned round and not sorted the other way: what has no score is last then too.
    turned = shrunk if descending else Value(100.0) - shrunk
    return Coalesce(turned, Value(LAST), output_field=FloatField())


def page_after(scans: QuerySet[ListedScan], order: str, last: UUID | None, most: int) -> Page:
    """Return so many scans of the list, those after ``last``.

    By where that scan stands and not by page number: the last page is as quick as the first. When
    it isn't in the list (any more), the first page.
    """
    listed = ordered(scans, order)
    if last is not None:
        anchor = ordered(ListedScan.objects.filter(pk=last), order).first()
        if anchor is not None:
            listed = listed.filter(_beyond(order, getattr(anchor, "place"), last))  # noqa: B009 - an annotation
    # First which, by their few columns; sorting all that belongs to a scan would take a second.
    keys = list(listed.values_list("pk", flat=True)[: most + 1])
    return Page(with_all(keys[:most]), len(keys) > most)


def with_all(keys: Sequence[UUID]) -> list[ListedScan]:
    """Return these scans, in this order, with all that the list says of them."""
    scans = ListedScan.objects.select_related("scan__department__organisation", "scan__result")
    found = scans.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _beyond(order: str, place: object, last: UUID) -> Q:
    way = "gt" if order == OLDEST else "lt"
    # The first part alone would do; only the second tells the database where to begin.
    return Q(**{f"place__{way}e": place}) & (
        Q(**{f"place__{way}": place}) | Q(**{f"scan_id__{way}": last})
    )


def counted(scans: QuerySet[ListedScan]) -> int:
    """Return how many there are, or one more than ``COUNTED_TO`` when there are more."""
    return scans.order_by()[: COUNTED_TO + 1].count()
