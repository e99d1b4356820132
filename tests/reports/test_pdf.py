import io
import logging
import tempfile
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.util import get_temp_dir

import pytest
from pypdf import PdfReader

from scans.engine.peers import Segment
from scans.reports import preload
from scans.reports.pdf import ReportError, _answer, make_pdf, render_pdf
from scans.reports.renderer import _static, report_html
from tests.reports.peers_samples import NARROW, SECTOR, group, standing
from tests.reports.samples import (
    extreme_round,
    report,
    solo,
    solo_with_clients,
    team,
    team_round,
)
from tests.reports.test_trend import closed, report_of

MEMORY = 1_500 * 1024 * 1024
SIZE = Segment(size="6-10")
COMPOUND = "Gemeenschappelijkeoverheidscommunicatiebeleidsontwikkelingsondersteuningsafdeling"
MARKUP = '<link rel=attachment href="file:///etc/passwd"><script>alert(1)</script>'
WORDS = " ".join(f"({number})" for number in range(1, 700))[:3000]

# Beside every group that there can be, and the themes each beside another.
ALL_GROUPS = standing(
    group(22, segment=NARROW, solo=5),
    group(88, segment=SECTOR),
    group(60, segment=SIZE),
    group(300),
)
MIXED_GROUPS = replace(
    ALL_GROUPS,
    peers={
        key: found[place:]
        for (key, found), place in zip(ALL_GROUPS.peers.items(), (0, 1, 2, 0, 0, 0), strict=True)
    },
)

REPORTS = {
    "ordinary": lambda: report(solo(text="Eerder aan tafel.")),
    "crowded": lambda: report(solo(text=WORDS), department=COMPOUND, organisation=COMPOUND),
    "unbroken": lambda: report(solo(text="x" * 3000), department="Team " + "naam " * 59),
    "markup": lambda: report(solo(text=MARKUP), department=MARKUP, organisation=MARKUP),
    "bare": lambda: report(solo((65.6, None, 30), (None, None))),
    "team": lambda: report(team()),
    "round": lambda: report(team_round(7, 6)),
    "large round": lambda: report(team_round(14, 12)),
    "extreme": lambda: report(extreme_round()),
    "crowded round": lambda: report(
        team_round(7, 6), department=COMPOUND[:80], organisation=COMPOUND[:80]
    ),
    "together": lambda: report(solo_with_clients(), together=True),
    "mirror only": lambda: report(solo_with_clients()),
    "changed": lambda: report_of(closed(2, clients=6), closed(3, clients=5)),
    "changed alone": lambda: report_of(closed(2, team=1), closed(3, team=1)),
    "equal": lambda: report(replace(solo((50, 50, 50), (50, 50)), highest=(), lowest=())),
    "nothing": lambda: report(replace(solo((None,) * 3, (None,) * 2), highest=(), lowest=())),
    "compared": lambda: report(solo(text="Eerder aan tafel."), standing=ALL_GROUPS),
    "compared round": lambda: report(
        team_round(7, 6),
        standing=MIXED_GROUPS,
        department=COMPOUND[:80],
        organisation=COMPOUND[:80],
    ),
    "compared large round": lambda: report(team_round(14, 12), standing=ALL_GROUPS),
    "english": lambda: report(solo((0, 0, 0), (0, 100)), language="en"),
}


SUMMARIES = (
    "ordinary",
    "crowded",
    "team",
    "round",
    "crowded round",
    "large round",
    "together",
    "mirror only",
    "extreme",
    "compared",
    "compared round",
    "compared large round",
)


@pytest.fixture(scope="module")
def pdf():
    """Give the PDF of one of the reports above, rendered once."""
    made = {}

    def give(name):
        if name not in made:
            made[name] = render_pdf(report_html(REPORTS[name]()))
        return made[name]

    return give


def reader(content):
    return PdfReader(io.BytesIO(content))


def text_of(content):
    """The text of all pages without white space, which layout moves about."""
    return "".join("".join(page.extract_text().split()) for page in reader(content).pages)


def heights(page):
    """Where the lines of a page stand, as a share of its height, without head and foot."""
    found = []

    def visit(text, outer, inner, _font, _size):
        if text.strip():
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            found.append(1 - y / float(page.mediabox.height))

    page.extract_text(visitor_text=visit)
    return [height for height in found if 0.09 < height < 0.92]


def outline(content):
    """The bookmarks of the sections with the pages that they lead to."""
    document = reader(content)

    return {
        item.title: document.get_destination_page_number(item) + 1
        for item in document.outline
        if not isinstance(item, list)
    }


def test_the_figures_of_the_report_are_in_the_pdf(pdf):
    text = text_of(pdf("ordinary"))

    assert "Impactindex59van100" in text
    assert text.count("66van100,midden") == 1
    assert "Jijzietdeafdelingnuop38engraagop69:31puntenrichtingmeedenker." in text
    assert "Eerderaantafel." in text


def test_a_team_sees_margins_and_no_single_answers(pdf):
    text = text_of(pdf("team"))

    assert "65van100,middenmarge55tot75" in text
    assert "Alleantwoorden" not in text


@pytest.mark.parametrize("name", REPORTS)
def test_the_report_has_six_to_twelve_pages_and_two_more_with_others_and_stays_small(pdf, name):
    content = pdf(name)

    assert 6 <= len(reader(content).pages) <= (14 if name.startswith("compared") else 12)
    assert len(content) < 400_000


@pytest.mark.parametrize(("clients", "pages"), [(3, 2), (6, 3)])
def test_where_too_few_of_a_team_answered_the_pdf_is_short_and_whole(clients, pages):
    figures = team_round(3, clients, expected_team=9, expected_clients=10)

    content = render_pdf(report_html(report(figures)))

    text = text_of(content)
    assert len(reader(content).pages) == pages
    assert [
        number
        for number, page in enumerate(reader(content).pages)
        if number and max(heights(page)) < 0.37
    ] == []
    assert "Vande9verwachteteamledendedener3mee.Eenuitkomstiservanaf5." in text
    assert "Vulsamenéénscanin" in text
    assert "van100" not in text


@pytest.mark.parametrize("name", REPORTS)
def test_no_page_is_less_than_a_third_full(pdf, name):
    pages = reader(pdf(name)).pages[1:]

    assert [number for number, page in enumerate(pages, 2) if max(heights(page)) < 0.37] == []


def test_the_summary_is_one_page_that_stands_alone(pdf):
    for name in SUMMARIES:
        pages = outline(pdf(name))

        assert (pages["Samenvatting"], pages["De drie thema’s"]) == (3, 4)


def test_the_pdf_is_tagged_and_says_what_it_is(pdf):
    document = reader(pdf("ordinary"))
    root = document.trailer["/Root"]

    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert document.metadata.title == "Afdelingsscan: impact en rol: Team Communicatie"
    assert document.metadata.author == "Gemeente Voorbeeldstad"


def test_every_figure_has_a_text_for_who_does_not_see_it(pdf):
    texts = []

    def walk(node):
        for child in node.get("/K", []):
            element = child.get_object()
            if isinstance(element, dict):
                if element.get("/S") == "/Figure":
                    texts.append(element.get("/Alt"))
                walk(element)

    walk(reader(pdf("ordinary")).trailer["/Root"]["/StructTreeRoot"])

    assert len(texts) == 9
    assert texts[0] == "Relevantie: 66 van 100, midden"
    assert texts[-1] == (
        "Kaart van rol en impact. De afdeling: Productiehuis, met rol nu 38 en impactindex 59"
    )


def test_the_bookmarks_lead_to_the_pages_in_the_contents(pdf):
    pages = outline(pdf("ordinary"))
    contents = reader(pdf("ordinary")).pages[1].extract_text().splitlines()
    numbers = [int(line) for line in contents if line.isdigit()]

    assert list(pages) == [
        "Inhoud",
        "Samenvatting",
        "De drie thema’s",
        "Maker of meedenker?",
        "Profiel: Productiehuis",
        "Vergeleken met andere afdelingen",
        "Wat opvalt",
        "Om over te praten",
        "In eigen woorden",
        "Hoe het is berekend",
        "Alle antwoorden",
        "Wat de tekens betekenen",
    ]
    assert numbers == list(pages.values())[1:]


def test_every_page_but_the_cover_has_its_number_the_department_and_the_date(pdf):
    pages = reader(pdf("ordinary")).pages

    total = len(pages)
    feet = [page.extract_text().splitlines()[-2:] for page in pages[1:]]
    assert feet == [
        ["Team Communicatie 22 november 2026", f"Afdelingsscan {number} van {total}"]
        for number in range(2, total + 1)
    ]


def test_only_our_own_fonts_are_used_and_embedded_as_subsets(pdf):
    fonts = {
        font.get_object()["/BaseFont"].strip(",")
        for page in reader(pdf("ordinary")).pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert {name.split("+", 1)[1] for name in fonts} == {
        "Source-Sans-3",
        "Source-Sans-3-Semi-Bold",
        "Source-Serif-4",
        "Source-Serif-4-Semi-Bold",
    }


def test_a_report_in_english_is_english(pdf):
    document = reader(pdf("english"))

    assert document.trailer["/Root"]["/Lang"] == "en"
    assert "22November2026" in text_of(pdf("english"))


def test_markup_in_names_and_answers_is_shown_as_text(pdf):
    content = pdf("markup")

    assert "".join(MARKUP.split()) in text_of(content)
    assert reader(content).attachments == {}


def test_a_long_answer_is_whole(pdf):
    text = text_of(pdf("crowded"))

    assert [word for word in WORDS.split() if word not in text] == []


def test_making_a_pdf_logs_no_complaint(caplog):
    with caplog.at_level(logging.WARNING):
        render_pdf(report_html(report()))

    assert caplog.records == []


def test_the_same_report_gives_the_same_bytes(pdf):
    assert render_pdf(report_html(REPORTS["ordinary"]())) == pdf("ordinary")


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="https://example.org/x.png" alt="x">',
        "<style>@font-face { font-family: x; src: url(file:///x) } p { font: 9pt x }</style>",
    ],
)
def test_a_document_that_asks_for_something_outside_itself_is_refused(markup):
    html = f'<html lang="nl"><title>x</title>{markup}<p>x</p></html>'

    with pytest.raises(ReportError):
        render_pdf(html)


def test_a_pdf_is_made_in_a_process_of_its_own():
    content = make_pdf(
        '<html lang="nl"><title>x</title><p>Hallo</p></html>', seconds=20, memory=MEMORY
    )

    assert text_of(content) == "Hallo"


def test_making_a_pdf_leaves_no_files_behind(tmp_path, monkeypatch):
    get_temp_dir()  # a process makes this one once, and keeps it until it ends
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    make_pdf(report_html(report()), seconds=20, memory=MEMORY)

    assert list(tmp_path.iterdir()) == []


def test_a_pdf_that_takes_too_long_is_stopped():
    table = "<tr><td>x</td></tr>" * 20_000

    with pytest.raises(ReportError, match="more than 1 s"):
        make_pdf(f"<html lang=nl><title>x</title><table>{table}</table>", seconds=1, memory=MEMORY)


def test_a_pdf_that_takes_too_much_memory_is_stopped():
    table = "<tr><td>x</td></tr>" * 2_000

    with pytest.raises(ReportError, match=r"MemoryError|stopped"):
        make_pdf(
            f"<html lang=nl><title>x</title><table>{table}</table>",
            seconds=20,
            memory=64 * 1024 * 1024,
        )


def test_what_goes_wrong_while_rendering_is_said_without_the_document():
    with pytest.raises(ReportError, match="outside itself"):
        make_pdf('<html lang="nl"><img src="file:///x">', seconds=20, memory=MEMORY)


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (
            b'<html lang="nl"><img src="file:///x">',
            "the document asks for something outside itself",
        ),
        (b"\xff", "the PDF could not be made: UnicodeDecodeError"),
    ],
)
def test_the_rendering_process_always_answers(sent, answer):
    here, there = Pipe()
    here.send_bytes(sent)

    _answer(there)

    assert here.recv() == ("error", answer)


def test_the_rendering_process_starts_with_both_hyphenations():
    assert len(preload.HYPHENATION) == 2


def test_a_missing_style_or_font_stops_the_report():
    with pytest.raises(FileNotFoundError):
        _static("css/no-such-style.css")
