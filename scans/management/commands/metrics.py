"""``manage.py metrics``: answer Prometheus on a port of its own, until told to stop."""

from contextlib import suppress

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from scans.web.metrics import serve_for_good


class Command(BaseCommand):
    """Serve the metrics of this machine."""

    help = "Geeft Prometheus de metingen van deze machine, op METRICS_HOST en METRICS_PORT."

    def handle(self, *_: object, **options: object) -> None:
        """Serve until told to stop."""
        if not settings.METRICS_PORT:
            raise CommandError("METRICS_PORT is niet gezet: er wordt niets gemeten.")
        with suppress(KeyboardInterrupt):
            serve_for_good(settings.METRICS_HOST, settings.METRICS_PORT)
