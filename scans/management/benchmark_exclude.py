"""``manage.py benchmark exclude``: leave a department out of the next edition, with a reason."""

from argparse import ArgumentParser
from collections.abc import Mapping

from django.core.management.base import BaseCommand, CommandError

from scans.management.named import department_by
from scans.services.excluding import (
    LONGEST_REASON,
    ExclusionReasonError,
    exclude_department,
    include_department,
)

HELP = "laat een afdeling met een reden buiten de volgende editie"


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for the department, and for a reason or to undo."""
    parser.add_argument(
        "department",
        metavar="DEPARTMENT",
        help="sleutel van de afdeling, of sleutel of exacte naam van haar organisatie",
    )
    parser.add_argument(
        "--department",
        dest="named",
        metavar="NAME",
        help="exacte naam, als de organisatie er meer heeft",
    )
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--reason", help=f"waarom, in hoogstens {LONGEST_REASON} tekens")
    action.add_argument("--undo", action="store_true", help="laat haar weer meetellen")


def handle(command: BaseCommand, options: Mapping[str, object]) -> None:
    """Do it and say so; exit code 2 for an unknown department or a reason that isn't one."""
    undo, named = bool(options["undo"]), options["named"]
    key = department_by(str(options["department"]), None if named is None else str(named))
    try:
        if undo:
            is_news = include_department(department=key)
        else:
            is_news = exclude_department(department=key, reason=str(options["reason"]))
    except ExclusionReasonError as error:
        reason = f"--reason: geef een reden van 1 tot en met {LONGEST_REASON} leesbare tekens."
        raise CommandError(reason, returncode=2) from error
    command.stdout.write(_said(undo=undo) if is_news else "Er verandert niets: dat was al zo.")


def _said(*, undo: bool) -> str:
    if undo:
        return "Deze afdeling telt vanaf de volgende editie weer mee, als zij daarmee instemt."
    return "Deze afdeling telt vanaf de volgende editie niet mee."
