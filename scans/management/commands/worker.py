"""``manage.py worker``: do what was put in the queue, until told to stop."""

import logging
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, connection
from django.utils import timezone

from scans.services.queue import requeue_lost_tasks
from scans.tasks import plan_housekeeping

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.3
"""Between two looks at an empty queue: somebody is waiting for their report."""

OTHERS_EVERY = 60.0
"""Seconds between two looks whether another machine went away with something in its hands."""


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
        with _looking_after_others():
            call_command(
                "db_worker",
                interval=LOOK_SECONDS,
                startup_delay=False,
                reload=False,
                batch=batch,
                worker_id=worker_id,
            )


@contextmanager
def _looking_after_others() -> Iterator[None]:
    """Meanwhile give back what is lost, and see to it that housekeeping goes on.

    A machine that never comes back can't do that for itself.
    """
    done = Event()
    looking = Thread(target=_look_after_others, args=(done,), daemon=True)
    looking.start()
    try:
        yield
    finally:
        done.set()
        looking.join(JOIN_SECONDS)


JOIN_SECONDS = 5.0
"""A database that hangs is no reason not to stop."""


def _look_after_others(done: Event) -> None:
    while not done.wait(OTHERS_EVERY):
        try:
            requeue_lost_tasks(moment=timezone.now())
            plan_housekeeping(timedelta())
        except Error as error:  # the next look may find the database back
            logger.warning("Could not look after the queue (%s).", type(error).__name__)
        finally:
            connection.close()
