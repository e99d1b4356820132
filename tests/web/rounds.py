"""Rounds by invitation, with somebody in them."""

import re
from datetime import timedelta

from django.utils import timezone

from scans.models import Group, ScanStatus
from tests.factories import (
    ResponseFactory,
    ScanFactory,
    all_answers,
    client_answers,
    clients_token,
    respondent_token,
    team_token,
)


def site_day():
    """The day that it is to the site, whose views read the clock."""
    return timezone.localdate()  # noqa: TID251 - a round that is open to them has to know it


def open_round(*, days=7, team=True, clients=True, **changes):
    """A round that takes answers for so many days more; by default of team and clients."""
    today = site_day()
    closes_on = today + timedelta(days=days) if team or clients else None
    return ScanFactory(
        team=team,
        clients=clients,
        **{"opened_on": today - timedelta(days=10), "closes_on": closes_on, **changes},
    )


def close(scan):
    """Close a round, as its aanvrager does."""
    scan.status, scan.closed_on = ScanStatus.CLOSED, site_day()
    scan.save()


def invitation(scan, group):
    """The address of the invitation of this group."""
    if group == Group.TEAM:
        return f"/team/{team_token(scan)}/"
    return f"/klanten/{clients_token(scan)}/"


def own_link(response):
    """The address of somebody's own page."""
    return f"/invullen/{respondent_token(response.pk)}/"


def member(scan, group=Group.TEAM, **changes):
    """Somebody in the round who answered everything and has not sent it."""
    answers = all_answers() if group == Group.TEAM else client_answers()
    return ResponseFactory(**{"scan": scan, "group": group, "answers": answers, **changes})


def words_of(page):
    """The text of a page on one line, without its tags."""
    content = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", content).split())
