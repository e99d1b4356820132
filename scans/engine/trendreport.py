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
    the difference and its margin. ``missing`` says why there is none, and is ``None`` when there
    is one.
    """

    key: str
    letter: str
    title: str
    before: Value
    after: Value
    word: str
    changed: bool
    sentence: str
    missing: str | None


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one picture: the team's own, that of internal clients, or of a module."""

    key: str
    title: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class TrendSection:
    """All that a report says of changes since the round that closed on ``before_on``.

    ``rounds`` says of each round, the earlier one first, when it was and who filled it in.
    ``summary`` is what matters most in a sentence or two. ``missing`` says why the team's own
    picture isn't compared. ``notes`` say what a reader may conclude.
    """

    lead: str
    rounds: tuple[str, ...]
    before_on: date
    after_on: date
    summary: str
    missing: str | None
    groups: tuple[ChangeGroup, ...]
    notes: tuple[str, ...]
