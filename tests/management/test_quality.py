import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from scans.engine.quality import AnswerScale, ScaleItem
from scans.management.items_file import ItemsFile, ItemsFileError, parse_items, parse_scale

MANAGE = Path(__file__).parents[2] / "manage.py"
SIX = AnswerScale(1, 6)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


@pytest.fixture
def quality(tmp_path):
    """Return a function that runs the command on the contents of a file."""

    def run(content, scale="1-6"):
        file = tmp_path / "antwoorden.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = StringIO()
        call_command("quality", csv=str(file), scale=scale, stdout=out)
        return json.loads(out.getvalue())

    return run


def test_the_whole_answer_has_every_figure(quality):
    # Complete, with the second reversed: 1 1 2, 3 2 4 and 6 6 6. Sums of squares around the mean
    # are 38/3, 14 and 8, and 302/3 of the totals 4, 9 and 18; F has 2 and 4 degrees of freedom.
    figures = quality("werk,-druk,rust\n1,6,2\n2,4,\n3,5,4\n6,1,6\n")

    def near(value):
        return pytest.approx(value, abs=1e-6)

    spread, left = near((14 / 3) ** 0.5), 1 - 1.5 * (1 - 104 / 302)
    assert figures == {
        "items": [
            {
                "name": "werk",
                "reversed": False,
                "n": 4,
                "mean": 3.0,
                "sd": spread,
                "missing": 0.0,
                "item_rest": near(23 / (38 / 3 * 42) ** 0.5),
                "floor": 0.25,
                "ceiling": 0.25,
            },
            {
                "name": "druk",
                "reversed": True,
                "n": 4,
                "mean": 3.0,
                "sd": spread,
                "missing": 0.0,
                "item_rest": near(23 / (14 * 122 / 3) ** 0.5),
                "floor": 0.25,
                "ceiling": 0.25,
            },
            {
                "name": "rust",
                "reversed": False,
                "n": 3,
                "mean": 4.0,
                "sd": 2.0,
                "missing": 0.25,
                "item_rest": near(20 / (8 * 158 / 3) ** 0.5),
                "floor": 0.0,
                "ceiling": near(1 / 3),
            },
        ],
        "scale": {
            "items": 3,
            "n": 4,
            "complete_rows": 3,
            "alpha": near(1 - left),
            "interval": [near(1 - left * 10.6491106), near(1 - left * 0.0254787)],
        },
    }


def test_what_cannot_be_computed_is_null(quality):
    unknown = {"mean": None, "sd": None, "item_rest": None, "floor": None, "ceiling": None}

    assert quality("a,-b\n") == {
        "items": [
            {"name": "a", "reversed": False, "n": 0, "missing": None, **unknown},
            {"name": "b", "reversed": True, "n": 0, "missing": None, **unknown},
        ],
        "scale": {"items": 2, "n": 0, "complete_rows": 0, "alpha": None, "interval": None},
    }


def parsed(content, answer_scale=SIX):
    return parse_items(content if isinstance(content, bytes) else content.encode(), answer_scale)


PLAIN = ItemsFile((ScaleItem("a"), ScaleItem("b", reversed=True)), [[1, 6], [None, 3]])


@pytest.mark.parametrize(
    "content",
    [
        "a,-b\n1,6\n,3\n",
        "a,-b\n1,6\n,3",
        "a,-b\r\n1,6\r\n,3\r\n",
        "a,-b\r1,6\r,3\r",
        "\ufeffa,-b\n1,6\n,3\n",
        "a;-b\n1;6\n;3\n",
        "\ufeffa;-b\r\n1;6\r\n;3\r\n",
        '"a","-b"\n"1","6"\n"","3"\n',
        " a , - b \n 1 , 6 \n  , 3 \n",
        "\n\na,-b\n\n1,6\n\n,3\n\n",
        "a,-b\n1.0,+6\n,03\n",
        "a;-b\n1,0;6\n;3,00\n",
    ],
)
def test_the_same_table_in_another_spelling_is_read_alike(content):
    assert parsed(content) == PLAIN


def test_a_decimal_is_read_exactly():
    (row,) = parsed("a;b;c\n3,1;3.25;1\n").rows

    assert [str(value) for value in row] == ["31/10", "13/4", "1"]


def test_a_comma_in_a_name_does_not_make_columns():
    file = parsed('"werk, en rust";"druk"\n1;2\n')

    assert file == ItemsFile((ScaleItem("werk, en rust"), ScaleItem("druk")), [[1, 2]])


def test_in_one_column_quotes_make_a_missing_value_and_an_empty_line_makes_none():
    assert parsed('a\n1\n\n""\n2\n').rows == [[1], [None], [2]]


@pytest.mark.parametrize(
    ("text", "answer_scale"),
    [
        ("1-6", AnswerScale(1, 6)),
        ("0-10", AnswerScale(0, 10)),
        (" 1-5 ", AnswerScale(1, 5)),
        ("-3-3", AnswerScale(-3, 3)),
        ("-3--1", AnswerScale(-3, -1)),
    ],
)
def test_a_scale_is_read(text, answer_scale):
    assert parse_scale(text) == answer_scale


BAD_SCALES = {
    **dict.fromkeys(
        [
            "",
            "6",
            "1-",
            "-6",
            "1–6",
            "1,6",
            "1-6-7",
            "a-b",
            "1.5-6",
            "1-1234567",
            "\N{ARABIC-INDIC DIGIT ONE}-6",
        ],
        "schrijf een laagste en een hoogste cijfer, als 1-6.",
    ),
    "6-1": "het eerste cijfer moet het laagste zijn.",
    "3-3": "het eerste cijfer moet het laagste zijn.",
}


@pytest.mark.parametrize(("text", "complaint"), BAD_SCALES.items())
def test_a_scale_that_is_none_is_refused(text, complaint):
    with pytest.raises(ItemsFileError) as refused:
        parse_scale(text)

    assert str(refused.value) == f"schaal {text!r}: {complaint}"


NO_TEXT = "dit is geen tekst; bewaar het bestand als CSV (UTF-8)."
BAD_FILES = {
    "no byte": (b"", "regel 1: het bestand is leeg."),
    "only a byte order mark": (b"\xef\xbb\xbf", "regel 1: het bestand is leeg."),
    "only empty lines": (b"\n\r\n\n", "regel 1: het bestand is leeg."),
    "a picture": (PNG, f"regel 1: {NO_TEXT}"),
    "a spreadsheet's own encoding": ("a,b\n1,2\né,3\n".encode("cp1252"), f"regel 3: {NO_TEXT}"),
    "two bytes per character": ("a,b\n1,2\n".encode("utf-16"), f"regel 1: {NO_TEXT}"),
    "zeros": (bytes(40), "regel 1: de naam van kolom 1 bevat tekens die niet kunnen."),
    "a name of nothing": ("a,,c\n1,2,3\n", "regel 1: kolom 2 heeft geen naam."),
    "a name of only a dash": ("a,-\n1,2\n", "regel 1: kolom 2 heeft geen naam."),
    "a separator at the end": ("a,b,\n1,2,\n", "regel 1: kolom 3 heeft geen naam."),
    "a name twice": ("a,b,a\n1,2,3\n", "regel 1: kolom 'a' staat er twee keer."),
    "a name and its reverse": ("a,-a\n1,2\n", "regel 1: kolom 'a' staat er twee keer."),
    "a name over two lines": (
        '"a\nb",c\n1,2\n',
        "regel 2: de naam van kolom 1 bevat tekens die niet kunnen.",
    ),
    "a word": ("a,b\n1,2\n3,veel\n", "regel 3: 'veel' is geen getal."),
    "a word for missing": ("a,b\n1,NA\n", "regel 2: 'NA' is geen getal."),
    "no number at all": ("a,b\n1,nan\n", "regel 2: 'nan' is geen getal."),
    "infinity": ("a,b\n1,inf\n", "regel 2: 'inf' is geen getal."),
    "a fraction": ("a,b\n1,1/2\n", "regel 2: '1/2' is geen getal."),
    "an exponent": ("a,b\n1,1e0\n", "regel 2: '1e0' is geen getal."),
    "an underscore": ("a,b\n1,0_1\n", "regel 2: '0_1' is geen getal."),
    "digits of another script": ("a,b\n1,٣\n", "regel 2: '٣' is geen getal."),
    "a decimal comma between commas": ('a,b\n1,"3,5"\n', "regel 2: '3,5' is geen getal."),
    "two decimal commas": ("a;b\n1;1,2,3\n", "regel 2: '1,2,3' is geen getal."),
    "a value of a page": (f"a,b\n1,{'x' * 90}\n", f"regel 2: '{'x' * 40}…' is geen getal."),
    "very many digits": (f"a,b\n1,{'1' * 90}\n", f"regel 2: '{'1' * 40}…' is geen getal."),
    "a line break in a value": ('a,b\n1,"2\n3"\n', "regel 3: '2\\n3' is geen getal."),
    "below the scale": ("a,b\n1,2\n0,3\n", "regel 3: '0' valt buiten de schaal 1-6."),
    "above the scale": ("a,b\n1,2\n3,7\n", "regel 3: '7' valt buiten de schaal 1-6."),
    "just above the scale": ("a,b\n1,6.01\n", "regel 2: '6.01' valt buiten de schaal 1-6."),
    "too few values": ("a,b\n1,2\n\n3\n", "regel 4: hier staan 1 waarden, er zijn 2 kolommen."),
    "too many values": ("a,b\n1,2,3\n", "regel 2: hier staan 3 waarden, er zijn 2 kolommen."),
    "other separators below": ("a,b\n1;2\n", "regel 2: hier staan 1 waarden, er zijn 2 kolommen."),
    "quotes that don't close": (
        'a,b\n1,"2\n3,4\n',
        "regel 3: dit is geen geldige CSV (unexpected end of data).",
    ),
    "quotes that don't close in the header": (
        'a,"b\n1,2\n',
        "regel 2: dit is geen geldige CSV (unexpected end of data).",
    ),
    "text after quotes": (
        'a,b\n1,"2"3\n',
        "regel 2: dit is geen geldige CSV (',' expected after '\"').",
    ),
}


@pytest.mark.parametrize(("content", "complaint"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_with_its_line(content, complaint):
    with pytest.raises(ItemsFileError) as refused:
        parsed(content)

    assert str(refused.value) == complaint
    assert len(complaint.splitlines()) == 1


def test_a_file_of_any_size_is_not_read():
    with pytest.raises(ItemsFileError, match=r"^het bestand is groter dan 100 MB\.$"):
        parsed(bytes(100_000_001))


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet='ab,;-"\n\r 1270.', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(content):
    try:
        file = parsed(content)
    except ItemsFileError:
        return

    assert file.items
    assert {len(row) for row in file.rows} <= {len(file.items)}
    assert all(value is None or 1 <= value <= 6 for row in file.rows for value in row)


def test_a_bad_file_is_refused_with_its_name(quality, tmp_path):
    with pytest.raises(CommandError) as refused:
        quality("a,b\n1,9\n")

    file = tmp_path / "antwoorden.csv"
    assert str(refused.value) == f"{file}: regel 2: '9' valt buiten de schaal 1-6."
    assert refused.value.returncode == 1


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"weg\.csv: kan niet gelezen worden \(No such file"):
        call_command("quality", csv=str(tmp_path / "weg.csv"), scale="1-6")


@pytest.mark.parametrize(
    ("content", "scale", "code", "complaint"),
    [
        (b"a,b\n1,2\n3,4\n5,5\n", "1-6", 0, ""),
        (PNG, "1-6", 1, f"CommandError: {{file}}: regel 1: {NO_TEXT}\n"),
        (
            b"a,b\n1,2\n3,4\n5,5,5\n",
            "1-6",
            1,
            "CommandError: {file}: regel 4: hier staan 3 waarden, er zijn 2 kolommen.\n",
        ),
        (
            b"a,b\n1,2\n",
            "6-1",
            1,
            "CommandError: {file}: schaal '6-1': het eerste cijfer moet het laagste zijn.\n",
        ),
    ],
    ids=["good", "a picture", "ragged", "no scale"],
)
def test_from_a_terminal_a_bad_file_prints_nothing_on_stdout(
    tmp_path, content, scale, code, complaint
):
    file = tmp_path / "plaatje.csv"
    file.write_bytes(content)

    result = subprocess.run(
        [sys.executable, str(MANAGE), "quality", "--csv", str(file), "--scale", scale],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stderr) == (code, complaint.format(file=file))
    assert bool(result.stdout) is (code == 0)
