"""Two tabs, two devices, two clicks in the same moment."""

import pytest
from django.db import transaction

from scans.engine.figures import ScanFigures
from scans.engine.solo import solo_figures
from scans.models import Response, Result, Scan, ScanStatus
from scans.services.answering import NotOpenError, save_answers, send_answers
from tests.factories import TODAY, ResponseFactory, all_answers, core_questionnaire
from tests.services.concurrency import at_once, while_held

pytestmark = pytest.mark.django_db(transaction=True)


def saving(response, bases=None, **changes):
    return lambda: save_answers(
        response_id=response.pk,
        questionnaire=core_questionnaire(),
        changes=changes,
        today=TODAY,
        bases=bases,
    )


def sending(response):
    return lambda: send_answers(
        response_id=response.pk, questionnaire=core_questionnaire(), today=TODAY
    )


def test_different_fields_saved_at_once_are_all_kept():
    response = ResponseFactory()
    codes = list(core_questionnaire().statements)[:8]

    outcomes = at_once(*(saving(response, **{code: 4}) for code in codes))

    assert outcomes == [{}] * 8
    assert Response.objects.get().answers == dict.fromkeys(codes, 4)


def test_of_the_same_field_the_last_one_wins():
    response = ResponseFactory(answers={"rel1": 3})

    outcome = while_held(saving(response, rel1=1, rel2=1), saving(response, rel1=5, rel3=5))

    assert outcome == {}
    assert Response.objects.get().answers == {"rel1": 5, "rel2": 1, "rel3": 5}


def test_bases_are_held_against_the_answer_that_was_waited_for():
    response = ResponseFactory(answers={"rel1": 3})

    outcome = while_held(
        saving(response, rel1=5, rel2=1),
        saving(response, {"rel1": [3], "rel2": ["", 1], "rel3": [""]}, rel1=2, rel2=2, rel3=2),
    )

    assert outcome == {"rel1": 5}
    assert Response.objects.get().answers == {"rel1": 5, "rel2": 2, "rel3": 2}


def test_two_people_sending_at_once_give_one_result():
    response = ResponseFactory(answered=True)

    outcomes = at_once(sending(response), sending(response))

    assert outcomes == [None, None]
    figures = ScanFigures.from_json(Result.objects.get().figures)
    assert figures == solo_figures(core_questionnaire(), all_answers(), 8)
    assert Scan.objects.get().status == ScanStatus.CLOSED


def test_a_save_that_waits_for_a_sending_is_refused():
    response = ResponseFactory(answered=True)

    outcome = while_held(sending(response), saving(response, rel1=5))

    assert isinstance(outcome, NotOpenError)
    assert Response.objects.get().answers == all_answers()


def closing(scan):
    """Close a scan as a round is: with the scan locked, the responses left as they are."""
    locked = Scan.objects.select_for_update().filter(pk=scan.pk)
    return lambda: locked.get() and locked.update(status=ScanStatus.CLOSED, closed_on=TODAY)


def test_a_save_that_waits_for_a_closing_is_refused():
    response = ResponseFactory(answers={"rel1": 4}, scan__team=True)

    outcome = while_held(closing(response.scan), saving(response, rel1=5))

    assert isinstance(outcome, NotOpenError)
    assert Response.objects.get().answers == {"rel1": 4}


def test_a_closing_waits_for_a_save():
    response = ResponseFactory(answers={"rel1": 4}, scan__team=True)

    def close_and_look():
        with transaction.atomic():
            closing(response.scan)()
            return Response.objects.get().answers

    outcome = while_held(saving(response, rel1=5), close_and_look)

    assert outcome == {"rel1": 5}


def test_saves_in_one_team_do_not_wait_for_each_other():
    first = ResponseFactory(scan__team=True)
    second = ResponseFactory(scan=first.scan)

    with transaction.atomic():
        saving(first, rel1=1)()
        outcomes = at_once(saving(second, rel1=2))

    assert outcomes == [{}]


def test_a_sending_that_waits_for_a_save_counts_it():
    response = ResponseFactory(answered=True)

    outcome = while_held(saving(response, rel1=5), sending(response))

    assert outcome is None
    figures = ScanFigures.from_json(Result.objects.get().figures)
    assert figures == solo_figures(core_questionnaire(), {**all_answers(), "rel1": 5}, 8)
