"""Where in a long list a page begins."""

from django import forms
from django.http import HttpRequest

LARGEST_KEY = 2**63 - 1
LARGEST_PAGE = 1_000


class _BeforeForm(forms.Form):
    voor = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)
    pagina = forms.IntegerField(min_value=1, max_value=LARGEST_PAGE, required=False)


def before_in(request: HttpRequest) -> int | None:
    """Return the key before which a page begins; whatever else was asked for is the first page."""
    form = _BeforeForm(request.GET)
    form.is_valid()
    found: int | None = form.cleaned_data.get("voor")
    return found


def page_in(request: HttpRequest) -> int:
    """Return the number of a page, from 1."""
    form = _BeforeForm(request.GET)
    form.is_valid()
    return form.cleaned_data.get("pagina") or 1
