"""The figures of a module, as they are shown of a team, of clients and of one person."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scans.engine.disclosure import NEVER, NOTHING, rules_from
from scans.engine.figures import ScanFigures
from scans.engine.modulefigures import DONT_KNOW, ModuleFigures, OptionCell, OptionFigures
from scans.engine.published import NotDisclosableError
from scans.engine.round import RoundAnswers, round_figures
from scans.engine.scorefigures import ComparisonFigures, RoleFigures, ScoreFigures
from scans.engine.solo import solo_figures
from scans.engine.tally import tally_of
from tests.engine.builders import build_module, build_questionnaire, complete_answers

# What a result with a module looks like in the database; this file never changes.
FORMAT_3 = Path(__file__).parent / "figures_format_3.json"

MODULE = build_module()
QUESTIONNAIRE = build_questionnaire(modules=(MODULE,))
RULES = rules_from({"scores_from": 5, "whole_from": 10, "texts_from": 10})
HIDDEN_OPTIONS = OptionFigures(0, None, ())
HIDDEN_PLACES = RoleFigures(NOTHING, NOTHING, None, None)


def member(value, *, now=2, wanted=4, chosen="x", cover="leeg"):
    """Return a team member's answers to core and module; ``value`` is to all its statements."""
    return {
        **complete_answers(3),
        **{f"m-a{place}": value for place in (1, 2, 3, 4)},
        **{f"m-b{place}.huidig": now for place in (1, 2)},
        **{f"m-b{place}.gewenst": wanted for place in (1, 2)},
        "m-c.huidig": chosen,
        "m-c.gewenst": "y",
        "m-d1.belegd": cover,
    }


def client(value, own=2):
    return {"m-k-a1": value, "m-k-a2": value, "m-e1": own, "m-e2": own}


def without_module(person):
    return {code: value for code, value in person.items() if not code.startswith("m-")}


def figures_of(team, clients=(), *, rules=RULES, **more):
    return round_figures(QUESTIONNAIRE, sent(team, clients, **more), rules=rules)


def sent(team, clients, *, size=None, solo=False, invited=True):
    return RoundAnswers(
        team=team,
        clients=clients,
        department_size=size,
        expected_team=None if solo else 12,
        expected_clients=12 if invited else None,
    )


def module_of(team, clients=(), **more):
    (figures,) = figures_of(team, clients, **more).modules
    return figures


def score(n, value, interval=None, level=None, extreme=None):
    return ScoreFigures(n, value, interval, None, None, level, extreme)


SIX = [member(value) for value in (3, 4, 4, 4, 2, 3)]
SEVEN_CLIENTS = [client(value) for value in (2, 2, 3, 2, 1, 3, 2)]


def test_a_module_of_a_small_team_with_clients_is_shown_in_steps_of_5():
    assert module_of(SIX, SEVEN_CLIENTS) == ModuleFigures(
        slug="m",
        version="1.0",
        themes={"m-a": score(6, 60.0, (35.0, 85.0), "midden")},
        positions={
            "m-b": RoleFigures(
                score(6, 25.0, extreme="laag"), score(6, 75.0, extreme="hoog"), None, "naar_hoog"
            )
        },
        options={
            "m-c.huidig": OptionFigures(6, "x", ()),
            "m-c.gewenst": OptionFigures(6, "y", ()),
            "m-d1.belegd": OptionFigures(6, "leeg", ()),
        },
        mirror={
            "m-a": ComparisonFigures(
                own=score(6, 60.0),
                clients=score(7, 30.0),
                difference=30.0,
                interval=(5.0, 55.0),
                finding="blinde vlek",
                firm=True,
            )
        },
        clients={"m-e": score(7, 25.0, (20.0, 30.0), "laag")},
    )


def test_only_a_module_with_a_score_beyond_a_border_says_that_such_scores_are_words():
    team = [{**member(value, now=3, wanted=3), "m-c.huidig": "x"} for value in (3, 4, 4, 4, 2, 3)]
    high = [{**one, **dict.fromkeys(("m-a1", "m-a2", "m-a3", "m-a4"), 5)} for one in team]

    assert figures_of(team, invited=False).round.hidden == ("few", "texts")
    assert figures_of(high, invited=False).round.hidden == ("few", "extremes", "texts")


def test_four_persons_show_nothing_of_a_module():
    assert module_of(SIX[:4], SEVEN_CLIENTS[:4]) == ModuleFigures(
        slug="m",
        version="1.0",
        themes={"m-a": NOTHING},
        positions={"m-b": HIDDEN_PLACES},
        options=dict.fromkeys(("m-c.huidig", "m-c.gewenst", "m-d1.belegd"), HIDDEN_OPTIONS),
        mirror={},
        clients={},
    )


def test_five_persons_show_a_theme_and_a_majority():
    figures = module_of(SIX[:5])

    assert figures.themes == {"m-a": score(5, 60.0, (30.0, 90.0), "midden")}
    assert figures.options["m-c.huidig"] == OptionFigures(5, "x", ())


CAMPS = [*[member(3, chosen="x")] * 5, *[member(3, chosen="y")] * 4, member(3, chosen=None)]


def test_nine_persons_show_a_majority_and_no_counts():
    assert module_of(CAMPS[:9]).options["m-c.huidig"] == OptionFigures(9, "x", ())


def test_ten_persons_show_counts_with_the_small_ones_taken_together():
    assert module_of(CAMPS).options["m-c.huidig"] == OptionFigures(
        10,
        None,
        (OptionCell(("x",), 5), OptionCell(("y", DONT_KNOW), 5), OptionCell(("z",), 0)),
    )


def test_an_answer_that_nobody_else_has_is_taken_together_with_the_other_small_ones():
    team = [*[member(3, chosen="x")] * 8, *[member(3, chosen="z")] * 2, member(3, chosen=None)]

    assert module_of(team).options["m-c.huidig"] == OptionFigures(
        11,
        "x",
        (OptionCell(("x",), 8), OptionCell(("y",), 0), OptionCell(("z", DONT_KNOW), 3)),
    )


@pytest.mark.parametrize("others", [0, 1, 2])
def test_twelve_persons_who_all_but_agree_show_a_majority_and_no_counts(others):
    team = [*[member(3, chosen="x")] * (12 - others), *[member(3, chosen="y")] * others]

    assert module_of(team).options["m-c.huidig"] == OptionFigures(12, "x", ())


def test_twelve_persons_who_do_not_know_have_no_majority():
    unknown = member(None, now=None, wanted=None, chosen=None, cover=None)
    team = [{**unknown, "m-c.gewenst": None}] * 12

    figures = module_of(team)

    assert set(figures.options.values()) == {OptionFigures(12, None, ())}
    assert figures.themes == {"m-a": NOTHING}
    assert figures.positions == {"m-b": HIDDEN_PLACES}


def test_half_is_no_majority_and_who_does_not_know_counts():
    team = [*[member(3, chosen="x")] * 3, *[member(3, chosen=None)] * 3]

    assert module_of(team).options["m-c.huidig"] == OptionFigures(6, None, ())


def test_who_left_a_choice_open_is_not_counted():
    left = {code: value for code, value in SIX[5].items() if code != "m-c.huidig"}

    figures = module_of([*SIX[:5], left])

    assert figures.options["m-c.huidig"] == OptionFigures(5, "x", ())
    assert figures.options["m-c.gewenst"] == OptionFigures(6, "y", ())


def test_who_sent_before_a_module_was_added_is_not_counted_in_it():
    early, early_clients = [without_module(one) for one in SIX], [{"k-rel1": 3}] * 3

    both = figures_of([*early, *SIX], [*early_clients, *SEVEN_CLIENTS])

    assert both.modules == figures_of(SIX, SEVEN_CLIENTS).modules
    assert (both.respondents, both.themes["relevantie"].n) == (12, 12)


def test_four_who_sent_after_a_module_was_added_show_nothing_of_it():
    early = [without_module(one) for one in SIX]

    assert module_of([*early, *SIX[:4]]) == module_of(SIX[:4])


def test_nobody_at_all_shows_nothing_of_a_module():
    assert module_of([]) == module_of(SIX[:4])


def test_clients_of_whom_too_few_judged_a_theme_show_no_image():
    figures = module_of(SIX, [*SEVEN_CLIENTS[:4], *[{"k-rel1": 3}] * 3])

    assert figures.mirror["m-a"].clients == NOTHING
    assert figures.clients == {"m-e": NOTHING}


def test_clients_who_were_not_invited_show_nothing_of_a_module():
    figures = module_of(SIX, SEVEN_CLIENTS, invited=False)

    assert (figures.mirror, figures.clients) == ({}, {})


def test_a_module_without_a_part_for_clients_has_no_mirror():
    asked = build_questionnaire(modules=(build_module(mirrored=(), own=()),))
    answers = RoundAnswers(SIX, SEVEN_CLIENTS, None, 12, 12)

    (figures,) = round_figures(asked, answers, rules=RULES).modules

    assert (figures.mirror, figures.clients) == ({}, {})


def test_a_theme_that_clients_do_not_judge_has_no_mirror():
    asked = build_questionnaire(
        modules=(build_module(themes={"a": ["a1", "a2", "a3", "a4"], "f": ["f1", "f2"]}),)
    )
    answers = RoundAnswers(SIX, SEVEN_CLIENTS, None, 12, 12)

    (figures,) = round_figures(asked, answers, rules=RULES).modules

    assert (list(figures.themes), list(figures.mirror)) == (["m-a", "m-f"], ["m-a"])


@pytest.mark.parametrize("mirrored", [["a1", "a2"], ["a1"]])
def test_margin_and_own_side_are_left_out_where_a_part_of_a_theme_is_one_statement(mirrored):
    asked = build_questionnaire(
        modules=(build_module(themes={"a": ["a1", "a2", "a3"]}, mirrored=mirrored),)
    )
    answers = RoundAnswers(SIX, SEVEN_CLIENTS, None, 12, 12)

    (figures,) = round_figures(asked, answers, rules=RULES).modules

    assert figures.themes == {"m-a": score(6, 60.0, level="midden")}
    assert figures.mirror == {
        "m-a": ComparisonFigures(NOTHING, score(7, 30.0), None, None, None, firm=False)
    }


def test_the_own_side_is_left_out_where_too_few_judged_the_rest_of_a_theme():
    team = [{**one, "m-a4": None} for one in SIX]

    comparison = module_of(team, SEVEN_CLIENTS).mirror["m-a"]

    assert comparison == ComparisonFigures(NOTHING, score(7, 30.0), None, None, None, firm=False)


def test_a_department_that_answered_as_a_whole_has_no_margin_in_a_module():
    assert module_of(SIX, size=6).themes == {"m-a": score(6, 60.0, (60.0, 60.0), "midden")}


@pytest.mark.parametrize(
    ("now", "wanted", "way"), [(3, 4, "naar_hoog"), (4, 3, "naar_laag"), (3, 3, "tevreden")]
)
def test_a_position_tells_which_way_it_should_go(now, wanted, way):
    team = [member(3, now=now, wanted=wanted)] * 12

    assert module_of(team).positions["m-b"].gap_key == way


def test_one_person_reads_the_own_module_whole():
    own = member(4, now=3, wanted=5, chosen=None, cover="vol")
    del own["m-c.gewenst"]

    (figures,) = solo_figures(QUESTIONNAIRE, own, 8).modules

    assert figures == ModuleFigures(
        slug="m",
        version="1.0",
        themes={"m-a": score(1, 75.0, level="hoog")},
        positions={"m-b": RoleFigures(score(1, 50.0), score(1, 100.0), 50.0, "naar_hoog")},
        options={
            "m-c.huidig": OptionFigures(1, None, ()),
            "m-c.gewenst": OptionFigures(0, None, ()),
            "m-d1.belegd": OptionFigures(1, "vol", ()),
        },
        mirror={},
        clients={},
    )


def test_clients_of_one_person_are_a_group_in_a_module_too():
    figures = module_of([member(4)], SEVEN_CLIENTS, solo=True)

    assert figures.themes == {"m-a": score(1, 75.0, level="hoog")}
    assert figures.mirror == {
        "m-a": ComparisonFigures(
            score(1, 75.0), score(7, 30.0), 45.0, None, "blinde vlek", firm=False
        )
    }
    assert figures.clients == {"m-e": score(7, 25.0, (20.0, 30.0), "laag")}
    assert module_of([member(4)], SEVEN_CLIENTS[:4], solo=True).mirror == {}


def test_one_person_who_answered_nothing_has_a_module_without_figures():
    (figures,) = solo_figures(QUESTIONNAIRE, {}, None).modules

    assert figures.themes == {"m-a": score(0, None)}
    assert set(figures.options.values()) == {HIDDEN_OPTIONS}


def test_with_rules_that_show_nothing_a_module_shows_nothing():
    assert module_of(SIX * 3, SEVEN_CLIENTS, rules=NEVER) == module_of([])


def test_modules_come_in_the_order_of_the_questionnaire():
    asked = build_questionnaire(modules=(build_module("z"), build_module("b")))
    answers = RoundAnswers(SIX, (), None, 12, None)

    figures = round_figures(asked, answers, rules=RULES)

    assert [one.slug for one in figures.modules] == ["z", "b"]


def test_a_module_changes_nothing_of_the_core():
    core = build_questionnaire()
    answers = RoundAnswers(SIX * 2, SEVEN_CLIENTS, None, 12, 12)

    with_module = round_figures(QUESTIONNAIRE, answers, rules=RULES)

    assert replace(with_module, modules=()) == round_figures(core, answers, rules=RULES)
    tally = tally_of(QUESTIONNAIRE, answers)
    assert tally is not None
    for group in ("team", "clients"):
        tally[group]["modules"] = {}
    assert tally == tally_of(core, answers)


ANSWERS = st.sampled_from((1, 2, 3, 4, 5, None))
PERSONS = st.builds(
    member,
    ANSWERS,
    now=ANSWERS,
    wanted=ANSWERS,
    chosen=st.sampled_from(("x", "y", "z", None)),
    cover=st.sampled_from(("vol", "leeg", None)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PERSONS, max_size=14), st.lists(st.builds(client, ANSWERS, ANSWERS), max_size=8))
def test_any_module_can_be_stored_and_does_not_depend_on_the_order_of_persons(team, clients):
    figures = figures_of(team, clients)

    assert ScanFigures.from_json(json.loads(json.dumps(figures.to_json()))) == figures
    assert figures_of(team[::-1], clients[::-1]) == figures


def test_figures_stored_in_format_3_are_read_by_every_later_version():
    stored = json.loads(FORMAT_3.read_text(encoding="utf-8"))

    figures = ScanFigures.from_json(stored)

    assert figures == figures_of(CAMPS, SEVEN_CLIENTS, size=20)
    assert json.loads(json.dumps(figures.to_json())) == stored


SHOWN = figures_of(CAMPS, SEVEN_CLIENTS)
SOLO = figures_of([member(4)], SEVEN_CLIENTS, solo=True)


def with_options(figures, *more):
    (module,) = figures.modules
    options = {**module.options, "m-c.huidig": OptionFigures(*more)}
    return {"modules": (replace(module, options=options),)}


def cells(*counts):
    return tuple(OptionCell((f"v{place}",), count) for place, count in enumerate(counts))


@pytest.mark.parametrize(
    "more",
    [
        pytest.param((4, None, ()), id="too-few-persons"),
        pytest.param((0, "x", ()), id="a-majority-of-nobody"),
        pytest.param((0, None, cells(5, 5)), id="counts-of-nobody"),
        pytest.param((11, "x", ()), id="more-persons-than-there-are"),
        pytest.param((9, None, cells(5, 4)), id="counts-below-ten"),
        pytest.param((10, None, cells(5, 4)), id="counts-that-do-not-add-up"),
        pytest.param((10, None, cells(5, 4, 1)), id="a-count-of-one"),
        pytest.param((10, "x", cells(8, 2)), id="a-count-of-two"),
        pytest.param((10, "x", cells(10, 0)), id="a-count-of-everybody"),
    ],
)
def test_choices_of_a_team_that_say_too_much_can_not_be_made(more):
    with pytest.raises(NotDisclosableError):
        replace(SHOWN, **with_options(SHOWN, *more))


@pytest.mark.parametrize("more", [(5, "x", ()), (1, "x", cells(1))])
def test_choices_of_a_team_can_not_be_made_in_a_scan_by_one_person(more):
    with pytest.raises(NotDisclosableError):
        replace(SOLO, **with_options(SOLO, *more))


@pytest.mark.parametrize("figures", [SHOWN, SOLO])
def test_clients_of_a_module_who_are_too_few_can_not_be_shown(figures):
    (module,) = figures.modules
    few = score(4, 50.0)
    image = replace(module.mirror["m-a"], clients=few, difference=None, interval=None)
    for change in ({"clients": {"m-e": few}}, {"mirror": {"m-a": image}}):
        with pytest.raises(NotDisclosableError):
            replace(figures, modules=(replace(module, **change),))


@pytest.mark.parametrize("figures", [SHOWN, SOLO])
def test_clients_of_a_module_can_not_be_shown_without_a_round(figures):
    with pytest.raises(NotDisclosableError):
        replace(figures, round=None)


@pytest.mark.parametrize("field", ["themes", "positions", "mirror"])
def test_scores_of_a_module_that_are_too_fine_can_not_be_made(field):
    (module,) = SHOWN.modules
    fine = score(9, 51.0)
    changes = {
        "themes": {"m-a": fine},
        "positions": {"m-b": RoleFigures(NOTHING, fine, None, None)},
        "mirror": {"m-a": replace(module.mirror["m-a"], own=fine)},
    }

    with pytest.raises(NotDisclosableError):
        replace(SHOWN, modules=(replace(module, **{field: changes[field]}),))
