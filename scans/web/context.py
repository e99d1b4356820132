"""What every template may use."""

from django.http import HttpRequest

from scans.content.files import newest_version_of


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's own values."""
    return {
        "site_name": "Afdelingsscan",
        "kern_version": newest_version_of("kern"),
        "here": request.get_full_path(),
    }
