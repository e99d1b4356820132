"""Until when the aanvrager's scans are kept, if nobody does anything."""

from datetime import date

from scans.services.retention import kept_until, unfinished_until
from scans.web.owner.overview import OwnerVisit


def end_for(visit: OwnerVisit) -> date | None:
    """Return the day on which all of a department is deleted; ``None`` while a round is open."""
    days = [one.scan.closed_on for one in visit.closed if one.scan.closed_on is not None]
    return None if visit.round.is_open else kept_until(visit.owner.department, max(days))


def unsent_until(visit: OwnerVisit) -> date | None:
    """Return the day on which the round is deleted unless it is sent; others close by themselves."""
    scan = visit.round.scan
    return unfinished_until(scan) if visit.round.is_open and scan.closes_on is None else None
