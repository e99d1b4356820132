"""``manage.py worker``: do what was put in the queue, until told to stop."""

from argparse import ArgumentParser
from datetime import timedelta

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from scans.services.queue import requeue_lost_tasks
from scans.tasks import plan_housekeeping

LOOK_SECONDS = 0.3
"""Between two looks at an empty queue: somebody is waiting for their report."""


class Command(BaseCommand):
    """Run background tasks, those first that this worker lost when it was killed."""

    help = "Doet het werk op de achtergrond: rapporten maken, mail versturen, rondes sluiten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for a name that no other worker has, and that is the same after a restart."""
        parser.add_argument(
            "--worker-id", required=True, help="naam van deze werker, overal anders"
        )
        parser.add_argument(
            "--batch", action="store_true", help="stop als er niets meer te doen is"
        )

    def handle(self, *, worker_id: str, batch: bool, **options: object) -> None:
        """Clean up, then work."""
        requeue_lost_tasks(worker_id=worker_id, moment=timezone.now())
        plan_housekeeping(timedelta())
        call_command(
            "db_worker",
            interval=LOOK_SECONDS,
            startup_delay=False,
            reload=False,
            batch=batch,
            worker_id=worker_id,
        )
