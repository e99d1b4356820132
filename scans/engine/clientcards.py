"""How well a department knows its internal clients, counted from its own cards of them."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

MOST_CARDS = 40
"""Of one department: more than anybody visits."""

LONG_AGO = 3
"""Months after which a client hasn't been visited for long."""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What is counted of one card: its lines marked as known and as assumed, the last visit."""

    known: int
    assumed: int
    visited_on: date | None


@dataclass(frozen=True, slots=True)
class CardCounts:
    """Of how many cards; their lines that are known and assumed; clients not seen for long.

    ``long_ago`` were last visited over ``LONG_AGO`` months ago; ``never`` not at all, as far as is
    written down. Both are counts of cards and exclude each other.
    """

    cards: int
    known: int
    assumed: int
    long_ago: int
    never: int

    @property
    def lines(self) -> int:
        """How many lines are filled in, and so marked."""
        return self.known + self.assumed

    def to_json(self) -> dict[str, int]:
        """Return what is kept with a frozen result."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, int]) -> "CardCounts":
        """Return the counts of a frozen result."""
        return cls(**kept)


def months_before(day: date, months: int) -> date:
    """Return the same day so many months before, or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_long_ago(visited_on: date, today: date) -> bool:
    """Tell whether a visit was over ``LONG_AGO`` months ago."""
    return visited_on < months_before(today, LONG_AGO)


def count_cards(cards: Iterable[CardFacts], today: date) -> CardCounts | None:
    """Count the cards as they are on a day; ``None`` without any."""
    found = tuple(cards)
    if not found:
        return None
    return CardCounts(
        cards=len(found),
        known=sum(card.known for card in found),
        assumed=sum(card.assumed for card in found),
        long_ago=sum(
            card.visited_on is not None and is_long_ago(card.visited_on, today) for card in found
        ),
        never=sum(card.visited_on is None for card in found),
    )
