"""``manage.py benchmark publish``: an edition of what is known now."""

from argparse import ArgumentParser
from collections.abc import Mapping

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scans.content.results_cells import echo
from scans.models import EditionFigures
from scans.queries.demonstration import EDITION as DEMONSTRATION
from scans.services.editions import EditionNameError, NothingToPublishError, publish_edition

HELP = "publiceer een editie van wat nu bekend is"


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for a name, this month by default."""
    parser.add_argument("--name", default="", help="naam van de editie, bijvoorbeeld 2026-11")


def handle(command: BaseCommand, options: Mapping[str, object]) -> None:
    """Publish, and say what came of it.

    Too few departments yet is no error: whatever publishes every month goes on doing so.
    """
    today = timezone.localdate()
    name = str(options["name"] or "").strip() or f"{today:%Y-%m}"
    if name == DEMONSTRATION:
        reason = f"--name: {name} is de naam van de editie in een demonstratie; neem een andere."
        raise CommandError(reason, returncode=2)
    try:
        edition, created = publish_edition(name=name, today=today)
    except EditionNameError as error:
        raise CommandError(
            f"--name: {echo(name)} kan niet; neem 1 tot en met 20 tekens uit a-z, 0-9 en -, en "
            "begin niet met een streepje.",
            returncode=2,
        ) from error
    except NothingToPublishError:
        command.stdout.write("Er is nog geen groep die groot genoeg is; er is niets gepubliceerd.")
        return
    if not created:
        command.stdout.write(f"Editie {name} was er al; er is niets veranderd.")
        return
    segments = EditionFigures.objects.filter(edition=edition, withheld=False)
    count = segments.values("sector", "size_class").distinct().count()
    command.stdout.write(f"Editie {name} is gepubliceerd: {count} groepen.")
