"""A CSV file as people make them: from its bytes to rows of cells.

UTF-8 or Windows-1252, with semicolons, commas or tabs, and any end of line. Read piece by piece,
so that the size of the file doesn't matter.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_SET, TextIOWrapper
from itertools import chain
from typing import BinaryIO

CHUNK = 1 << 20
LINE_LIMIT = 100_000
"""Characters; a line that is longer is no line of a table."""

DELIMITERS = (";", ",", "\t")
SEPARATOR = re.compile(r'\s*"?sep=([;,\t])"?[;,\s]*', re.IGNORECASE)
"""What spreadsheets write, and read, above a table: no row of it."""
UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""The bytes that mean nothing in Windows-1252."""
MULTIBYTE = re.compile(
    rb"\xc2[\xa0-\xbf]|[\xc3-\xc5][\x80-\xbf]"
    rb"|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
"""Signs of more than one byte in UTF-8, that hardly anybody means in Windows-1252.

Of those of two bytes only Latin letters and punctuation: the others begin with a byte that is É or Ö
in Windows-1252, and a quotation mark or a dash may well come after such a capital.
"""
BEGUN = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,2}\Z")
"""What may be the beginning of such a sign, at the end of a piece."""

NO_TEXT = "hier staat een NUL-teken: dit is geen tekst. Bewaar een werkblad als CSV (UTF-8)."
NO_ENCODING = "hier staat een teken dat geen UTF-8 is en geen Windows-1252."
TWO_ENCODINGS = (
    "dit bestand staat deels in UTF-8 en deels in Windows-1252; hier staat een teken dat geen UTF-8 "
    "is. Bewaar het hele bestand als CSV (UTF-8)."
)
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


@dataclass(slots=True)
class _Place:
    """The line in which a piece of the file begins; each ends in LF, CR or both, as for ``csv``."""

    line: int = 1
    after_cr: bool = False

    def of(self, before: bytes) -> int:
        """Return the line that comes after ``before``, with which this piece begins."""
        ends = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
        # An end of two bytes may be cut in two; it was counted at the first.
        return self.line + ends - (self.after_cr and before.startswith(b"\n"))

    def go_past(self, piece: bytes) -> None:
        """Go on to what comes after this piece."""
        self.line, self.after_cr = self.of(piece), piece.endswith(b"\r")


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0, SEEK_SET)
    while piece := file.read(CHUNK):
        yield piece


def _encoding_of(file: BinaryIO) -> str:
    """Return an encoding in which every byte of the file has a meaning."""
    with_mark = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    no_utf8 = _first_fault(file)
    if no_utf8 is None:
        return "utf-8-sig"
    if with_mark:
        raise UnreadableError(no_utf8, NO_ENCODING)
    _check_windows(file, no_utf8)
    return "cp1252"


def _first_fault(file: BinaryIO) -> int | None:
    """Return the line of the first byte that is no UTF-8; refuse a NUL, wherever it is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    place = _Place()
    found: int | None = None
    for piece in _pieces(file):
        if (nul := piece.find(0)) >= 0:
            raise UnreadableError(place.of(piece[:nul]), NO_TEXT)
        if found is None:
            found = _fault(decoder, piece, place)
        place.go_past(piece)
    return found or _fault(decoder, b"", place)


def _fault(decoder: codecs.IncrementalDecoder, piece: bytes, place: _Place) -> int | None:
    """Return the line of the first byte that can't go on; nothing more is the end."""
    try:
        decoder.decode(piece, final=not piece)
    except UnicodeDecodeError as error:
        # What waited of the piece before is part of a sign: no line ends in it.
        return place.of(error.object[: error.start])
    return None


def _check_windows(file: BinaryIO, no_utf8: int) -> None:
    """Refuse what is no Windows-1252, or what is only partly so.

    One faulty byte would else turn all names of a file in UTF-8 into others, and each of them would
    be a new organisation.
    """
    place = _Place()
    begun, is_mixed = b"", False
    for read in chain(_pieces(file), (b"",)):
        piece = begun + read
        cut = BEGUN.search(piece) if read else None
        begun = cut[0] if cut else b""
        piece = piece.removesuffix(begun)
        single, count = MULTIBYTE.subn(b"", piece)
        if undefined := UNDEFINED.search(single):
            raise UnreadableError(place.of(single[: undefined.start()]), NO_ENCODING)
        is_mixed = is_mixed or count > 0
        place.go_past(piece)
    if is_mixed:
        raise UnreadableError(no_utf8, TWO_ENCODINGS)


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
