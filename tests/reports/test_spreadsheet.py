"""A cell of an export is text to every spreadsheet program, whatever it begins with."""

import io
import unicodedata

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from scans.reports.spreadsheet import STARTERS, safe_text

UNSEEN = ["", " ", "\u00a0", "\u200b", "\ufeff", "\x00", "\x1f", "\n", "\u202e", "\u00ad"]
LOOKALIKES = ["＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "⁼", "⁺", "｜", "％", "₌"]  # noqa: RUF001 - they are meant


@given(
    unseen=st.lists(st.sampled_from(UNSEEN), max_size=3).map("".join),
    start=st.sampled_from([*STARTERS.strip(), *LOOKALIKES]),
    rest=st.text(max_size=30),
)
def test_what_begins_like_a_formula_gets_an_apostrophe(unseen, start, rest):
    assert safe_text(unseen + start + rest)[:1] == "'"


@given(st.text(max_size=40))
def test_every_text_comes_back_from_a_workbook_as_text(text):
    safe = safe_text(text)
    book, file = Workbook(), io.BytesIO()
    book.active.append(["x", safe])
    book.save(file)

    cell = openpyxl.load_workbook(file).active["B1"]

    assert cell.data_type in {"s", "inlineStr", "n"}
    assert not isinstance(cell.value, int | float)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
def test_plain_words_stay_as_they_are(text):
    # Letters and digits that stand for another sign (⁺ is none of them) are compared as such.
    assert safe_text(text) == text or unicodedata.normalize("NFKC", text)[0] in STARTERS


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("", ""),
        ("Team Communicatie", "Team Communicatie"),
        ("a=b", "a=b"),
        ("=1+1", "'=1+1"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),  # noqa: RUF001 - they are meant
        (" \u200b@x", "' \u200b@x"),
        ("a\x00b", "ab"),
        ("\x00=1", "'=1"),
    ],
)
def test_examples(text, safe):
    assert safe_text(text) == safe
