"""What may be answered to a module, and how internal clients meet it."""

from dataclasses import replace

import pytest

from scans.engine.answers import (
    InvalidAnswerError,
    Reason,
    asked_codes,
    check_answers,
    core_codes,
    open_codes,
    scored_codes,
)
from scans.engine.asking import asked_of_clients
from tests.engine.builders import (
    TEXT,
    build_module,
    build_questionnaire,
    complete_answers,
    module_theme,
    statement,
)

QUESTIONNAIRE = build_questionnaire(
    modules=(build_module(), build_module("n", mirrored=(), own=()))
)
CHOICES = ("-c.huidig", "-c.gewenst", "-d1.belegd")
ON_THE_SCALE = (
    *(f"-a{place}" for place in (1, 2, 3, 4)),
    *(f"-b{place}.{when}" for place in (1, 2) for when in ("huidig", "gewenst")),
)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("m-a1", 5),
        ("m-a1", None),
        ("n-b2.gewenst", 1),
        ("m-c.huidig", "x"),
        ("m-c.gewenst", None),
        ("m-d1.belegd", "leeg"),
    ],
)
def test_an_answer_that_fits_a_module_is_accepted(code, value):
    assert check_answers(QUESTIONNAIRE, {code: value}) is None


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ("m-a1", 6, Reason.OUTSIDE_SCALE),
        ("m-a1", "x", Reason.WRONG_TYPE),
        ("m-a5", 3, Reason.UNKNOWN_CODE),
        ("m-b1", 3, Reason.UNKNOWN_CODE),
        ("m-c.huidig", 1, Reason.WRONG_TYPE),
        ("m-c.huidig", "vol", Reason.UNKNOWN_OPTION),
        ("m-c.huidig", "", Reason.UNKNOWN_OPTION),
        ("m-d1.belegd", "x", Reason.UNKNOWN_OPTION),
        ("m-d1", "vol", Reason.UNKNOWN_CODE),
        ("m-k-a1", 3, Reason.UNKNOWN_CODE),
        ("m-e1", 3, Reason.UNKNOWN_CODE),
        ("o-a1", 3, Reason.UNKNOWN_CODE),
    ],
)
def test_an_answer_that_does_not_fit_a_module_is_refused_with_its_reason(code, value, reason):
    with pytest.raises(InvalidAnswerError) as refused:
        check_answers(QUESTIONNAIRE, {code: value})

    assert (refused.value.field, refused.value.reason_key) == (code, reason)


def test_clients_answer_the_mirror_and_their_own_themes_of_a_module():
    clients = ("m-k-a1", "m-k-a2", "m-e1", "m-e2")

    assert check_answers(QUESTIONNAIRE, dict.fromkeys(clients, 3), group="clients") is None
    assert scored_codes(QUESTIONNAIRE, "clients") == (
        *core_codes(QUESTIONNAIRE, "clients"),
        *clients,
    )


@pytest.mark.parametrize("code", ["m-a1", "m-b1.huidig", "m-c.huidig", "m-d1.belegd", "n-k-a1"])
def test_clients_can_not_answer_what_a_module_asks_the_team(code):
    with pytest.raises(InvalidAnswerError):
        check_answers(QUESTIONNAIRE, {code: None}, group="clients")


def test_what_is_asked_is_the_core_and_then_module_by_module():
    core = core_codes(QUESTIONNAIRE)

    assert asked_codes(QUESTIONNAIRE) == (
        *core,
        *(slug + code for slug in ("m", "n") for code in (*ON_THE_SCALE, *CHOICES)),
    )
    assert scored_codes(QUESTIONNAIRE) == (
        *core,
        *(slug + code for slug in ("m", "n") for code in ON_THE_SCALE),
    )


def test_what_is_open_of_a_module_is_told_until_it_is_answered():
    answers = {**complete_answers(), **{f"m{code}": None for code in (*ON_THE_SCALE, *CHOICES)}}

    assert open_codes(QUESTIONNAIRE, answers) == tuple(
        f"n{code}" for code in (*ON_THE_SCALE, *CHOICES)
    )


def test_clients_meet_a_module_as_themes_only():
    asked = asked_of_clients(QUESTIONNAIRE).modules

    mirrored = [statement(f"m-k-{code}", mirrors=f"m-{code}") for code in ("a1", "a2")]
    own = [statement("m-e1"), statement("m-e2")]
    assert asked == (
        replace(
            QUESTIONNAIRE.modules[0],
            intro=TEXT,
            themes=(module_theme("m-a", mirrored), module_theme("m-e", own)),
            positions=(),
            choices=(),
            coverage=(),
            clients=None,
            chain=None,
        ),
    )


def test_a_theme_that_clients_do_not_judge_is_left_out_for_them():
    module = build_module(themes={"a": ["a1", "a2"], "f": ["f1"]}, own=())

    (asked,) = asked_of_clients(build_questionnaire(modules=(module,))).modules

    assert [theme.key for theme in asked.themes] == ["m-a"]


def test_clients_answer_the_same_codes_either_way():
    asked = asked_of_clients(QUESTIONNAIRE)

    assert set(asked_codes(asked)) == set(asked_codes(QUESTIONNAIRE, "clients"))
