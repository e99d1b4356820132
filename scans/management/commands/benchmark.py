"""``manage.py benchmark``: what is in the benchmark, one action at a time."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from scans.management import (
    benchmark_exclude,
    benchmark_import,
    benchmark_publish,
    benchmark_rank,
)

ACTIONS = {
    "import": benchmark_import,
    "exclude": benchmark_exclude,
    "publish": benchmark_publish,
    "rank": benchmark_rank,
}
"""Each has ``HELP``, ``add_arguments(parser)`` and ``handle(command, options)``."""


class Command(BaseCommand):
    """Actions on the benchmark; on bad input exit code 2 and nothing on stdout."""

    help = (
        "Lees eerdere resultaten in, laat een afdeling erbuiten, publiceer een editie, of reken "
        "uit waar een score staat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, action in ACTIONS.items():
            action.add_arguments(actions.add_parser(name, help=action.HELP))

    def handle(self, *_: object, **options: object) -> None:
        ACTIONS[str(options["action"])].handle(self, options)
