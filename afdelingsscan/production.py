"""What a site that people really use must have; without it the site refuses to start.

Whoever reads these sentences runs the server: each names the variable to change, in Dutch.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

MINIMUM_LENGTH = 50
"""Characters of a secret, as ``check --deploy`` asks."""

MINIMUM_VARIETY = 12
"""Different characters in it; 50 random hexadecimal digits have that many, repeated words don't."""

NO_SECRETS = ("django-insecure", "only-for-", "changeme", "verander")
"""How values begin that stand in an example, a test or a fresh project."""

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Raise ``ImproperlyConfigured`` with everything that is wrong, a line each."""
    if found := list(faults(settings)):
        raise ImproperlyConfigured("\n".join(["De site start zo niet:", *found]))


def faults(settings: Mapping[str, Any]) -> Iterator[str]:
    """Give one sentence per setting with which no real site may run."""
    yield from _secret_faults(settings)
    yield from _address_faults(settings)
    yield from _transport_faults(settings)
    yield from _mail_faults(settings)


def _secret_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    for name in ("SECRET_KEY", "LINK_KEY"):
        value = settings[name]
        if len(value) < MINIMUM_LENGTH:
            yield f"{name} is korter dan {MINIMUM_LENGTH} tekens."
        elif len(set(value)) < MINIMUM_VARIETY or value.lower().startswith(NO_SECRETS):
            yield f"{name} is te raden; neem {MINIMUM_LENGTH} of meer willekeurige tekens."
    if settings["SECRET_KEY"] == settings["LINK_KEY"]:
        yield "SECRET_KEY en LINK_KEY zijn gelijk; geef elk een eigen waarde."


def _address_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["DEBUG"]:
        yield "DEBUG staat aan; laat die variabele weg."
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts:
        yield "ALLOWED_HOSTS is leeg; noem de namen van de site."
    if "*" in hosts:
        yield "ALLOWED_HOSTS laat elke naam toe (*); noem de namen van de site."
    if urlsplit(settings["SITE_URL"]).scheme != "https":
        yield "SITE_URL begint niet met https://."


def _transport_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    if not settings["SECURE_SSL_REDIRECT"]:
        yield "SECURE_SSL_REDIRECT staat uit; zet die op True."
    if settings["SECURE_HSTS_SECONDS"] == 0:
        yield "SECURE_HSTS_SECONDS is 0; neem 31536000 (een jaar)."


def _mail_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    host = settings["EMAIL_HOST"]
    if settings["EMAIL_USE_TLS"] and settings["EMAIL_USE_SSL"]:
        yield "EMAIL_USE_TLS en EMAIL_USE_SSL staan allebei aan; kies er een."
    elif host not in LOCAL_HOSTS | {""} and not (
        settings["EMAIL_USE_TLS"] or settings["EMAIL_USE_SSL"]
    ):
        yield (
            f"De verbinding met de mailserver {host} (EMAIL_HOST) is niet versleuteld; "
            "zet EMAIL_USE_TLS of EMAIL_USE_SSL op True."
        )
