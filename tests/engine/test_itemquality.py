"""The quality of a questionnaire over departments, against another computation of the same."""

import json
import random

import numpy as np
import pytest

from scans.engine.itemquality import figures_of, gather
from scans.engine.stopping import count_stops, parts_of, stops_of
from scans.engine.tally import tally_of
from tests.engine.builders import build_questionnaire, complete_answers
from tests.engine.test_tally import round_of

ASKED = build_questionnaire(themes=["relevantie", "timing"], reverse=("rel2", "tim5"))
PAIRS = [f"rol{place}" for place in range(1, 7)]
SCALES = {
    "relevantie": [f"rel{place}" for place in range(1, 7)],
    "timing": [f"tim{place}" for place in range(1, 7)],
    "rol.huidig": [f"{code}.huidig" for code in PAIRS],
    "rol.gewenst": [f"{code}.gewenst" for code in PAIRS],
}
CODES = [code for codes in SCALES.values() for code in codes]


def person(luck, level):
    """Somebody of a department; some don't know, some leave open, some don't read."""
    if luck.random() < 0.1:
        return dict.fromkeys(CODES, luck.randint(1, 5))
    given = {}
    for code in CODES:
        if (chance := luck.random()) < 0.05:
            given[code] = None
        elif chance > 0.08:
            value = min(5, max(1, round(luck.gauss(level, 1))))
            given[code] = 6 - value if code in ("rel2", "tim5") else value
    return given


def made_up(seed, count):
    """So many departments of five to twelve persons."""
    luck = random.Random(seed)  # noqa: S311 - the same departments every time
    return [
        [person(luck, level) for _ in range(luck.randint(5, 12))]
        for level in (luck.gauss(3.4, 0.6) for _ in range(count))
    ]


def tallies(departments):
    return [tally_of(ASKED, round_of(persons))["team"] for persons in departments]


def counted(code, value):
    return 6 - value if code in ("rel2", "tim5") else value


def by_department(departments, code):
    """The mean of each department in numpy, NaN where nobody answered."""
    known = [
        [counted(code, one[code]) for one in persons if one.get(code)] for persons in departments
    ]
    return np.array([np.mean(values) if values else np.nan for values in known])


def expected_item(departments, code, rest):
    means = by_department(departments, code)
    answers = [one[code] for persons in departments for one in persons if code in one]
    known = np.array([counted(code, value) for value in answers if value])
    return {
        "code": code,
        "reversed": code in ("rel2", "tim5"),
        "departments": int(np.sum(~np.isnan(means))),
        "mean": pytest.approx(np.nanmean(means)),
        "sd": pytest.approx(np.nanstd(means, ddof=1)),
        "unknown": pytest.approx(answers.count(None) / len(answers)),
        "item_rest": pytest.approx(rest),
        "floor": pytest.approx(np.mean(known == 1)),
        "ceiling": pytest.approx(np.mean(known == 5)),
    }


def expected_scale(departments, key, codes):
    table = np.column_stack([by_department(departments, code) for code in codes])
    table = table[~np.isnan(table).any(axis=1)]
    rows, items = table.shape
    total = table.sum(axis=1)
    alpha = items / (items - 1) * (1 - table.var(axis=0, ddof=1).sum() / total.var(ddof=1))
    from scipy import stats  # slow to start, so not for whoever runs another test

    spread = stats.f(rows - 1, (rows - 1) * (items - 1))
    rests = [np.corrcoef(table[:, i], total - table[:, i])[0, 1] for i in range(items)]
    return {
        "key": key,
        "departments": rows,
        "status": "voorlopig" if rows < 100 else "genoeg",
        "alpha": pytest.approx(alpha),
        "interval": [pytest.approx(1 - (1 - alpha) * spread.ppf(q)) for q in (0.975, 0.025)],
        "items": [
            expected_item(departments, code, rest) for code, rest in zip(codes, rests, strict=True)
        ],
    }


def expected(departments):
    statements = [*SCALES["relevantie"], *SCALES["timing"]]
    persons = [one for department in departments for one in department]
    given = [[one[code] for code in statements if one.get(code)] for one in persons]
    judged = [row for row in given if len(row) >= 6]
    return {
        "departments": len(departments),
        "persons": len(persons),
        "scales": [expected_scale(departments, key, codes) for key, codes in SCALES.items()],
        "straight": {
            "departments": len(departments),
            "persons": len(judged),
            "share": pytest.approx(np.mean([len(set(row)) == 1 for row in judged])),
        },
    }


@pytest.mark.parametrize(("seed", "count"), [(1, 30), (2, 99), (3, 100), (4, 250)])
def test_the_figures_are_those_of_another_computation(seed, count):
    departments = made_up(seed, count)

    figures = figures_of(ASKED, gather(ASKED, tallies(departments)))

    assert figures == expected(departments)
    assert json.loads(json.dumps(figures)) == figures


def test_below_thirty_departments_there_is_nothing():
    assert figures_of(ASKED, gather(ASKED, tallies(made_up(5, 29)))) is None


def test_an_item_of_fewer_than_thirty_departments_is_held_back_and_so_is_its_scale():
    departments = made_up(6, 40)
    for persons in departments[29:]:
        for one in persons:
            one["rel1"] = None

    first, second, *_ = figures_of(ASKED, gather(ASKED, tallies(departments)))["scales"]

    held_back = dict.fromkeys(["mean", "sd", "unknown", "item_rest", "floor", "ceiling"])
    assert first["items"][0] == {
        "code": "rel1",
        "reversed": False,
        "departments": 29,
        **held_back,
    }
    assert (first["status"], first["alpha"], first["interval"]) == ("te_weinig", None, None)
    assert {item["item_rest"] for item in first["items"]} == {None}
    assert first["items"][1]["mean"] is not None
    assert second["alpha"] is not None


def test_tallies_from_before_straight_was_counted_do_not_count_in_it():
    old = tallies(made_up(7, 40))
    for one in old[29:]:
        del one["straight"]

    gathered = gather(ASKED, old)

    assert gathered.straight[0] == 29
    assert figures_of(ASKED, gathered)["straight"] is None


def test_the_fewest_departments_of_any_figure_leave_out_what_nobody_answered():
    departments = made_up(8, 31)
    for persons in departments:
        for one in persons:
            one["rel1"] = None
    for one in departments[0]:
        one["rel2"] = None

    assert gather(ASKED, tallies(departments)).fewest() == 30
    assert gather(ASKED, []).fewest() == 0


STOPS = ("begonnen", "relevantie", "timing", "rol", "afronding", "verstuurd")


def test_people_came_as_far_as_their_furthest_answer_and_who_sent_came_everywhere():
    persons = [
        ({}, False),
        ({"rel1": 3}, False),
        ({"rol2.gewenst": None}, False),
        ({"rel1": 3, "tim6": 2}, False),
        ({"open1": "tekst"}, False),
        ({"rel1": 3}, True),
        (complete_answers(), True),
    ]

    assert stops_of(ASKED) == STOPS
    assert count_stops(ASKED, persons) == dict(zip(STOPS, [7, 6, 5, 4, 3, 2], strict=True))
    assert count_stops(ASKED, []) == dict.fromkeys(STOPS, 0)
    assert list(parts_of(ASKED)) == list(STOPS[1:-1])
