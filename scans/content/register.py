"""The register of everything that is stored: what it is, of whom, what for and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

REGISTER = Path(__file__).parent / "register.yaml"

FORMAT = 1


class Person(StrEnum):
    """Whom data can be about; ``NOBODY`` is what says nothing of a person."""

    APPLICANT = "aanvrager"
    RESPONDENT = "respondent"
    READER = "lezer"
    VISITOR = "bezoeker"
    ADVISER = "adviseur"
    NOBODY = "niemand"


class RegisterError(ValueError):
    """The register is not what it should be; the message names the table."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what it holds, in Dutch; ``personal`` is whether that says something of a person."""

    name: str
    holds: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the database; all texts are in Dutch, ``kept`` with the terms of this site in it.

    ``who`` is whom its personal columns are about, ``NOBODY`` when it has none.
    """

    name: str
    about: str
    who: Person
    purpose: str
    kept: str
    columns: tuple[Column, ...]


def register_with(terms: Mapping[str, int]) -> tuple[Table, ...]:
    """Return the register with these terms filled in, by their names in ``register.yaml``."""
    return register_of(_document(), terms)


@cache
def _document() -> Any:  # noqa: ANN401 - what a YAML file holds; looked at in ``register_of``
    return yaml.safe_load(REGISTER.read_text(encoding="utf-8"))


def register_of(document: Any, terms: Mapping[str, int]) -> tuple[Table, ...]:  # noqa: ANN401 - as above
    """Return the register that a document holds; ``RegisterError`` for what doesn't fit."""
    if document.get("format") != FORMAT:
        raise RegisterError(f"format must be {FORMAT}")
    common = document["terms"]
    tables = tuple(_table(entry, common, terms) for entry in document["tables"])
    names = [table.name for table in tables]
    if twice := {name for name in names if names.count(name) > 1}:
        raise RegisterError(f"{min(twice)} stands in it twice")
    return tables


TEXTS = ("table", "about", "who", "purpose", "kept")
GROUPS = ("personal", "other")


def _table(entry: Mapping[str, Any], common: Mapping[str, str], terms: Mapping[str, int]) -> Table:
    name = str(entry.get("table"))
    if set(entry) != {*TEXTS, *GROUPS}:
        raise RegisterError(f"{name}: exactly {', '.join((*TEXTS, *GROUPS))} are needed")
    columns = [
        Column(column, holds, group == "personal")
        for group in GROUPS
        for column, holds in entry[group].items()
    ]
    texts = [*(entry[key] for key in TEXTS), *(column.holds for column in columns)]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise RegisterError(f"{name}: every text is filled in")
    if entry["personal"].keys() & entry["other"].keys():
        raise RegisterError(f"{name}: a column is personal or it isn't")
    if entry["who"] not in set(Person):
        raise RegisterError(f"{name}: nobody is called {entry['who']}")
    if bool(entry["personal"]) is (entry["who"] == Person.NOBODY):
        raise RegisterError(f"{name}: who belongs with personal columns, and only with those")
    return Table(
        name=name,
        about=entry["about"],
        who=Person(entry["who"]),
        purpose=entry["purpose"],
        kept=common.get(entry["kept"], entry["kept"]).format_map(terms),
        columns=tuple(columns),
    )
