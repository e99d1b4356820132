from fractions import Fraction

import pytest

from scans.engine.disclosure import NEVER, NOTHING, Rules, rules_from, shown_point, shown_score
from scans.engine.figures import CellFigures
from scans.engine.itemdisclosure import (
    agreed_statements,
    divided_statements,
    shown_distribution,
    shown_texts,
)
from scans.engine.items import ItemCounts
from scans.engine.scoring import GroupScore

SETTINGS = {"scores_from": 5, "whole_from": 10, "texts_from": 10}
RULES = rules_from(SETTINGS)


def group(scores, **more):
    return GroupScore(tuple(Fraction(str(score)) for score in scores), **more)


def counts(*each):
    return ItemCounts(each, 0)


@pytest.mark.parametrize(
    ("settings", "rules"),
    [
        pytest.param(SETTINGS, Rules(5, 10, 10), id="the-floors"),
        pytest.param(
            {"scores_from": 8, "whole_from": 20, "texts_from": 30}, Rules(8, 20, 30), id="raised"
        ),
        pytest.param(
            {"scores_from": 1, "whole_from": -3, "texts_from": 0}, Rules(5, 10, 10), id="lowered"
        ),
        pytest.param({**SETTINGS, "texts_from": None}, Rules(5, 10, None), id="none"),
        pytest.param({**SETTINGS, "whole_from": "10"}, Rules(5, None, 10), id="text"),
        pytest.param({**SETTINGS, "scores_from": True}, Rules(None, 10, 10), id="true"),
        pytest.param({"scores_from": 5.0}, NEVER, id="fraction-and-missing"),
        pytest.param({}, NEVER, id="empty"),
        pytest.param(None, NEVER, id="no-settings"),
        pytest.param("5", NEVER, id="not-a-mapping"),
    ],
)
def test_settings_only_make_the_rules_stricter(settings, rules):
    assert rules_from(settings) == rules


@pytest.mark.parametrize(
    "thresholds", [(4, 10, 10), (5, 9, 10), (5, 10, 9), (0, None, None)], ids=str
)
def test_rules_below_a_floor_do_not_exist(thresholds):
    with pytest.raises(ValueError, match="the floor is"):
        Rules(*thresholds)


def point(n, score, extreme=None):
    return (n, score, extreme)


@pytest.mark.parametrize(
    ("scores", "shown"),
    [
        pytest.param([50] * 4, point(0, None), id="four-persons"),
        pytest.param([52.5] * 5, point(5, 55.0), id="five-persons-halfway-goes-up"),
        pytest.param([52.4] * 9, point(9, 50.0), id="nine-persons"),
        pytest.param([52.4] * 10, point(10, 52.0), id="ten-persons"),
        pytest.param([74.9] * 5, point(5, 75.0), id="five-just-below-the-border"),
        pytest.param([75] * 5, point(5, 75.0, "hoog"), id="five-on-the-border"),
        pytest.param([0, 100, 100, 100, 100], point(5, 75.0, "hoog"), id="all-others-100"),
        pytest.param([0, 75, 100, 100, 100], point(5, 75.0, "hoog"), id="all-others-but-a-step"),
        pytest.param([25] * 5, point(5, 25.0, "laag"), id="five-on-the-low-border"),
        pytest.param([100, 0, 0, 0, 0], point(5, 25.0, "laag"), id="all-others-0"),
        pytest.param([86.9] * 10, point(10, 87.0), id="ten-just-below-the-border"),
        pytest.param([87] * 10, point(10, 87.0, "hoog"), id="ten-on-the-border"),
        pytest.param([13] * 10, point(10, 13.0, "laag"), id="ten-on-the-low-border"),
        pytest.param([99] * 250, point(250, 99.0, "hoog"), id="many"),
    ],
)
def test_a_score_is_shown_in_steps_within_borders(scores, shown):
    figures = shown_point(group(scores), RULES)

    assert (figures.n, figures.score, figures.extreme) == shown


def test_a_group_of_which_scores_are_never_shown_shows_nothing():
    assert shown_score(group([50] * 30), NEVER, graded=True) == NOTHING


@pytest.mark.parametrize(
    ("scores", "population", "interval"),
    [
        pytest.param([50] * 5, None, (45.0, 55.0), id="five-alike-still-a-step"),
        pytest.param([50] * 5, 5, (50.0, 50.0), id="five-alike-of-five"),
        pytest.param([40, 60, 50, 45, 55], None, (40.0, 60.0), id="five-rounded-up"),
        pytest.param([40, 60, 50, 45, 55], 5, (50.0, 50.0), id="everybody-has-no-margin"),
        pytest.param([50] * 10, None, (45.0, 55.0), id="ten-alike"),
        pytest.param([50] * 42, None, (49.0, 51.0), id="forty-two-alike"),
        pytest.param([20, 80] * 5, None, (27.0, 73.0), id="ten-rounded-ends"),
        pytest.param([100] * 10, None, None, id="beyond-the-border"),
    ],
)
def test_a_margin_never_tells_that_all_are_alike(scores, population, interval):
    one = group(scores, population=population)

    assert shown_score(one, RULES, population).interval == interval


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        pytest.param("44 44 44 44 44", "zeer sterk", id="all-alike"),
        pytest.param("11 44 44 44 44", "zeer sterk", id="all-others-alike"),
        pytest.param("22 24 43 33 53", "matig", id="as-it-is"),
        pytest.param("15 51 15 51 33", "geen", id="scattered"),
    ],
)
def test_who_alone_thinks_otherwise_does_not_change_the_highest_word(answers, word):
    items = tuple([int(answer) for answer in person] for person in answers.split())
    one = group([50] * 5, items=items)

    assert shown_score(one, RULES).agreement_word == word


def cells(*pairs):
    return tuple(CellFigures(tuple(classes.split("+")), count) for classes, count in pairs)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param((2, 1, 3, 2, 1), None, id="nine-answers"),
        pytest.param(
            (2, 1, 4, 2, 1), cells(("oneens", 3), ("neutraal", 4), ("eens", 3)), id="all-of-three"
        ),
        pytest.param(
            (5, 0, 0, 0, 6), cells(("oneens", 5), ("neutraal", 0), ("eens", 6)), id="nobody-neutral"
        ),
        pytest.param((1, 1, 4, 4, 2), cells(("oneens+neutraal", 6), ("eens", 6)), id="small-first"),
        pytest.param(
            (3, 3, 2, 4, 1), cells(("oneens", 6), ("neutraal+eens", 7)), id="small-middle"
        ),
        pytest.param(
            (3, 2, 2, 3, 2), cells(("oneens+neutraal", 7), ("eens", 5)), id="small-middle-at-a-tie"
        ),
        pytest.param((4, 3, 3, 1, 1), cells(("oneens", 7), ("neutraal+eens", 5)), id="small-last"),
        pytest.param((0, 1, 0, 6, 6), None, id="one-person-and-a-gap"),
        pytest.param((1, 0, 1, 6, 6), None, id="two-small-together-still-small"),
        pytest.param((1, 1, 1, 6, 6), cells(("oneens+neutraal", 3), ("eens", 12)), id="two-make-3"),
        pytest.param((0, 0, 0, 0, 20), None, id="all-alike"),
        pytest.param((0, 0, 0, 9, 9), None, id="all-in-one-class"),
    ],
)
def test_a_class_of_answers_holds_nobody_or_three(given, shown):
    assert shown_distribution(counts(*given), RULES) == shown


def test_statements_are_divided_or_agreed_without_the_furthest_answer():
    items = {
        "first": {
            "four-answers": counts(2, 0, 0, 0, 2),
            "one-apart": counts(1, 0, 0, 0, 9),
            "two-apart": counts(2, 0, 0, 0, 8),
            "camps": counts(5, 0, 0, 0, 5),
        },
        "second": {
            "scattered": counts(2, 2, 2, 2, 2),
            "wide": counts(4, 0, 1, 0, 5),
            "wider-than-chance": counts(4, 0, 0, 0, 4),
            "near": counts(0, 0, 4, 6, 0),
            "nearer": counts(0, 0, 0, 10, 0),
        },
        "third": {"neither": counts(1, 2, 4, 2, 1)},
    }

    assert divided_statements(items, RULES) == ("camps", "wide")
    assert agreed_statements(items, RULES) == ("one-apart", "near")
    assert divided_statements(items, NEVER) == agreed_statements(items, NEVER) == ()


def test_texts_stand_in_an_order_that_does_not_tell_who_came_first():
    texts = {"open1": ("b", "a", "c"), "open2": ()}
    turned = {"open1": ("c", "a", "b"), "open2": ()}

    shown = shown_texts(texts, 10, RULES)

    assert shown == shown_texts(turned, 10, RULES)
    assert {code: sorted(each) for code, each in shown.items()} == {"open1": ["a", "b", "c"]}
    assert shown_texts(texts, 9, RULES) == shown_texts(texts, 50, NEVER) == {}
