"""Reads what reports need of an edition, a pass for every line of input.

Each pass prints two numbers: the median of the milliseconds that the database needs for one report,
and the number of statements for that.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import django
from django.db import connection

if TYPE_CHECKING:
    from scans.models import Department

READS = 200


class Stopwatch:
    """Adds up what statements take, from sending one to having its answer."""

    def __init__(self) -> None:
        self.seconds, self.statements = 0.0, 0

    def __call__(self, execute: Callable[..., object], *arguments: object) -> object:
        """Run a statement as Django would."""
        begin = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.seconds += time.perf_counter() - begin
            self.statements += 1


def main() -> None:
    """Read at every line until there are no more."""
    django.setup()
    from scans.models import Department  # noqa: PLC0415 - after Django is set up

    # A report is read long after: what publishing leaves to be tidied and written is none of its.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    own = list(Department.objects.filter(organisation__sector="gemeente")[:READS])
    for _line in sys.stdin:
        watches = [_read(department) for department in own]
        report = statistics.median(1000 * watch.seconds for watch in watches)
        sys.stdout.write(f"{report} {watches[0].statements}\n")
        sys.stdout.flush()


def _read(department: "Department") -> Stopwatch:
    from scans.engine.peers import ladder  # noqa: PLC0415 - as above
    from scans.queries.benchmark import current_edition, peers_in  # noqa: PLC0415 - as above

    watch = Stopwatch()
    with connection.execute_wrapper(watch):
        edition = current_edition()
        assert edition is not None
        segments = ladder("gemeente", department.size_class)
        peers_in(edition, segments, department.organisation_id, reader=department.pk)
    return watch


if __name__ == "__main__":
    main()
