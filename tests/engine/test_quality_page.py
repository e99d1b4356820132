"""docs/quality.md says how items are judged; its tables are examples that must hold."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from scans.engine.quality import AnswerScale, ScaleItem, quality_of, status_of, straight_share
from scans.engine.reliability import feldt_interval
from tests.engine.test_scoring_page import as_printed, read_tables

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"
TABLES = read_tables(PAGE.read_text(encoding="utf-8"))


def examples(name):
    ids = [" / ".join(row.values()) for row in TABLES[name]]
    return pytest.mark.parametrize("row", TABLES[name], ids=ids)


def rows_of(cell):
    return [[None if one == "?" else int(one) for one in word] for word in cell.split()]


def quality_of_cell(cell, reversed_place=None):
    rows = rows_of(cell)
    items = [ScaleItem(str(place), place == reversed_place) for place in range(1, len(rows[0]) + 1)]
    return quality_of(rows, items, AnswerScale(1, 4))


def test_the_page_has_every_table():
    tested = set(re.findall(r'@examples\("(\w+)"\)', Path(__file__).read_text(encoding="utf-8")))

    assert set(TABLES) == tested
    assert all(TABLES.values())


@examples("item")
def test_item(row):
    place = abs(int(row["item"]))
    one = quality_of_cell(row["rows"], place if row["item"].startswith("-") else None).items[
        place - 1
    ]

    figures = {
        "missing": one.shares.missing,
        "mean": one.mean,
        "sd": one.sd,
        "floor": one.shares.floor,
        "ceiling": one.shares.ceiling,
        "item-rest": one.item_rest,
    }
    assert one.n == int(row["n"])
    assert {name: as_printed(value, row[name]) for name, value in figures.items()} == {
        name: row[name] for name in figures
    }


@examples("alpha")
def test_alpha(row):
    quality = quality_of_cell(row["rows"])

    low, high = quality.interval or (None, None)
    figures = {"alpha": quality.alpha, "low": low, "high": high}
    assert quality.complete == int(row["complete"])
    assert {name: as_printed(value, row[name]) for name, value in figures.items()} == {
        name: row[name] for name in figures
    }


@examples("feldt")
def test_feldt(row):
    low, high = feldt_interval(Fraction(row["alpha"]), int(row["rows"]), int(row["items"])) or (
        None,
        None,
    )

    assert (as_printed(low, row["low"]), as_printed(high, row["high"])) == (row["low"], row["high"])


@examples("status")
def test_status(row):
    assert status_of(int(row["departments"])) == row["status"]


@examples("straight")
def test_straight(row):
    share = straight_share(rows_of(row["rows"]))

    assert as_printed(share, row["straight share"]) == row["straight share"]
