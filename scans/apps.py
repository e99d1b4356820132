"""The one Django app of the project."""

from django.apps import AppConfig


class ScansConfig(AppConfig):
    """Scans of communication departments."""

    name = "scans"
    default_auto_field = "django.db.models.BigAutoField"
