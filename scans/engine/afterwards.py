"""What a report says of what a department does besides measuring, as frozen values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ClientCardsSection:
    """How well a department knows its clients: counts of its cards at closing.

    ``lead`` says what share is assumption, ``visits`` who wasn't visited for long; ``known`` and
    ``assumed`` are lines on the cards. Nothing of a card itself is here.
    """

    title: str
    lead: str
    kept: str
    visits: str
    advice: str
    known: int
    assumed: int

    @property
    def lines(self) -> int:
        """How many lines are marked."""
        return self.known + self.assumed


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One step of the plan, as it is printed."""

    text: str
    who: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan as it was on ``as_of``; ``blank`` rows are left to write in by hand."""

    rows: tuple[PlannedRow, ...]
    blank: tuple[int, ...]
    as_of: date
