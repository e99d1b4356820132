"""What changed between two rounds: exact where it must be, silent where it must be."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scans.engine.disclosure import Rules, shown_change_interval, shown_score
from scans.engine.intervals import welch_half_width, welch_interval
from scans.engine.published import NotDisclosableError
from scans.engine.questionnaire import NOW, WANTED
from scans.engine.round import RoundAnswers, round_figures
from scans.engine.scoring import GroupScore
from scans.engine.tally import tally_of
from scans.engine.trend import ClosedRound, trend_of
from scans.engine.trendfigures import (
    NOBODY,
    Manner,
    Obstacle,
    Point,
    TrendFigures,
    UnknownTrendError,
)
from tests.engine.builders import build_module, build_questionnaire, statement

RULES = Rules(scores_from=5, whole_from=10, texts_from=10)
THEN, NOW_DAY = date(2026, 5, 1), date(2026, 11, 1)
MODULE = build_module()
ASKED = build_questionnaire(
    mirrored=("rel1", "rel2", "rel3", "rol1", "rol2", "rol3"), modules=(MODULE,)
)


LOW, MIDDLE, HIGH, TOP = (2, 3), (3, 3), (3, 4), (5, 5)
"""What is answered to every first and to every second item: 37.5, 50, 62.5 and 100."""


def alternately(codes, level):
    return {code: level[place % 2] for place, code in enumerate(codes)}


def person(level, *, lower=0):
    """Answers at a level, with one statement of relevantie so much lower."""
    answers = {}
    for prefix in ("rel", "tim", "res"):
        answers |= alternately([f"{prefix}{place}" for place in range(1, 7)], level)
    answers |= alternately([f"m-a{place}" for place in range(1, 5)], level)
    for when in (NOW, WANTED):
        answers |= alternately([f"rol{place}.{when}" for place in range(1, 7)], level)
        answers |= alternately([f"m-b{place}.{when}" for place in (1, 2)], level)
    return {**answers, "rel1": level[0] - lower}


def client(level):
    """What an internal client answers; the mirror has three items of each, so a third less."""
    answers = alternately([f"k-rel{place}" for place in (1, 2, 3)], level)
    for when in (NOW, WANTED):
        answers |= alternately([f"k-rol{place}.{when}" for place in (1, 2, 3)], level)
    return {
        **answers,
        **alternately(["m-k-a1", "m-k-a2"], level),
        **alternately(["m-e1", "m-e2"], level),
    }


def closed(team, clients=(), *, together=False, asked=ASKED, rules=RULES):
    """A closed round of these persons; one person is a solo scan."""
    answers = RoundAnswers(
        team=list(team),
        clients=list(clients),
        department_size=30,
        expected_team=None if len(team) <= 1 else max(5, len(team)),
        expected_clients=max(5, len(clients)) if clients else None,
    )
    return ClosedRound(
        asked, round_figures(asked, answers, rules=rules), tally_of(asked, answers), THEN, together
    )


def team(level, size=6):
    """So many persons at a level, half of them lower on one statement."""
    return [person(level, lower=number % 2) for number in range(size)]


def clients(level, size=5):
    return [client(level)] * size


def trend(before, after, rules=RULES):
    return trend_of(before, replace(after, closed_on=NOW_DAY), rules=rules)


def test_a_large_change_of_a_small_team_is_a_change_in_steps_of_five():
    found = trend(closed(team(LOW)), closed(team(HIGH)))

    timing = found.themes["timing"]
    assert (timing.before, timing.after) == (Point(40.0, 6, None), Point(65.0, 6, None))
    assert (timing.difference, timing.interval, timing.changed) == (25.0, (20.0, 30.0), True)
    assert found.impact is not None
    assert (found.impact.interval, found.impact.changed) == (None, False)


def test_the_same_answers_again_are_no_change():
    found = trend(closed(team(MIDDLE)), closed(team(MIDDLE)))

    assert {one.changed for one in (*found.themes.values(), *found.role.values())} == {False}
    assert found.themes["relevantie"].difference == 0


def test_a_round_says_of_both_when_how_and_of_how_many():
    found = trend(closed(team(MIDDLE)), closed(team(HIGH, 7), clients(MIDDLE, 5)))

    assert (found.before.closed_on, found.after.closed_on) == (THEN, NOW_DAY)
    assert (found.before.respondents, found.after.respondents) == (6, 7)
    assert (found.before.clients, found.after.clients) == (None, 5)
    assert found.after.manner == Manner.TEAM


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (closed([person(LOW)]), closed(team(HIGH))),
        (closed(team(LOW)), closed([person(HIGH)])),
        (closed([person(LOW)]), closed([person(HIGH)], together=True)),
    ],
)
def test_rounds_that_were_filled_in_otherwise_are_not_compared(before, after):
    found = trend(before, after)

    assert not found.is_comparable
    assert (found.themes, found.role, found.impact, found.modules) == ({}, {}, None, ())


def test_one_person_twice_is_a_difference_without_a_margin_and_never_a_change():
    found = trend(closed([person(LOW)]), closed([person(HIGH)]))

    own = [*found.themes.values(), *found.role.values(), *found.modules[0].themes.values()]
    assert {one.difference for one in own} == {25.0}
    assert {(one.interval, one.changed) for one in own} == {(None, False)}


def test_clients_are_compared_as_a_group_whoever_filled_in_the_scan():
    found = trend(
        closed([person(MIDDLE)], clients(LOW, 6)),
        closed([person(MIDDLE)], clients(HIGH, 6), together=True),
    )

    assert found.themes == {}
    assert set(found.clients) == {"relevantie"}
    assert (found.clients["relevantie"].interval, found.clients["relevantie"].changed) == (
        (20.0, 30.0),
        True,
    )
    assert set(found.clients_role) == {NOW, WANTED}


def test_a_mirror_of_one_round_only_is_no_change():
    found = trend(closed(team(MIDDLE)), closed(team(MIDDLE), clients(HIGH, 5)))

    assert (found.clients, found.clients_role) == ({}, {})


@pytest.mark.parametrize("few", [4, 2])
def test_too_few_persons_in_either_round_are_never_compared(few):
    for rounds in ((team(LOW, few), team(HIGH)), (team(LOW), team(HIGH, few))):
        found = trend(*(closed(one) for one in rounds))

        own = [*found.themes.values(), *found.role.values()]
        assert {one.obstacle for one in own} == {Obstacle.FEW}
        assert all(NOBODY in (one.before, one.after) for one in own)


def test_a_theme_that_too_few_could_judge_is_not_compared():
    unsure = [{**one, **{f"tim{n}": None for n in range(1, 7)}} for one in team(MIDDLE)]

    found = trend(closed(team(MIDDLE)), closed([*unsure[:4], *team(MIDDLE, 2)]))

    assert found.themes["timing"].obstacle == Obstacle.FEW
    assert found.themes["relevantie"].obstacle is None
    assert found.impact is not None
    assert found.impact.obstacle == Obstacle.FEW


def test_a_score_beyond_a_border_is_not_compared():
    found = trend(closed(team(MIDDLE)), closed([person(TOP)] * 6))

    assert found.themes["timing"].obstacle == Obstacle.BORDER
    assert found.themes["timing"].after.extreme == "hoog"


def test_other_statements_are_not_compared_and_the_same_ones_in_a_new_version_are():
    theme = ASKED.themes[0]
    fewer = replace(theme, statements=theme.statements[:5])
    other = replace(ASKED, version="2.0", themes=(fewer, *ASKED.themes[1:]))

    found = trend(closed(team(LOW)), closed(team(HIGH), asked=other))

    assert found.themes["relevantie"].obstacle == Obstacle.ITEMS
    assert found.themes["timing"].changed
    assert (found.before.version, found.after.version) == ("1.0", "2.0")


def test_a_statement_that_was_turned_around_is_another_one():
    theme = ASKED.themes[1]
    turned = (statement("tim1", reverse=["tim1"]), *theme.statements[1:])
    other = replace(ASKED, themes=(ASKED.themes[0], replace(theme, statements=turned)))

    found = trend(closed(team(LOW)), closed(team(HIGH), asked=other))

    assert found.themes["timing"].obstacle == Obstacle.ITEMS


@pytest.mark.parametrize(("language", "obstacle"), [("nl", Obstacle.ITEMS), ("en", None)])
def test_a_statement_in_other_words_is_another_one_and_a_better_translation_is_not(
    language, obstacle
):
    theme = ASKED.themes[1]
    first = theme.statements[0]
    other_words = replace(first, text={**first.text, language: "Heel wat anders."})
    changed = replace(theme, statements=(other_words, *theme.statements[1:]))
    other = replace(ASKED, themes=(ASKED.themes[0], changed))

    found = trend(closed(team(LOW)), closed(team(HIGH), asked=other))

    assert found.themes["timing"].obstacle == obstacle


@pytest.mark.parametrize("end", ["maker", "meedenker"])
def test_a_role_of_which_an_end_has_other_words_is_not_compared(end):
    first, *others = ASKED.role.pairs
    other_words = replace(first, **{end: {"nl": "Heel wat anders.", "en": "Quite different."}})
    other = replace(ASKED, role=replace(ASKED.role, pairs=(other_words, *others)))

    found = trend(closed(team(LOW)), closed(team(HIGH), asked=other))

    assert {one.obstacle for one in found.role.values()} == {Obstacle.ITEMS}


def test_a_theme_that_was_not_asked_then_is_not_compared():
    less = replace(ASKED, themes=ASKED.themes[:2])

    found = trend(closed(team(LOW), asked=less), closed(team(HIGH)))

    assert found.themes["resultaat"].before == NOBODY
    assert found.themes["resultaat"].obstacle == Obstacle.ITEMS


def test_without_an_index_there_is_no_change_of_it():
    roles_only = replace(ASKED, themes=(), clients=replace(ASKED.clients, statements=()))

    found = trend(closed(team(LOW), asked=roles_only), closed(team(HIGH), asked=roles_only))

    assert found.impact is not None
    assert found.impact.obstacle == Obstacle.FEW
    assert found.role[NOW].changed


def test_a_module_is_compared_when_both_rounds_had_it():
    both = trend(closed(team(LOW), clients(LOW, 5)), closed(team(HIGH), clients(HIGH, 5)))
    once = trend(closed(team(LOW), asked=replace(ASKED, modules=())), closed(team(HIGH)))

    (module,) = both.modules
    assert (module.slug, set(module.themes), set(module.places), set(module.clients)) == (
        "m",
        {"m-a"},
        {"m-b.huidig", "m-b.gewenst"},
        {"m-a", "m-e"},
    )
    assert {one.difference for one in (*module.themes.values(), *module.clients.values())} == {25.0}
    assert module.themes["m-a"].changed
    assert once.modules == ()


def test_a_score_of_one_item_has_no_margin():
    asked = build_questionnaire(mirrored=("rel1", "rol1"))
    higher = [*clients(MIDDLE, 2), *clients((4, 4), 3)]

    found = trend(
        closed(team(MIDDLE), clients(MIDDLE, 5), asked=asked),
        closed(team(MIDDLE), higher, asked=asked),
    )

    relevance = found.clients["relevantie"]
    assert (relevance.difference, relevance.interval) == (15.0, None)


def test_without_a_tally_there_is_a_difference_and_no_margin():
    found = trend(replace(closed(team(LOW)), tally=None), closed(team(HIGH)))

    assert found.themes["timing"].difference == 25
    assert (found.themes["timing"].interval, found.themes["timing"].changed) == (None, False)


def test_a_stricter_setting_keeps_an_earlier_small_round_out():
    strict = Rules(scores_from=8, whole_from=10, texts_from=10)

    found = trend(closed(team(LOW)), closed(team(HIGH, 9), rules=strict), strict)

    assert {one.obstacle for one in found.themes.values()} == {Obstacle.FEW}


def test_a_trend_reads_back_as_it_was_written():
    found = trend(closed(team(LOW), clients(LOW, 5)), closed(team(HIGH), clients(HIGH, 5)))

    assert TrendFigures.from_json(found.to_json()) == found
    assert found.to_json()["format"] == 1


@pytest.mark.parametrize("form", [None, 0, 2, "1"])
def test_a_trend_of_another_form_is_refused(form):
    data = trend(closed(team(LOW)), closed(team(HIGH))).to_json()

    with pytest.raises(UnknownTrendError):
        TrendFigures.from_json({**data, "format": form})


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"before": Point(40.0, 4, None)}, "too few persons"),
        ({"before": Point(40.0, 6, "laag")}, "from a border"),
        ({"interval": (22.0, 28.0)}, "too small a step"),
        ({"changed": False}, "doesn't show"),
        ({"obstacle": Obstacle.FEW}, "beside an obstacle"),
        ({"difference": None, "obstacle": Obstacle.FEW}, "no difference"),
    ],
)
def test_figures_that_say_too_much_can_not_be_made(wrong, why):
    found = trend(closed(team(LOW)), closed(team(HIGH)))
    themes = {**found.themes, "timing": replace(found.themes["timing"], **wrong)}

    with pytest.raises(NotDisclosableError, match=why):
        replace(found, themes=themes)


def test_one_answer_can_not_have_a_margin():
    found = trend(closed([person(LOW)]), closed([person(HIGH)]))
    one = replace(found.themes["timing"], interval=(20.0, 30.0), changed=True)

    with pytest.raises(NotDisclosableError, match="one answer"):
        replace(found, themes={"timing": one})


SCORES = st.lists(
    st.integers(0, 24).map(lambda quarter: Fraction(100 * quarter, 24)), min_size=5, max_size=14
)


@given(SCORES, SCORES)
def test_what_is_called_changed_has_an_exact_interval_without_nought(first, second):
    before, after = (shown_score(GroupScore(tuple(one)), RULES) for one in (first, second))
    exact = welch_interval(second, first)
    assert exact is not None
    assert before.score is not None
    assert after.score is not None
    if before.extreme or after.extreme:
        return
    half = (exact[1] - exact[0]) / 2

    shown = shown_change_interval(after.score - before.score, half, (before.n, after.n), RULES)

    assert shown is not None
    if not shown[0] <= 0 <= shown[1]:
        assert not exact[0] + 1e-9 < 0 < exact[1] - 1e-9
    assert shown[1] - shown[0] >= exact[1] - exact[0]


@given(SCORES, SCORES)
def test_a_margin_is_the_same_for_everything_within_its_step(first, second):
    sizes = (len(first), len(second))
    exact = welch_interval(first, second)
    assert exact is not None
    half = (exact[1] - exact[0]) / 2
    step = 1 if min(sizes) >= 10 else 5

    low, high = shown_change_interval(0, half, sizes, RULES)

    assert high % step == 0
    assert low == -high
    assert high >= max(step, 42 / min(sizes) if step == 1 else 5)


def test_without_enough_persons_there_is_no_margin():
    assert shown_change_interval(10, 3, (4, 12), RULES) is None


def test_the_half_width_is_that_of_the_interval():
    first, second = [Fraction(10), Fraction(30), Fraction(35)], [Fraction(50), Fraction(55)]

    low, high = welch_interval(first, second)

    assert welch_half_width((175.0, 3), (12.5, 2)) == pytest.approx((high - low) / 2)
