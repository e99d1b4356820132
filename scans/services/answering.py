"""Keeping answers, and sending them."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from scans.engine.answers import asked_codes, check_answers
from scans.engine.questionnaire import Questionnaire
from scans.models import Group, Response, Scan, ScanStatus
from scans.services.closing import freeze_result
from scans.services.quality_counts import note_duration

Answer = int | str | None


class NotOpenError(Exception):
    """The answers were sent already, or the scan was closed: nothing was changed."""


class NothingAnsweredError(Exception):
    """Not one answer was given: there is nothing to send."""


# One statement, so that two tabs can't overwrite each other's fields. The scan is locked before
# the response, as everywhere: a save that waits here for a closing looks at the scan again once
# it has the lock, and one that came first makes the closing wait. Then the response: after a wait
# for another save or a sending, every condition below is judged by the row as that left it.
# What is not answered counts as an empty text; "contains" finds one answer in the list of bases.
SAVE = """
WITH open_scan AS (
    SELECT id
    FROM scans_scan
    WHERE id = (SELECT scan_id FROM scans_response WHERE id = %(response)s)
      AND status = %(open)s
      AND (closes_on IS NULL OR closes_on >= %(today)s)
      AND module_ids @> %(modules)s::bigint[]
    FOR SHARE
)
UPDATE scans_response AS response
SET answers = response.answers || COALESCE(
    (
        SELECT jsonb_object_agg(change.code, change.value)
        FROM jsonb_each(%(changes)s::jsonb) AS change (code, value)
        WHERE NOT %(bases)s::jsonb ? change.code
           OR %(bases)s::jsonb -> change.code @> COALESCE(response.answers -> change.code, '""')
    ),
    '{}'
)
FROM open_scan
WHERE response.id = %(response)s
  AND response.scan_id = open_scan.id
  AND NOT response.sent
RETURNING response.answers
"""


def save_answers(  # noqa: PLR0913 - whose answers, to what, and when are three things
    *,
    response_id: UUID,
    questionnaire: Questionnaire,
    changes: Mapping[str, Answer],
    today: date,
    bases: Mapping[str, Collection[Answer]] | None = None,
    module_ids: Sequence[int] = (),
) -> dict[str, Answer]:
    """Merge these answers into what was kept; other answers stay as they are.

    A change with bases is kept only where the present answer is one of them, or is the new
    answer already; ``""`` is the base of what is not answered. So a request that arrives late
    can't put an old answer over a newer one. A change without bases is always kept.

    ``module_ids`` are the modules that ``questionnaire`` was read with: when one of them was taken
    away since, nothing is kept.

    Return the present answer of each change that was not kept (``""``: not answered).
    ``InvalidAnswerError`` when an answer can't be, ``NotOpenError`` when the moment has passed:
    in both cases nothing is kept.
    """
    check_answers(questionnaire, changes)
    fitting = {code: [*known, changes[code]] for code, known in (bases or {}).items()}
    with connection.cursor() as cursor:
        cursor.execute(
            SAVE,
            {
                "response": response_id,
                "open": ScanStatus.OPEN,
                "today": today,
                "modules": list(module_ids),
                "changes": json.dumps(dict(changes)),
                "bases": json.dumps(fitting),
            },
        )
        row = cursor.fetchone()
    if row is None:
        raise NotOpenError
    kept = json.loads(row[0])
    return {code: kept.get(code, "") for code in changes if kept.get(code, "") != changes[code]}


@transaction.atomic
def send_answers(
    *,
    response_id: UUID,
    questionnaire: Questionnaire,
    today: date,
    sent_before: bool = False,
    duration: str = "",
) -> None:
    """Send the answers, once; a scan by one person alone is closed and computed with it.

    ``questionnaire`` is as this respondent meets it. ``sent_before`` is whether answers were
    sent from the same browser earlier in this round: that is counted, but not with the answers. Nor is ``duration``, the rough
    class of how long the respondent's own browser says that it took.

    A second call finds the work done and changes nothing. ``NothingAnsweredError`` when there
    is no answer to a scored question at all.
    """
    # The scan first, then the response: whoever locks both does it in this order.
    scan = Scan.objects.select_for_update(of=("self",)).get(responses__pk=response_id)
    response = Response.objects.select_for_update().get(pk=response_id)
    if response.sent:
        return
    if not scan.takes_answers(today):
        raise NotOpenError
    if all(response.answers.get(code) is None for code in asked_codes(questionnaire)):
        raise NothingAnsweredError
    response.sent = True
    response.mails_sent = 0  # nobody mails this link any more: one thing less beside the answers
    response.save(update_fields=["sent", "mails_sent"])
    if sent_before:
        _count_double(scan, Group(response.group))
    if scan.expected(Group(response.group)) is not None:
        note_duration(scan, Group(response.group), duration)
    if not scan.is_by_invitation:
        freeze_result(scan=scan, today=today)


def _count_double(scan: Scan, group: Group) -> None:
    field = "doubles_team" if group == Group.TEAM else "doubles_clients"
    Scan.objects.filter(pk=scan.pk).update(**{field: F(field) + 1})
