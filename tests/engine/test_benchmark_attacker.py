"""No sequence of editions lets a department derive what one other department scored."""

from itertools import pairwise

import pytest

from scans.engine.editions import Decision, decide, may_refresh
from tests.engine.benchmark_attacker import BIN, derived
from tests.engine.benchmark_world import draw_results, draw_scores, play

pytestmark = pytest.mark.usefixtures("untraced")

SEQUENCES = 80
"""The first seeds there are, so the same each time."""

NARROW = 20
"""Two points, in tenths: nobody's score may be known as closely as that."""


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_nobody_derives_the_score_of_another_department_from_counts_and_ranks(seed):
    results, editions = draw_results(seed)
    scores = draw_scores(results, seed)

    shown = play(results, editions)
    assert derived(results, scores, shown, within=NARROW, quartiles=False) == []


def test_beside_quartiles_the_bin_of_a_department_is_hardly_ever_derived():
    found, everybody = derived_in_many(range(60), BIN)

    # Some are among five that by chance score alike; see the page on the decision.
    assert found <= everybody / 500


def test_with_each_segment_decided_by_itself_bins_are_derived():
    found, everybody = derived_in_many(range(20), BIN, deciding=by_itself)

    assert found > everybody / 500


def derived_in_many(seeds, within, deciding=decide):
    """Return how many results were derived in a number of sequences, and of how many."""
    found = everybody = 0
    for seed in seeds:
        results, editions = draw_results(seed)
        shown = play(results, editions, deciding)
        found += len(derived(results, draw_scores(results, seed), shown, within))
        everybody += len(results)
    return found, everybody


def by_itself(candidates, _cohorts):
    """Decide about each segment as if there were no others."""
    return {
        one.segment: Decision.NEW
        if may_refresh(one)
        else Decision.KEEP
        if one.former
        else Decision.NONE
        for one in candidates
    }


def test_the_sequences_that_are_tried_refresh_keep_and_lose_departments():
    kept = refreshed = left = 0
    for seed in range(30):
        results, editions = draw_results(seed)
        shown = play(results, editions)
        for former, later in pairwise(shown):
            kept += sum(later[segment] == numbers for segment, numbers in former.items())
            refreshed += sum(later[segment] != numbers for segment, numbers in former.items())
            left += sum(bool(numbers - later[segment]) for segment, numbers in former.items())

    assert min(kept, refreshed, left) > 20
