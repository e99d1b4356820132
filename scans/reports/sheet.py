"""Everything about somebody, as a file for programs and as a page: two renderings of one value."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

FORMAT = 1
"""The form of the file, as ``docs/personal-data.md`` describes it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is kept: its key in the file, its name on the page, and what it is.

    ``said`` is what the page says where the file holds a code, or a structure of its own (figures).
    """

    key: str
    label: str
    value: Any
    said: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether it can be read on a page."""
        return bool(self.said) or not isinstance(self.value, dict)

    @property
    def words(self) -> str:
        """What it is, for a reader."""
        if self.said or self.value is None or self.value in ("", []):
            return self.said or "–"
        if isinstance(self.value, bool):
            return _("ja") if self.value else _("nee")
        if isinstance(self.value, date):
            return date_format(self.value, "j F Y")
        if isinstance(self.value, list):
            return ", ".join(self.value)
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Section:
    """Records of one kind, each a row of facts; there can be none."""

    key: str
    title: str
    records: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything about a person of this kind, as it was on this day."""

    about: str
    made_on: date
    sections: tuple[Section, ...]

    @property
    def filled(self) -> list[Section]:
        """The sections with something in them."""
        return [one for one in self.sections if one.records]

    @property
    def empty(self) -> list[Section]:
        """The others: of these nothing is kept."""
        return [one for one in self.sections if not one.records]

    def to_json(self) -> str:
        """Return the file."""
        found: dict[str, Any] = {"format": FORMAT, "about": self.about, "made_on": self.made_on}
        for section in self.sections:
            found[section.key] = [
                {fact.key: fact.value for fact in record} for record in section.records
            ]
        return json.dumps(found, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: date | datetime) -> str:
    return value.isoformat()


def section(key: str, title: str, *records: Sequence[Fact]) -> Section:
    """Return a section of these records."""
    return Section(key, title, tuple(tuple(record) for record in records))
