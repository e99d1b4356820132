"""Which modules a round asks, chosen by its aanvrager while the round is open."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from scans.models import Scan
from scans.queries.questionnaires import modules_by_ids
from scans.services.answering import NotOpenError


class AnsweredAlreadyError(Exception):
    """Somebody answered something: what is asked can only grow. Nothing was changed."""


@transaction.atomic
def choose_modules(
    *, scan_id: UUID, add: Collection[int], drop: Collection[int], today: date
) -> bool:
    """Add these versions of modules to a round and drop those; say whether that changed anything.

    The same again changes nothing, and neither does another version of a module that is there.
    ``NotOpenError`` once no answers are taken any more, ``AnsweredAlreadyError`` when something
    would be dropped after somebody answered anything.
    """
    # Whoever saves an answer at this moment waits here, or is waited for.
    scan = Scan.objects.select_for_update().get(pk=scan_id)
    if not scan.takes_answers(today):
        raise NotOpenError
    dropped = set(drop).intersection(scan.module_ids).difference(add)
    if dropped and has_answers(scan):
        raise AnsweredAlreadyError
    kept = [one for one in scan.module_ids if one not in dropped]
    # What was chosen before goes before: a page that was begun doesn't change its version.
    wanted = sorted(modules_by_ids({*kept, *add}), key=lambda one: one.pk not in kept)
    by_slug = {one.slug: one.pk for one in reversed(wanted)}
    chosen = [by_slug[slug] for slug in sorted(by_slug)]
    if chosen == scan.module_ids:
        return False
    scan.module_ids = chosen
    scan.save(update_fields=["module_ids"])
    return True


def has_answers(scan: Scan) -> bool:
    """Whether anybody answered anything in this round, sent or not."""
    return scan.responses.exclude(answers={}).exists()
