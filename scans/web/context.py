"""What every template may use."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from scans.engine.offer import House
from scans.web.surroundings import surroundings_now

KEPT_PARTS = 24


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's own values, and the parts of a page that are the same for everybody."""
    language = get_language() or "nl"
    house = surroundings_now().house
    return {
        "site_name": "Afdelingsscan",
        "demonstration": settings.DEMONSTRATION,
        "retention": settings.RETENTION,
        "here": request.get_full_path(),
        "house": house,
        "styles": _part("components/styles.html", language, house),
        "wordmark": _part("components/wordmark.html", language, house),
        "footer": _part("components/footer.html", language, house),
    }


@lru_cache(maxsize=KEPT_PARTS)
def _part(template: str, language: str, house: House) -> SafeString:
    """Return a part of the frame, rendered once per language and look.

    It knows no request, so nothing of a visitor can end up in it.
    """
    return render_to_string(template, {"house": house})
