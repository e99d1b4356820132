"""Where a department stands is frozen: what is read back is what was written."""

import json
from dataclasses import replace
from datetime import date

import pytest

from scans.engine.distribution import Distribution
from scans.engine.peers import EVERYBODY, Peers, Segment
from scans.engine.standing import Standing, stand

PUBLISHED = date(2026, 11, 22)


def peers(departments, **changes):
    scores = range(300, 300 + 10 * departments, 10)
    found = Peers(
        segment=EVERYBODY,
        organisations=departments,
        largest=1,
        solo=3,
        period=(date(2026, 1, 1), date(2026, 11, 1)),
        distribution=Distribution.of(scores),
    )
    return replace(found, **changes)


def stand_among(found, own):
    return stand("2026-11", PUBLISHED, found, own)


def test_what_is_read_back_is_what_was_written():
    standing = stand_among(
        {
            "timing": [
                peers(12, segment=Segment("zorg", "6-10")),
                peers(30, organisations=29, largest=2, counts_own=True),
            ],
            "impact": [peers(60)],
        },
        {"timing": 450},
    )

    read = Standing.from_json(json.loads(json.dumps(standing.to_json())))

    assert read == standing
    assert [one.rank for one in standing.peers["timing"]] == [None, 60]
    assert [one.counts_own for one in standing.peers["timing"]] == [False, True]


def test_a_measure_without_enough_departments_is_left_out():
    standing = stand_among({"timing": [peers(9)], "impact": [peers(9), peers(10)]}, {})

    assert {key: len(found) for key, found in standing.peers.items()} == {"impact": 1}


def test_a_rank_is_kept_in_steps():
    standing = stand_among({"timing": [peers(20)]}, {"timing": 300})

    assert standing.peers["timing"][0].rank == 15


@pytest.mark.parametrize("missing", ["edition", "published_on", "peers"])
def test_what_is_no_standing_is_not_read(missing):
    data = stand_among({}, {}).to_json()
    del data[missing]

    with pytest.raises(KeyError):
        Standing.from_json(data)
