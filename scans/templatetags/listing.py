"""Template access to the list of scans."""

from collections.abc import Mapping

from django import template

from scans.reports.listing import Cell

register = template.Library()


@register.filter
def cell_of(scores: Mapping[str, Cell], key: str) -> Cell:
    """Return one of the scores of a scan."""
    return scores[key]


@register.filter
def heading_of(headings: Mapping[str, object], name: str) -> object | None:
    """Return the link that sorts by a column; ``None`` for one that doesn't sort."""
    return headings.get(name)
