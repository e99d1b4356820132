import pytest

from scans.engine.answers import (
    InvalidAnswerError,
    Reason,
    check_answers,
    open_codes,
    scored_codes,
)
from scans.engine.questionnaire import NOW, WANTED
from tests.engine.builders import build_questionnaire, codes, complete_answers

QUESTIONNAIRE = build_questionnaire()


@pytest.mark.parametrize(
    ("code", "value"),
    [
        pytest.param("rel1", 1, id="lowest"),
        pytest.param("res6", 5, id="highest"),
        pytest.param("tim3", None, id="dont-know"),
        pytest.param("rol1.huidig", 2, id="role-now"),
        pytest.param("rol6.gewenst", None, id="role-wanted-dont-know"),
        pytest.param("drukte", "vaak", id="option"),
        pytest.param("drukte", None, id="option-not-given"),
        pytest.param("collegas", 12, id="number-of-persons"),
        pytest.param("collegas", None, id="number-not-given"),
        pytest.param("open1", "", id="empty-text"),
        pytest.param("open1", "é" * 10, id="longest-text"),
        pytest.param("open1", "1234\r\n6789", id="line-break-counts-as-one"),
        pytest.param("open1", "😀 ؟ <b>", id="emoji-and-markup"),
    ],
)
def test_an_answer_that_fits_is_accepted(code, value):
    assert check_answers(QUESTIONNAIRE, {code: value}) is None


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        pytest.param("rel7", 3, Reason.UNKNOWN_CODE, id="unknown-statement"),
        pytest.param("rol1", 3, Reason.UNKNOWN_CODE, id="pair-without-moment"),
        pytest.param("rol1.straks", 3, Reason.UNKNOWN_CODE, id="pair-at-another-moment"),
        pytest.param("sector", "soms", Reason.UNKNOWN_CODE, id="context-of-the-start"),
        pytest.param("k-rel1", 3, Reason.UNKNOWN_CODE, id="clients-statement"),
        pytest.param("", 3, Reason.UNKNOWN_CODE, id="empty-code"),
        pytest.param("rel1", 0, Reason.OUTSIDE_SCALE, id="below-the-scale"),
        pytest.param("rel1", 6, Reason.OUTSIDE_SCALE, id="above-the-scale"),
        pytest.param("rel1", True, Reason.WRONG_TYPE, id="true-is-not-1"),
        pytest.param("rel1", 3.0, Reason.WRONG_TYPE, id="float"),
        pytest.param("rel1", float("nan"), Reason.WRONG_TYPE, id="nan"),
        pytest.param("rel1", "3", Reason.WRONG_TYPE, id="text-on-the-scale"),
        pytest.param("rel1", [3], Reason.WRONG_TYPE, id="list"),
        pytest.param("drukte", "nooit", Reason.UNKNOWN_OPTION, id="unknown-option"),
        pytest.param("drukte", 1, Reason.WRONG_TYPE, id="option-as-number"),
        pytest.param("collegas", 0, Reason.OUTSIDE_SCALE, id="nobody"),
        pytest.param("collegas", "12", Reason.WRONG_TYPE, id="number-as-text"),
        pytest.param("collegas", True, Reason.WRONG_TYPE, id="number-as-bool"),
        pytest.param("open1", "x" * 11, Reason.TOO_LONG, id="text-too-long"),
        pytest.param("open1", "a\0b", Reason.UNREADABLE, id="nul"),
        pytest.param("open1", "a\ud800", Reason.UNREADABLE, id="half-a-surrogate-pair"),
        pytest.param("open1", 3, Reason.WRONG_TYPE, id="text-as-number"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_at_its_code(code, value, reason):
    with pytest.raises(InvalidAnswerError) as refusal:
        check_answers(QUESTIONNAIRE, {"rel2": 3, code: value})

    assert (refusal.value.field, refusal.value.reason_key) == (code, reason)
    assert str(refusal.value) == f"{code}: {reason}"


def test_clients_answer_the_mirror_and_nothing_else():
    answers = {"k-rel1": 4, "k-rol1.huidig": None, "k-rol1.gewenst": 5}

    assert check_answers(QUESTIONNAIRE, answers, group="clients") is None
    for code in ("rel1", "rol1.huidig", "drukte", "open1"):
        with pytest.raises(InvalidAnswerError):
            check_answers(QUESTIONNAIRE, {code: None}, group="clients")


def test_scored_codes_of_clients_are_those_of_the_mirror():
    assert scored_codes(QUESTIONNAIRE, "clients") == ("k-rel1", "k-rol1.huidig", "k-rol1.gewenst")


def test_open_codes_follow_the_order_of_asking():
    asked = [code for prefix in ("rel", "tim", "res") for code in codes(prefix)]
    role = [f"{code}.{when}" for when in (NOW, WANTED) for code in codes("rol")]

    assert open_codes(QUESTIONNAIRE, {"drukte": "vaak"}) == (*asked, *role)


def test_dont_know_is_not_open():
    answers = {**complete_answers(), "rel2": None}
    del answers["tim1"], answers["rol3.gewenst"]

    assert open_codes(QUESTIONNAIRE, answers) == ("tim1", "rol3.gewenst")
