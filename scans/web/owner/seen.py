"""Which revision of a thing a form was made for."""

from django.http import HttpRequest

MOST_DIGITS = 9


def seen_number(request: HttpRequest) -> int:
    """Return the revision that was posted along; 0, which no thing has, when that is unreadable."""
    posted = request.POST.get("gezien", "")
    return (
        int(posted) if posted.isascii() and posted.isdigit() and len(posted) <= MOST_DIGITS else 0
    )
