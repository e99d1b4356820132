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
    and how filled in; ``apart`` only what differs from what the section says of all its figures,
    ``None`` when nothing does. ``sentence`` says where they stand, ``standing`` where the own
    department does and ``brief`` that in a few words, ``None`` when that isn't known.
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
    brief: str | None = None
    apart: str | None = None


@dataclass(frozen=True, slots=True)
class PeerMeasure:
    """A theme, the impact index or a place on the role line, beside the peers.

    ``letter`` is empty for what isn't a theme. ``poles`` are the ends of the line on which a
    place stands, and ``note`` says in a line what the figure is, where nothing else on the page
    does.
    """

    key: str
    letter: str
    title: str
    chosen: PeerView
    poles: tuple[str, str] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PeersSection:
    """The comparison with other departments, of the edition of the day of closing.

    Without an edition there is only ``missing``, which says once for what there are too few
    departments. ``group`` is there when all figures are of the same group, and ``basis`` then
    says of them all how many there are, of when and how filled in; else each view says its own.
    ``role`` holds the places now and as wanted, which are no grades; ``role_sentence`` says
    both, and ``role_basis`` what holds for these two only. ``brief`` says in two lines, for the
    summary, whose middle half stands beside the themes. ``others`` is the same comparison beside
    each of the other groups that are large enough, the narrowest first; ``elsewhere`` tells the
    reader of paper which they are.
    """

    edition: str | None
    published_on: date | None
    scores: tuple[PeerMeasure, ...] = ()
    role: tuple[PeerMeasure, ...] = ()
    role_sentence: str | None = None
    role_basis: str | None = None
    missing: str | None = None
    group: str | None = None
    basis: str | None = None
    brief: str | None = None
    caveat: str = ""
    others: tuple["PeersSection", ...] = ()
    elsewhere: str | None = None

    @property
    def measures(self) -> tuple[PeerMeasure, ...]:
        """All that is compared, in the order of the report."""
        return (*self.scores, *self.role)
