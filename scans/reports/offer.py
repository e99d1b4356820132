"""What stands beside one result: who offers the site, and what fits what was found."""

from collections.abc import Mapping
from datetime import date

from scans.engine.offer import Offer, fitting
from scans.engine.report import Report
from scans.queries.content import Surroundings


def offer_for(report: Report, around: Surroundings, today: date) -> Offer:
    """Return what fits a report; where nothing is shown, only what fits everybody."""
    return Offer(house=around.house, tips=fitting(around.tips, _found(report), today))


def _found(report: Report) -> Mapping[str, str]:
    if report.is_withheld:
        return {}
    levels = {theme.key: theme.level or theme.extreme for theme in report.themes}
    found = {key: level for key, level in levels.items() if level}
    return {**found, report.role.key: ""} if report.has_place else found
