"""The export of the list of scans: its columns, what they mean, and the files.

The names of columns and the words of the codebook are the same in every language of the site, so
that whoever computes with a file needn't ask who made it.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from scans.reports.listing import THEMES, Cell, Row
from scans.reports.spreadsheet import safe_text
from scans.reports.workbook import CellValue, Sheet, workbook_parts

BOM = "\ufeff"
"""With it a spreadsheet program reads a CSV file as UTF-8."""

AT_ONCE = 200
"""Lines of a CSV file that are sent together."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it means, and its value."""

    name: str
    meaning: str
    value: Callable[[Row], CellValue]


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 1)


def _score_columns(key: str, title: str, scale: str) -> list[Column]:
    def cell(row: Row) -> Cell:
        return row.scores[key]

    return [
        Column(
            f"{title}",
            f"{scale} Leeg: onbekend of niet te tonen.",
            lambda r: _rounded(cell(r).score),
        ),
        Column(
            f"{title}_grens",
            "laag of hoog: de score zelf tonen we niet, hij ligt op of voorbij deze grens.",
            lambda r: cell(r).extreme,
        ),
    ]


COLUMNS = (
    Column("scan", "Kenmerk van de scan.", lambda r: str(r.scan_id)),
    Column("afdeling", "Naam, of zonder toestemming een omschrijving.", lambda r: r.name),
    Column("sector", "Sector van de organisatie.", lambda r: r.sector),
    Column("personen_klasse", "Hoeveel mensen de afdeling telt.", lambda r: r.size_class),
    Column("ronde", "De hoeveelste ronde van de afdeling.", lambda r: r.number),
    Column("gestart", "Dag van de start.", lambda r: r.opened_on.isoformat()),
    Column(
        "gesloten",
        "Dag van het sluiten; leeg: loopt nog.",
        lambda r: None if r.closed_on is None else r.closed_on.isoformat(),
    ),
    Column("ingevuld", "team, samen of alleen.", lambda r: r.kind),
    Column(
        "contact", "ja: de adviseur mag weten wie het is.", lambda r: "ja" if r.contact else "nee"
    ),
    Column("opvolging", "Hoe ver de adviseur is.", lambda r: r.follow_up),
    Column("n", "Van hoeveel personen de uitkomst is; 0: nog geen.", lambda r: r.n),
    *(
        column
        for key in THEMES
        for column in _score_columns(key, key, "Score van 0 tot 100, zoals in het rapport.")
    ),
    *_score_columns("impact", "impact", "Impactindex van 1 tot 100."),
    *_score_columns("now", "rol_nu", "Van 0 (maker) tot 100 (meedenker)."),
    *_score_columns("wanted", "rol_gewenst", "Van 0 (maker) tot 100 (meedenker)."),
)


def values_of(row: Row) -> list[CellValue]:
    """Return the cells of a scan; numbers as numbers, texts safe against formulas."""
    return [_safe(column.value(row)) for column in COLUMNS]


def _safe(value: CellValue) -> CellValue:
    return safe_text(value) if isinstance(value, str) else value


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a CSV file, some lines at a time; the names of the columns at once."""
    yield BOM + _line([column.name for column in COLUMNS])
    left = iter(rows)
    while some := "".join(_line(values_of(row)) for row in islice(left, AT_ONCE)):
        yield some


def codebook_lines() -> Iterator[str]:
    """Return the lines of a CSV file that says what the columns mean."""
    yield BOM + _line(["kolom", "betekenis"])
    for column in COLUMNS:
        yield _line([column.name, column.meaning])


def _line(cells: list[CellValue] | list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def xlsx_parts(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a workbook with the scans, and the codebook on its last sheet."""
    scans = Sheet("Scans", [[column.name for column in COLUMNS]])
    meanings = [[column.name, column.meaning] for column in COLUMNS]
    codebook = Sheet("Codeboek", [["kolom", "betekenis"], *meanings])
    return workbook_parts(scans, map(values_of, rows), codebook)
