"""How a request is read before any page sees it."""

import codecs
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class ToleratingRequest(WSGIRequest):
    """A request that is read as UTF-8, as our pages say, whatever it calls itself.

    Django reads it by the character set that a visitor names, and Python knows some that are none:
    "hex" gives no text, and "unicode_escape" gives half characters that no page, mail or database
    can hold. Django looks it up while it makes the request, where nothing catches what goes
    wrong. There it also reads the query, which may hold too much; a page that reads it refuses that.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # the stubs leave it out
            is_read = not self.encoding or codecs.lookup(self.encoding).name == "utf-8"
        except (LookupError, ValueError, SuspiciousOperation):
            is_read = False
        self._encoding = None  # UTF-8 has more names than Django knows
        if not is_read:
            # As if nothing was said: then a form is empty, which every page refuses by itself.
            self.content_type, self.content_params = "", {}


class Handler(WSGIHandler):
    """Django's own, with our requests."""

    request_class = ToleratingRequest
