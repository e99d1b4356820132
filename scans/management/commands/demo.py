"""``manage.py demo``: fill a database of its own with made-up departments."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scans.queries.questionnaires import CORE, newest_version
from scans.services.demonstrating import (
    NotADemonstrationError,
    check_place,
    fill_demonstration,
)
from scans.services.editions import NothingToPublishError

TOO_FEW = "Met zo weinig afdelingen is er geen groep die groot genoeg is; neem er minstens {}."
KNOWN = (
    "Er is al een demonstratie; er is niets veranderd. Een andere begint in een lege database: stop die "
    "van `make demo` en gooi de map var/demo weg, of kies met DATABASE_URL een andere database."
)
ENOUGH = 20
"""Departments with which there is something to show."""


class Command(BaseCommand):
    """Fills the database once; a database that was filled is left as it is, and that is said."""

    help = "Vul een lege database met verzonnen afdelingen; alleen met DEMONSTRATION=True."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--departments", type=int, default=400, help="hoeveel afdelingen")
        parser.add_argument("--seed", type=int, default=1, help="waar alle cijfers uit volgen")

    def handle(self, *_: object, **options: object) -> None:
        departments, seed = int(str(options["departments"])), int(str(options["seed"]))
        if departments < 1:
            raise CommandError("--departments is minstens 1.", returncode=2)
        try:
            check_place()  # before anything changes
            call_command("migrate", interactive=False, verbosity=0)
            call_command("questionnaire", "ship")
            owners, is_new = fill_demonstration(
                departments=departments,
                seed=seed,
                questionnaire=newest_version(CORE),
                today=timezone.localdate(),
            )
        except NotADemonstrationError as error:
            raise CommandError(str(error), returncode=2) from error
        except NothingToPublishError as error:
            raise CommandError(TOO_FEW.format(ENOUGH), returncode=2) from error
        if not is_new:  # no error: `make demo` serves what it finds
            self.stderr.write(KNOWN, style_func=str)
        for owner in owners:
            name = owner.department.organisation.name
            self.stdout.write(f"{name}\n  {settings.SITE_URL}/scan/{owner.token}/")
