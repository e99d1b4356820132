"""A CSV file as people make them: from its bytes to rows of cells.

UTF-8 or Windows-1252, with semicolons, commas or tabs, and any end of line. Read piece by piece,
so that the size of the file doesn't matter.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from io import SEEK_SET, TextIOWrapper
from typing import BinaryIO

CHUNK = 1 << 20
LINE_LIMIT = 100_000
"""Characters; a line that is longer is no line of a table."""

DELIMITERS = (";", ",", "\t")
SEPARATOR = re.compile(r'\s*"?sep=([;,\t])"?[;,\s]*', re.IGNORECASE)
"""What spreadsheets write, and read, above a table: no row of it."""
UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""The bytes that mean nothing in Windows-1252."""

NO_TEXT = "hier staat een NUL-teken: dit is geen tekst. Bewaar een werkblad als CSV (UTF-8)."
NO_ENCODING = "hier staat een teken dat geen UTF-8 is en geen Windows-1252."
NO_LINE = "deze regel is te lang: dit is geen CSV-bestand."
NO_QUOTES = "de aanhalingstekens kloppen niet vanaf deze regel."
NOTHING = "het bestand is leeg."


class UnreadableError(ValueError):
    """A place after which nothing in a file can be read; ``line`` counts from 1."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


def rows_of(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Give each row that holds anything, with the line where it begins and its cells, stripped.

    There is at least one. ``file`` can be sought in and stays open. Raises ``UnreadableError``.
    """
    encoding = _encoding_of(file)
    file.seek(0, SEEK_SET)
    text = TextIOWrapper(file, encoding=encoding, newline="")
    try:
        delimiter, is_told = _delimiter(text)
        rows = _rows(text, delimiter)
        told = next(rows) if is_told else None
        first = next(rows, None)
        if first is None:
            raise UnreadableError(1 if told is None else told[0], NOTHING)
        yield first
        yield from rows
    finally:
        if not file.closed:  # by whoever stopped halfway
            text.detach()


def _encoding_of(file: BinaryIO) -> str:
    """Return an encoding in which every byte of the file has a meaning."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    no_utf8: int | None = None
    undefined: int | None = None
    with_mark = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    file.seek(0, SEEK_SET)
    while chunk := file.read(CHUNK):
        if (place := chunk.find(0)) >= 0:
            raise UnreadableError(line + chunk.count(b"\n", 0, place), NO_TEXT)
        if no_utf8 is None:
            no_utf8 = _fault(decoder, chunk, line)
        if undefined is None and (found := UNDEFINED.search(chunk)):
            undefined = line + chunk.count(b"\n", 0, found.start())
        line += chunk.count(b"\n")
    if no_utf8 is None:
        no_utf8 = _fault(decoder, b"", line)
    if no_utf8 is None:
        return "utf-8-sig"
    if with_mark or undefined is not None:
        raise UnreadableError(no_utf8 if with_mark else undefined or line, NO_ENCODING)
    return "cp1252"


def _fault(decoder: codecs.IncrementalDecoder, chunk: bytes, line: int) -> int | None:
    """Return the line of the first byte that can't go on; nothing more is the end."""
    try:
        decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as error:
        return line + error.object.count(b"\n", 0, error.start)
    return None


def _delimiter(text: TextIOWrapper) -> tuple[str, bool]:
    """Return what stands between the cells, and whether the first row is there to tell that.

    Goes back to the beginning.
    """
    for line in _lines(text):
        if any(not sign.isspace() and sign not in ';,"' for sign in line):
            text.seek(0)
            told = SEPARATOR.fullmatch(line)
            return (told[1], True) if told else (max(DELIMITERS, key=line.count), False)
    raise UnreadableError(1, NOTHING)


def _lines(text: TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(LINE_LIMIT):
        number += 1
        if len(line) == LINE_LIMIT:
            raise UnreadableError(number, NO_LINE)
        yield line


def _rows(text: TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_lines(text), delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        begin = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableError(begin, NO_QUOTES) from error
        if any(cells):
            yield begin, cells
