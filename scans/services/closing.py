"""Closing a scan: its figures are computed once and frozen."""

from datetime import date
from secrets import SystemRandom
from uuid import UUID

from django.conf import settings
from django.db import transaction

from scans.engine.disclosure import rules_from
from scans.engine.measures import measured, ranked
from scans.engine.round import RoundAnswers, round_figures
from scans.engine.tally import tally_of
from scans.models import TRANSITIONS, Group, Response, Result, Scan, ScanStatus
from scans.queries.benchmark import standing_of
from scans.queries.client_cards import cards_of, counts_of
from scans.queries.questionnaires import questionnaire_of
from scans.services.benchmarking import write_rows
from scans.services.listing import list_department
from scans.services.quality_counts import count_round
from scans.services.trends import trend_since_earlier


class AlreadyClosedError(Exception):
    """A closed scan does not close again: its result is frozen."""


def check_can_close(scan: Scan) -> None:
    """Raise ``AlreadyClosedError`` unless the scan may go from its status to closed."""
    if ScanStatus.CLOSED not in TRANSITIONS[ScanStatus(scan.status)]:
        raise AlreadyClosedError(str(scan))


@transaction.atomic
def close_round(*, scan_id: UUID, today: date) -> Result:
    """Close a round and return its frozen result; whoever closes it again gets the same one."""
    scan = Scan.objects.select_for_update().get(pk=scan_id)
    if scan.status == ScanStatus.CLOSED:
        return Result.objects.get(scan=scan)
    return freeze_result(scan=scan, today=today)


def freeze_result(*, scan: Scan, today: date) -> Result:
    """Close a scan and keep its figures; the caller holds the scan's row lock.

    What was not sent doesn't count. A round that was found closed after its last day closes on
    that day.
    """
    check_can_close(scan)
    questionnaire = questionnaire_of(scan)
    answers = _sent_answers(scan)
    rules = rules_from(settings.DISCLOSURE)
    figures = round_figures(questionnaire, answers, rules=rules)
    scan.status = ScanStatus.CLOSED
    scan.closed_on = min(today, scan.closes_on or today)
    scan.save(update_fields=["status", "closed_on"])
    _scatter(scan)
    write_rows(scan=scan, found=measured(figures), alone=answers.is_solo)
    standing = standing_of(scan, ranked(figures))
    cards = counts_of(cards_of(scan.department_id), scan.closed_on)
    tally = tally_of(questionnaire, answers)
    trend = trend_since_earlier(scan=scan, figures=figures, tally=tally, rules=rules)
    result = Result.objects.create(
        scan=scan,
        figures=figures.to_json(),
        tally=tally,
        benchmark=None if standing is None else standing.to_json(),
        client_cards=None if cards is None else cards.to_json(),
        trend=None if trend is None else trend.to_json(),
    )
    list_department(scan.department_id)
    # Last: all rounds of a version that close at this moment wait for each other here.
    count_round(scan, scan.closed_on)
    return result


def _scatter(scan: Scan) -> None:
    """Write the round's responses anew, in a random order.

    A table keeps its rows as they were written: a plain copy of the database would show in which
    order a group sent its answers.
    """
    rows = list(Response.objects.filter(scan=scan))
    Response.objects.filter(scan=scan).delete()
    SystemRandom().shuffle(rows)
    Response.objects.bulk_create(rows)


def _sent_answers(scan: Scan) -> RoundAnswers:
    # In the order of their random keys, which tells nothing of who came first.
    sent = Response.objects.filter(scan=scan, sent=True).order_by("pk")
    rows = list(sent.values_list("group", "answers"))
    return RoundAnswers(
        team=[answers for group, answers in rows if group == Group.TEAM],
        clients=[answers for group, answers in rows if group == Group.CLIENT],
        department_size=scan.department_size,
        expected_team=scan.expected_team,
        expected_clients=scan.expected_clients,
    )
