"""The file with earlier results that ``manage.py benchmark import`` reads: one line per result.

The only code that knows this format; ``docs/import.md`` describes it for whoever makes a file.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import BinaryIO, TypeVar

from scans.content.csv_text import UnreadableError, rows_of
from scans.content.names import key_of
from scans.content.results_cells import (
    EARLIEST,
    RefusedError,
    department_of,
    echo,
    name_of,
    option_of,
    period_of,
    persons_of,
    score_of,
    size_of,
)
from scans.engine import distribution
from scans.engine.distribution import TENTHS
from scans.engine.impact import impact_of
from scans.engine.peers import IMPACT, ROLE_NOW, ROLE_WANTED

LISTED = 20
"""More problems than this are only counted."""

T = TypeVar("T")


class Column(StrEnum):
    """The columns, by their Dutch headings."""

    ORGANISATION = "organisatie"
    DEPARTMENT = "afdeling"
    SECTOR = "sector"
    SIZE = "grootteklasse"
    PERIOD = "periode"
    PERSONS = "aantal"
    RELEVANCE = "relevantie"
    TIMING = "timing"
    RESULT = "resultaat"
    ROLE_NOW = "rol_huidig"
    ROLE_WANTED = "rol_gewenst"


ENGLISH = {
    "organisation": Column.ORGANISATION,
    "department": Column.DEPARTMENT,
    "size_class": Column.SIZE,
    "period": Column.PERIOD,
    "n": Column.PERSONS,
    "relevance": Column.RELEVANCE,
    "result": Column.RESULT,
    "role_now": Column.ROLE_NOW,
    "role_wanted": Column.ROLE_WANTED,
}
HEADINGS: Mapping[str, Column] = {column.value: column for column in Column} | ENGLISH

NEEDED = (Column.ORGANISATION, Column.SECTOR, Column.SIZE, Column.PERIOD, Column.PERSONS)
THEMES = {one: one.value for one in (Column.RELEVANCE, Column.TIMING, Column.RESULT)}
MEASURES = {**THEMES, Column.ROLE_NOW: ROLE_NOW, Column.ROLE_WANTED: ROLE_WANTED}


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One earlier result of one department.

    ``period`` is the first day of its month; ``n`` counts persons. ``tenths`` holds the scores
    (0-100) times ten, by the measures of ``engine.measures``, the impact index included.
    """

    organisation: str
    department: str
    sector: str
    size_class: str
    period: date
    n: int
    tenths: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; ``line`` counts from 1 and is where the row begins."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"regel {self.line}: {self.sentence}"


class ResultsFileError(ValueError):
    """A file that can't be imported: its first problems, and how many there are in all."""

    def __init__(self, problems: Sequence[Problem], total: int | None = None) -> None:
        self.problems = tuple(problems)
        self.total = len(problems) if total is None else total
        more = self.total - len(self.problems)
        lines = [*map(str, self.problems), *([f"en nog {more}"] if more else [])]
        super().__init__("\n".join(lines))


def read_results(file: BinaryIO, *, sectors: Collection[str], today: date) -> Iterator[ResultRow]:
    """Give the results in a file one by one; raise ``ResultsFileError`` when any line is wrong.

    The error comes at the end, with all that is wrong: nothing that was given may be kept before
    that. ``sectors`` are the option values that exist; no period is after ``today``. ``file`` can
    be sought in and stays open.
    """
    rules, problems = _Rules(sectors, today), _Problems()
    try:
        rows = rows_of(file)
        columns = _columns(*next(rows))
        for line, cells in rows:
            result = _result(line, cells, columns, rules)
            if not isinstance(result, ResultRow):
                problems.add(result)
            elif not problems.total:
                yield result
    except UnreadableError as error:
        problems.add([Problem(error.line, str(error))])
    if not problems.total and not rules.saw_any:
        problems.add([Problem(1, "onder de kop staat geen enkele regel.")])
    if problems.total:
        raise ResultsFileError(problems.listed, problems.total)


@dataclass(slots=True)
class _Problems:
    listed: list[Problem] = field(default_factory=list)
    total: int = 0

    def add(self, problems: Sequence[Problem]) -> None:
        self.listed += problems[: LISTED - len(self.listed)]
        self.total += len(problems)


def _columns(line: int, headings: Sequence[str]) -> list[Column | None]:
    """Return what each place in a row holds; ``None`` under an empty heading."""
    columns = [_column(line, heading) for heading in headings]
    found = [column for column in columns if column is not None]
    for column in found:
        if found.count(column) > 1:
            raise UnreadableError(line, f"de kolom {column} staat er twee keer.")
    missing = [column for column in NEEDED if column not in found]
    if missing:
        raise UnreadableError(line, f"deze kolommen ontbreken: {', '.join(missing)}.")
    if not any(column in found for column in MEASURES):
        raise UnreadableError(line, f"er is geen kolom met scores ({', '.join(MEASURES)}).")
    return columns


def _column(line: int, heading: str) -> Column | None:
    if not heading:
        return None
    key = re.sub(r"[\s.-]+", "_", heading.casefold())
    if key not in HEADINGS:
        raise UnreadableError(line, f"de kolom {echo(heading)} is onbekend.")
    return HEADINGS[key]


class _Rules:
    """What a row is held against, and which rows there were before it."""

    def __init__(self, sectors: Collection[str], today: date) -> None:
        self.sectors = {sector.casefold(): sector for sector in sectors}
        self.today = today
        self._seen: set[int] = set()

    @property
    def saw_any(self) -> bool:
        """Whether there was a row at all that could be kept."""
        return bool(self._seen)

    def is_new(self, *key: str) -> bool:
        """Tell whether no row had this key before, and remember it.

        A digest as a number takes a third of the memory of the texts: a file may have a million.
        """
        digest = hashlib.blake2b("\n".join(key).encode(), digest_size=16).digest()
        number = int.from_bytes(digest)
        is_new = number not in self._seen
        self._seen.add(number)
        return is_new


@dataclass(slots=True)
class _Row:
    """A row being read: its cells by column, and what is wrong with them."""

    cells: Mapping[Column, str]
    wrong: list[str] = field(default_factory=list)

    def take(self, column: Column, parse: Callable[[str], T], otherwise: T) -> T:
        """Return what a cell means; when it is refused, remember why and return ``otherwise``."""
        try:
            return parse(self.cells.get(column, ""))
        except RefusedError as error:
            self.wrong.append(f"{column}: {error}")
            return otherwise


def _result(
    line: int, cells: Sequence[str], columns: Sequence[Column | None], rules: _Rules
) -> ResultRow | list[Problem]:
    if len(cells) != len(columns):
        sentence = f"hier staan {len(cells)} velden, in de kop {len(columns)}."
        return [Problem(line, sentence)]
    row = _Row({column: cell for column, cell in zip(columns, cells, strict=True) if column})
    if any(cell and not column for column, cell in zip(columns, cells, strict=True)):
        row.wrong.append("hier staat iets in een kolom zonder kop.")
    result = ResultRow(
        organisation=row.take(Column.ORGANISATION, name_of, ""),
        department=row.take(Column.DEPARTMENT, department_of, ""),
        sector=row.take(Column.SECTOR, partial(option_of, rules.sectors), ""),
        size_class=row.take(Column.SIZE, size_of, ""),
        period=row.take(Column.PERIOD, partial(period_of, rules.today), EARLIEST),
        n=row.take(Column.PERSONS, persons_of, 1),
        tenths=_scores(row),
    )
    if not row.wrong:
        period = f"{result.period:%Y-%m}"
        names = (result.organisation, result.department)
        if not rules.is_new(*map(key_of, names), period):
            row.wrong.append(f"{', '.join(names)}, {period} staat al eerder in het bestand.")
    return [Problem(line, sentence) for sentence in row.wrong] or result


def _scores(row: _Row) -> dict[str, int]:
    filled = [column for column in MEASURES if row.cells.get(column)]
    if not filled:
        row.wrong.append("er is geen enkele score.")
    tenths = {MEASURES[column]: row.take(column, score_of, 0) for column in filled}
    themes = {key: Fraction(tenths[key], TENTHS) for key in THEMES.values() if key in tenths}
    impact = impact_of(themes) if len(themes) == len(THEMES) else None
    return tenths if impact is None else {**tenths, IMPACT: distribution.tenths(impact.index)}
