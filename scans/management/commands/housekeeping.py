"""``manage.py housekeeping``: what has to happen by itself as days go by, now."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from scans.tasks import keep_house


class Command(BaseCommand):
    """Close rounds whose last day has passed and delete single answers that are old enough."""

    help = "Sluit rondes waarvan de laatste dag voorbij is en wist losse antwoorden na 30 dagen."

    def handle(self, *_: object, **options: object) -> None:
        """Do it and say what was deleted."""
        deleted = keep_house(today=timezone.localdate(), moment=timezone.now())
        self.stdout.write(f"Losse antwoorden gewist: van {deleted} personen.")
