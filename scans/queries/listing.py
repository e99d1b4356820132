"""The list of scans: its order, its pages and how many there are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import (
    Case,
    Count,
    Expression,
    F,
    FloatField,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce

from scans.engine.shrinking import Prior, prior
from scans.models import LISTED_SCORES as SCORES
from scans.models import ListedScan, Scan, ScanStatus
from scans.queries.by_score import ByScore, first_by_score
from scans.queries.replica import reading

NEWEST, OLDEST = "-datum", "datum"
ORDERS = (NEWEST, OLDEST, *(sign + key for key in SCORES for sign in ("-", "")))

COUNTED_TO = 10_000
"""How far is counted: nobody reads further, and counting a million takes longer than showing."""

LONG = 20_000
"""From about so many scans those of one page are found by an index, and not by sorting them all.

That changes how long it takes, and never what is found.
"""

PRIOR_KEPT = 3600
"""Seconds that the mean and k of a score are kept; they hardly move in that time.

Longer than between two times of housekeeping, which renews them: no visitor waits for them.
"""

LAST = -1.0
"""Lower than any score: where a scan without one comes, whichever way is sorted."""

ROUNDS = 20
"""Rounds per department that are looked at to find departments; hardly any has more."""

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
    """Some scans of the list; ``more`` is whether others come after them.

    ``count`` is of the whole list, or one more than ``COUNTED_TO`` when it is longer.
    """

    scans: list[ListedScan]
    more: bool
    count: int


def with_words(scans: QuerySet[ListedScan], words: str) -> QuerySet[ListedScan]:
    """Keep the scans with all of these words in their names; only of those that have one.

    Otherwise a search would tell what is in a name that isn't shown.
    """
    for word in words.lower().split():
        scans = scans.filter(contact=True, words__contains=word)
    return scans


def others_named(words: str, department: UUID, most: int) -> tuple[list[Scan], bool]:
    """Return the newest scan of departments with these words in their names, but for one of them.

    So many at most, the newest first, and whether there may be more. No words find nothing.
    """
    if not words.split():
        return [], False
    named = with_words(ListedScan.objects.exclude(department=department), words)
    newest = named.order_by("-opened_on", "-scan_id").values_list("department_id", "pk")
    found: dict[UUID, UUID] = {}
    for other, key in newest[: most * ROUNDS]:
        found.setdefault(other, key)
    return [one.scan for one in with_all(list(found.values())[:most])], len(found) > most


def prior_of(score: str) -> Prior:
    """Return what scores of one kind are shrunk by."""
    assert score in SCORES
    kept = cache.get(_key(score))
    return Prior(*(_kept(score) if kept is None else kept))


def keep_priors() -> None:
    """Compute what each kind of score is shrunk by, for the lists that are asked for next."""
    for score in SCORES:
        _kept(score)


def _kept(score: str) -> tuple[float, float]:
    found = _computed(score)
    cache.set(_key(score), found, PRIOR_KEPT)
    return found


def _key(score: str) -> str:
    return f"shrinking:{score}"


def _computed(score: str) -> tuple[float, float]:
    connection = reading()
    with connection.cursor() as cursor:
        cursor.execute(PRIOR.format(score=connection.ops.quote_name(score)))
        scores, mean, within, between = cursor.fetchone()
    found = prior(scores, mean or 0.0, within, between)
    return found.mean, found.k


def ordered(scans: QuerySet[ListedScan], order: str) -> QuerySet[ListedScan]:
    """Return the scans in one of ``ORDERS``, each with the ``place`` that it has by it.

    Of scores the shrunk ones. Scans without a score come last in every order, the newest first.
    """
    name = order.removeprefix("-")
    if name == "datum":
        found = scans.annotate(place=F("opened_on"))
        return found.order_by(order.replace(name, "opened_on"), order.replace(name, "scan_id"))
    since = Case(When(**{f"{name}__isnull": True}, then=F("opened_on")))
    found = scans.annotate(place=_place(name, descending=order.startswith("-")))
    return found.order_by("-place", since.desc(nulls_last=True), "-scan_id")


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
    anchor = _anchor(place)
    is_long = about(scans) >= LONG
    if anchor is None and not is_long:
        return _first(ordered(scans, place.order), most)
    if place.score and is_long:
        keys = _by_index(scans, place, anchor, most + 1)
    else:
        listed = ordered(scans, place.order)
        if anchor is not None:
            listed = listed.filter(_beyond(place, anchor))
        keys = list(listed.values_list("pk", flat=True)[: most + 1])
    # First which, by their few columns; sorting all that belongs to a scan takes a second.
    return Page(with_all(keys[:most]), len(keys) > most, counted(scans))


def _first(listed: QuerySet[ListedScan], most: int) -> Page:
    """Return the first page of a list of which all is looked at, which is counted meanwhile."""
    rows = list(listed.annotate(count=Window(Count("*"))).values_list("pk", "count")[: most + 1])
    count = rows[0][1] if rows else 0
    return Page(
        with_all([key for key, _count in rows[:most]]), count > most, min(count, COUNTED_TO + 1)
    )


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The scan that a page begins after, and the place it has in the order."""

    pk: UUID
    opened_on: date
    at: Any


def _anchor(place: Place) -> _Anchor | None:
    if place.last is None:
        return None
    found = ordered(ListedScan.objects.filter(pk=place.last), place.order).first()
    if found is None:
        return None
    at = getattr(found, "place")  # noqa: B009 - an annotation
    return _Anchor(found.pk, found.opened_on, at)


def _by_index(
    scans: QuerySet[ListedScan], place: Place, anchor: _Anchor | None, most: int
) -> list[UUID]:
    """Return the keys of a page by a score, first those with one and then those without.

    Each of both by an index of its own.
    """
    keys: list[UUID] = []
    if anchor is None or anchor.at != LAST:
        # Only a closed round has a score: where open ones are asked for, nothing is looked at.
        scored = scans.filter(status=ScanStatus.CLOSED)
        listed = ordered(scored, place.order)
        if anchor is not None:
            listed = listed.filter(_beyond(place, anchor))
        after = None if anchor is None else anchor.at
        keys = first_by_score(listed, _by_score(place.order), after, most)
        anchor = None
    if len(keys) < most:
        newest = scans.filter(**{f"{place.score}__isnull": True}).order_by("-opened_on", "-scan_id")
        if anchor is not None:
            newest = newest.filter(_before(anchor))
        keys += newest.values_list("pk", flat=True)[: most - len(keys)]
    return keys


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


def _beyond(place: Place, anchor: _Anchor) -> Q:
    if place.score and anchor.at == LAST:
        return Q(place=LAST) & _before(anchor)
    way = "gt" if place.order == OLDEST else "lt"
    # The first part alone would do; only the second tells the database where to begin.
    return Q(**{f"place__{way}e": anchor.at}) & (
        Q(**{f"place__{way}": anchor.at}) | Q(**{f"scan_id__{way}": anchor.pk})
    )


def _before(anchor: _Anchor) -> Q:
    """Return what comes after the anchor when the newest are first."""
    return Q(opened_on__lte=anchor.opened_on) & (
        Q(opened_on__lt=anchor.opened_on) | Q(scan_id__lt=anchor.pk)
    )


def counted(scans: QuerySet[ListedScan]) -> int:
    """Return how many there are, or one more than ``COUNTED_TO`` when there are more."""
    return scans.order_by()[: COUNTED_TO + 1].count()
