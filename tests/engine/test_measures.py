"""What a department brings to the benchmark, and what of it is ranked."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scans.engine.answers import scored_codes
from scans.engine.disclosure import rules_from
from scans.engine.distribution import tenths
from scans.engine.figures import ScanFigures
from scans.engine.measures import Measured, measured, ranked
from scans.engine.round import RoundAnswers, round_figures
from tests.engine.rounds import STYLES, draw_game
from tests.factories import client_answers, core_questionnaire

QUESTIONNAIRE = core_questionnaire()
RULES = rules_from({"scores_from": 5, "whole_from": 10, "texts_from": 10})


def answered(value):
    """The same answer to everything."""
    return dict.fromkeys(scored_codes(QUESTIONNAIRE), value)


def figures_of(team, clients=(), *, by_invitation=True):
    answers = RoundAnswers(
        team=team,
        clients=clients,
        department_size=20,
        expected_team=5 if by_invitation else None,
        expected_clients=5 if clients else None,
    )
    return round_figures(QUESTIONNAIRE, answers, rules=RULES)


def test_a_team_brings_every_score_with_the_number_of_persons():
    clients = [dict.fromkeys(client_answers(), 3)] * 5

    found = measured(figures_of([answered(3)] * 6, clients))

    assert set(found) == {
        "relevantie",
        "timing",
        "resultaat",
        "rol.huidig",
        "rol.gewenst",
        "impact",
        "spiegel.relevantie",
        "spiegel.timing",
        "spiegel.resultaat",
    }
    assert {one.n for one in found.values()} == {6}
    assert (found["rol.huidig"], found["spiegel.timing"]) == (Measured(500, 6), Measured(0, 6))


@pytest.mark.parametrize("team", [4, 0])
def test_a_team_below_five_brings_nothing(team):
    assert measured(figures_of([answered(4)] * team)) == {}


def test_too_few_clients_bring_no_difference():
    found = measured(figures_of([answered(4)] * 5, [client_answers()] * 4))

    assert [key for key in found if key.startswith("spiegel.")] == []


def test_one_person_alone_brings_their_own_scores():
    found = measured(figures_of([answered(4)], by_invitation=False))

    assert found["rol.gewenst"] == Measured(750, 1)


def test_without_all_themes_there_is_no_index():
    only = dict.fromkeys(("rel1", "rel2", "rel3", "rel4"), 4)

    assert set(measured(figures_of([only] * 5))) == {"relevantie"}


def test_a_small_team_brings_the_steps_of_its_report():
    exact = [answered(value) for value in (2, 3, 3, 4, 4)]

    assert measured(figures_of(exact))["rol.huidig"] == Measured(550, 5)
    assert measured(figures_of([*exact, *exact]))["rol.huidig"] == Measured(550, 10)


@pytest.mark.parametrize(
    ("value", "persons", "border"), [(5, 5, 750), (1, 5, 250), (5, 8, 800), (1, 25, 50)]
)
def test_a_score_beyond_a_border_counts_as_that_border(value, persons, border):
    found = measured(figures_of([answered(value)] * persons))

    assert found["rol.huidig"] == Measured(border, persons)


def test_beside_a_border_there_is_no_difference_with_clients():
    clients = [dict.fromkeys(client_answers(), 5)] * 5
    found = measured(figures_of([answered(3)] * 5, clients))

    assert ("relevantie" in found, "spiegel.relevantie" in found) == (True, False)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(STYLES))
def test_what_a_round_brings_is_what_its_report_shows(seed, style):
    figures = draw_game(seed, style).published()

    found = measured(figures)

    shown = figures.to_json()
    scores = {
        **{key: one["score"] for key, one in shown["themes"].items()},
        "rol.huidig": shown["role"]["now"]["score"],
        "rol.gewenst": shown["role"]["wanted"]["score"],
        "impact": shown["impact"]["index"],
    }
    mirror = (shown["round"] or {"mirror": {}})["mirror"]
    scores |= {f"spiegel.{key}": one["difference"] for key, one in mirror.items()}
    assert {key: one.tenths for key, one in found.items()} == {
        key: tenths(score) for key, score in scores.items() if score is not None
    }
    assert measured(ScanFigures.from_json(shown)) == found


def test_what_is_ranked_is_what_is_shown():
    figures = figures_of([answered(value) for value in (2, 3, 3, 4, 5)])

    ranks = ranked(figures)

    assert ranks["rol.huidig"] == 10 * figures.role.now.score
    assert {value % 50 for value in ranks.values()} == {0}


def test_a_score_beyond_a_border_is_not_ranked():
    figures = figures_of([answered(5)] * 5)

    assert "rol.huidig" not in ranked(figures)


def test_an_index_that_is_not_shown_is_neither_brought_nor_ranked():
    figures = figures_of([answered(4)] * 5)
    without = replace(figures, impact=replace(figures.impact, index=None))

    assert ("impact" in measured(without), "impact" in ranked(without)) == (False, False)
