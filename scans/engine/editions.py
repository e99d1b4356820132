"""Which groups get new figures in an edition, so that subtracting figures singles nobody out.

Pure decisions over numbers; the departments themselves stay in the database. What this
prevents, and what it takes for granted, stands in ``docs/decisions/benchmark-disclosure.md``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scans.engine.peers import EVERYBODY, Segment

FEWEST_NEW = 5
"""New figures of a group, and every rest that can be computed, have this many organisations."""


class Level(StrEnum):
    """The four kinds of segments."""

    ALL = "all"
    SECTOR = "sector"
    SIZE = "size"
    CELL = "cell"


PARTITIONS = (
    (Level.ALL, Level.SECTOR),
    (Level.ALL, Level.SIZE),
    (Level.SECTOR, Level.CELL),
    (Level.SIZE, Level.CELL),
)
"""Which segments add up to which."""


class Decision(StrEnum):
    """What an edition shows of a segment: nothing, its former figures, or new ones."""

    NONE = "none"
    KEEP = "keep"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A segment before an edition, for one measure.

    ``former``: it has figures now. ``enough``: what would be its new figures may be shown.
    ``new_organisations`` counts those that would be in the new figures and aren't in the former.
    """

    segment: Segment
    departments: int
    former: bool
    enough: bool
    new_organisations: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """Results that are in the same figures now, and that all may be in new ones or all not.

    A result is one closed round of a department: with a later round a department has two, and
    only the later is ``eligible``. ``place`` is its sector and size class as they would be
    counted, ``None`` where that isn't known. ``shown_in`` tells in whose present figures they
    are. ``organisations`` counts every organisation in one cohort only, whichever: then sums
    never count an organisation twice.
    """

    place: Segment
    shown_in: frozenset[Level]
    eligible: bool
    departments: int
    organisations: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edition does with a group for one measure.

    ``organisations`` and ``departments`` are what new figures would be of, whether they come or
    not, and ``newcomers`` the organisations among those that the former figures don't hold: all of
    them where there were none (``was_shown``). ``withheld``: the former figures stay, and are shown
    to nobody any more.
    """

    measure: str
    segment: Segment
    decision: Decision
    was_shown: bool
    withheld: bool
    organisations: int
    departments: int
    newcomers: int


def may_refresh(one: Candidate) -> bool:
    """Tell whether a segment may get new figures, looked at by itself."""
    return one.enough and (not one.former or one.new_organisations >= FEWEST_NEW)


def decide(candidates: Sequence[Candidate], cohorts: Iterable[Cohort]) -> dict[Segment, Decision]:
    """Return what the edition shows of each segment.

    Begins with all that may get new figures, and takes back, the smallest first, until no rest
    that can be computed from what is shown holds one to four organisations. What was shown
    before can't be taken back: it is kept. A segment is never shown without those that it is
    part of.
    """
    edition = _Edition(candidates, cohorts)
    while (unsafe := edition.first_unsafe()) is not None:
        edition.take_back(unsafe)
    return edition.decisions


def segment_at(place: Segment, level: Level) -> Segment | None:
    """Return the segment of this level that a place is in; ``None`` when that isn't known."""
    needed = {
        Level.ALL: (),
        Level.SECTOR: (place.sector,),
        Level.SIZE: (place.size,),
        Level.CELL: (place.sector, place.size),
    }[level]
    if None in needed:
        return None
    return Segment(
        place.sector if level in (Level.SECTOR, Level.CELL) else None,
        place.size if level in (Level.SIZE, Level.CELL) else None,
    )


def level_of(segment: Segment) -> Level:
    """Return what kind of segment this is."""
    if segment.sector is None:
        return Level.ALL if segment.size is None else Level.SIZE
    return Level.SECTOR if segment.size is None else Level.CELL


class _Edition:
    """The decisions in the making."""

    def __init__(self, candidates: Sequence[Candidate], cohorts: Iterable[Cohort]) -> None:
        self._candidates = {one.segment: one for one in candidates}
        self.decisions = {
            one.segment: Decision.NEW if may_refresh(one) else _fallback(one) for one in candidates
        }
        self._families = _families(self._candidates)
        self._inside: dict[Segment, list[Cohort]] = {}
        for cohort in cohorts:
            # What left is in the figures of earlier editions anyhow: nothing protects it more.
            if cohort.eligible:
                for level in Level:
                    segment = segment_at(cohort.place, level)
                    if segment is not None:
                        self._inside.setdefault(segment, []).append(cohort)

    def first_unsafe(self) -> Segment | None:
        """Return the segment to take back first; ``None`` when everything is safe."""
        for parent, level, children in self._families:
            new = [one for one in children if self.decisions[one] is Decision.NEW]
            if self.decisions.get(parent, Decision.NONE) is Decision.NONE:
                if new:
                    return self._smallest(new)
                continue
            if self.decisions[parent] is Decision.NEW:
                new = new or [parent]
            if new and not self._is_safe(parent, level):
                return self._smallest(new)
        return None

    def take_back(self, segment: Segment) -> None:
        """Show the former figures of a segment, or nothing."""
        self.decisions[segment] = _fallback(self._candidates[segment])

    def _smallest(self, segments: Iterable[Segment]) -> Segment:
        return min(
            segments,
            key=lambda one: (
                self._candidates[one].departments,
                one.sector or "",
                one.size or "",
            ),
        )

    def _is_safe(self, parent: Segment, child: Level) -> bool:
        """Tell whether parent minus children, now and since the last edition, is safe.

        Such a difference counts a result as 1, 0 or -1; each side of it must be of nobody or of
        enough organisations.
        """
        sides: dict[tuple[str, bool], list[Cohort]] = {}
        for cohort in self._inside.get(parent, ()):
            now = self._is_in(cohort, level_of(parent)) - self._is_in(cohort, child)
            before = (level_of(parent) in cohort.shown_in) - (child in cohort.shown_in)
            for name, sign in (("now", now), ("since", now - before)):
                if sign:
                    sides.setdefault((name, sign > 0), []).append(cohort)
        return all(
            sum(one.organisations for one in side) >= FEWEST_NEW
            for side in sides.values()
            if any(one.departments for one in side)
        )

    def _is_in(self, cohort: Cohort, level: Level) -> bool:
        segment = segment_at(cohort.place, level)
        decision = Decision.NONE if segment is None else self.decisions.get(segment, Decision.NONE)
        if decision is Decision.NEW:
            return cohort.eligible
        return decision is Decision.KEEP and level in cohort.shown_in


def _fallback(one: Candidate) -> Decision:
    return Decision.KEEP if one.former else Decision.NONE


def _families(
    candidates: Mapping[Segment, Candidate],
) -> list[tuple[Segment, Level, list[Segment]]]:
    """Return every segment with the segments that are part of it, by kind."""
    families: dict[tuple[Segment, Level], list[Segment]] = {}
    for parent_level, child_level in PARTITIONS:
        for segment in candidates:
            if level_of(segment) is child_level:
                parent = segment_at(segment, parent_level) or EVERYBODY
                families.setdefault((parent, child_level), []).append(segment)
    return [(parent, level, children) for (parent, level), children in families.items()]
