"""Reading the environment: every setting of a deployment comes from here, and nonsense stops it."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env_text(name: str, default: str = "") -> str:
    """Return the variable as it stands."""
    return os.environ.get(name, default)


def env_flag(name: str, *, default: bool) -> bool:
    """Return a yes or no; only ``True`` and ``False`` are understood."""
    value = os.environ.get(name, str(default))
    if value not in {"True", "False"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; write True or False.")
    return value == "True"


def env_number(name: str, *, default: int, within: tuple[int, int] | None = None) -> int:
    """Return a whole number; ``within`` is the least and the most that it may be."""
    value = os.environ.get(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.")
    number = int(value)
    if within is not None and not within[0] <= number <= within[1]:
        raise ImproperlyConfigured(
            f"{name} is {number}; write a number from {within[0]} to {within[1]}."
        )
    return number


def env_list(name: str, default: str = "") -> list[str]:
    """Return the comma-separated parts, without blanks."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def database_from_url(url: str, name: str = "DATABASE_URL") -> dict[str, object]:
    """Return Django's database settings for a ``postgresql://`` address.

    A ``host`` in the query names the folder of a Unix socket, as libpq reads it; other query
    keys (``sslmode`` and so on) are handed to libpq. ``name`` is where the address stood.
    """
    refusal = f"{name} must look like postgresql://user:password@host:5432/name."
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # Not chained: the cause repeats a part of the address, which may hold the password.
        raise ImproperlyConfigured(refusal) from None
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:  # noqa: PLR2004 - "/" and a name
        raise ImproperlyConfigured(refusal)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


REPLICA_OPTIONS = {
    # A replica that doesn't answer is no reason to let somebody wait: the primary has it too.
    "connect_timeout": "2",
    "tcp_user_timeout": "3000",
    # Also when the address turns out to be that of a server that can be written to.
    "options": "-c default_transaction_read_only=on -c statement_timeout=60000",
}


def replica_from_url(url: str) -> dict[str, dict[str, object]]:
    """Return the database named ``replica``, to be added to Django's; nothing without an address.

    What its address says of ``connect_timeout`` and so on goes before ``REPLICA_OPTIONS``.
    """
    if not url:
        return {}
    found = database_from_url(url, "DATABASE_REPLICA_URL")
    options = {**REPLICA_OPTIONS, **dict(parse_qsl(urlsplit(url).query))}
    options.pop("host", None)
    settings = {"OPTIONS": options, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    return {"replica": {**found, **settings, "TEST": {"MIRROR": "default"}}}
