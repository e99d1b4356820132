"""What a form is made with, so that the same form sent twice does its work once."""

import secrets

from django.http import HttpRequest

FIELD = "sleutel"
"""The hidden field that holds it."""


def new_key() -> str:
    """Return a key that no other form has."""
    return secrets.token_urlsafe(16)


def key_of(request: HttpRequest) -> str:
    """Return the key of the form that was sent; empty when it has none."""
    return request.POST.get(FIELD, "")


def key_for(request: HttpRequest) -> str:
    """Return the key for the form on this page: a form that comes back with faults keeps its own."""
    return key_of(request) or new_key()
