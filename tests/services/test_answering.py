"""Keeping answers and sending them, one at a time."""

import pytest

from scans.engine.answers import InvalidAnswerError, Reason
from scans.engine.figures import ScanFigures
from scans.engine.solo import solo_figures
from scans.models import Response, Result, Scan, ScanStatus
from scans.services.answering import (
    NothingAnsweredError,
    NotOpenError,
    save_answers,
    send_answers,
)
from tests.factories import (
    TODAY,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    all_answers,
    core_questionnaire,
)

pytestmark = pytest.mark.django_db


def save(response, bases=None, **changes):
    return save_answers(
        response_id=response.pk,
        questionnaire=core_questionnaire(),
        changes=changes,
        today=TODAY,
        bases=bases,
    )


def send(response):
    send_answers(response_id=response.pk, questionnaire=core_questionnaire(), today=TODAY)


def kept(response):
    return Response.objects.get(pk=response.pk).answers


def test_answers_are_merged_into_what_was_kept():
    response = ResponseFactory(answers={"rel1": 4, "rel2": 2, "open1": "eerst"})

    save(response, rel2=None, rel3=5, open1="later 🙂")

    assert kept(response) == {"rel1": 4, "rel2": None, "rel3": 5, "open1": "later 🙂"}


def test_every_answer_that_can_be_given_is_kept_as_it_is():
    response = ResponseFactory()

    save(response, **all_answers())

    assert kept(response) == all_answers()


def test_nothing_to_save_changes_nothing():
    response = ResponseFactory(answers={"rel1": 4})

    save(response)

    assert kept(response) == {"rel1": 4}


def test_a_change_without_bases_is_always_kept():
    response = ResponseFactory(answers={"rel1": 4})

    gave_way = save(response, {"rel2": [""]}, rel1=1, rel2=2)

    assert (gave_way, kept(response)) == ({}, {"rel1": 1, "rel2": 2})


def test_a_change_gives_way_to_an_answer_that_is_none_of_its_bases():
    answers = {"rel1": 5, "rel2": None, "rel3": 3, "open1": "", "drukte": "vaak"}
    response = ResponseFactory(answers=answers)
    bases = {
        "rel1": ["", 3],
        "rel2": [],
        "rel3": [1, 3],
        "rel4": [2],
        "open1": [""],
        "drukte": ["nooit"],
    }

    gave_way = save(response, bases, rel1=2, rel2=2, rel3=2, rel4=2, open1="nieuw", drukte="vaak")

    assert gave_way == {"rel1": 5, "rel2": None, "rel4": ""}
    assert kept(response) == {**answers, "rel3": 2, "open1": "nieuw"}


def test_another_response_of_the_same_scan_is_left_alone():
    response = ResponseFactory(answers={"rel1": 4})
    other = ResponseFactory(scan=response.scan, answers={"rel1": 1})

    save(response, rel1=2)

    assert kept(other) == {"rel1": 1}


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ("rel9", 3, Reason.UNKNOWN_CODE),
        ("rol1", 3, Reason.UNKNOWN_CODE),
        ("sector", "gemeente", Reason.UNKNOWN_CODE),
        ("k-rel1", 3, Reason.UNKNOWN_CODE),
        ("rel1", 0, Reason.OUTSIDE_SCALE),
        ("rel1", 6, Reason.OUTSIDE_SCALE),
        ("rel1", "4", Reason.WRONG_TYPE),
        ("rel1", True, Reason.WRONG_TYPE),
        ("rol1.huidig", 4.0, Reason.WRONG_TYPE),
        ("drukte", "soms wel", Reason.UNKNOWN_OPTION),
        ("open1", "x" * 3001, Reason.TOO_LONG),
        ("open1", "een\0nul", Reason.UNREADABLE),
    ],
)
def test_one_bad_answer_refuses_all_of_them(code, value, reason):
    response = ResponseFactory(answers={"rel1": 4})

    with pytest.raises(InvalidAnswerError) as refused:
        save(response, rel2=3, **{code: value})

    assert (refused.value.field, refused.value.reason_key) == (code, reason)
    assert kept(response) == {"rel1": 4}


def test_nothing_is_kept_after_sending():
    response = ResponseFactory(answers={"rel1": 4}, sent=True)

    with pytest.raises(NotOpenError):
        save(response, rel1=1)

    assert kept(response) == {"rel1": 4}


def test_nothing_is_kept_once_the_scan_is_closed():
    response = ResponseFactory(answers={"rel1": 4}, scan=ScanFactory(closed=True))

    with pytest.raises(NotOpenError):
        save(response, rel1=1)

    assert kept(response) == {"rel1": 4}


def test_nothing_is_kept_of_a_response_that_was_deleted():
    response = ResponseFactory()
    Response.objects.all().delete()

    with pytest.raises(NotOpenError):
        save(response, rel1=1)


def test_sending_closes_the_scan_and_freezes_its_figures():
    response = ResponseFactory(answered=True, mails_sent=2)

    send(response)

    response.refresh_from_db()
    scan = Scan.objects.get()
    assert (response.sent, response.mails_sent) == (True, 0)
    assert (scan.status, scan.closed_on) == (ScanStatus.CLOSED, TODAY)
    figures = ScanFigures.from_json(Result.objects.get(scan=scan).figures)
    assert figures == solo_figures(core_questionnaire(), all_answers(), scan.department_size)


def test_sending_twice_is_sending_once():
    response = ResponseFactory(answered=True)
    send(response)
    before = (Scan.objects.values().get(), Result.objects.values().get())

    send_answers(
        response_id=response.pk,
        questionnaire=core_questionnaire(),
        today=TODAY.replace(year=TODAY.year + 1),
    )

    assert (Scan.objects.values().get(), Result.objects.values().get()) == before


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({}, id="empty"),
        pytest.param({"rel1": None, "rol1.huidig": None}, id="only-weet-ik-niet"),
        pytest.param({"drukte": "vaak", "open1": "Alles."}, id="only-unscored"),
    ],
)
def test_without_one_scored_answer_there_is_nothing_to_send(answers):
    response = ResponseFactory(answers=answers)

    with pytest.raises(NothingAnsweredError):
        send(response)

    response.refresh_from_db()
    assert (response.sent, Scan.objects.get().status) == (False, ScanStatus.OPEN)
    assert Result.objects.count() == 0


@pytest.mark.parametrize("code", ["rel1", "rol6.gewenst"])
def test_one_scored_answer_is_enough_to_send(code):
    response = ResponseFactory(answers={code: 5})

    send(response)

    figures = ScanFigures.from_json(Result.objects.get().figures)
    assert figures == solo_figures(core_questionnaire(), {code: 5}, 8)


def test_an_unsent_response_of_a_closed_scan_can_not_be_sent():
    result = ResultFactory()
    late = ResponseFactory(scan=result.scan, answered=True)

    with pytest.raises(NotOpenError):
        send(late)

    late.refresh_from_db()
    assert not late.sent


def test_sending_in_a_team_round_leaves_the_round_open():
    response = ResponseFactory(answered=True, scan__team=True)

    send(response)

    response.refresh_from_db()
    assert (response.sent, Scan.objects.get().status) == (True, ScanStatus.OPEN)
    assert Result.objects.count() == 0
