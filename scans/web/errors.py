"""Pages for what went wrong: calm, and with a way on."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

BUSY_SECONDS = 30
"""After how long somebody who has to wait may ask again."""


def _error(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    # The language switch leads home: one page for every address, whatever was tried.
    context = {"title": title, "message": message, "here": reverse("home")}
    return render(request, "site/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that is no scan: too large, too many fields, malformed."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _error(
        request,
        400,
        _("Dit kunnen we niet verwerken"),
        _("Er kwam meer of iets anders binnen dan bij een scan past. Er is niets veranderd."),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a form or file that is larger than what it is for can be."""
    return _error(
        request,
        413,
        _("Dit is te groot"),
        _("Er kwam meer binnen dan hier past. Er is niets veranderd."),
    )


def without_length(request: HttpRequest) -> HttpResponse:
    """Answer a form that doesn't say how long it is: reading it would have no end."""
    return _error(
        request,
        411,
        _("Dit kunnen we niet verwerken"),
        _("Er kwam iets binnen zonder dat duidelijk is hoeveel. Er is niets veranderd."),
    )


def too_long(request: HttpRequest) -> HttpResponse:
    """Answer an address that is longer than any of this site."""
    return _error(
        request,
        414,
        _("Dit adres is te lang"),
        _("Kijk of je de link goed hebt overgenomen."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not allowed."""
    return _error(request, 403, _("Dit kan hier niet"), _("Ga terug en probeer het opnieuw."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose proof of origin is missing: cookies off, or a very old page."""
    return _error(
        request,
        403,
        _("We konden dit formulier niet controleren"),
        _(
            "Ga terug, ververs de pagina en verstuur nog een keer. "
            "Het dashboard heeft een cookie nodig om formulieren te beveiligen."
        ),
    )


def from_elsewhere(request: HttpRequest) -> HttpResponse:
    """Answer a form that a page of another site had the browser send."""
    return _error(
        request,
        403,
        _("Dit formulier kwam niet van onze site"),
        _("Er is niets veranderd. Open de pagina via je eigen link en verstuur het daar."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that opens nothing: unknown, deleted and foreign look the same."""
    return _error(
        request,
        404,
        _("Deze pagina is er niet"),
        _("De link klopt niet, of wat erachter stond is verwijderd. Kijk of je de hele link hebt."),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer who tries too often; the same for an address that is known and one that isn't."""
    return _error(
        request,
        429,
        _("Even wachten"),
        _(
            "Dit is vlak achter elkaar te vaak geprobeerd. Probeer het over een paar minuten nog eens."
        ),
    )


def busy(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """Answer who asks for heavy work that has to wait for other heavy work; with when to ask again."""
    answer = _error(request, status, _("Even geduld"), message)
    answer.headers["Retry-After"] = str(BUSY_SECONDS)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours."""
    return _error(
        request,
        500,
        _("Er ging iets mis bij ons"),
        _(
            "Wat al was opgeslagen, is bewaard. Wat je net verstuurde misschien niet: "
            "ga over een minuut terug en verstuur het opnieuw."
        ),
    )
