"""What holds for every possible team, tried on many."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scans.engine.agreement import agreement_of
from scans.engine.answers import check_answers, scored_codes
from scans.engine.impact import impact_of
from scans.engine.intervals import mean, t_interval, welch_interval, wilson_interval
from scans.engine.profiles import profile_of
from scans.engine.scoring import score_group, standouts, statement_means
from tests.engine.builders import build_questionnaire

QUESTIONNAIRE = build_questionnaire(reverse=["rel2", "res5"])
CODES = scored_codes(QUESTIONNAIRE)

value = st.one_of(st.none(), st.integers(1, 5))
person = st.dictionaries(st.sampled_from(CODES), value) | st.fixed_dictionaries(
    dict.fromkeys(CODES, value)
)
teams = st.lists(person, max_size=7)
score = st.fractions(0, 100, max_denominator=24)
scores = st.lists(score, min_size=2, max_size=12)
some = settings(max_examples=25, deadline=None)


def all_scores(group):
    return [*group.themes.values(), group.now, group.wanted]


@some
@given(teams)
def test_every_figure_is_within_its_bounds(team):
    group = score_group(QUESTIONNAIRE, team, None)

    for one in all_scores(group):
        assert one.n <= len(team)
        assert one.score is None or 0 <= one.score <= 100
        assert one.agreement is None or 0 <= one.agreement <= 1
        assert one.interval is None or one.interval[0] <= float(one.score) <= one.interval[1]
    assert group.impact is None or 1 <= group.impact.index <= 100
    assert group.gap is None or -100 <= group.gap <= 100


@some
@given(teams, st.randoms(use_true_random=False))
def test_the_order_of_persons_does_not_matter(team, random):
    shuffled = random.sample(team, len(team))

    first, second = (score_group(QUESTIONNAIRE, each, 10) for each in (team, shuffled))

    for one, other in zip(all_scores(first), all_scores(second), strict=True):
        assert (one.n, one.score, one.interval) == (other.n, other.score, other.interval)
        assert one.agreement == other.agreement
    assert (first.impact, first.profile) == (second.impact, second.profile)
    assert standouts(QUESTIONNAIRE, team) == standouts(QUESTIONNAIRE, shuffled)


@some
@given(teams)
def test_answering_everything_the_other_way_mirrors_the_scores(team):
    turned = [{code: v and 6 - v for code, v in answers.items()} for answers in team]

    group, mirrored = (score_group(QUESTIONNAIRE, each, None) for each in (team, turned))

    for one, other in zip(all_scores(group), all_scores(mirrored), strict=True):
        assert other.scores == tuple(100 - each for each in one.scores)
        assert other.agreement == one.agreement


@some
@given(teams, st.sampled_from(["relevantie", "timing", "resultaat"]))
def test_leaving_one_theme_open_changes_no_other(team, key):
    own = {statement.code for statement in QUESTIONNAIRE.theme(key).statements}
    without = [{c: v for c, v in answers.items() if c not in own} for answers in team]

    before, after = (score_group(QUESTIONNAIRE, each, None) for each in (team, without))

    assert after.themes[key].n == 0
    assert (after.now, after.wanted) == (before.now, before.wanted)
    assert {k: v for k, v in after.themes.items() if k != key} == {
        k: v for k, v in before.themes.items() if k != key
    }


@some
@given(teams)
def test_a_person_who_answers_nothing_changes_no_score(team):
    before, after = (score_group(QUESTIONNAIRE, each, None) for each in (team, [*team, {}]))

    assert after == before


@some
@given(teams)
def test_dont_know_and_not_answered_score_alike(team):
    unanswered = [{c: v for c, v in answers.items() if v is not None} for answers in team]

    before, after = (score_group(QUESTIONNAIRE, each, None) for each in (team, unanswered))

    assert after == before


@some
@given(teams)
def test_every_highest_is_above_every_lowest(team):
    means = statement_means(QUESTIONNAIRE, team)

    highest, lowest = standouts(QUESTIONNAIRE, team)

    assert max(len(highest), len(lowest)) <= 3
    assert not set(highest) & set(lowest)
    assert all(means[high] > means[low] for high in highest for low in lowest)
    assert len(set(means.values())) < 2 or highest or lowest


@some
@given(person)
def test_what_the_scale_allows_is_accepted(answers):
    assert check_answers(QUESTIONNAIRE, answers) is None


@some
@given(scores, st.integers(0, 20))
def test_the_correction_narrows_the_interval_around_the_same_score(values, others):
    wide = t_interval(values, None)
    narrow = t_interval(values, len(values) + others)

    assert wide[0] <= narrow[0] <= float(mean(values)) <= narrow[1] <= wide[1]
    if others == 0:
        assert narrow == (float(mean(values)),) * 2


@some
@given(scores, scores)
def test_the_welch_interval_holds_the_difference_and_turns_with_it(first, second):
    low, high = welch_interval(first, second)

    assert low - 1e-9 <= mean(first) - mean(second) <= high + 1e-9
    assert welch_interval(second, first) == pytest.approx((-high, -low))


@some
@given(st.integers(1, 500), st.fractions(0, 1, max_denominator=1000))
def test_the_wilson_interval_holds_the_share_within_0_and_1(trials, share):
    low, high = wilson_interval(share * trials, trials)

    assert 0 <= low <= float(share) <= high <= 1


@some
@given(st.lists(score, min_size=3, max_size=3))
def test_the_index_lies_between_the_lowest_and_the_highest_theme(themes):
    impact = impact_of(dict(zip("abc", themes, strict=True)))

    floored = [max(each, Fraction(1)) for each in themes]
    assert min(floored) - Fraction(1, 10**9) <= impact.index <= max(floored) + Fraction(1, 10**9)
    assert "abc".index(impact.weakest) == themes.index(min(themes))


@some
@given(score, st.lists(score, min_size=3, max_size=3))
def test_a_neighbour_is_there_exactly_when_a_border_is_near(now, themes):
    impact = impact_of(dict(zip("abc", themes, strict=True)))

    profile = profile_of(now, impact)

    near = abs(now - 50) <= 5 or 45**3 <= impact.product <= 55**3
    assert (profile.neighbour is not None) == near
    assert profile.neighbour != profile.key


@some
@given(st.lists(st.lists(value, min_size=4, max_size=4), min_size=5, max_size=9))
def test_agreement_does_not_change_when_the_scale_is_turned(persons):
    turned = [[answer and 6 - answer for answer in answers] for answers in persons]

    assert agreement_of(turned) == agreement_of(persons)
