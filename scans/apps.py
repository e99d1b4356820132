"""The one Django app of the project."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import Error, Tags, register

from scans.queries.demonstration import refusal_of


class ScansConfig(AppConfig):
    """Scans of communication departments."""

    name = "scans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(check_demonstration, Tags.database)
        # The audit log hears who signs in.
        from scans.web.adviser import signals  # noqa: F401, PLC0415 - needs the models first


def check_demonstration(*, databases: Sequence[str] | None = None, **_: object) -> list[Error]:
    """Refuse a demonstration in a site that doesn't say so, and the other way round.

    ``migrate`` runs this, and ``check --database default``.
    """
    reasons = [refusal_of(alias) for alias in databases or ()]
    return [Error(reason, id="scans.E001") for reason in reasons if reason is not None]
