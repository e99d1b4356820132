"""A workbook that is sent while it is made is one that programs can read, and stays small."""

import io
import tracemalloc
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from scans.reports.spreadsheet import NOT_IN_XML
from scans.reports.workbook import AT_ONCE, Sheet, workbook_parts

HEAD = Sheet("Long", [["name", "n"]])
SHORT = Sheet("Meaning", [["column", "meaning"], ["n", "a number"]])
TEXTS = st.text(max_size=12).map(lambda text: NOT_IN_XML.sub("", text))


def opened(parts):
    return openpyxl.load_workbook(io.BytesIO(b"".join(parts)))


def values(sheet: Worksheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("count", [0, 1, AT_ONCE, AT_ONCE + 1])
def test_every_row_comes_back_in_its_order_with_the_short_sheet_behind_it(count):
    rows = [[f"row {number}", number / 2] for number in range(count)]

    book = opened(workbook_parts(HEAD, rows, SHORT))

    assert book.sheetnames == ["Long", "Meaning"]
    assert values(book["Long"]) == [["name", "n"], *rows]
    assert values(book["Meaning"]) == [list(line) for line in SHORT.lines]


@given(
    st.lists(
        st.tuples(TEXTS, st.none() | st.integers(-(2**50), 2**50) | st.floats(0, 100)), max_size=5
    )
)
def test_every_text_and_number_comes_back_as_it_was_and_no_text_is_computed(rows):
    book = opened(workbook_parts(HEAD, rows, SHORT))

    sheet = book["Long"]
    found = [[sheet.cell(at, 1).value or "", sheet.cell(at, 2).value] for at in _under(rows)]
    assert found == [list(row) for row in rows]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {
        "s",
        "inlineStr",
        "n",
    }


def _under(rows):
    return range(2, 2 + len(rows))


@pytest.mark.parametrize(
    ("count", "sheets"),
    [
        (2, ["Long", "Meaning"]),
        (3, ["Long", "Long 2", "Meaning"]),
        (4, ["Long", "Long 2", "Meaning"]),
    ],
)
def test_what_a_sheet_cannot_hold_goes_on_in_a_next_one_with_the_same_first_line(count, sheets):
    rows = [["x", number] for number in range(count)]

    book = opened(workbook_parts(HEAD, rows, SHORT, most=3))

    assert book.sheetnames == sheets
    assert [row for name in sheets[:-1] for row in values(book[name])[1:]] == rows
    assert all(values(book[name])[0] == ["name", "n"] for name in sheets[:-1])


def test_the_first_bytes_are_there_before_any_row_and_rows_are_sent_as_they_come():
    asked = []

    def rows():
        for number in range(5 * AT_ONCE):
            asked.append(number)
            yield ["x", number]

    parts = workbook_parts(HEAD, rows(), SHORT)

    assert next(parts).startswith(b"PK")
    assert asked == []
    next(parts)
    assert len(asked) == AT_ONCE


def test_ten_times_as_many_rows_take_no_more_memory():
    def peak(count):
        tracemalloc.start()
        for _part in workbook_parts(HEAD, (["x" * 50, number] for number in range(count)), SHORT):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(AT_ONCE)  # the first time things are imported and kept
    assert peak(50 * AT_ONCE) < 1.2 * peak(5 * AT_ONCE)


def test_the_file_is_sound_for_whoever_reads_it_as_a_zip():
    file = io.BytesIO(b"".join(workbook_parts(HEAD, [["x", 1]], SHORT)))

    with zipfile.ZipFile(file) as parts:
        assert parts.testzip() is None
        assert len(set(parts.namelist())) == len(parts.namelist())
        assert {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"} <= {*parts.namelist()}
