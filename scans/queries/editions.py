"""Reads on editions for the adviseur: which there are, what each shows, and who is left out."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q

from scans.engine.peers import Segment
from scans.models import Department, Edition, EditionFigures


@dataclass(frozen=True, slots=True)
class FigureLine:
    """That an edition has figures of a group for one measure, and of when and whom they are.

    ``members`` names the edition in which they were computed. ``withheld`` ones are shown to
    nobody.
    """

    segment: Segment
    measure: str
    departments: int
    organisations: int
    members: str
    withheld: bool


def editions_with_counts() -> list[Edition]:
    """Return all editions, newest first, each with ``shown`` and ``withheld``: how many figures."""
    withheld = Q(figures__withheld=True)
    found = Edition.objects.annotate(
        shown=Count("figures", filter=~withheld), withheld=Count("figures", filter=withheld)
    )
    return list(found.order_by("-published_on", "-pk"))


def lines_of(edition: Edition) -> list[FigureLine]:
    """Return which figures an edition has, without the figures themselves."""
    rows = (
        EditionFigures.objects.filter(edition=edition)
        .order_by("sector", "size_class", "measure")
        .values_list(
            "sector",
            "size_class",
            "measure",
            "departments",
            "organisations",
            F("members__name"),
            "withheld",
        )
    )
    return [
        FigureLine(Segment(sector or None, size or None), *rest) for sector, size, *rest in rows
    ]


def excluded_after(key: UUID | None, most: int) -> tuple[list[Department], bool]:
    """Return departments that are left out, in the order of their keys, and if there are more."""
    found = Department.objects.exclude(excluded_because="").select_related("organisation")
    if key is not None:
        found = found.filter(pk__gt=key)
    rows = list(found.order_by("pk")[: most + 1])
    return rows[:most], len(rows) > most
