"""The PDF with client cards counted in it, and with the plan as a page."""

import io
from dataclasses import replace
from functools import cache

import pytest
from pypdf import PdfReader

from scans.engine.afterwards import PlannedRow, PlanPage
from scans.engine.clientcards import CardCounts
from scans.reports.pdf import render_pdf
from scans.reports.renderer import report_html
from tests.factories import TODAY
from tests.reports.samples import report, team_round

COUNTS = CardCounts(cards=7, known=11, assumed=7, long_ago=2, never=1)
LONG = "Gemeenschappelijkeoverheidscommunicatiebeleidsontwikkeling" * 5
PLAN = PlanPage(
    rows=(
        PlannedRow("Bel drie interne klanten.", "adviseur", TODAY.replace(day=30), None),
        PlannedRow("<b>Schrap</b> één middel.", "", None, TODAY),
        PlannedRow(LONG[:300], LONG[:60], None, None),
    ),
    blank=(4, 5),
    as_of=TODAY,
)


@cache
def document(*, planned=True):
    """The report of a round with cards, with or without the plan, as it was made once."""
    whole = report(team_round(7, 6), client_cards=COUNTS)
    return render_pdf(report_html(replace(whole, plan=PLAN if planned else None)))


def words(*, planned=True):
    """The text of every page, its blanks made one."""
    pages = PdfReader(io.BytesIO(document(planned=planned))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def page_with(said, **made):
    (page,) = [page for page in words(**made)[2:] if said in page]
    return page


def test_the_plan_stands_on_a_page_with_who_and_when_and_room_to_write():
    page = page_with("Dit gaan we doen")

    for said in (
        "Bel drie interne klanten.",
        "adviseur",
        "30 november 2026",
        "<b>Schrap</b> één middel.",
        "Zo stond het plan er op 22 november 2026.",
    ):
        assert said in page
    assert page.index("Het plan") < page.index("Bel drie")


def test_the_contents_lead_to_the_plan_and_to_the_clients():
    contents = words()[1]

    assert "Het plan" in contents
    assert "Hoe goed kennen jullie je klanten?" in contents
    assert "Het plan" not in words(planned=False)[1]


def test_the_report_says_how_many_lines_are_assumption_and_nothing_of_a_card():
    page = page_with("7 van de 18 regels zijn een aanname.", planned=False)

    assert "1 van de 7 klanten is nog niet gesproken." in page
    assert "2 van de 7 klanten zijn langer dan drie maanden niet gesproken." in page
    assert "Kies samen één klant die jullie lang niet spraken." in page


def test_every_other_page_is_the_same_with_and_without_the_plan():
    without = " ".join(words(planned=False)[2:])

    for figure in ("7 van de 18 regels", "Om over te praten"):
        assert figure in without
        assert figure in " ".join(words()[2:])
    assert len(words()) <= len(words(planned=False)) + 1


@pytest.mark.parametrize("planned", [True, False])
def test_the_pdf_stays_tagged(planned):
    catalog = PdfReader(io.BytesIO(document(planned=planned))).trailer["/Root"]

    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "nl"


def test_a_report_that_is_withheld_holds_the_plan_too():
    whole = replace(report(team_round(3, 6)), plan=PLAN)

    pages = PdfReader(io.BytesIO(render_pdf(report_html(whole)))).pages

    assert sum("Dit gaan we doen" in page.extract_text() for page in pages) == 1
