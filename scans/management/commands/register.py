"""``manage.py register [--form markdown|csv|json]``: print what this site stores."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from scans.reports.register import register_csv, register_json, register_markdown, register_now

FORMS = {"markdown": register_markdown, "csv": register_csv, "json": register_json}


class Command(BaseCommand):
    """Print the register of data, with the terms of this site."""

    help = "Toont het register: elke tabel en kolom, van wie, waarvoor en hoe lang bewaard."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask in which form."""
        parser.add_argument("--form", choices=FORMS, default="markdown", help="in welke vorm")

    def handle(self, *, form: str, **options: object) -> None:
        """Print it."""
        self.stdout.write(FORMS[form](register_now()), ending="")
