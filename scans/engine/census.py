"""What an edition would count: organisations that are alike are looked at together.

Nothing that an edition decides depends on who an organisation is, only on where its departments are
counted, now and in the figures that are shown already. There are few such patterns, however many
organisations there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scans.engine.editions import Candidate, Cohort, Level, segment_at
from scans.engine.peers import LARGEST_PART, SMALLEST_BENCHMARK, Segment

Former = Mapping[str, Mapping[Segment, int]]
"""By measure: the segments that are shown already, and from which edition their figures are."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a result is counted: the place of its department, and the measures that it has.

    ``same``: it is the result that counts now. A later round is another, whatever it scored.
    """

    place: Segment
    measures: frozenset[str]
    same: bool = False

    def is_in(self, segment: Segment, measure: str) -> bool:
        """Tell whether the figures of this segment and measure hold the result."""
        return (
            measure in self.measures
            and segment.sector in (None, self.place.sector)
            and segment.size in (None, self.place.size)
        )


@dataclass(frozen=True, slots=True)
class DepartmentPattern:
    """How a department is counted: ``now``, and by number in the editions before."""

    now: Entry | None
    before: Mapping[int, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pattern:
    """The departments of an organisation, and how many organisations are like it."""

    departments: tuple[DepartmentPattern, ...]
    organisations: int = 1


@dataclass(slots=True)
class Count:
    """What new figures of a segment would hold; ``second`` is the largest but one."""

    departments: int = 0
    organisations: int = 0
    largest: int = 0
    second: int = 0
    new_organisations: int = 0

    def add(self, size: int, organisations: int, *, are_new: bool) -> None:
        """Add organisations with ``size`` departments each."""
        self.departments += size * organisations
        self.organisations += organisations
        self.new_organisations += organisations if are_new else 0
        sizes = (self.largest, self.second, size, size if organisations > 1 else 0)
        self.largest, self.second, *_ = sorted(sizes, reverse=True)

    @property
    def is_enough(self) -> bool:
        """Whether the figures may be shown."""
        return (
            self.organisations >= SMALLEST_BENCHMARK
            and self.largest * LARGEST_PART <= self.departments
        )


@dataclass(frozen=True, slots=True)
class Census:
    """By measure: what each segment would hold, and the results that go together.

    ``remaining`` counts the organisations in present figures of which a department counts now.
    """

    counts: Mapping[str, Mapping[Segment, Count]]
    cohorts: Mapping[str, list[Cohort]]
    former: Former
    remaining: Mapping[str, Mapping[Segment, int]]

    @property
    def measures(self) -> set[str]:
        """All measures that are shown or could be."""
        return {*self.counts, *self.former}

    def is_withheld(self, measure: str, segment: Segment) -> bool:
        """Tell whether too few are left of those in the present figures to show them longer."""
        return self.remaining.get(measure, {}).get(segment, 0) < SMALLEST_BENCHMARK

    def candidates(self, measure: str) -> list[Candidate]:
        """Return the segments of a measure before an edition."""
        counts, former = self.counts.get(measure, {}), self.former.get(measure, {})
        return [
            Candidate(
                segment=segment,
                departments=found.departments,
                former=segment in former,
                enough=found.is_enough,
                new_organisations=found.new_organisations if segment in former else 0,
            )
            for segment in {**counts, **former}
            for found in (counts.get(segment) or Count(),)
        ]


def take_census(patterns: Iterable[Pattern], former: Former) -> Census:
    """Count by segment, and put together the results that are in the same figures.

    An organisation with several departments counts in one cohort of a measure only: the first,
    in the order of their places and of the figures that they are in.
    """
    counts: dict[str, dict[Segment, Count]] = defaultdict(lambda: defaultdict(Count))
    departments: dict[str, Counter[CohortKey]] = defaultdict(Counter)
    organisations: dict[str, Counter[CohortKey]] = defaultdict(Counter)
    remaining: dict[str, Counter[Segment]] = defaultdict(Counter)
    for pattern in patterns:
        for measure in _measures_now(pattern):
            known = former.get(measure, {})
            for segment, size in _sizes(pattern, measure).items():
                are_new = segment in known and not _was_in(pattern, segment, measure, known)
                counts[measure][segment].add(size, pattern.organisations, are_new=are_new)
            keys = Counter(_cohort_keys(pattern, measure, known))
            for key, size in keys.items():
                departments[measure][key] += size * pattern.organisations
            organisations[measure][min(keys)] += pattern.organisations
        for measure, segment in _remains(pattern, former):
            remaining[measure][segment] += pattern.organisations
    cohorts = {
        measure: [_cohort(key, size, organisations[measure][key]) for key, size in found.items()]
        for measure, found in departments.items()
    }
    return Census(counts, cohorts, former, remaining)


CohortKey = tuple[str, str, tuple[str, ...]]
"""Sector, size class and levels shown in, in that order; empty where that isn't known."""


def _measures_now(pattern: Pattern) -> set[str]:
    return {
        measure
        for one in pattern.departments
        if one.now is not None
        for measure in one.now.measures
    }


def _entries_now(pattern: Pattern, measure: str) -> Iterator[tuple[DepartmentPattern, Entry]]:
    for one in pattern.departments:
        if one.now is not None and measure in one.now.measures:
            yield one, one.now


def _sizes(pattern: Pattern, measure: str) -> Counter[Segment]:
    return Counter(
        segment
        for _one, now in _entries_now(pattern, measure)
        for level in Level
        if (segment := segment_at(now.place, level)) is not None
    )


def _was_in(pattern: Pattern, segment: Segment, measure: str, known: Mapping[Segment, int]) -> bool:
    edition = known[segment]
    return any(
        one.before[edition].is_in(segment, measure)
        for one in pattern.departments
        if edition in one.before
    )


def _remains(pattern: Pattern, former: Former) -> Iterator[tuple[str, Segment]]:
    """Yield the present figures that such an organisation is in, when it still takes part."""
    if any(one.now is not None for one in pattern.departments):
        for measure, known in former.items():
            for segment in known:
                if _was_in(pattern, segment, measure, known):
                    yield measure, segment


def _cohort_keys(
    pattern: Pattern, measure: str, known: Mapping[Segment, int]
) -> Iterator[CohortKey]:
    for one, now in _entries_now(pattern, measure):
        levels = [
            level.value
            for level in Level
            if (segment := segment_at(now.place, level)) in known
            and segment is not None
            and (before := one.before.get(known[segment])) is not None
            and before.same
            and before.is_in(segment, measure)
        ]
        yield now.place.sector or "", now.place.size or "", tuple(levels)


def _cohort(key: CohortKey, departments: int, organisations: int) -> Cohort:
    sector, size, levels = key
    return Cohort(
        place=Segment(sector or None, size or None),
        shown_in=frozenset(Level(level) for level in levels),
        eligible=True,
        departments=departments,
        organisations=organisations,
    )
