"""What a report says of changes since an earlier round, as frozen values.

Sentences are in the report's language; scores are on 0-100 as published, and are rounded when
they are shown.
"""

from dataclasses import dataclass
from datetime import date

from scans.engine.roundreport import Value


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One subject in both rounds.

    ``word`` says whether it changed, ``changed`` is whether it demonstrably did. ``sentence`` has
    the difference and its margin; ``difference`` and ``margin`` are the same as words for a table,
    and ``margin`` is empty where there is none. ``missing`` says why nothing is compared, and is
    ``None`` when something is.
    """

    key: str
    letter: str
    title: str
    before: Value
    after: Value
    word: str
    changed: bool
    sentence: str
    difference: str
    margin: str
    missing: str | None


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one picture: the team's own, or that of internal clients.

    ``word`` is what all rows have for a word when they are of one answer, and empty when they are
    of a group: each row then has its own, a margin, and its numbers of persons. Of a module the
    rows are those that are compared; ``missing`` says which aren't, once for each reason.
    """

    key: str
    title: str
    rows: tuple[ChangeRow, ...]
    word: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleTrend:
    """Changes of one module: as the team sees it, as internal clients do, or both."""

    slug: str
    title: str
    groups: tuple[ChangeGroup, ...]


@dataclass(frozen=True, slots=True)
class ChangedSubject:
    """A subject of a module that demonstrably changed, beside what it belongs to."""

    about: str
    row: ChangeRow


ROOM = 9
"""So many changed subjects fit on one slide."""


@dataclass(frozen=True, slots=True)
class TrendSection:
    """All that a report says of changes since the round that closed on ``before_on``.

    ``rounds`` says of each round, the earlier one first, when it was and who filled it in.
    ``summary`` is what matters most in a sentence or two. ``missing`` says of which pictures
    nothing is compared, and why: a sentence for each reason. ``groups`` are of the core, and
    ``modules`` hold what is compared of the modules. ``notes`` say what a reader may conclude.
    """

    lead: str
    rounds: tuple[str, ...]
    before_on: date
    after_on: date
    summary: str
    missing: tuple[str, ...]
    groups: tuple[ChangeGroup, ...]
    modules: tuple[ModuleTrend, ...]
    notes: tuple[str, ...]

    @property
    def slides_of_modules(self) -> tuple[tuple[ChangedSubject, ...], ...]:
        """What demonstrably changed in the modules, as much at a time as a slide has room for."""
        found = tuple(
            ChangedSubject(about=group.title, row=row)
            for module in self.modules
            for group in module.groups
            for row in group.rows
            if row.changed
        )
        return tuple(found[first : first + ROOM] for first in range(0, len(found), ROOM))
