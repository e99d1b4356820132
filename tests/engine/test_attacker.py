"""Whoever took part can't tell from a published round what any other person answered."""

from dataclasses import replace

import pytest

from scans.engine import disclosure
from scans.engine.published import NotDisclosableError
from scans.engine.scoring import GroupScore
from tests.engine.attacker import BLOCKS, Game, derived
from tests.engine.builders import complete_answers
from tests.engine.rounds import STYLES, draw_game, draw_tight

ROUNDS = {"alike": 850, "mixed": 850, "extreme": 1_700, "calm": 3_300, "tiny": 3_300}
"""How many rounds are tried of each style: the first seeds there are, so the same each time."""


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("style", STYLES)
def test_nobody_derives_an_answer_of_another_person(style):
    found = {seed: derived(draw_game(seed, style), seed) for seed in range(ROUNDS[style])}

    assert {seed: items for seed, items in found.items() if items} == {}


# One of six others differs, on two statements. Without the furthest answers the variances add up to
# the most that "zeer sterk" is given for: where one moves, three must come nearer on another item.
@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize(("seed", "style"), [(9139, "alike")])
def test_nobody_derives_an_answer_in_a_round_that_the_search_once_got_stuck_on(seed, style):
    assert derived(draw_game(seed, style), seed) == set()


# At a border the sum of a theme is known to be no more than so much; what was shown of one statement
# took all of that, so the others were known.
@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("seed", [819, *range(60)])
def test_nobody_derives_an_answer_in_a_round_just_within_a_step(seed):
    assert derived(draw_tight(seed), seed) == set()


def game_of(*team):
    base = draw_game(1, "calm")
    answers = replace(
        base.answers,
        team=list(team),
        clients=[],
        department_size=None,
        expected_team=5,
        expected_clients=None,
    )
    return Game(answers, "team")


# The reader has a score of the theme and of its mirrored half, and none of the other half: there the
# four others are all at the end, and the theme beside the half told it.
def test_nobody_derives_what_four_others_answered_where_the_reader_has_no_score():
    mirrored, others = (2, 2, 1), (5, 5, 5)
    team = [half_game_person((5, 4, 4), (5, None, None))]
    team += [half_game_person(half, others) for half in (mirrored, mirrored, mirrored, (1, 1, 1))]
    clients = [{"k-tim1": 3, "k-tim3": 3, "k-tim5": 3}] * 5
    game = game_of(*team)

    answers = replace(game.answers, clients=clients, expected_clients=5)

    assert derived(replace(game, answers=answers), 1) == set()


def half_game_person(mirrored, others):
    codes = ("tim1", "tim3", "tim5", "tim2", "tim4", "tim6")
    given = dict(zip(codes, (*mirrored, *others), strict=True))
    return {**given, "tim3": 6 - given["tim3"]}


def theme_of_game(own, others):
    """Return a round about one theme: all others gave the same answers to it."""
    codes = BLOCKS["team"][1]
    return game_of(*(dict(zip(codes, one, strict=True)) for one in (own, *others)))


def test_without_borders_a_unanimous_end_of_the_scale_is_derived(monkeypatch):
    # tim3 is reversed: all others are wholly content.
    game = theme_of_game((1, 1, 5, 1, 1, 1), [(5, 5, 1, 5, 5, 5)] * 4)
    assert derived(game, 1) == set()

    monkeypatch.setattr(disclosure, "_within_borders", without_borders)

    assert ("team", "tim1") in derived(game, 1)


def without_borders(exact, _n, step):
    return disclosure._rounded(exact, step), None


def test_figures_that_say_more_can_not_even_be_made(monkeypatch):
    game = game_of(complete_answers(1), *[complete_answers(5)] * 25)
    assert derived(game, 1) == set()

    monkeypatch.setattr(disclosure, "_within_borders", lambda exact, _n, _step: (exact, None))

    with pytest.raises(NotDisclosableError, match="too small a step"):
        game.published()


@pytest.mark.parametrize("style", STYLES)
def test_the_rounds_that_are_tried_hold_items_that_all_others_answered_alike(style):
    found = [bool(draw_game(seed, style).unanimous()) for seed in range(40)]

    assert any(found)


def test_a_score_of_one_item_beyond_the_border_leaves_room_for_every_answer():
    rules = disclosure.rules_from({"scores_from": 5, "whole_from": 10, "texts_from": 10})

    for n in range(5, 251):
        alike = GroupScore((0, *[100] * (n - 1)))
        one_less = GroupScore((0, 75, *[100] * (n - 2)))

        assert disclosure.shown_point(alike, rules) == disclosure.shown_point(one_less, rules)
        assert disclosure.shown_point(alike, rules).extreme == "hoog"
