"""Keeping answers, and sending them."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Func, JSONField, OuterRef, Value

from scans.engine.answers import check_answers, scored_codes
from scans.engine.figures import Kind
from scans.engine.questionnaire import Questionnaire
from scans.models import Response, Scan, ScanStatus
from scans.services.closing import freeze_result


class NotOpenError(Exception):
    """The answers were sent already, or the scan was closed: nothing was changed."""


class NothingAnsweredError(Exception):
    """Not one answer was given: there is nothing to send."""


def save_answers(
    *, response_id: UUID, questionnaire: Questionnaire, changes: Mapping[str, int | str | None]
) -> None:
    """Merge these answers into what was kept; other answers stay as they are.

    The merge is one statement in the database, so that two tabs can't overwrite each other's
    fields. ``InvalidAnswerError`` when one of them can't be, ``NotOpenError`` when the moment
    has passed: in both cases nothing is kept.
    """
    check_answers(questionnaire, changes)
    # Each condition on the row itself, never through a join: who waited here for a sending sees
    # the row as that left it, and a joined filter would be judged by what it was before.
    still_open = Exists(Scan.objects.filter(pk=OuterRef("scan_id"), status=ScanStatus.OPEN))
    kept = Response.objects.filter(still_open, pk=response_id, sent=False).update(
        answers=Func(
            F("answers"),
            Value(dict(changes), JSONField()),
            template="(%(expressions)s)",
            arg_joiner=" || ",
            output_field=JSONField(),
        )
    )
    if not kept:
        raise NotOpenError


@transaction.atomic
def send_answers(*, response_id: UUID, questionnaire: Questionnaire, today: date) -> None:
    """Send the answers, once; a scan by one person is closed and computed with it.

    A second call finds the work done and changes nothing. ``NothingAnsweredError`` when there
    is no answer to a scored question at all.
    """
    # The scan first, then the response: whoever locks both does it in this order.
    scan = Scan.objects.select_for_update().get(responses__pk=response_id)
    response = Response.objects.select_for_update().get(pk=response_id)
    if response.sent:
        return
    if scan.status != ScanStatus.OPEN:
        raise NotOpenError
    if all(response.answers.get(code) is None for code in scored_codes(questionnaire)):
        raise NothingAnsweredError
    response.sent = True
    response.save(update_fields=["sent"])
    if scan.kind == Kind.SOLO:
        freeze_result(scan=scan, questionnaire=questionnaire, today=today)
