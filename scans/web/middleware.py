"""What holds for every page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from scans.models import Department, Owner, Response, Scan, Subscriber
from scans.web.errors import not_found

Handler = Callable[[HttpRequest], HttpResponse]


class ChosenLanguageMiddleware:
    """Dutch, unless the visitor chose English.

    Django's own middleware also follows the browser's list of languages; on many Dutch office
    computers that says English, and whoever is sent a Dutch invitation expects Dutch.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _name in settings.LANGUAGES}
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


GONE = (
    Department.DoesNotExist,
    Owner.DoesNotExist,
    Response.DoesNotExist,
    Scan.DoesNotExist,
    Subscriber.DoesNotExist,
)


class DeletedMeanwhileMiddleware:
    """What was there when a page was asked for, and deleted before it was locked: the same 404."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer as for a link that opens nothing."""
        return not_found(request) if isinstance(error, GONE) else None


AFTERWARDS = frozenset({"deleted", "lost", "withdrawn"})
"""Where somebody ends up who had a link: nothing to look for."""


class PrivatePagesMiddleware:
    """No cache keeps, and no search engine shows, what a secret link opened."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        match = request.resolver_match
        if match is None or "token" in match.kwargs or match.url_name in AFTERWARDS:
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
