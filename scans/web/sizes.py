"""What a request may be at most, looked at before anything of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from scans.web.errors import too_long, without_length

Handler = Callable[[HttpRequest], HttpResponse]


class SizesMiddleware:
    """Refuse an address that is too long (414), and a body that doesn't say how long it is (411).

    How much a body may hold differs per form: Django and the upload handlers look at that (413), and
    at the number of fields, in the address too (400).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        if len(request.path) + len(meta.get("QUERY_STRING", "")) > settings.ADDRESS_LENGTH:
            return too_long(request)
        if "HTTP_TRANSFER_ENCODING" in meta and not meta.get("CONTENT_LENGTH"):
            return without_length(request)
        return self.get_response(request)
