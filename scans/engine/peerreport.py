"""What a report says about other departments: words and whole points, ready to be shown."""

from dataclasses import dataclass
from datetime import date

from scans.engine.benchmark import Bin


@dataclass(frozen=True, slots=True)
class PeerView:
    """One figure of the department beside those of one group of departments.

    ``low``, ``middle`` and ``high`` are the quartiles in whole points; ``middle`` and ``bins``
    are ``None`` where the group is too small for them, ``bins`` also of a place on the role line
    and beside an own score that is only a border. ``own`` is the own score as the report shows it, ``own_extreme`` is ``"laag"`` or ``"hoog"``
    when it is only a border. ``group`` names the departments, ``basis`` says how many, of when
    and how filled in; ``sentence`` says where they stand, ``standing`` where the own department
    does, ``None`` when that isn't known.
    """

    group: str
    basis: str
    low: int
    middle: int | None
    high: int
    bins: tuple[Bin, ...] | None
    own: float | None
    own_extreme: str | None
    sentence: str
    standing: str | None


@dataclass(frozen=True, slots=True)
class PeerMeasure:
    """A theme, the impact index or a place on the role line, beside the peers.

    ``letter`` is empty for what isn't a theme. ``others`` are the other groups that are large
    enough, with the group that was chosen left out.
    """

    key: str
    letter: str
    title: str
    chosen: PeerView
    others: tuple[PeerView, ...]


@dataclass(frozen=True, slots=True)
class PeersSection:
    """The comparison with other departments, of the edition of the day of closing.

    ``missing`` says once for what there are too few departments yet. ``group`` and ``basis`` are
    there when all figures are of the same group; else each view says its own. ``role`` holds
    the places now and as wanted, which are no grades; ``role_sentence`` says both.
    """

    edition: str
    published_on: date
    scores: tuple[PeerMeasure, ...]
    role: tuple[PeerMeasure, ...]
    role_sentence: str | None
    missing: str | None
    group: str | None
    basis: str | None
    caveat: str

    @property
    def measures(self) -> tuple[PeerMeasure, ...]:
        """All that is compared, in the order of the report."""
        return (*self.scores, *self.role)

    @property
    def has_others(self) -> bool:
        """Whether there is another group to look at."""
        return any(one.others for one in self.measures)
