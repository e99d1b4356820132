"""How often one visitor may send a form that ends up in somebody's mailbox.

Counted as tries to sign in are: by all machines together, under a keyed digest of where the visitor
comes from, so that no address of theirs is kept.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

RATES = {"contact": "5/h/ip", "newsletter": "10/h/ip,5/h/key"}


def refused(request: HttpRequest, action: str, key: str = "") -> HttpResponse | None:
    """Return the page that asks to wait, when this was done too often; else ``None``."""
    if ratelimit.consume(request, app="scans", action=action, config=RATES, key=key):
        return None
    answer = ratelimit.respond_429(request)
    assert isinstance(answer, HttpResponse)
    return answer
