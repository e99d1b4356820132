"""Scores of few persons are sorted nearer to the mean; how much follows from the scores."""

import pytest

from scans.engine.shrinking import FEWEST, MOST, USUAL, Prior, prior


def test_the_worked_example_of_the_documentation():
    found = prior(40, 55.0, within=400.0, between=80.0)

    assert found == Prior(55.0, 5.0)
    assert found.shrunk(90.0, 1) == pytest.approx(60.8, abs=0.05)
    assert found.shrunk(80.0, 20) == 75.0
    assert found.shrunk(40.0, 5) == 47.5


@pytest.mark.parametrize(
    ("scores", "within", "between", "k"),
    [
        (FEWEST - 1, 400.0, 100.0, USUAL),
        (FEWEST, 400.0, 100.0, 4.0),
        (FEWEST, None, None, USUAL),
        (FEWEST, 400.0, None, USUAL),
        (FEWEST, 0.0, 100.0, 0.0),
        (FEWEST, -1.0, 100.0, 0.0),
        (FEWEST, 400.0, 0.0, MOST),
        (FEWEST, 400.0, 1.0, MOST),
    ],
)
def test_how_much_is_shrunk(scores, within, between, k):
    assert prior(scores, 50.0, within, between) == Prior(50.0, k)


def test_more_persons_count_for_more_and_the_mean_stays():
    one = Prior(50.0, 5.0)

    places = [one.shrunk(80.0, n) for n in (1, 5, 20, 1000)]

    assert places == sorted(places)
    assert one.shrunk(50.0, 3) == 50.0
    assert 50 < places[0] < places[-1] < 80
