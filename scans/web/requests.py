"""How a request is read before any page sees it."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class ToleratingRequest(WSGIRequest):
    """A request of which a nonsensical kind of content is no fault of ours.

    Django looks up the character set that a visitor names while it makes the request, where
    nothing catches what goes wrong: "hex" is one to Python, and no text can be read with it. There it also
    reads the query, which may hold too much; a page that reads it refuses that.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # the stubs leave it out
        except (LookupError, ValueError, SuspiciousOperation):
            # As if nothing was said: then a form is empty, which every page refuses by itself.
            self.content_type, self.content_params = "", {}
            self._encoding = None


class Handler(WSGIHandler):
    """Django's own, with our requests."""

    request_class = ToleratingRequest
