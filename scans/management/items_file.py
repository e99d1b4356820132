"""The file that ``manage.py quality`` reads: CSV with a column per item and a line per answerer."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scans.engine.intervals import Value
from scans.engine.quality import AnswerScale, ScaleItem
from scans.engine.reliability import Row

REVERSED = "-"
LARGEST = 100_000_000
"""The most bytes that are read; a hundred thousand lines of twenty items are a twentieth."""

LONGEST = 40
"""The most characters of a cell that a message repeats."""

SCALE = re.compile(r"(-?[0-9]{1,6})-(-?[0-9]{1,6})")
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")


class ItemsFileError(ValueError):
    """A file or a scale that can't be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class ItemsFile:
    """What a file holds: its items, and what was answered to them, before reversing."""

    items: tuple[ScaleItem, ...]
    rows: list[Row]


def parse_scale(text: str) -> AnswerScale:
    """Return the scale of ``1-6``; raises ``ItemsFileError``."""
    match = SCALE.fullmatch(text.strip())
    if match is None:
        raise ItemsFileError(
            f"schaal {text!r}: schrijf een laagste en een hoogste cijfer, als 1-6."
        )
    try:
        return AnswerScale(int(match[1]), int(match[2]))
    except ValueError as error:
        raise ItemsFileError(
            f"schaal {text!r}: het eerste cijfer moet het laagste zijn."
        ) from error


def parse_items(content: bytes, answer_scale: AnswerScale) -> ItemsFile:
    """Return the contents of a CSV file; raises ``ItemsFileError`` with the line.

    Commas or semicolons stand between the columns, whichever gives the header more of them; beside
    semicolons a decimal may have a comma. An empty line is skipped.
    """
    text = _text(content)
    delimiter = max(",;", key=lambda one: _width(_lines(text, one)))
    lines = _lines(text, delimiter)
    line, names = next(lines, (1, []))
    if not names:
        raise _wrong(line, "het bestand is leeg.")
    items = _items(line, names)
    cells = _Cells(answer_scale, comma=delimiter == ";")
    return ItemsFile(items, [_row(line, row, items, cells) for line, row in lines])


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise ItemsFileError(f"het bestand is groter dan {LARGEST // 1_000_000} MB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _wrong(line, "dit is geen tekst; bewaar het bestand als CSV (UTF-8).") from error


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that isn't empty, without the spaces around its cells, and its number."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise _wrong(reader.line_num, f"dit is geen geldige CSV ({error}).") from error


def _width(lines: Iterator[tuple[int, list[str]]]) -> int:
    """Return how many columns the header has; 1 if it can't be read this way."""
    try:
        return len(next(lines, (1, []))[1])
    except ItemsFileError:
        return 1


def _items(line: int, names: Sequence[str]) -> tuple[ScaleItem, ...]:
    items: dict[str, ScaleItem] = {}
    for place, name in enumerate(names, start=1):
        turned = name.startswith(REVERSED)
        bare = name.removeprefix(REVERSED).strip()
        if not bare:
            raise _wrong(line, f"kolom {place} heeft geen naam.")
        if not bare.isprintable():
            raise _wrong(line, f"de naam van kolom {place} bevat tekens die niet kunnen.")
        if bare in items:
            raise _wrong(line, f"kolom {bare!r} staat er twee keer.")
        items[bare] = ScaleItem(bare, turned)
    return tuple(items.values())


def _row(line: int, row: Sequence[str], items: Sequence[ScaleItem], cells: "_Cells") -> Row:
    if len(row) != len(items):
        raise _wrong(line, f"hier staan {len(row)} waarden, er zijn {len(items)} kolommen.")
    try:
        return [cells.value(cell) for cell in row]
    except ItemsFileError as error:
        raise _wrong(line, str(error)) from error


@dataclass(slots=True)
class _Cells:
    """Reads cells; what was read before is remembered, since a scale has few answers."""

    answer_scale: AnswerScale
    comma: bool
    known: dict[str, Value | None] = field(default_factory=lambda: {"": None})

    def value(self, cell: str) -> Value | None:
        if cell not in self.known:
            self.known[cell] = self._read(cell)
        return self.known[cell]

    def _read(self, cell: str) -> Value:
        number = cell.replace(",", ".") if self.comma else cell
        if NUMBER.fullmatch(number) is None:
            raise ItemsFileError(f"{_short(cell)} is geen getal.")
        exact = Fraction(number)
        if not self.answer_scale.holds(exact):
            low, high = self.answer_scale.low, self.answer_scale.high
            raise ItemsFileError(f"{_short(cell)} valt buiten de schaal {low}-{high}.")
        return exact.numerator if exact.denominator == 1 else exact


def _short(cell: str) -> str:
    """Return a cell as it may stand in a message: on one line, and not a page long."""
    return repr(cell if len(cell) <= LONGEST else f"{cell[:LONGEST]}…")


def _wrong(line: int, sentence: str) -> ItemsFileError:
    return ItemsFileError(f"regel {line}: {sentence}")
