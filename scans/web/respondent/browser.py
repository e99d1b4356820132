"""What a browser remembers of a round: that answers were sent from it, and nothing else."""

import hashlib
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from scans.models import Group, Scan

SENT = "1"
"""The cookie's only value."""

DAY = 24 * 60 * 60
"""In seconds."""


def round_cookie(scan: Scan, group: Group) -> str:
    """Return the name of the cookie; it tells neither scan nor group to who doesn't know them."""
    digest = hashlib.sha256(f"{scan.pk}:{group.value}".encode()).hexdigest()
    return f"{settings.COOKIE_PREFIX}ronde_{digest[:12]}"


def has_sent(request: HttpRequest, scan: Scan, group: Group) -> bool:
    """Whether answers of this group were sent from this browser before."""
    return request.COOKIES.get(round_cookie(scan, group)) == SENT


def remember_sent(page: HttpResponse, scan: Scan, group: Group, today: date) -> None:
    """Let the browser remember it until the round closes."""
    last = scan.closes_on or today
    page.set_cookie(
        round_cookie(scan, group),
        SENT,
        max_age=((last - today).days + 1) * DAY,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_sent(page: HttpResponse, scan: Scan, group: Group) -> None:
    """Let the browser forget it: what was withdrawn doesn't count twice."""
    page.delete_cookie(round_cookie(scan, group), samesite="Lax")
