"""Whether a form was sent by a page of this site, and which cookies its pages may see.

Outside the dashboard nobody is signed in: what a request may do is decided by the link in its
address, which another site doesn't know. A cookie would add nothing there, so that what the browser
says about where a request comes from is enough, and no page sets one. In the dashboard a browser
sends proof of who it is by itself; there Django's token is asked besides.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from scans.web.adviser.access import PREFIX
from scans.web.errors import from_elsewhere

Handler = Callable[[HttpRequest], HttpResponse]

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OURS = frozenset({"same-origin", "none"})
"""What ``Sec-Fetch-Site`` says of our own pages, and of what somebody typed or opened again."""


class OwnFormsMiddleware:
    """Refuse what another site had a browser send, and let no page but the dashboard see its cookies.

    Every browser says where a request comes from: in ``Sec-Fetch-Site``, which no script can set
    (all of them since 2023, on https), else in ``Origin``. What says neither is no browser: a mail
    program that takes somebody off a list (RFC 8058) has no cookies that another could abuse.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self._origins = CsrfViewMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE and not self._is_ours(request):
            return from_elsewhere(request)
        if not request.path_info.startswith(PREFIX):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
            request.COOKIES.pop(settings.CSRF_COOKIE_NAME, None)
            # As Django marks a request whose proof of origin was looked at.
            request.csrf_processing_done = True  # type: ignore[attr-defined]  # Django's own mark
        return self.get_response(request)

    def _is_ours(self, request: HttpRequest) -> bool:
        site = request.META.get("HTTP_SEC_FETCH_SITE")
        if site in OURS:
            return True
        if "HTTP_ORIGIN" in request.META:
            # Of this address, or one that CSRF_TRUSTED_ORIGINS names.
            # By Django's own rule, which its stubs leave out: better than a copy of it.
            return bool(self._origins._origin_verified(request))  # type: ignore[attr-defined]  # noqa: SLF001
        return site is None
