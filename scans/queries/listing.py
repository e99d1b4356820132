"""The list of scans: its order, its pages and how many there are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import Expression, F, FloatField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from scans.engine.shrinking import Prior, prior
from scans.models import ListedScan
from scans.queries.by_score import ByScore, first_by_score

SCORES = ("relevantie", "timing", "resultaat", "impact")
NEWEST, OLDEST = "-datum", "datum"
ORDERS = (NEWEST, OLDEST, *(sign + key for key in SCORES for sign in ("-", "")))

COUNTED_TO = 10_000
"""How far is counted: nobody reads further, and counting a million takes longer than showing."""

LONG = 50_000
"""From about so many scans those of one page are found by an index, and not by sorting them all.

That changes how long it takes, and never what is found.
"""

PRIOR_KEPT = 600
"""Seconds that the mean and k of a score are kept; they hardly move in that time."""

LAST = -1.0
"""Lower than any score: where a scan without one comes, whichever way is sorted."""

PRIOR = """
SELECT count(*), avg(score), regr_slope(power(score - mean, 2), 1.0 / n),
       regr_intercept(power(score - mean, 2), 1.0 / n)
FROM (SELECT {score} AS score, n FROM scans_listedscan WHERE {score} IS NOT NULL AND n > 0) known
CROSS JOIN (SELECT avg({score}) AS mean FROM scans_listedscan WHERE n > 0) middle
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: in which of ``ORDERS``, and after which scan."""

    order: str
    last: UUID | None = None

    @property
    def score(self) -> str:
        """What is sorted by when that is a score, else nothing."""
        name = self.order.removeprefix("-")
        return name if name in SCORES else ""


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


def page_after(scans: QuerySet[ListedScan], place: Place, most: int) -> Page:
    """Return so many scans of the list, those after the one that ``place`` names.

    By where that scan stands and not by page number: the last page is as quick as the first. When
    it isn't in the list (any more), the first page.
    """
    listed, order, after = ordered(scans, place.order), place.order, None
    if place.last is not None:
        anchor = ordered(ListedScan.objects.filter(pk=place.last), order).first()
        if anchor is not None:
            after = getattr(anchor, "place")  # noqa: B009 - an annotation
            listed = listed.filter(_beyond(order, after, place.last))
    keys: list[UUID] = []
    if place.score and after != LAST and about(scans) >= LONG:
        keys = first_by_score(listed, _by_score(order), after, most + 1)
    if len(keys) <= most:
        # First which, by their few columns; sorting all that belongs to a scan would take a second.
        keys = list(listed.values_list("pk", flat=True)[: most + 1])
    return Page(with_all(keys[:most]), len(keys) > most)


def about(scans: QuerySet[ListedScan]) -> int:
    """Return about how many there are, as the database supposes before it looks."""
    plan = json.loads(scans.order_by().explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])


def _by_score(order: str) -> ByScore:
    score = order.removeprefix("-")
    return ByScore(score, prior_of(score), descending=order.startswith("-"))


def with_all(keys: Sequence[UUID]) -> list[ListedScan]:
    """Return these scans, in this order, with all that the list says of them."""
    scans = ListedScan.objects.select_related("scan__department__organisation", "scan__result")
    # What others compute with is as long as what is shown.
    found = scans.defer("scan__result__tally", "scan__result__benchmark").in_bulk(keys)
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
