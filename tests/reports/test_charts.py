import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from scans.engine.roundreport import Cell, ComparedPlace, DistributionRow, Value
from scans.reports.charts import (
    ACCENT,
    COLOURS,
    TINTS,
    Mark,
    Palette,
    RoleAxis,
    ThemeBar,
    percent,
    profile_map,
    role_axis,
    theme_bar,
)
from scans.reports.roundcharts import Dumbbell, Side, dumbbell, stacked_bar
from tests.reports.samples import profile_of, report, solo, team


def profile_at(x, y):
    """The profile section of a department at this place of the map."""
    of = profile_of(x, y)
    return replace(report().profile, key=of.key, neighbour=of.neighbour, x=x, y=y)


def test_the_colours_of_the_charts_are_those_of_the_design_tokens():
    tokens = dict(
        re.findall(r"--([\w-]+):\s*(#\w{6});", Path(finders.find("css/tokens.css")).read_text())
    )
    names = ("ink", "ink-soft", "paper", "edge", "wash", "wash-deep")
    palette = asdict(Palette(colour="", tint=""))

    assert {key: tokens[key] for key in COLOURS} == COLOURS
    assert {key: tokens[f"{key}-tint"] for key in TINTS} == TINTS
    assert list(palette.values())[2:] == [tokens[name] for name in names]
    assert tokens["accent"] == ACCENT


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0%"), (100, "100%"), (62.5, "62.5%"), (33.333333, "33.33%"), (-3, "0%"), (104, "100%")],
)
def test_a_position_is_a_percentage_with_a_point(value, text):
    assert percent(value) == text


@pytest.mark.parametrize("value", [0.0, 43.75, 100.0])
def test_a_bar_is_as_long_as_its_score(value):
    theme = report(solo((value, 50, 50))).themes[0]

    bar = theme_bar(theme)

    assert bar == ThemeBar(
        palette=Palette(colour=COLOURS["relevantie"], tint=TINTS["relevantie"]),
        length=percent(value),
        low=None,
        high=None,
        margin=None,
    )


def test_a_margin_ends_where_the_scale_ends():
    bar = theme_bar(report(team()).themes[2])

    assert bar is not None
    assert (bar.low, bar.high, bar.margin) == ("90%", "100%", "10%")


def test_a_theme_without_a_score_has_no_bar():
    assert theme_bar(report(solo((None, 50, 50))).themes[0]) is None


@pytest.mark.parametrize(
    ("now", "wanted", "marks", "arrow"),
    [
        (38.1, 69.4, (Mark("38.1%", "middle"), Mark("69.4%", "middle")), 1),
        (92.0, 40.0, (Mark("92%", "end"), Mark("40%", "middle")), -1),
        (50.0, 50.0, (Mark("50%", "middle"), Mark("50%", "middle")), 0),
        (60.0, 66.0, (Mark("60%", "middle"), Mark("66%", "middle")), 0),
        (0.0, 100.0, (Mark("0%", "start"), Mark("100%", "end")), 1),
        (30.0, None, (Mark("30%", "middle"), None), 0),
        (None, 30.0, (None, Mark("30%", "middle")), 0),
    ],
)
def test_the_marks_of_the_role_stand_at_their_positions(now, wanted, marks, arrow):
    axis = role_axis(report(solo(role=(now, wanted))).role)

    assert axis == RoleAxis(
        palette=Palette(colour=COLOURS["rol"], tint=TINTS["rol"]),
        now=marks[0],
        wanted=marks[1],
        arrow=arrow,
    )


def test_without_positions_there_is_no_axis():
    assert role_axis(report(solo(role=(None, None))).role) is None


@pytest.mark.parametrize(
    ("x", "y", "place", "label", "quarters"),
    [
        (0.0, 1.0, ("0%", "99%"), (14, -6, "start"), [("0%", "50%")]),
        (100.0, 100.0, ("100%", "0%"), (-14, 17, "end"), [("50%", "0%")]),
        (38.0, 59.0, ("38%", "41%"), (-14, -8, "end"), [("0%", "0%")]),
        (50.0, 49.0, ("50%", "51%"), (14, 18, "start"), [("50%", "50%"), ("0%", "50%")]),
        (70.0, 75.0, ("70%", "25%"), (14, 5, "start"), [("50%", "0%")]),
    ],
)
def test_the_own_place_is_on_the_map_with_its_label_beside_it(x, y, place, label, quarters):
    drawn = profile_map(profile_at(x, y))

    assert drawn is not None
    assert (drawn.x, drawn.y) == place
    assert (drawn.label_dx, drawn.label_dy, drawn.label_anchor) == label
    assert drawn.quarters == tuple(quarters)
    assert (drawn.border, drawn.band_start, drawn.band_width) == ("50%", "45%", "10%")


@pytest.mark.parametrize(
    ("x", "y", "own", "height"),
    [
        (20.0, 30.0, ["Brandblusser"], ["95%"]),
        (5.0, 3.0, ["Brandblusser"], ["62%"]),
        (20.0, 80.0, ["Productiehuis"], ["7%"]),
        (70.0, 49.9, ["Klankbord", "Strategisch partner"], ["95%", "7%"]),
        (48.0, 3.0, ["Brandblusser", "Klankbord"], ["62%", "62%"]),
        (95.0, 97.0, ["Strategisch partner"], ["40%"]),
    ],
)
def test_the_names_of_the_own_profiles_are_bold_and_give_way_to_the_mark(x, y, own, height):
    drawn = profile_map(profile_at(x, y))

    assert drawn is not None
    named = [(name.title, name.y) for name in drawn.names if name.own]
    assert named == list(zip(own, height, strict=True))


def test_without_a_place_there_is_no_map():
    assert profile_map(report(solo((None, 50, 50))).profile) is None


def test_a_theme_of_another_questionnaire_is_drawn_in_the_accent():
    bar = theme_bar(replace(report().themes[0], key="vertrouwen"))

    assert bar is not None
    assert bar.palette.colour == ACCENT


def place_at(own, clients, margin=None):
    """A place on the axis as seen by both."""
    return ComparedPlace("huidig", "Nu", own, clients, margin, "")


def test_a_dumbbell_has_two_marks_and_the_margin_of_their_difference():
    drawn = dumbbell("timing", place_at(Value(65.0, 7), Value(45.0, 6), (-5.0, 70.0)))

    assert drawn == Dumbbell(
        palette=Palette(colour=COLOURS["timing"], tint=TINTS["timing"]),
        own=Side("65%", None),
        clients=Side("45%", None),
        margin=("40%", "100%"),
    )


def test_beyond_a_border_a_mark_has_stripes_to_the_edge():
    drawn = dumbbell("rol", place_at(Value(80.0, 7, "hoog"), Value(25.0, 6, "laag")))

    assert drawn is not None
    assert (drawn.own, drawn.clients) == (
        Side("80%", ("80%", "100%")),
        Side("25%", ("0%", "25%")),
    )


def test_one_side_alone_is_drawn_and_nothing_is_not():
    nobody = Value(None, 0)

    drawn = dumbbell("rol", place_at(nobody, Value(25.0, 6)))

    assert drawn is not None
    assert (drawn.own, drawn.margin) == (None, None)
    assert dumbbell("rol", place_at(nobody, nobody, (1.0, 2.0))) is None


def test_a_bar_beyond_a_border_ends_in_stripes():
    theme = report(team()).themes[0]

    high = theme_bar(replace(theme, score=80.0, extreme="hoog", interval=None))
    low = theme_bar(replace(theme, score=20.0, extreme="laag", interval=None))

    assert high is not None
    assert low is not None
    assert (high.length, high.open) == ("80%", ("80%", "100%"))
    assert (low.length, low.open) == ("0%", ("0%", "20%"))


def test_a_stacked_bar_tells_classes_apart_and_counts_where_there_is_room():
    cells = (
        Cell(("oneens",), "oneens", 0, 0.0, 0.0),
        Cell(("oneens", "neutraal"), "oneens of neutraal", 3, 0.0, 7.5),
        Cell(("neutraal",), "neutraal", 5, 7.5, 12.5),
        Cell(("eens",), "eens", 32, 20.0, 80.0),
    )

    bar = stacked_bar("timing", DistributionRow("tim1", "", cells=cells, words="", reversed=False))

    assert [(s.start, s.width, s.fill, s.merged, s.count) for s in bar.segments] == [
        ("0%", "7.5%", "#ffffff", True, ""),
        ("7.5%", "12.5%", TINTS["timing"], False, "5"),
        ("20%", "80%", COLOURS["timing"], False, "32"),
    ]
