"""The register of data, to read: as a page, Markdown, CSV or JSON, all of the same tables."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.conf import settings

from scans.content.register import Person, Table, register_with

ABOUT = {
    Person.APPLICANT: "Over aanvragers en hun afdeling",
    Person.RESPONDENT: "Over respondenten",
    Person.READER: "Over lezers van de nieuwsbrief",
    Person.VISITOR: "Over bezoekers",
    Person.ADVISER: "Over adviseurs en beheerders",
    Person.NOBODY: "Over niemand in het bijzonder",
}
"""What each part of the register is called. It is in Dutch, as the law that asks for it is."""

INTRODUCTION = (
    "Wat de Afdelingsscan bewaart: elke tabel van de database met elke kolom. Een kolom is "
    "persoonlijk als zij iets zegt over een persoon. Links, tijdstippen van antwoorden en "
    "IP-adressen staan er niet in."
)

COLUMNS = ("tabel", "kolom", "wat", "persoonlijk", "over wie", "doel", "hoe lang")


@dataclass(frozen=True, slots=True)
class Part:
    """The tables that are about one kind of person."""

    title: str
    tables: tuple[Table, ...]


def register_now() -> tuple[Table, ...]:
    """Return the register with the terms of this site."""
    return register_with(asdict(settings.RETENTION))


def parts_of(tables: Sequence[Table]) -> tuple[Part, ...]:
    """Return the tables grouped by whom they are about."""
    return tuple(
        Part(title, tuple(table for table in tables if table.who == who))
        for who, title in ABOUT.items()
    )


def register_markdown(tables: Sequence[Table]) -> str:
    """Return the register as a document."""
    lines = ["# Register van gegevens", "", INTRODUCTION, ""]
    lines += ["Dit bestand maakt `manage.py register`; verander het niet met de hand.", ""]
    for part in parts_of(tables):
        lines += [f"## {part.title}", ""]
        for table in part.tables:
            lines += [f"### `{table.name}`", "", table.about, ""]
            lines += [f"- Doel: {table.purpose}", f"- Bewaard: {table.kept}", ""]
            lines += ["| kolom | wat | persoonlijk |", "|---|---|---|"]
            lines += [
                f"| `{one.name}` | {one.holds} | {_yes(personal=one.personal)} |"
                for one in table.columns
            ]
            lines.append("")
    return "\n".join(lines)


def register_csv(tables: Sequence[Table]) -> str:
    """Return the register with a line for each column."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for table in tables:
        for one in table.columns:
            who = table.who if one.personal else Person.NOBODY
            facts = (one.name, one.holds, _yes(personal=one.personal), who)
            writer.writerow((table.name, *facts, table.purpose, table.kept))
    return file.getvalue()


def register_json(tables: Sequence[Table]) -> str:
    """Return the register for a program, as ``docs/personal-data.md`` describes it."""
    found = {"format": 1, "tables": [asdict(table) for table in tables]}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _yes(*, personal: bool) -> str:
    return "ja" if personal else "nee"
