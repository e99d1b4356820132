from fractions import Fraction

import pytest

from scans.engine.agreement import agreement_of
from scans.engine.figures import ProfileFigures
from scans.engine.impact import impact_of
from scans.engine.intervals import PopulationTooSmallError, t_interval, wilson_interval
from scans.engine.scoring import (
    Coverage,
    DepartmentTooSmallError,
    person_position,
    person_theme_score,
    position_coverage,
    score_group,
    standouts,
    statement_means,
    theme_coverage,
)
from tests.engine.builders import (
    answers_of,
    build_questionnaire,
    build_role,
    build_theme,
    complete_answers,
)

QUESTIONNAIRE = build_questionnaire()


def test_a_reversed_statement_counts_the_other_way_round():
    theme = build_theme(reverse=["rel1", "rel2"])

    score = person_theme_score(theme, answers_of("rel", "1 2 5 4 ? ?"))

    assert score == Fraction(100 * (Fraction(5 + 4 + 5 + 4, 4) - 1), 4)


def test_a_person_has_a_position_now_and_another_as_wanted():
    role = build_role()
    answers = {
        **answers_of("rol", "1 2 1 2 1 2", when=".huidig"),
        **answers_of("rol", "5 5 5 ? ? _", when=".gewenst"),
    }

    positions = [person_position(role, when, answers) for when in ("huidig", "gewenst")]

    assert positions == [Fraction(25, 2), None]


@pytest.mark.parametrize(
    ("given", "answered", "enough"),
    [
        pytest.param("_ _ _ _ _ _", 0, False, id="nothing"),
        pytest.param("4 4 4 ? ? ?", 3, False, id="weet-ik-niet-is-no-answer"),
        pytest.param("4 4 4 4 _ ?", 4, True, id="two-thirds"),
        pytest.param("4 4 4 4 4 4", 6, True, id="all"),
    ],
)
def test_coverage_says_whether_there_is_a_score(given, answered, enough):
    theme, role = build_theme(), build_role()
    themed = answers_of("rel", given)
    placed = answers_of("rol", given, when=".gewenst")

    coverages = [theme_coverage(theme, themed), position_coverage(role, "gewenst", placed)]

    assert coverages == [Coverage(answered=answered, asked=6)] * 2
    assert [(one.needed, one.is_enough) for one in coverages] == [(4, enough)] * 2
    scores = [person_theme_score(theme, themed), person_position(role, "gewenst", placed)]
    assert [score is not None for score in scores] == [enough] * 2


def test_a_group_without_answers_has_nothing():
    scores = score_group(QUESTIONNAIRE, [], None)

    assert [theme.score for theme in scores.themes.values()] == [None, None, None]
    assert [theme.n for theme in scores.themes.values()] == [0, 0, 0]
    assert (scores.now.score, scores.gap, scores.impact) == (None, None, None)
    assert scores.profile == ProfileFigures(None, None)


def test_a_person_counts_in_the_themes_that_they_answered_enough_of():
    team = [
        complete_answers(4),
        {**complete_answers(2), **answers_of("tim", "1 1 1 ? ? ?")},
        answers_of("rel", "3 3 3 3 _ _"),
    ]

    scores = score_group(QUESTIONNAIRE, team, 3)

    assert {key: theme.n for key, theme in scores.themes.items()} == {
        "relevantie": 3,
        "timing": 1,
        "resultaat": 2,
    }
    assert scores.themes["relevantie"].scores == (75, 25, 50)
    assert scores.themes["relevantie"].interval == (50, 50)
    assert scores.themes["timing"].interval is None


def test_gap_impact_and_profile_come_from_the_scores_of_the_department():
    team = [complete_answers(4, now=1, wanted=5), complete_answers(5, now=3, wanted=3)]

    scores = score_group(QUESTIONNAIRE, team, None)

    assert (scores.now.score, scores.wanted.score, scores.gap) == (25, 75, 50)
    assert scores.impact == impact_of(dict.fromkeys(scores.themes, Fraction(175, 2)))
    assert scores.profile == ProfileFigures("productiehuis", None)


def test_agreement_leaves_out_who_has_no_score():
    outsider = answers_of("rel", "1 1 1 _ _ _")
    team = [complete_answers(4)] * 5

    with_outsider = score_group(QUESTIONNAIRE, [*team, outsider], None)

    assert with_outsider.themes["relevantie"].agreement == 1


def test_more_respondents_than_the_department_has_persons_is_refused():
    with pytest.raises(DepartmentTooSmallError, match="2 respondents of 1"):
        score_group(QUESTIONNAIRE, [{}, {}], 1)


def test_more_values_than_the_population_is_refused():
    with pytest.raises(PopulationTooSmallError):
        t_interval([Fraction(1), Fraction(2)], 1)


@pytest.mark.parametrize(("successes", "trials"), [(-1, 3), (4, 3), (1, 0)])
def test_more_successes_than_trials_are_refused(successes, trials):
    with pytest.raises(ValueError, match="trials"):
        wilson_interval(Fraction(successes), trials)


def test_agreement_needs_two_answers_to_some_statement():
    persons = [[3, None, None, None, None], [None, 3, None, None, None], *[[None] * 5] * 3]

    assert agreement_of(persons) is None


def test_an_impact_of_no_themes_is_none():
    assert impact_of({}) is None


def test_statement_means_are_over_whoever_answered_and_after_reversing():
    questionnaire = build_questionnaire(reverse=["tim1"])
    team = [{"rel1": 4, "tim1": 1}, {"rel1": 5, "tim1": None}, {"rel2": None}]

    assert statement_means(questionnaire, team) == {"rel1": Fraction(9, 2), "tim1": 5}


def test_standouts_are_three_of_all_themes_ties_in_order():
    answers = {**complete_answers(3), "rel2": 5, "tim1": 4, "tim2": 4, "res6": 4, "res1": 1}

    assert standouts(QUESTIONNAIRE, [answers]) == (
        ("rel2", "tim1", "tim2"),
        ("res1", "rel1", "rel3"),
    )
