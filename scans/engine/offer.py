"""Who offers the site, and what there is to read or go to beside a result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scans.engine.colour import STANDARD, Shades

MOST_TIPS = 6
"""Beside one result; who gets more reads none."""


@dataclass(frozen=True, slots=True)
class LogoFacts:
    """What a page must know of a logo before it has it: pixels, and its kind as a MIME type."""

    kind: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class House:
    """Who offers the site and how it looks; empty texts are not known.

    ``digest`` is of colour and logo, empty as long as nobody chose any.
    """

    owner_name: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    website: str = ""
    shades: Shades = STANDARD
    logo: LogoFacts | None = None
    digest: str = ""

    @property
    def is_known(self) -> bool:
        """Whether somebody has a name here: nobody is asked for an address without one."""
        return bool(self.owner_name)

    @property
    def has_own_colour(self) -> bool:
        """Whether the colours differ from those that the site has by itself."""
        return self.shades != STANDARD

    @property
    def has_contact(self) -> bool:
        """Whether there is any way to reach them."""
        return bool(self.contact_name or self.contact_email or self.contact_phone or self.website)


@dataclass(frozen=True, slots=True)
class Tip:
    """An article, or an event on a day; no themes, or no levels, means that any will do."""

    is_event: bool
    title: str
    url: str
    language: str
    day: date | None
    themes: frozenset[str]
    levels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands beside one result."""

    house: House
    tips: tuple[Tip, ...]


def fitting(tips: Sequence[Tip], found: Mapping[str, str], today: date) -> tuple[Tip, ...]:
    """Return the tips that fit a result: events first, soonest first, then the newest articles.

    ``found`` gives the level of each theme that a result shows; that of the role is empty. What
    was before ``today`` is over.
    """
    fit = [one for one in tips if _fits(one, found) and not _is_over(one, today)]
    events = sorted((one for one in fit if one.is_event), key=lambda one: one.day or today)
    articles = sorted(
        (one for one in fit if not one.is_event),
        key=lambda one: one.day or date.min,
        reverse=True,
    )
    return (*events, *articles)[:MOST_TIPS]


def _is_over(tip: Tip, today: date) -> bool:
    return tip.is_event and tip.day is not None and tip.day < today


def _fits(tip: Tip, found: Mapping[str, str]) -> bool:
    if not tip.themes and not tip.levels:
        return True
    return any(
        (not tip.themes or key in tip.themes) and (not tip.levels or level in tip.levels)
        for key, level in found.items()
    )
