"""``security.txt`` (RFC 9116): where somebody reports a weak spot of this site."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from scans.web.surroundings import surroundings_now

GOOD_FOR = timedelta(days=182)
"""How long what it says is good: the standard advises less than a year."""


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Tell whom to write to; 404 as long as there is nobody."""
    contacts = settings.SECURITY_CONTACT or [surroundings_now().house.contact_email]
    uris = [_uri(contact) for contact in contacts if contact]
    if not uris:
        raise Http404
    lines = [
        *(f"Contact: {uri}" for uri in uris),
        f"Expires: {_expires(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    ]
    if settings.SECURITY_POLICY:
        lines.append(f"Policy: {settings.SECURITY_POLICY}")
    return HttpResponse(
        "".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8"
    )


def _uri(contact: str) -> str:
    return contact if ":" in contact else f"mailto:{contact}"


def _expires(now: datetime) -> datetime:
    """Return a moment that is the same all day: a page that changes by the second looks broken."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + GOOD_FOR
