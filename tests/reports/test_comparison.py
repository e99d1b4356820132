"""What is said of departments side by side: figures, margins, and what a difference is worth."""

import pytest

from scans.engine.figures import (
    ImpactFigures,
    Kind,
    ProfileFigures,
    RoleFigures,
    ScanFigures,
    ScoreFigures,
)
from scans.models import Result, Scan
from scans.reports.compared import Compared, Spot, compared_department
from scans.reports.comparison import side_by_side
from tests.factories import TODAY

TITLES = {
    "timing": ("T", "Timing"),
    "impact": ("", "Impactindex"),
    "rol.huidig": ("O", "Rol nu"),
    "rol.gewenst": ("O", "Rol gewenst"),
    "spiegel.timing": ("T", "Zelfbeeld min klantbeeld: timing"),
}


def compared(*spots):
    """Departments that have only a score for timing."""
    return side_by_side([Compared("Een gemeente", "", {"timing": one}) for one in spots], TITLES)


@pytest.mark.parametrize(
    ("spots", "said"),
    [
        (
            [Spot(70.0, 65.0, 75.0, "9"), Spot(50.0, 45.0, 55.0, "9")],
            (
                "A staat hoger dan B, ook als je de marges meetelt: dat is waarschijnlijk een echt "
                "verschil."
            ),
        ),
        (
            [Spot(60.0, 50.0, 70.0, "9"), Spot(65.0, 55.0, 75.0, "9")],
            (
                "De marges van B en A overlappen: met deze aantallen weten we niet zeker of er "
                "verschil is."
            ),
        ),
        (
            [Spot(60.2, 50.0, 70.0, "9"), Spot(59.8, 55.0, 75.0, "9")],
            "De afdelingen met een marge scoren hetzelfde.",
        ),
        (
            [Spot(60.0, None, None, "1"), Spot(65.0, None, None, "1")],
            "Van A en B kennen we geen marge: die verschillen kunnen toeval zijn.",
        ),
        ([Spot(60.0, 50.0, 70.0, "9")], ""),
    ],
)
def test_a_difference_is_only_called_one_when_the_margins_do_not_overlap(spots, said):
    assert compared(*spots).scores[0].sentence == said


def test_the_index_has_no_margin_and_its_sentence_says_so():
    assert "geen marge" in compared(Spot(60.0, None, None, "1")).scores[1].sentence


SOME = ScoreFigures(7, 60.0, (55.0, 65.0), None, None, "midden")
HIGH = ScoreFigures(7, 80.0, None, None, None, "hoog", "hoog")
LOW = ScoreFigures(7, 20.0, None, None, None, None, "laag")


def test_a_score_that_is_only_a_border_is_drawn_as_stripes_and_without_a_margin():
    spots = {
        "timing": Spot(80.0, None, None, "7 personen", "hoog"),
        "rol.huidig": Spot(20.0, None, None, "7 personen", "laag"),
        "rol.gewenst": Spot(80.0, None, None, "7 personen", "hoog"),
    }

    found = side_by_side([Compared("Een gemeente", "", spots)] * 2, TITLES)

    cell = found.scores[0].cells[0]
    assert (cell.shown, cell.margin, cell.mark.open) == (
        "80 of meer",
        "zonder marge",
        ("80%", "100%"),
    )
    place = found.role.cells[0]
    assert place.shown == "20 of minder → 80 of meer"
    assert (place.mark.open, place.wanted.open) == (("0%", "20%"), ("80%", "100%"))


def test_a_difference_is_drawn_from_minus_to_plus_a_hundred():
    spots = {"spiegel.timing": Spot(-10.0, -30.0, 10.0, "7 personen en 6 klanten")}

    found = side_by_side([Compared("Een gemeente", "", spots)] * 2, TITLES)

    cell = found.mirror[0].cells[0]
    assert (cell.shown, cell.margin) == ("−10", "marge −30 tot +10")
    assert (cell.mark.at, cell.mark.low, cell.mark.high) == ("45%", "35%", "55%")
    assert (found.mirror[0].theme, found.mirror[0].zero) == ("timing", True)


def test_frozen_figures_show_no_margin_where_they_are_only_a_border():
    figures = ScanFigures(
        kind=Kind.TEAM,
        respondents=7,
        department_size=12,
        themes={"timing": HIGH},
        role=RoleFigures(now=LOW, wanted=SOME, gap=None, gap_key=None),
        impact=ImpactFigures(None, None),
        profile=ProfileFigures(None, None),
        highest=(),
        lowest=(),
        answers={},
        open_answers={},
    )
    scan = Scan(number=2, closed_on=TODAY)

    found = compared_department(Result(scan=scan, figures=figures.to_json()), "een gemeente")

    assert (found.name, found.about) == (
        "Een gemeente",
        "Ronde 2, gesloten in november\u00a02026. Ingevuld door 7 teamleden.",
    )
    assert found.spots == {
        "timing": Spot(80.0, None, None, "7 personen", "hoog"),
        "rol.huidig": Spot(20.0, None, None, "7 personen", "laag"),
        "rol.gewenst": Spot(60.0, 55.0, 65.0, "7 personen"),
    }


def test_a_solo_scan_of_a_team_at_one_table_is_called_that():
    figures = ScanFigures(
        kind=Kind.SOLO,
        respondents=1,
        department_size=4,
        themes={},
        role=RoleFigures(now=SOLO, wanted=SOLO, gap=None, gap_key=None),
        impact=ImpactFigures(None, None),
        profile=ProfileFigures(None, None),
        highest=(),
        lowest=(),
        answers={},
        open_answers={},
    )
    scan = Scan(number=1, closed_on=TODAY, together=True)

    found = compared_department(Result(scan=scan, figures=figures.to_json()), "een gemeente")

    assert found.about.endswith("Eén keer ingevuld, aan één tafel.")
    assert found.spots == {}


SOLO = ScoreFigures(0, None, None, None, None, None)
