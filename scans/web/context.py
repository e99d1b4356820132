"""What every template may use."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's own values, and the parts of a page that are the same for everybody."""
    language = get_language() or "nl"
    return {
        "site_name": "Afdelingsscan",
        "demonstration": settings.DEMONSTRATION,
        "here": request.get_full_path(),
        "styles": _part("components/styles.html", language),
        "wordmark": _part("components/wordmark.html", language),
        "footer": _part("components/footer.html", language),
    }


@cache
def _part(template: str, language: str) -> SafeString:
    """Return a part of the frame, rendered once per language.

    It knows no request, so nothing of a visitor can end up in it.
    """
    return render_to_string(template)
