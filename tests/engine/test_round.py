import json
from dataclasses import replace
from pathlib import Path

import pytest

from scans.engine.disclosure import NEVER, NOTHING, rules_from
from scans.engine.figures import (
    CellFigures,
    ComparisonFigures,
    ImpactFigures,
    Kind,
    ProfileFigures,
    RoleFigures,
    RoundFigures,
    ScanFigures,
    ScoreFigures,
)
from scans.engine.published import NotDisclosableError
from scans.engine.round import RoundAnswers, round_figures
from scans.engine.solo import solo_figures
from tests.engine.builders import build_questionnaire, complete_answers

# What a result of a round looks like in the database; this file never changes.
FORMAT_2 = Path(__file__).parent / "figures_format_2.json"

QUESTIONNAIRE = build_questionnaire(
    reverse=["rel1"], mirrored=["rel1", "rel2", "rel3", "rol1", "rol2", "rol3"]
)
RULES = rules_from({"scores_from": 5, "whole_from": 10, "texts_from": 10})
THEMES = ("relevantie", "timing", "resultaat")


def member(value, *, now=3, wanted=4, **more):
    return {**complete_answers(value, now=now, wanted=wanted), "rel1": 6 - value, **more}


def client(value, *, now=3, wanted=4):
    return {
        "k-rel1": 6 - value,
        **{f"k-rel{place}": value for place in (2, 3)},
        **{f"k-rol{place}.huidig": now for place in (1, 2, 3)},
        **{f"k-rol{place}.gewenst": wanted for place in (1, 2, 3)},
    }


def asked(team, clients=(), *, size=None, solo=False, invited=True):
    return RoundAnswers(
        team=team,
        clients=clients,
        department_size=size,
        expected_team=None if solo else 12,
        expected_clients=15 if invited else None,
    )


def figures_of(team, clients=(), **more):
    return round_figures(QUESTIONNAIRE, asked(team, clients, **more), rules=RULES)


def one(n, score, *more, extreme=None):
    """Return figures with, as far as given, the interval, the word and the level."""
    interval, word, level = (*more, None, None, None)[:3]
    return ScoreFigures(n, score, interval, None, word, level, extreme)


SIX = [member(value, **{"prediction.relevantie": 4}) for value in (3, 4, 4, 4, 5, 3)]
SEVEN_CLIENTS = [client(value) for value in (2, 2, 3, 2, 1, 3, 2)]


def test_a_small_team_with_clients_is_shown_in_steps_of_5():
    figures = figures_of(SIX, SEVEN_CLIENTS, size=8)

    theme = one(6, 70.0, (60.0, 80.0), "zeer sterk", "hoog")
    middle = one(6, 50.0, (45.0, 55.0), "zeer sterk")
    wanted = one(6, 75.0, extreme="hoog")
    assert figures == ScanFigures(
        kind=Kind.TEAM,
        respondents=6,
        department_size=8,
        themes=dict.fromkeys(THEMES, theme),
        role=RoleFigures(middle, wanted, gap=None, gap_key="naar_meedenker"),
        impact=ImpactFigures(70.0, "relevantie"),
        profile=ProfileFigures("strategisch_partner", "productiehuis"),
        highest=(),
        lowest=(),
        answers={},
        open_answers={},
        round=RoundFigures(
            expected=12,
            expected_clients=15,
            clients=7,
            mirror={
                "relevantie": ComparisonFigures(
                    own=one(6, 70.0),
                    clients=one(7, 30.0),
                    difference=40.0,
                    interval=(15.0, 65.0),
                    finding="blinde vlek",
                    firm=True,
                )
            },
            mirror_role={
                "huidig": ComparisonFigures(
                    one(6, 50.0), one(7, 50.0), 0.0, (-5.0, 5.0), None, firm=False
                ),
                "gewenst": ComparisonFigures(
                    one(6, 75.0, extreme="hoog"), one(7, 75.0), None, None, None, firm=False
                ),
            },
            prediction={"relevantie": one(6, 75.0, extreme="hoog")},
            agreed=("rel1", "tim1", "res1"),
            divided=(),
            distributions={},
            texts={},
            hidden=("few", "extremes", "texts"),
        ),
    )


def test_from_ten_there_are_whole_numbers_classes_and_texts():
    values = (2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4)
    team = [member(value, open1=f"tekst {place}") for place, value in enumerate(values)]

    figures = figures_of(team, invited=False)

    assert figures.themes["timing"] == one(12, 54.0, (41.0, 67.0), "zeer sterk", "midden")
    added = figures.round
    three = tuple(
        CellFigures((name,), count) for name, count in (("oneens", 3), ("neutraal", 4), ("eens", 5))
    )
    assert added.distributions["tim1"] == three
    assert added.distributions["rel1"] == tuple(
        replace(cell, count=count) for cell, count in zip(three, (5, 4, 3), strict=True)
    )
    assert sorted(added.texts["open1"]) == sorted(f"tekst {place}" for place in range(12))
    assert (added.mirror, added.mirror_role, added.clients) == ({}, {}, 0)
    assert added.hidden == ()


def test_below_five_nothing_of_a_group_depends_on_what_it_answered():
    for team, clients in (([member(1)] * 4, [client(5)] * 3), ([{}] * 4, [client(2)] * 3)):
        figures = figures_of(team, clients)

        assert figures.themes == dict.fromkeys(THEMES, NOTHING)
        assert figures.role == RoleFigures(NOTHING, NOTHING, None, None)
        assert (figures.respondents, figures.round.clients) == (4, 3)
        assert figures.round == RoundFigures(
            12, 15, 3, {}, {}, {}, (), (), {}, {}, hidden=("team", "clients")
        )


def test_clients_are_shown_beside_a_team_that_is_too_small():
    figures = figures_of([member(4)] * 4, SEVEN_CLIENTS)

    assert figures.round.mirror == {
        "relevantie": ComparisonFigures(NOTHING, one(7, 30.0), None, None, None, firm=False)
    }
    assert figures.round.hidden == ("team", "few")


def test_a_theme_that_few_have_a_score_for_is_hidden_on_its_own():
    without = {code: None for code in complete_answers() if code.startswith("tim")}
    team = [member(3), member(4), *[{**member(3), **without}] * 4]

    figures = figures_of(team, invited=False)

    assert figures.themes["timing"] == NOTHING
    assert figures.themes["relevantie"].n == 6
    assert (figures.impact, figures.profile) == (
        ImpactFigures(None, None),
        ProfileFigures(None, None),
    )
    assert "themes" in figures.round.hidden


def test_a_department_that_is_said_to_be_smaller_than_its_team_has_no_correction():
    assert figures_of(SIX, size=3).themes == figures_of(SIX).themes


def test_own_side_is_left_out_where_it_would_tell_the_other_items():
    # The statements that clients don't judge are answered at the end of the scale by all.
    team = [
        {**member(5), "rel1": 6 - value, "rel2": value, "rel3": value}
        for value in (2, 3, 3, 2, 4, 3)
    ]

    figures = figures_of(team, SEVEN_CLIENTS)

    assert figures.themes["relevantie"].score == 75.0
    assert figures.round.mirror["relevantie"].own == NOTHING
    assert figures.round.hidden == ("few", "own", "extremes", "texts")


def test_one_person_with_clients_keeps_own_figures_and_gets_the_mirror():
    own = member(4, now=2)

    figures = figures_of([own], SEVEN_CLIENTS, size=3, solo=True)

    assert figures == replace(
        solo_figures(QUESTIONNAIRE, own, 3),
        round=RoundFigures(
            expected=None,
            expected_clients=15,
            clients=7,
            mirror={
                "relevantie": ComparisonFigures(
                    one(1, 75.0), one(7, 30.0), 45.0, None, "blinde vlek", firm=False
                )
            },
            mirror_role={
                "huidig": ComparisonFigures(
                    one(1, 25.0), one(7, 50.0), -25.0, None, None, firm=False
                ),
                "gewenst": ComparisonFigures(
                    one(1, 75.0), one(7, 75.0), 0.0, None, None, firm=False
                ),
            },
            prediction={},
            agreed=(),
            divided=(),
            distributions={},
            texts={},
            hidden=("few",),
        ),
    )


def test_a_scan_that_nobody_sent_has_no_figures():
    figures = figures_of([], SEVEN_CLIENTS, solo=True)

    assert (figures.kind, figures.respondents, figures.answers) == (Kind.SOLO, 0, {})
    assert figures.round.mirror["relevantie"].own == one(0, None)
    assert figures_of([], solo=True, invited=False).round is None


def test_without_readable_settings_nothing_of_a_group_is_shown():
    figures = round_figures(QUESTIONNAIRE, asked(SIX * 5, SEVEN_CLIENTS * 3), rules=NEVER)

    assert figures.themes == dict.fromkeys(THEMES, NOTHING)
    assert figures.round == RoundFigures(
        12, 15, 21, {}, {}, {}, (), (), {}, {}, hidden=("team", "clients")
    )


def test_the_order_of_persons_does_not_matter():
    assert figures_of(SIX[::-1], SEVEN_CLIENTS[::-1]) == figures_of(SIX, SEVEN_CLIENTS)


def test_figures_stored_in_format_2_are_read_by_every_later_version():
    stored = json.loads(FORMAT_2.read_text(encoding="utf-8"))

    figures = ScanFigures.from_json(stored)

    team = [
        member(value, **{"prediction.timing": value}, open1=f"tekst {value}")
        for value in (2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 1)
    ]
    assert figures == figures_of(team, [client(3), *SEVEN_CLIENTS], size=20)


SHOWN = figures_of(SIX, SEVEN_CLIENTS)
LARGE = figures_of([member(value) for value in (2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 1)], invited=False)


def theme(figures, **more):
    return {"themes": {**figures.themes, "timing": replace(figures.themes["timing"], **more)}}


def added(figures, **more):
    return {"round": replace(figures.round, **more)}


def cell(*numbers):
    names = zip((("oneens",), ("neutraal",), ("eens",)), numbers, strict=False)
    return {"tim1": tuple(CellFigures(name, count) for name, count in names)}


@pytest.mark.parametrize(
    ("figures", "change"),
    [
        pytest.param(SHOWN, {"answers": {"rel1": 3}}, id="answers"),
        pytest.param(SHOWN, {"open_answers": {"open1": "x"}}, id="open-answers"),
        pytest.param(SHOWN, {"context_answers": {"drukte": "vaak"}}, id="context"),
        pytest.param(SHOWN, {"highest": ("rel1",)}, id="highest"),
        pytest.param(SHOWN, {"lowest": ("rel1",)}, id="lowest"),
        pytest.param(SHOWN, theme(SHOWN, n=4), id="four-persons"),
        pytest.param(SHOWN, theme(SHOWN, n=7), id="more-persons-than-there-are"),
        pytest.param(SHOWN, theme(SHOWN, score=71.0), id="finer-score"),
        pytest.param(SHOWN, theme(SHOWN, interval=(61.0, 80.0)), id="finer-margin"),
        pytest.param(SHOWN, theme(SHOWN, agreement=0.8), id="agreement-as-number"),
        pytest.param(SHOWN, theme(SHOWN, extreme="hoog"), id="margin-beside-a-border"),
        pytest.param(SHOWN, {"impact": ImpactFigures(71.0, "timing")}, id="finer-index"),
        pytest.param(SHOWN, added(SHOWN, distributions=cell(3, 3)), id="classes-below-ten"),
        pytest.param(SHOWN, added(SHOWN, texts={"open1": ("x",)}), id="texts-below-ten"),
        pytest.param(
            SHOWN, added(SHOWN, prediction={"rol": one(6, 50.0, (45.0, 55.0))}), id="prediction"
        ),
        pytest.param(
            SHOWN,
            added(
                SHOWN,
                mirror={"timing": replace(SHOWN.round.mirror["relevantie"], clients=one(4, 30.0))},
            ),
            id="four-clients",
        ),
        pytest.param(
            SHOWN,
            added(
                SHOWN,
                mirror={"timing": replace(SHOWN.round.mirror["relevantie"], interval=(39.0, 41.0))},
            ),
            id="finer-difference",
        ),
        pytest.param(
            SHOWN,
            added(
                SHOWN,
                mirror={
                    "timing": replace(
                        SHOWN.round.mirror["relevantie"], clients=one(7, 20.0, extreme="laag")
                    )
                },
            ),
            id="difference-from-a-border",
        ),
        pytest.param(LARGE, theme(LARGE, score=50.5), id="not-whole"),
        pytest.param(LARGE, added(LARGE, distributions=cell(2, 4, 5)), id="class-of-two"),
        pytest.param(LARGE, added(LARGE, distributions=cell(0, 0, 11)), id="class-of-all"),
        pytest.param(LARGE, added(LARGE, distributions=cell(4, 4, 4)), id="more-than-there-are"),
        pytest.param(
            figures_of([member(3)] * 4),
            added(figures_of([member(3)] * 4), divided=("rel1",)),
            id="statements-of-four",
        ),
        pytest.param(
            figures_of([member(3)], SEVEN_CLIENTS, solo=True), {"respondents": 2}, id="solo-of-two"
        ),
        pytest.param(
            figures_of([member(3)], SEVEN_CLIENTS, solo=True),
            added(figures_of([member(3)], SEVEN_CLIENTS, solo=True), agreed=("rel1",)),
            id="team-figures-in-a-solo-scan",
        ),
    ],
)
def test_figures_of_a_group_can_not_hold_more(figures, change):
    with pytest.raises(NotDisclosableError):
        replace(figures, **change)
