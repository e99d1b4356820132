"""The look of the house: its colours as a stylesheet, and its logo.

Their addresses hold a digest of what they are, so that a browser keeps them for good. An address
of an earlier look gets that of now, and is not kept.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from scans.engine.colour import Shades, parts_of
from scans.engine.offer import House
from scans.queries.content import logo_bytes
from scans.web.surroundings import look_again, surroundings_now

ALONE = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Opened by itself a drawing is a page: it may do nothing at all there."""

FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The colours, in the place of those in tokens.css."""
    house = _house(digest)
    response = HttpResponse(_rules(house.shades), content_type="text/css; charset=utf-8")
    return _kept(response, house, digest)


@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo."""
    house = _house(digest)
    data = logo_bytes() if house.logo else None
    if house.logo is None or data is None:
        raise Http404
    response = HttpResponse(data, content_type=house.logo.kind)
    response.headers["Content-Security-Policy"] = ALONE
    return _kept(response, house, digest)


def _house(digest: str) -> House:
    house = surroundings_now().house
    # Another process may have changed it a moment ago.
    return house if house.digest == digest else look_again().house


def _kept(response: HttpResponse, house: House, digest: str) -> HttpResponse:
    response.headers["Cache-Control"] = FOR_GOOD if house.digest == digest else "no-store"
    return response


def _rules(shades: Shades) -> str:
    accent, deep = (", ".join(map(str, parts_of(one))) for one in (shades.accent, shades.deep))
    values = {
        "accent": shades.accent,
        "accent-deep": shades.deep,
        "accent-tint": shades.tint,
        "bs-link-color-rgb": accent,
        "bs-primary-rgb": accent,
        "bs-link-hover-color-rgb": deep,
    }
    return f":root {{ {'; '.join(f'--{name}: {value}' for name, value in values.items())} }}\n"
