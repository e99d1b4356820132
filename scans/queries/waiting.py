"""What waits for the adviseur to do something about, for the first page of the dashboard."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from scans.queries.content import waiting_requests
from scans.queries.follow_up import DUE, due_follow_ups


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many things of one kind that wait: what they are called, and the page where they stand.

    ``label`` follows the count in a sentence: "3 vragen om contact". ``query`` is the part of the
    address after the question mark, to show only these.
    """

    count: int
    label: str
    url_name: str
    query: str = ""


Counter = Callable[[date], Waiting]


def _contact(_today: date) -> Waiting:
    count = waiting_requests()
    label = ngettext("aanvraag voor een gesprek", "aanvragen voor een gesprek", count)
    return Waiting(count, label, "contacts")


def _due(today: date) -> Waiting:
    count = due_follow_ups(today).count()
    label = ngettext("afdeling wacht op vervolg", "afdelingen wachten op vervolg", count)
    return Waiting(count, label, "scans", f"opvolging={DUE}")


COUNTERS: tuple[Counter, ...] = (_contact, _due)
"""Each part of the dashboard where something can wait has one here; each asks one question."""


def what_waits(today: date) -> list[Waiting]:
    """Return what waits, in the order of ``COUNTERS``."""
    return [found for count in COUNTERS if (found := count(today)).count]
