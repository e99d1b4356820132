"""What a department brings to the benchmark, and what of it is ranked."""

import pytest

from scans.engine.answers import scored_codes
from scans.engine.disclosure import rules_from
from scans.engine.measures import Measured, measured, ranked
from scans.engine.round import RoundAnswers, round_figures
from tests.factories import client_answers, core_questionnaire

QUESTIONNAIRE = core_questionnaire()
RULES = rules_from({"scores_from": 5, "whole_from": 10, "texts_from": 10})


def answered(value):
    """The same answer to everything."""
    return dict.fromkeys(scored_codes(QUESTIONNAIRE), value)


def answers(team, clients=(), *, by_invitation=True):
    return RoundAnswers(
        team=team,
        clients=clients,
        department_size=20,
        expected_team=5 if by_invitation else None,
        expected_clients=5 if clients else None,
    )


def test_a_team_brings_every_score_with_the_number_of_persons():
    found = measured(QUESTIONNAIRE, answers([answered(4)] * 6, [client_answers()] * 5))

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
    assert found["rol.huidig"] == Measured(750, 6)


@pytest.mark.parametrize("team", [4, 0])
def test_a_team_below_five_brings_nothing(team):
    assert measured(QUESTIONNAIRE, answers([answered(4)] * team)) == {}


def test_too_few_clients_bring_no_difference():
    found = measured(QUESTIONNAIRE, answers([answered(4)] * 5, [client_answers()] * 4))

    assert [key for key in found if key.startswith("spiegel.")] == []


def test_one_person_alone_brings_their_own_scores():
    found = measured(QUESTIONNAIRE, answers([answered(4)], by_invitation=False))

    assert found["rol.gewenst"] == Measured(750, 1)


def test_without_all_themes_there_is_no_index():
    only = dict.fromkeys(("rel1", "rel2", "rel3", "rel4"), 4)

    assert set(measured(QUESTIONNAIRE, answers([only] * 5))) == {"relevantie"}


def test_what_is_ranked_is_what_is_shown():
    team = [answered(value) for value in (2, 3, 3, 4, 5)]
    figures = round_figures(QUESTIONNAIRE, answers(team), rules=RULES)

    ranks = ranked(figures)

    assert ranks["rol.huidig"] == 10 * figures.role.now.score
    assert {value % 50 for value in ranks.values()} == {0}


def test_a_score_beyond_a_border_is_not_ranked():
    figures = round_figures(QUESTIONNAIRE, answers([answered(5)] * 5), rules=RULES)

    assert "rol.huidig" not in ranked(figures)
