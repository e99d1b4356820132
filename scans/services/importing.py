"""Importing earlier results into the benchmark: a whole file, or nothing of it.

An organisation is found again by its name and sector, a department by its name in it, however
they are spelled (``content.names``), and only among those that were imported before: names are no
proof that an organisation is the one that somebody started a scan with. The adviseur puts those
together.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import islice

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from scans.content.names import COUNTED, WRITTEN, key_of
from scans.content.results_file import ResultRow
from scans.services import import_sql as sql
from scans.services.import_lock import hold_alone

BATCH = 5000
"""Rows that are sent to the database at once."""

MANY = 1000
"""From this many rows on the database is to read its tables whole instead of looking up each."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed: new organisations and departments, and results of departments.

    ``resized`` counts the departments that got another size class.
    """

    organisations: int
    departments: int
    added: int
    changed: int
    unchanged: int
    resized: int

    @property
    def results(self) -> int:
        """How many results there were in all."""
        return self.added + self.changed + self.unchanged

    @property
    def is_without_news(self) -> bool:
        """Whether everything was known already."""
        return not (self.added or self.changed or self.resized)


@transaction.atomic
def import_results(
    rows: Iterable[ResultRow], *, today: date, dry_run: bool = False, may_wait: bool = True
) -> Imported:
    """Import all rows, each of another department or period, and tell what that changed.

    A result of the same department and period is replaced. What ``rows`` raises goes on to the
    caller, and nothing is kept. ``dry_run`` keeps nothing either, but tells the same. Two imports
    at the same time go one after the other; ``ImportRunningError`` for a second one that doesn't
    wait for that: a dry run, or one that may not.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql.CREATE)
        cursor.execute(sql.NAME_KEY, {"written": WRITTEN, "counted": COUNTED})
        if _copy(cursor, rows) >= MANY:
            cursor.execute(sql.MANY)
        hold_alone(may_wait=may_wait and not dry_run)
        imported = _merge(cursor, today)
        for statement in sql.AFTERWARDS:
            cursor.execute(statement)
    if dry_run:
        transaction.set_rollback(True)
    return imported


def _copy(cursor: CursorWrapper, rows: Iterable[ResultRow]) -> int:
    """Send all rows to the database and return how many there are."""
    waiting = iter(rows)
    count = 0
    while batch := list(islice(waiting, BATCH)):
        text = StringIO()
        csv.writer(text).writerows(
            (
                row.organisation,
                key_of(row.organisation),
                row.department,
                key_of(row.department),
                row.sector,
                row.size_class,
                row.period.isoformat(),
                row.n,
                json.dumps(dict(row.tenths)),
            )
            for row in batch
        )
        text.seek(0)
        cursor.copy_expert(sql.COPY, text)
        count += len(batch)
    return count


def _merge(cursor: CursorWrapper, today: date) -> Imported:
    cursor.execute(sql.ANALYZE)
    cursor.execute(sql.FIND_ORGANISATIONS)
    [organisations] = _one(cursor, sql.COUNT_NEW_ORGANISATIONS)
    cursor.execute(sql.MAKE_ORGANISATIONS)
    cursor.execute(sql.FIND_DEPARTMENTS)
    [departments] = _one(cursor, sql.COUNT_NEW_DEPARTMENTS)
    cursor.execute(sql.MAKE_DEPARTMENTS, {"today": today})
    cursor.execute(sql.ANALYZE)
    cursor.execute(sql.COMPARE)
    added, changed, unchanged = _one(cursor, sql.COUNT_RESULTS)
    for statement in (sql.FORGET_CHANGED, sql.WRITE_RESULTS, sql.MARK_LATEST):
        cursor.execute(statement)
    cursor.execute(sql.RESIZE_DEPARTMENTS)
    return Imported(
        organisations=organisations,
        departments=departments,
        added=added,
        changed=changed,
        unchanged=unchanged,
        resized=cursor.rowcount,
    )


def _one(cursor: CursorWrapper, statement: str) -> tuple[int, ...]:
    cursor.execute(statement)
    found: tuple[int, ...] = cursor.fetchone()
    return found
