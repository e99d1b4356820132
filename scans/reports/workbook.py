"""A workbook that is sent while it is made: however long it is, it starts at once and stays small.

openpyxl makes all of it but the long sheets: it can only write a workbook as a whole. Those are
written here, row by row, into the file that is going out, before the rest of it.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain, islice
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

CellValue: TypeAlias = str | int | float | None

SHEET_ROWS = 1_048_576
"""More rows no program reads from one sheet."""

AT_ONCE = 200
"""Rows that are sent together."""

COMPRESSION = 4
"""Of 1 to 9: a little less than usual, for half the time."""

SHEET = "xl/worksheets/sheet{}.xml"
END = b"</sheetData>"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A short sheet, or the first lines of a long one."""

    title: str
    lines: Sequence[Sequence[CellValue]]


class _Outbox(io.RawIOBase):
    """What a file was written to that is sent on; it can't go back, so nothing has to be kept."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:  # type: ignore[override] # a ZipFile writes bytes only
        self._parts.append(data)
        return len(data)

    def take(self) -> bytes:
        """Return what was written since this was asked last."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def workbook_parts(
    long: Sheet, rows: Iterable[Sequence[CellValue]], short: Sheet, *, most: int = SHEET_ROWS
) -> Iterator[bytes]:
    """Yield the bytes of a workbook: the rows under the first lines of a sheet, then a short one.

    Texts come in as texts, whatever they begin with, and must hold no characters that XML
    forbids. What doesn't fit in ``most`` rows goes on in a next sheet, with the same first lines.
    """
    outbox, left, count = _Outbox(), iter(rows), 0
    with ZipFile(outbox, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as file:
        # These come first, by them programs see what kind of file this is.
        first = _by_openpyxl([long], short)
        _copy(first, [name for name in first.namelist() if name.startswith("docProps/")], file)
        yield outbox.take()
        before, _end, after = first.read(SHEET.format(1)).partition(END)
        upcoming: list[Sequence[CellValue]] = []
        while count == 0 or (upcoming := list(islice(left, 1))):
            count += 1
            fitting = islice(chain(upcoming, left), most - len(long.lines))
            numbered = enumerate(fitting, start=len(long.lines) + 1)
            with file.open(SHEET.format(count), "w") as sheet:
                sheet.write(before)
                while some := list(islice(numbered, AT_ONCE)):
                    sheet.write("".join(_row(number, row) for number, row in some).encode())
                    yield outbox.take()
                sheet.write(END + after)
        rest = _by_openpyxl(_titled(long, count), short)
        _copy(rest, sorted({*rest.namelist()} - {*file.namelist()}), file)
    yield outbox.take()


def _titled(long: Sheet, count: int) -> list[Sheet]:
    more = [Sheet(f"{long.title} {number}", ()) for number in range(2, count + 1)]
    return [long, *more]


def _by_openpyxl(long: Sequence[Sheet], short: Sheet) -> ZipFile:
    """Return a workbook with these sheets, the short one last."""
    book = Workbook(write_only=True)
    for one in (*long, short):
        sheet = book.create_sheet(one.title)
        for line in one.lines:
            sheet.append(line)
    made = io.BytesIO()
    book.save(made)
    return ZipFile(made)


def _copy(source: ZipFile, names: Iterable[str], target: ZipFile) -> None:
    for name in names:
        with target.open(name, "w") as part:
            part.write(source.read(name))


def _row(number: int, values: Sequence[CellValue]) -> str:
    cells = "".join(
        _cell(f"{get_column_letter(column)}{number}", value)
        for column, value in enumerate(values, start=1)
        if value not in (None, "")
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: CellValue) -> str:
    if not isinstance(value, str):
        return f'<c r="{place}" t="n"><v>{value}</v></c>'
    # A reader of XML would take a carriage return for the end of a line.
    text = escape(value, quote=False).replace("\r", "&#13;")
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
