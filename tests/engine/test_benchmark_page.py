"""docs/benchmark.md says how peers are compared; its tables are examples that must hold."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from scans.engine.benchmark import bins_of, how_much, rank_in_ten, rank_step, step_margin
from scans.engine.distribution import Distribution, tenths
from scans.engine.peers import Own, Peers, Segment, size_class_of
from tests.engine.test_scoring_page import as_printed, numbers, read_tables

PAGE = Path(__file__).parents[2] / "docs" / "benchmark.md"
TABLES = read_tables(PAGE.read_text(encoding="utf-8"))
PERIOD = (date(2026, 1, 1), date(2026, 11, 1))


def examples(name):
    ids = [" / ".join(row.values()) for row in TABLES[name]]
    return pytest.mark.parametrize("row", TABLES[name], ids=ids)


def distribution_of(cell):
    return Distribution.of(tenths(score) for score in numbers(cell))


def peers_of(organisations, departments, largest):
    """Return peers in these numbers; all have the same score, which doesn't matter here."""
    return Peers(
        segment=Segment(),
        organisations=organisations,
        largest=largest,
        solo=0,
        period=PERIOD,
        distribution=Distribution({500: departments}),
    )


def test_the_page_has_every_table():
    tested = set(re.findall(r'@examples\("(\w+)"\)', Path(__file__).read_text(encoding="utf-8")))

    assert set(TABLES) == tested
    assert all(TABLES.values())


@examples("tenths")
def test_tenths(row):
    assert tenths(Fraction(row["score"])) == int(row["tenths"])


@examples("size")
def test_size(row):
    persons = None if row["persons"] == "-" else int(row["persons"])

    assert (size_class_of(persons) or "-") == row["class"]


@examples("enough")
def test_enough(row):
    peers = peers_of(int(row["organisations"]), int(row["departments"]), int(row["largest"]))

    assert how_much(peers) == row["shown"]


@examples("without")
def test_without(row):
    largest, next_largest = map(int, row["departments of each of the largest two"].split())
    peers = peers_of(int(row["organisations"]), int(row["all departments"]), largest)

    rest = peers.without(Own((500,) * int(row["own departments"])), next_largest)

    assert rest.organisations == int(row["organisations left"])
    assert rest.largest == int(row["largest left"])
    assert how_much(rest) == row["shown"]


@examples("quartiles")
def test_quartiles(row):
    found = distribution_of(row["scores"]).quartiles()

    printed = [
        as_printed(value, row[name])
        for name, value in (("P25", found.low), ("P50", found.middle), ("P75", found.high))
    ]
    assert printed == [row["P25"], row["P50"], row["P75"]]


@examples("rank")
def test_rank(row):
    peers, own = distribution_of(row["other departments"]), tenths(Fraction(row["own"]))

    rank, (low, high) = peers.mid_rank(own), peers.rank_interval(own)

    assert as_printed(rank, row["rank"]) == row["rank"]
    assert (as_printed(low, row["low"]), as_printed(high, row["high"])) == (row["low"], row["high"])
    assert rank_in_ten(rank) == int(row["in ten"])


@examples("steps")
def test_steps(row):
    step = rank_step(float(row["rank"]), int(row["organisations"]))

    assert step == (int(row["from"]), int(row["to"]))
    assert step_margin(step, int(row["departments"])) == (
        int(row["margin from"]),
        int(row["margin to"]),
    )


@examples("bins")
def test_bins(row):
    bins = bins_of(distribution_of(row["scores"]), "relevantie")

    printed = ", ".join(f"{one.low}–{one.high}: {one.count}" for one in bins if one.count)
    assert printed == row["bins"]
