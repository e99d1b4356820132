"""The one Django app of the project."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import Error, Tags, register
from django.core.checks import Warning as Doubt

from scans.queries.demonstration import refusal_of
from scans.queries.privacy import unnamed


class ScansConfig(AppConfig):
    """Scans of communication departments."""

    name = "scans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(check_demonstration, Tags.database)
        register(check_privacy, Tags.security, deploy=True)
        # The audit log hears who signs in.
        from scans.web.adviser import signals  # noqa: F401, PLC0415 - needs the models first
        from scans.web.watching import watch  # noqa: PLC0415 - the same

        watch()


def check_demonstration(*, databases: Sequence[str] | None = None, **_: object) -> list[Error]:
    """Refuse a demonstration in a site that doesn't say so, and the other way round.

    ``migrate`` runs this, and ``check --database default``.
    """
    reasons = [refusal_of(alias) for alias in databases or ()]
    return [Error(reason, id="scans.E001") for reason in reasons if reason is not None]


def check_privacy(**_: object) -> list[Doubt]:
    """Warn who puts a site up whose privacy page can't say who answers for the data."""
    missing = unnamed()
    if not missing:
        return []
    message = (
        "De privacypagina is nog niet af: ze zegt dat deze site nog niet klaar is voor gebruik "
        f"door anderen. Nog in te vullen: {', '.join(missing)}."
    )
    return [Doubt(message, hint="Zie docs/privacy.md.", id="scans.W001")]
