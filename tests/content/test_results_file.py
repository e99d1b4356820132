"""Files with earlier results: what is read from them, and what is wrong with them."""

from datetime import date
from io import BytesIO

import pytest

from scans.content.csv_text import CHUNK, LINE_LIMIT
from scans.content.results_file import Problem, ResultRow, ResultsFileError, read_results

TODAY = date(2026, 11, 22)
SECTORS = ("gemeente", "zorg")
HEADER = (
    "organisatie;afdeling;sector;grootteklasse;periode;aantal;"
    "relevantie;timing;resultaat;rol_huidig;rol_gewenst"
)
FULL = {
    "organisatie": "Gemeente Voorbeeld",
    "afdeling": "Communicatie",
    "sector": "gemeente",
    "grootteklasse": "6-10",
    "periode": "2025-11",
    "aantal": "8",
    "relevantie": "64,3",
    "timing": "50",
    "resultaat": "40,0",
    "rol_huidig": "0",
    "rol_gewenst": "100",
}
# The cube root of 64.3 * 50 * 40 is 50.48.
TENTHS = {
    "relevantie": 643,
    "timing": 500,
    "resultaat": 400,
    "rol.huidig": 0,
    "rol.gewenst": 1000,
    "impact": 505,
}
KEPT = ResultRow(
    organisation="Gemeente Voorbeeld",
    department="Communicatie",
    sector="gemeente",
    size_class="6-10",
    period=date(2025, 11, 1),
    n=8,
    tenths=TENTHS,
)


def read(content):
    content = content if isinstance(content, bytes) else content.encode("utf-8")
    return list(read_results(BytesIO(content), sectors=SECTORS, today=TODAY))


def problems_of(content):
    with pytest.raises(ResultsFileError) as refusal:
        read(content)
    return str(refusal.value).split("\n")


def line(**changes):
    """Return one row of a file, good but for these changes."""
    assert not changes.keys() - FULL.keys()
    return ";".join((FULL | changes).values())


def file_of(*lines, end="\n"):
    return end.join([HEADER, *lines, ""])


def kept(**changes):
    fields = {name: getattr(KEPT, name) for name in KEPT.__slots__}
    return ResultRow(**(fields | changes))


def test_a_row_is_read_whole_and_its_impact_is_computed():
    assert read(file_of(line())) == [KEPT]


ROW = line()
COMMAS = file_of(line()).replace(",", ".").replace(";", ",")
QUOTED = HEADER.replace(";", ",") + "\n" + ",".join(f'"{cell}"' for cell in FULL.values())
ENGLISH = (
    "organisation,department,sector,size_class,period,n,"
    "relevance,timing,result,role_now,role_wanted"
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + file_of(ROW).encode(), id="byte-order-mark"),
        pytest.param(file_of(ROW, end="\r\n"), id="crlf"),
        pytest.param(file_of(ROW, end="\r"), id="cr"),
        pytest.param(file_of(ROW).rstrip(), id="no-end-of-line"),
        pytest.param(file_of(ROW).replace(";", "\t"), id="tabs"),
        pytest.param(COMMAS, id="commas"),
        pytest.param(QUOTED, id="commas-and-decimal-commas"),
        pytest.param(
            "\n".join(";".join(reversed(one.split(";"))) for one in (HEADER, ROW)),
            id="another-order",
        ),
        pytest.param(file_of(ROW).replace(HEADER, ENGLISH.replace(",", ";")), id="english"),
        pytest.param(
            file_of(ROW)
            .replace(HEADER, HEADER.upper())
            .replace("ROL_HUIDIG", ' "Rol huidig"')
            .replace("ROL_GEWENST", "Rol.gewenst"),
            id="headings-in-capitals",
        ),
        pytest.param(f"\n;;\n \xa0;\n{file_of('', ROW, ';;;;;;;;;;')}", id="blank-lines"),
        pytest.param(f"{HEADER};;\n{ROW};;\n", id="empty-columns-at-the-end"),
        pytest.param(file_of(ROW.replace(";", " ; ")), id="white-space-around"),
        pytest.param(
            file_of(line(organisatie='"Gemeente\r\n  Voorbeeld"')), id="quoted-line-break"
        ),
        pytest.param(
            file_of(line(sector="Gemeente", grootteklasse="6 – 10")), id="capitals-and-dash"
        ),
        pytest.param(file_of(line(afdeling="")), id="no-department"),
        pytest.param(file_of(line(relevantie="64,30", timing="50.00")), id="zeros-at-the-end"),
        pytest.param("sep=;\r\n" + file_of(ROW), id="separator-told"),
        pytest.param('\n"SEP=,",,,\n' + QUOTED, id="separator-told-in-quotes"),
        pytest.param("sep=\t\n" + file_of(ROW).replace(";", "\t"), id="separator-told-is-a-tab"),
    ],
)
def test_files_as_people_make_them_are_read_the_same(content):
    assert read(content) == [KEPT]


def test_a_column_of_departments_and_those_of_scores_may_be_left_out():
    content = "sector;organisatie;aantal;periode;grootteklasse;timing\nzorg;Huis;1;2026-11;51+;0,1"

    assert read(content) == [
        ResultRow("Huis", "Communicatie", "zorg", "51+", date(2026, 11, 1), 1, {"timing": 1})
    ]


@pytest.mark.parametrize(
    ("scores", "tenths"),
    [
        (("", "", "", "", "12,5"), {"rol.gewenst": 125}),
        (("1", "2", "", "", ""), {"relevantie": 10, "timing": 20}),
        (
            ("0", "0", "100", "", ""),
            {"relevantie": 0, "timing": 0, "resultaat": 1000, "impact": 46},
        ),
    ],
)
def test_a_score_may_be_empty(scores, tenths):
    measures = ("relevantie", "timing", "resultaat", "rol_huidig", "rol_gewenst")

    row = line(**dict(zip(measures, scores, strict=True)))

    assert read(file_of(row)) == [kept(tenths=tenths)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("Gemeente Súdwest-Fryslân".encode(), "Gemeente Súdwest-Fryslân", id="utf-8"),
        pytest.param("Privé €".encode("cp1252"), "Privé €", id="windows-1252"),
        pytest.param("Privé".encode("cp1252"), "Privé", id="latin-1"),
        pytest.param("Prive\u0301".encode(), "Privé", id="composed"),
        pytest.param(b"x" * 200, "x" * 200, id="200-characters"),
        pytest.param(b"'=1", "'=1", id="apostrophe"),
        pytest.param(b'"De ""Hoed""; 1, 2"', 'De "Hoed"; 1, 2', id="quotes-and-delimiters"),
    ],
)
def test_a_name_is_read_as_meant(written, name):
    content = file_of(line(organisatie="NAAM")).encode().replace(b"NAAM", written)

    assert read(content) == [kept(organisation=name)]


def test_windows_1252_is_seen_however_far_it_stands():
    rows = [line(organisatie=f"Gemeente {number} {'x' * 150}") for number in range(6000)]
    assert len(file_of(*rows)) > CHUNK
    last = line(organisatie="é")

    assert read(file_of(*rows, last).encode("cp1252"))[-1] == kept(organisation="é")
    assert read(file_of(last, *rows).encode("cp1252"))[0] == kept(organisation="é")


def test_half_a_character_at_the_end_makes_it_windows_1252():
    content = b"organisatie;sector;grootteklasse;periode;aantal;timing;afdeling\n"

    assert read(content + b"Huis;zorg;51+;2025-11;9;1;Priv\xe9") == [
        ResultRow("Huis", "Privé", "zorg", "51+", date(2025, 11, 1), 9, {"timing": 10})
    ]


MIXED = (
    "dit bestand staat deels in UTF-8 en deels in Windows-1252; hier staat een teken dat geen UTF-8 "
    "is. Bewaar het hele bestand als CSV (UTF-8)."
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([ROW, "Súdwest-Fryslân;", b"Priv\xe9;", "Súdwest;"], id="between"),
        pytest.param(["é", "€", b"\xe9"], id="at-the-end"),
        pytest.param(
            ["Á (with a byte that is nothing in Windows-1252)", "", b"\x80"], id="undefined"
        ),
        pytest.param(["a", "b", b"\xe9", "\U0001f60a"], id="four-bytes"),
    ],
)
def test_a_file_that_is_partly_utf_8_and_partly_windows_1252_is_refused(rows, end):
    whole = end.encode().join(one if isinstance(one, bytes) else one.encode() for one in rows)

    assert problems_of(HEADER.encode() + end.encode() + whole) == [f"regel 4: {MIXED}"]


def test_both_encodings_are_seen_however_far_apart_and_over_the_edges_of_what_is_read():
    for before in range(CHUNK - len(HEADER) - 4, CHUNK - len(HEADER)):
        content = f"{HEADER}\r\n".encode() + b"x" * before + "\r\né".encode()

        assert problems_of(content + b"\xe9") == [f"regel 3: {MIXED}"]
    for before in range(CHUNK - len(HEADER) - 4, CHUNK - len(HEADER)):
        content = f"{HEADER}\r\n".encode() + b"x" * before + b"\r\n\x81"

        assert problems_of(content) == [f"regel 3: {NO_ENCODING}"]


def test_a_capital_with_an_accent_before_a_quotation_mark_is_just_windows_1252():
    content = file_of(line(organisatie="CAFÉ’S ‘LOGÉ’")).encode("cp1252")

    assert read(content) == [kept(organisation="CAFÉ’S ‘LOGÉ’")]


TOO_FEW = "aantal: ‘{}’ personen is te weinig: het is 1 (een scan van één persoon) of minstens 5."
FORMULA = "organisatie: ‘{}’ begint als een formule."


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"organisatie": ""}, "organisatie: ontbreekt."),
        ({"organisatie": "x" * 300}, "organisatie: 300 tekens, hoogstens 200 mag."),
        ({"afdeling": "x" * 201}, "afdeling: 201 tekens, hoogstens 200 mag."),
        ({"organisatie": "=1+1"}, FORMULA.format("=1+1")),
        ({"organisatie": "+1"}, FORMULA.format("+1")),
        ({"organisatie": "-1"}, FORMULA.format("-1")),
        ({"organisatie": "@som"}, FORMULA.format("@som")),
        ({"organisatie": "\uff1d1"}, FORMULA.format("\uff1d1")),
        ({"afdeling": "\uff0b1"}, "afdeling: ‘\uff0b1’ begint als een formule."),
        ({"organisatie": "\uff0d1"}, FORMULA.format("\uff0d1")),
        ({"organisatie": "\uff20som"}, FORMULA.format("\uff20som")),
        ({"organisatie": "=" + "x" * 99}, FORMULA.format("=" + "x" * 39 + "…")),
        ({"afdeling": " =A1"}, "afdeling: ‘=A1’ begint als een formule."),
        ({"afdeling": "a\x1b[2Jb"}, "afdeling: ‘a·[2Jb’ bevat tekens die niet te zien zijn."),
        ({"sector": ""}, "sector: ontbreekt."),
        ({"sector": "sport"}, "sector: ‘sport’ bestaat niet; kies uit gemeente, zorg."),
        ({"grootteklasse": ""}, "grootteklasse: ontbreekt."),
        (
            {"grootteklasse": "6-okt"},
            "grootteklasse: ‘6-okt’ bestaat niet; kies uit 1-5, 6-10, 11-20, 21-50, 51+.",
        ),
        ({"periode": ""}, "periode: ontbreekt."),
        ({"periode": "nov-25"}, "periode: ‘nov-25’ is geen maand zoals 2025-11."),
        ({"periode": "2025-13"}, "periode: ‘2025-13’ is geen maand zoals 2025-11."),
        ({"periode": "2025-00"}, "periode: ‘2025-00’ is geen maand zoals 2025-11."),
        ({"periode": "1999-12"}, "periode: 1999-12 ligt niet tussen 2000-01 en 2026-11."),
        ({"periode": "2026-12"}, "periode: 2026-12 ligt niet tussen 2000-01 en 2026-11."),
        ({"aantal": ""}, "aantal: ontbreekt."),
        ({"aantal": "0"}, "aantal: ‘0’ is geen aantal personen van 1 tot en met 2000."),
        ({"aantal": "2001"}, "aantal: ‘2001’ is geen aantal personen van 1 tot en met 2000."),
        ({"aantal": "8,0"}, "aantal: ‘8,0’ is geen aantal personen van 1 tot en met 2000."),
        *(({"aantal": number}, TOO_FEW.format(number)) for number in "234"),
        ({"timing": "-1"}, "timing: ‘-1’ ligt niet tussen 0 en 100."),
        ({"timing": "-0,5"}, "timing: ‘-0,5’ ligt niet tussen 0 en 100."),
        ({"timing": "101"}, "timing: ‘101’ ligt niet tussen 0 en 100."),
        ({"timing": "100,1"}, "timing: ‘100,1’ ligt niet tussen 0 en 100."),
        ({"timing": "64,35"}, "timing: ‘64,35’ heeft meer dan één decimaal."),
        (
            {"timing": "1.000"},
            "timing: ‘1.000’ kan 1 zijn en ook 1000; schrijf het zonder .000.",
        ),
        ({"timing": "hoog"}, "timing: ‘hoog’ is geen getal."),
        ({"timing": "1e2"}, "timing: ‘1e2’ is geen getal."),
        ({"timing": "٣"}, "timing: ‘٣’ is geen getal."),
        ({"timing": "9" * 5000}, f"timing: ‘{'9' * 40}…’ is geen getal."),
        (
            dict.fromkeys(["relevantie", "timing", "resultaat", "rol_huidig", "rol_gewenst"], ""),
            "er is geen enkele score.",
        ),
    ],
)
def test_a_bad_cell_is_refused_with_its_line_and_the_reason(changes, problem):
    content = file_of(line(organisatie="Eerst"), line(**changes))

    assert problems_of(content) == [f"regel 3: {problem}"]


def test_the_same_department_and_period_twice_is_refused():
    content = file_of(
        line(),
        line(periode="2025-10"),
        line(afdeling="Voorlichting"),
        line(organisatie="Gemeente  Voorbeeld", sector="zorg", afdeling="", timing="3"),
    )

    assert problems_of(content) == [
        "regel 5: Gemeente Voorbeeld, Communicatie, 2025-11 staat al eerder in het bestand."
    ]


def test_another_spelling_of_the_same_department_is_the_same():
    content = file_of(line(), line(organisatie="GEMEENTE\u00a0voorbeeld", afdeling="communicatie"))

    assert problems_of(content) == [
        "regel 3: GEMEENTE voorbeeld, communicatie, 2025-11 staat al eerder in het bestand."
    ]


@pytest.mark.parametrize("persons", ["1", "5"])
def test_a_result_is_of_one_person_or_of_a_group(persons):
    assert read(file_of(line(aantal=persons))) == [kept(n=int(persons))]


def test_lines_are_counted_from_the_one_that_tells_the_separator():
    assert problems_of("sep=;\n" + file_of(ROW, line(sector=""))) == ["regel 4: sector: ontbreekt."]


def test_every_problem_of_a_row_is_told_with_the_line_where_the_row_begins():
    content = file_of(line(organisatie='"Twee\nregels"'), "", line(sector="", timing="101"))

    assert problems_of(content) == [
        "regel 5: sector: ontbreekt.",
        "regel 5: timing: ‘101’ ligt niet tussen 0 en 100.",
    ]


def test_twenty_problems_are_listed_and_the_others_counted():
    rows = [line(sector="", timing="101", organisatie=f"Huis {place}") for place in range(12)]

    with pytest.raises(ResultsFileError) as refusal:
        read(file_of(*rows))

    listed = [
        Problem(place + 2, sentence)
        for place in range(10)
        for sentence in ("sector: ontbreekt.", "timing: ‘101’ ligt niet tussen 0 en 100.")
    ]
    assert (refusal.value.problems, refusal.value.total) == (tuple(listed), 24)
    assert str(refusal.value).split("\n") == [*map(str, listed), "en nog 4"]


def test_nothing_is_given_after_the_first_problem():
    content = file_of(line(), line(sector=""), line(periode="2025-10")).encode()
    rows = read_results(BytesIO(content), sectors=SECTORS, today=TODAY)
    assert next(rows) == KEPT
    with pytest.raises(ResultsFileError):
        next(rows)


NO_TEXT = "hier staat een NUL-teken: dit is geen tekst. Bewaar een werkblad als CSV (UTF-8)."
NO_ENCODING = "hier staat een teken dat geen UTF-8 is en geen Windows-1252."
SCORES = "relevantie, timing, resultaat, rol_huidig, rol_gewenst"
EMPTY = ["regel 1: het bestand is leeg."]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        pytest.param(b"", EMPTY, id="empty"),
        pytest.param(b"\xef\xbb\xbf", EMPTY, id="only-a-byte-order-mark"),
        pytest.param(" \n;;\n\xa0;\n", EMPTY, id="only-blanks"),
        pytest.param("\nsep=;\n\n", ["regel 2: het bestand is leeg."], id="only-a-separator"),
        pytest.param("sep=|\na|b", ["regel 1: de kolom ‘sep=|’ is onbekend."], id="separator"),
        pytest.param(
            HEADER, ["regel 1: onder de kop staat geen enkele regel."], id="only-a-header"
        ),
        pytest.param(PNG, [f"regel 3: {NO_TEXT}"], id="png"),
        pytest.param(file_of(ROW).encode("utf-16"), [f"regel 1: {NO_TEXT}"], id="utf-16"),
        pytest.param(file_of(ROW, "a\0b"), [f"regel 3: {NO_TEXT}"], id="nul"),
        pytest.param(
            file_of(ROW).encode() + b"\n\x81\n\x8d", [f"regel 4: {NO_ENCODING}"], id="no-encoding"
        ),
        pytest.param(file_of(ROW, "a\0b", end="\r"), [f"regel 3: {NO_TEXT}"], id="nul-after-cr"),
        pytest.param(
            file_of(ROW, "a\0b", end="\r\n"), [f"regel 3: {NO_TEXT}"], id="nul-after-crlf"
        ),
        pytest.param(
            file_of(ROW, end="\r").encode() + b"\r\x81\r\x8d",
            [f"regel 4: {NO_ENCODING}"],
            id="no-encoding-after-cr",
        ),
        pytest.param(
            b"\xef\xbb\xbf" + file_of(ROW).encode() + b"Priv\xe9;\n",
            [f"regel 3: {NO_ENCODING}"],
            id="byte-order-mark-without-utf-8",
        ),
        pytest.param(
            file_of(ROW, '"Huis"x;', line(sector="")),
            ["regel 3: de aanhalingstekens kloppen niet vanaf deze regel."],
            id="text-after-quotes",
        ),
        pytest.param(
            file_of(line(sector=""), '"Huis;', ROW),
            [
                "regel 2: sector: ontbreekt.",
                "regel 3: de aanhalingstekens kloppen niet vanaf deze regel.",
            ],
            id="open-quotes",
        ),
        pytest.param(
            file_of(ROW, "x" * LINE_LIMIT),
            ["regel 3: deze regel is te lang: dit is geen CSV-bestand."],
            id="endless-line",
        ),
        pytest.param(
            file_of(ROW, "Huis;Team"), ["regel 3: hier staan 2 velden, in de kop 11."], id="short"
        ),
        pytest.param(
            file_of(f"{ROW};1"), ["regel 2: hier staan 12 velden, in de kop 11."], id="long"
        ),
        pytest.param(
            f"{HEADER};\n{ROW};1",
            ["regel 2: hier staat iets in een kolom zonder kop."],
            id="cell-without-heading",
        ),
        pytest.param(
            f"\n{HEADER};Cijfer\n{ROW};1",
            ["regel 2: de kolom ‘Cijfer’ is onbekend."],
            id="unknown-column",
        ),
        pytest.param(
            f"{HEADER};Period\n{ROW};1",
            ["regel 1: de kolom periode staat er twee keer."],
            id="column-in-two-languages",
        ),
        pytest.param(
            "organisatie;timing\nHuis;1",
            ["regel 1: deze kolommen ontbreken: sector, grootteklasse, periode, aantal."],
            id="missing-columns",
        ),
        pytest.param(
            "organisatie;sector;grootteklasse;periode;aantal\nHuis;zorg;51+;2025-11;9",
            [f"regel 1: er is geen kolom met scores ({SCORES})."],
            id="no-scores",
        ),
    ],
)
def test_a_file_that_is_no_table_of_results_is_refused(content, problems):
    assert problems_of(content) == problems


def test_the_file_stays_open_for_whoever_opened_it():
    file = BytesIO(file_of(ROW).encode())

    list(read_results(file, sectors=SECTORS, today=TODAY))

    assert not file.closed


def test_a_file_that_is_closed_halfway_is_let_go_of():
    file = BytesIO(file_of(ROW).encode())
    rows = read_results(file, sectors=SECTORS, today=TODAY)
    first = next(rows)

    file.close()
    rows.close()

    assert first == KEPT
