"""Editions of made-up departments; what others see of them is in benchmark_attacker."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date

from scans.engine.benchmark import Shown, how_much
from scans.engine.distribution import Distribution
from scans.engine.editions import (
    Candidate,
    Cohort,
    Decision,
    Level,
    decide,
    level_of,
    segment_at,
)
from scans.engine.peers import Peers, Segment

PERIOD = (date(2026, 1, 1), date(2026, 11, 1))
STAYS = 99


@dataclass(frozen=True)
class Result:
    """A department of an organisation: in from this edition on, out again from that."""

    organisation: int
    place: Segment
    arrives: int
    leaves: int = STAYS


def draw_results(seed):
    """Return results in a few editions: most stay, some are withdrawn or excluded."""
    luck = random.Random(seed)  # noqa: S311  # departments, not secrets
    sectors = ("gemeente", "zorg", "onderwijs", None)
    weights = [luck.choice((1, 2, 6, 12)), luck.choice((1, 3, 8)), luck.choice((1, 4)), 0.3]
    editions = luck.choice((2, 3, 4))
    first = luck.choice((15, 25, 40, 60))
    results, organisation = [], 0
    for edition in range(1, editions + 1):
        for _ in range(first if edition == 1 else luck.choice((1, 4, 6, 9, 15))):
            sector = luck.choices(sectors, weights)[0]
            for _ in range(luck.choice((1, 1, 1, 1, 2))):
                place = Segment(sector, luck.choice(("1-5", "6-10", "6-10", "11-20")))
                leaves = edition + luck.randint(1, 3) if luck.random() < 0.05 else STAYS
                results.append(Result(organisation, place, edition, leaves))
            organisation += 1
    return results, editions


def draw_scores(results, seed):
    """Return a score in tenths for each result, all over the scale."""
    luck = random.Random(-seed - 1)  # noqa: S311  # departments, not secrets
    return [luck.randint(0, 1000) for _ in results]


def segments_of(results):
    found = {segment_at(one.place, level) for one in results for level in Level}
    return sorted(found - {None}, key=lambda one: (one.sector or "", one.size or ""))


def inside(results, segment, edition):
    """Return the numbers of the results that new figures of a segment would be made of."""
    return frozenset(
        number
        for number, one in enumerate(results)
        if one.arrives <= edition < one.leaves
        and segment_at(one.place, level_of(segment)) == segment
    )


def peers_of(results, scores, numbers, segment):
    """Return the peers, and the number of departments of the second largest organisation."""
    sizes = Counter(results[number].organisation for number in numbers)
    largest = [*sorted(sizes.values(), reverse=True), 0, 0]
    distribution = Distribution.of(scores[number] for number in numbers)
    return Peers(segment, len(sizes), largest[0], 0, PERIOD, distribution), largest[1]


def play(results, editions, deciding=decide):
    """Return for each edition the figures shown: by segment the results they are made of."""
    figures, shown = {}, []
    for edition in range(1, editions + 1):
        new = {segment: inside(results, segment, edition) for segment in segments_of(results)}
        decisions = deciding(
            [_candidate(results, one, numbers, figures.get(one)) for one, numbers in new.items()],
            cohorts_of(results, figures, edition),
        )
        figures = {
            segment: new[segment] if decision is Decision.NEW else figures[segment]
            for segment, decision in decisions.items()
            if decision is not Decision.NONE
        }
        shown.append(figures)
    return shown


def cohorts_of(results, figures, edition):
    """Count the results that are in the same figures; an organisation in one cohort only."""
    departments, first = Counter(), {}
    for one, key in _keys(results, figures, edition):
        departments[key] += 1
        if key[2]:
            first[one.organisation] = min(first.get(one.organisation, key), key, key=_in_order)
    organisations = Counter(first.values())
    return [Cohort(*key, count, organisations[key]) for key, count in departments.items()]


def _keys(results, figures, edition):
    for number, one in enumerate(results):
        present = frozenset(
            level for level in Level if number in figures.get(segment_at(one.place, level), ())
        )
        eligible = one.arrives <= edition < one.leaves
        if present or eligible:
            yield one, (one.place, present, eligible)


def _in_order(key):
    place, present, _eligible = key
    return place.sector or "", place.size or "", [one for one in Level if one in present]


def _candidate(results, segment, numbers, former):
    peers, _ = peers_of(results, [0] * len(results), numbers, segment)
    known = {results[number].organisation for number in former or ()}
    return Candidate(
        segment=segment,
        departments=len(numbers),
        former=former is not None,
        enough=how_much(peers) is not Shown.NONE,
        new_organisations=len({results[number].organisation for number in numbers} - known),
    )
