"""Shrinking scores of small groups towards the mean, to sort by them.

Where scores are of few persons, the highest and the lowest are mostly chance. Before sorting, a
score s of n persons becomes m + (s - m) * n / (n + k): m is the mean of all, k how much persons
differ compared to departments. Only the order is by it; what is shown is the score itself.
See docs/shrinking.md.
"""

from dataclasses import dataclass

FEWEST = 30
"""Below this many scores k can't be told from chance."""

USUAL = 5.0
"""The k for fewer scores than that: as far as five persons a score is trusted for half."""

MOST = 50.0
"""The largest k: departments that hardly differ are not all made equal."""


@dataclass(frozen=True, slots=True)
class Prior:
    """The mean of all scores, and the number of persons at which a score counts for half."""

    mean: float
    k: float

    def shrunk(self, score: float, n: int) -> float:
        """Return a score of ``n`` persons (at least 1) as it is sorted by."""
        return self.mean + (score - self.mean) * n / (n + self.k)


def prior(scores: int, mean: float, within: float | None, between: float | None) -> Prior:
    """Return the prior of so many scores.

    ``within`` and ``between`` are the slope and intercept of the squared distances from the mean
    over 1/n: what they would be if persons differ by variance ``within`` and departments by
    ``between``. ``None`` where all are of equally many persons, and nothing can be told apart.
    """
    if scores < FEWEST or within is None or between is None:
        return Prior(mean, USUAL)
    if within <= 0:
        return Prior(mean, 0.0)
    if between <= 0:
        return Prior(mean, MOST)
    return Prior(mean, min(MOST, within / between))
