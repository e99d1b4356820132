"""The client cards as a file for a spreadsheet program."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from scans.models import ClientCard
from scans.reports.exporting import BOM
from scans.reports.spreadsheet import safe_text


def cards_csv(cards: Iterable[ClientCard]) -> str:
    """Return a CSV file in the reader's language; no cell of it is ever computed."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(_columns())
    for card in cards:
        rows.writerow([safe_text(cell) for cell in _cells(card)])
    return BOM + written.getvalue()


def mark_in_words(known: bool | None) -> str:  # noqa: FBT001 - the value of a field
    """Say whether a line is known or assumed; empty where there is no line."""
    if known is None:
        return ""
    return _("weten we") if known else _("nemen we aan")


def _columns() -> list[str]:
    sure = _("weten of aannemen")
    return [
        _("klant"),
        *(_("wat ze bezighoudt"), sure),
        *(_("wat ze willen"), sure),
        *(_("wanneer het geslaagd is"), sure),
        _("laatste contact"),
        _("wie van ons"),
        _("wat er is gezegd"),
        _("volgende stap"),
    ]


def _cells(card: ClientCard) -> list[str]:
    return [
        card.name,
        *(card.concerns, mark_in_words(card.concerns_known)),
        *(card.wants, mark_in_words(card.wants_known)),
        *(card.success, mark_in_words(card.success_known)),
        card.visited_on.isoformat() if card.visited_on else "",
        card.visited_by,
        card.said,
        card.next_step,
    ]
