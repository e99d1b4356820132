"""What the adviseur does with the benchmark: as the commands do it, and written in the log."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from scans.content.results_file import ResultRow
from scans.models import Account, Action, Department, Edition
from scans.queries.demonstration import EDITION as DEMONSTRATION
from scans.services.audit import record
from scans.services.editions import EditionNameError, is_edition_name, publish_edition
from scans.services.importing import Imported, import_results

DIGEST_SHOWN = 12
"""So many signs of a digest tell files apart."""


class TakenNameError(ValueError):
    """There is an edition of this name."""


def check_name(name: str) -> None:
    """Raise ``EditionNameError`` or ``TakenNameError`` unless a new edition may have this name."""
    if not is_edition_name(name) or name == DEMONSTRATION:
        raise EditionNameError(name)
    if Edition.objects.filter(name=name).exists():
        raise TakenNameError(name)


@transaction.atomic
def publish_as(*, name: str, by: Account, today: date, moment: datetime) -> tuple[Edition, bool]:
    """Publish an edition, and say whether that was new; only then it is in the log.

    ``NothingToPublishError`` and ``EditionNameError`` as ``publish_edition`` has them.
    """
    if name == DEMONSTRATION:
        raise EditionNameError(name)
    edition, is_new = publish_edition(name=name, today=today)
    if is_new:
        record(who=by, what=Action.EDITION_PUBLISHED, moment=moment, about=edition, details=name)
    return edition, is_new


@transaction.atomic
def import_as(
    *, rows: Iterable[ResultRow], digest: str, by: Account, today: date, moment: datetime
) -> Imported:
    """Import a file of earlier results; what it changed is in the log, with its digest.

    Whoever presses a button waits for no other import: ``ImportRunningError``.
    """
    imported = import_results(rows, today=today, may_wait=False)
    record(
        who=by,
        what=Action.RESULTS_IMPORTED,
        moment=moment,
        details=f"{digest[:DIGEST_SHOWN]}: +{imported.added}, ±{imported.changed}",
    )
    return imported


@transaction.atomic
def note_comparison(*, departments: Sequence[Department], by: Account, moment: datetime) -> None:
    """Write down which departments somebody looked at side by side."""
    for department in departments:
        record(who=by, what=Action.COMPARED, moment=moment, about=department)
