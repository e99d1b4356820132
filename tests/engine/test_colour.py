"""Which accent colours can be read, and what becomes of them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scans.engine.colour import PANEL, STANDARD, WHITE, Shades, contrast, is_readable, shades_of

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0b5563", "#ffffff", 8.42),
    ],
)
def test_contrast_is_that_of_wcag_either_way_round(one, other, expected):
    assert (round(contrast(one, other), 2), contrast(one, other)) == (
        expected,
        contrast(other, one),
    )


@pytest.mark.parametrize(
    ("colour", "readable"),
    [
        ("#767676", True),  # 4.54: the lightest grey that can be read
        ("#777777", False),  # 4.48
        ("#0000ff", True),
        ("#ff0000", False),  # 4.00
        ("#e60000", True),  # 4.90
        ("#ffff00", False),
        ("#ffffff", False),
        ("#000000", True),
    ],
)
def test_a_colour_that_can_not_be_read_on_white_is_refused(colour, readable):
    assert is_readable(colour) is readable


def test_the_colour_of_the_site_itself_keeps_its_own_shades():
    assert shades_of("#0b5563") == STANDARD


def test_a_colour_that_is_only_just_readable_is_darkened_for_the_warm_planes():
    assert shades_of("#767676") == Shades("#656565", "#4b4b4b", "#f0f0f0")


def test_a_dark_colour_stays_as_it_is():
    assert shades_of("#6e2b58").accent == "#6e2b58"


@given(colour=COLOURS)
def test_whatever_is_accepted_can_be_read_wherever_it_stands(colour):
    assume(is_readable(colour))

    shades = shades_of(colour)

    pairs = [
        (shades.accent, WHITE),
        (shades.accent, PANEL),
        (shades.accent, shades.tint),
        (shades.deep, WHITE),
        (shades.deep, shades.tint),
        ("#1b2a33", shades.tint),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
