"""The report as somebody hears it: tags, order, alternatives, headers, language (PDF/UA-1)."""

import io
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from scans.reports.pdf import render_pdf
from scans.reports.renderer import cards_html, report_html
from tests.reports.test_pdf import REPORTS

NAMES = ("ordinary", "large round", "changed", "nothing", "english")
HEADINGS = ("h1", "h2", "h3", "h4")


class Paper:
    """A PDF and the page that it was made of."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.reader = PdfReader(io.BytesIO(render_pdf(html)))
        self.root = self.reader.trailer["/Root"]
        self._texts = [_marked_texts(page, self.reader) for page in self.reader.pages]
        self._pages = {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}

    def elements(self, node=None):
        """Every structure element, in the order in which it is read."""
        for child in _kids(node or self.root["/StructTreeRoot"]):
            if isinstance(child, dict) and "/S" in child:
                yield child
                yield from self.elements(child)

    def of_kind(self, *kinds: str) -> list[dict]:
        return [one for one in self.elements() if one["/S"] in kinds]

    def text(self, element) -> str:
        """What is read of an element, without white space."""
        page = self._texts[self._pages[element.raw_get("/Pg").idnum]]
        parts = [
            page.get(kid, "") if isinstance(kid, int) else self.text(kid)
            for kid in _kids(element)
            if isinstance(kid, int) or "/S" in kid
        ]
        return "".join("".join(parts).split())


def _kids(node) -> list:
    kids = node.get("/K", [])
    return [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]


def _marked_texts(page, reader) -> dict[int, str]:
    """The text of each piece of marked content of a page, by its number."""
    letters = {
        name: _letters(font.get_object()["/ToUnicode"].get_data().decode())
        for name, font in page["/Resources"]["/Font"].items()
    }
    found: dict[int, str] = {}
    number, font = None, {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"BDC":
            number = operands[1].get("/MCID")
        elif operator == b"EMC":
            number = None
        elif operator == b"Tf":
            font = letters[operands[0]]
        elif operator in {b"TJ", b"Tj"} and number is not None:
            found[number] = found.get(number, "") + _spelled(operands[0], font)
    return found


def _letters(mapping: str) -> dict[str, str]:
    pairs = re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", mapping)
    return {glyph.lower(): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def _spelled(shown, font: dict[str, str]) -> str:
    parts = shown if isinstance(shown, list) else [shown]
    codes = "".join(part.original_bytes.hex() for part in parts if hasattr(part, "original_bytes"))
    return "".join(font[codes[at : at + 4]] for at in range(0, len(codes), 4))


class _Headings(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._tag = ""
        self.feed(html)

    def handle_starttag(self, tag, _attrs):
        if tag in HEADINGS:
            self._tag = tag
            self.found.append((f"/{tag.upper()}", ""))

    def handle_endtag(self, tag):
        if tag == self._tag:
            self._tag = ""

    def handle_data(self, data):
        if self._tag:
            tag, text = self.found[-1]
            self.found[-1] = (tag, text + "".join(data.replace("\u00ad", "").split()))


@pytest.fixture(scope="module")
def paper():
    """One of the reports, made once."""
    made: dict[str, Paper] = {}

    def give(name: str) -> Paper:
        if name not in made:
            made[name] = Paper(report_html(REPORTS[name]()))
        return made[name]

    return give


@pytest.mark.parametrize("name", NAMES)
def test_the_file_says_that_it_is_tagged_and_how_it_is_called(paper, name):
    root = paper(name).root
    language = "en" if name == "english" else "nl"

    assert root["/MarkInfo"] == {"/Marked": True}
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == language
    assert re.search(rb'pdfuaid:part="1"', root["/Metadata"].get_data())
    assert paper(name).reader.metadata.title
    assert {page["/Tabs"] for page in paper(name).reader.pages} == {"/S"}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_aloud_follows_the_page(paper, name):
    read = [
        (one["/S"], paper(name).text(one))
        for one in paper(name).of_kind("/H1", "/H2", "/H3", "/H4")
    ]

    assert _without_signs(read) == _without_signs(_Headings(paper(name).html).found)
    assert read[0][0] == "/H1"
    levels = [int(kind[-1]) for kind, _text in read]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def _without_signs(headings: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(kind, re.sub(r"[^\w]", "", text)) for kind, text in headings]


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_are_read_one_after_the_other(paper, name):
    pages = [paper(name)._pages[one.raw_get("/Pg").idnum] for one in _kids(_document(paper(name)))]

    assert pages == sorted(pages)
    assert set(pages) == set(range(len(paper(name).reader.pages)))


def _document(paper: Paper):
    return _kids(paper.root["/StructTreeRoot"])[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_says_what_it_shows(paper, name):
    figures = paper(name).of_kind("/Figure")

    assert [one for one in figures if not one.get("/Alt", "").strip()] == []
    assert len(figures) == paper(name).html.count("<svg class=")


def test_every_figure_stands_where_its_tag_says(paper):
    sheet = paper("large round").reader.pages[0].mediabox

    for figure in paper("large round").of_kind("/Figure"):
        left, bottom, right, top = map(float, figure["/A"]["/BBox"])

        assert 0 <= left < right <= sheet.width
        assert 0 <= bottom < top <= sheet.height


def test_every_cell_of_a_table_knows_its_headers(paper):
    headers = paper("large round").of_kind("/TH")
    cells = paper("large round").of_kind("/TD")
    scopes = [one["/A"]["/Scope"] for one in headers]
    written = re.findall(r'<th\s[^>]*scope="(row|col)"', paper("large round").html)

    assert {"/Row": scopes.count("/Row"), "/Column": scopes.count("/Column")} == {
        "/Row": written.count("row"),
        "/Column": written.count("col"),
    }
    assert len(cells) > 20
    assert [one for one in cells if not one["/A"]["/Headers"]] == []


def test_a_link_is_tagged_with_its_words(paper):
    links = paper("large round").of_kind("/Link")

    assert links
    assert [one for one in links if not paper("large round").text(one)] == []


def test_the_cards_to_cut_out_are_tagged_too():
    cards = Paper(cards_html(REPORTS["large round"]()))

    assert cards.root["/MarkInfo"]["/Marked"]
    assert cards.root["/Lang"] == "nl"
    assert [one for one in cards.of_kind("/Figure") if not one.get("/Alt")] == []
    assert cards.of_kind("/H1", "/H2")
