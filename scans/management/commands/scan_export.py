"""``manage.py scan_export KEY``: everything about one scan, for somebody who asked to see it."""

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone, translation

from scans.models import Scan
from scans.services.personal_data import hand_out_sheet


class Command(BaseCommand):
    """Print it as JSON or HTML, and write in the log that it was handed out."""

    help = (
        "Toont alles over de afdeling van één scan, zonder losse antwoorden; komt in het logboek."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask of which scan, and in which form."""
        parser.add_argument("key", metavar="KENMERK", help="staat in het adres in het dashboard")
        parser.add_argument(
            "--form", choices=("json", "html"), default="json", help="in welke vorm"
        )

    def handle(self, *, key: str, form: str, **options: object) -> None:
        """Print it."""
        today, moment = timezone.localdate(), timezone.now()
        with translation.override("nl"):
            try:
                sheet = hand_out_sheet(scan_id=UUID(key), language="nl", moment=moment, today=today)
            except (ValueError, Scan.DoesNotExist):
                raise CommandError(f"Er is geen scan {key}.") from None
            if form == "json":
                self.stdout.write(sheet.to_json(), ending="")
            else:
                self.stdout.write(render_to_string("personal/file.html", {"sheet": sheet}))
