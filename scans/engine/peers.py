"""With which departments a department is compared, and when there are enough of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from scans.engine.distribution import Distribution

SMALLEST_BENCHMARK = 10
"""Below this many organisations there is no benchmark."""

LARGEST_PART = 4
"""No organisation has more than one in this many of the departments; exactly that is allowed."""

SIZES = ("1-5", "6-10", "11-20", "21-50", "51+")
SIZE_LIMITS = (5, 10, 20, 50)

IMPACT = "impact"
ROLE_NOW = "rol.huidig"
ROLE_WANTED = "rol.gewenst"
MIRROR = "spiegel."

HIGHEST_TENTHS = 1000
"""The highest value of every measure, in tenths of a point."""


def measures_of(themes: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of all that is compared, for a questionnaire with these themes."""
    keys = tuple(themes)
    return (*keys, ROLE_NOW, ROLE_WANTED, IMPACT, *(f"{MIRROR}{key}" for key in keys))


def is_difference(measure: str) -> bool:
    """Tell whether a measure is self minus clients (-100 to 100) and no score (0 to 100)."""
    return measure.startswith(MIRROR)


def lowest_of(measure: str) -> int:
    """Return the lowest value that a measure can have, in tenths."""
    return -HIGHEST_TENTHS if is_difference(measure) else 0


def size_class_of(persons: int | None) -> str | None:
    """Return the size class of a department; ``None`` when its size isn't known.

    Raises ``ValueError`` below one person.
    """
    if persons is None:
        return None
    if persons < 1:
        raise ValueError(f"a department of {persons} persons")
    return SIZES[sum(persons > limit for limit in SIZE_LIMITS)]


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of departments: of this sector and size class, ``None`` is any."""

    sector: str | None = None
    size: str | None = None


EVERYBODY = Segment()


def ladder(sector: str | None, size: str | None) -> tuple[Segment, ...]:
    """Return the groups that a department belongs to, the most alike first.

    What isn't known of the department is no step.
    """
    steps = (Segment(sector, size), Segment(sector), Segment(size=size), EVERYBODY)
    return tuple(dict.fromkeys(steps))


@dataclass(frozen=True, slots=True)
class Peers:
    """The departments of one segment that have a value for one measure.

    ``largest`` is how many of them the organisation has that has most, ``solo`` how many were
    filled in by one person. ``period`` holds the first and the last month, as their first days.
    ``counts_own``: the organisation that looks at them is one of them.
    ``ValueError`` for numbers that can't go together.
    """

    segment: Segment
    organisations: int
    largest: int
    solo: int
    period: tuple[date, date]
    distribution: Distribution
    counts_own: bool = False

    def __post_init__(self) -> None:
        possible = (
            self.largest <= self.departments <= self.organisations * self.largest
            and self.organisations + max(self.largest - 1, 0) <= self.departments
            and 0 <= self.solo <= self.departments
            and self.period[0] <= self.period[1]
        )
        if not possible:
            raise ValueError(f"impossible numbers of peers: {self}")

    @property
    def departments(self) -> int:
        """How many departments there are."""
        return self.distribution.n

    def are_enough(self) -> bool:
        """Tell whether anything of them may be shown."""
        return (
            self.organisations >= SMALLEST_BENCHMARK
            and self.largest * LARGEST_PART <= self.departments
        )

    def without(self, own: "Own", next_largest: int) -> "Peers":
        """Return the peers without the own organisation.

        ``next_largest`` is the number of departments of the second largest organisation: the
        largest, where the own one is. The period stays: it is that of the edition.

        Raises ``ValueError`` when the own values aren't in, or numbers can't go together.
        """
        if not own.values:
            return self
        organisations = self.organisations - own.organisations
        departments = self.departments - len(own.values)
        # Of an organisation that lost a department since, fewer are found than were counted.
        # Every other organisation has one at least: what is left is the most that one can have.
        most = departments - organisations + 1 if organisations else 0
        own_most = len(own.values) if own.most is None else own.most
        largest = next_largest if own_most >= self.largest else self.largest
        return replace(
            self,
            organisations=organisations,
            largest=min(largest, most),
            solo=min(self.solo - own.solo, departments),
            distribution=self.distribution.without(own.values),
        )


@dataclass(frozen=True, slots=True)
class Own:
    """What of the own organisation is in figures: its values in tenths, one per department.

    ``solo`` of them were filled in by one person. They count as ``organisations``, of which one
    had ``most`` of them: more than one when organisations were put together since.
    """

    values: tuple[int, ...] = ()
    solo: int = 0
    organisations: int = 1
    most: int | None = None


def choose(candidates: Iterable[Peers]) -> Peers | None:
    """Return the first of the ladder that are enough; ``None``: too few departments yet."""
    return next((peers for peers in candidates if peers.are_enough()), None)
