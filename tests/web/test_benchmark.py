"""The benchmark in public: the page, and the open files."""

import csv
import io
import json
from datetime import date

import pytest

from scans.engine.distribution import Distribution
from scans.engine.peers import lowest_of
from scans.models import Edition, EditionFigures
from tests.factories import TODAY, QuestionnaireVersionFactory

pytestmark = pytest.mark.django_db

NOTE = "Zelf aangemeld, niet representatief. Self-selected, not representative."
INVENTED = "Demonstratie: verzonnen gegevens. Demonstration: made-up data."
JANUARY, NOVEMBER = date(2026, 1, 1), date(2026, 11, 1)


def figures(edition, measure="relevantie", *, organisations=12, segment=("", ""), start=400):
    """One department of each organisation, one point apart."""
    sector, size = segment
    return EditionFigures.objects.create(
        edition=edition,
        members=edition,
        sector=sector,
        size_class=size,
        measure=measure,
        organisations=organisations,
        departments=organisations,
        alone=3,
        largest=1,
        second=1,
        first_period=JANUARY,
        last_period=NOVEMBER,
        counts=Distribution.of(start + 10 * place for place in range(organisations)).to_bytes(
            lowest_of(measure), 1000
        ),
    )


@pytest.fixture
def edition():
    QuestionnaireVersionFactory()
    edition = Edition.objects.create(name="2026-11", published_on=TODAY)
    figures(edition, organisations=24)
    figures(edition, "impact")
    figures(edition, "spiegel.timing", start=-50, organisations=20)
    figures(edition, segment=("gemeente", ""), organisations=12)
    figures(edition, segment=("", "6-10"), organisations=11)
    return edition


def text(answer):
    return " ".join(answer.content.decode().replace("\u00a0", " ").replace("\u2060", "").split())


def test_without_an_edition_the_page_says_so(client):
    answer = client.get("/benchmark/")

    assert answer.status_code == 200
    assert "Er is nog geen benchmark." in text(answer)
    assert "Download als CSV" not in text(answer)


def test_the_page_shows_all_departments_of_the_current_edition_first(client, edition):
    Edition.objects.create(name="2026-10", published_on=date(2026, 10, 1))

    page = text(client.get("/benchmark/"))

    for words in (
        "Alle afdelingen die meedoen</h2>",
        (
            "24 afdelingen van 24 organisaties; waar dat anders is, staat het erbij. Hun rondes "
            "sloten in januari 2026 tot en met november 2026."
        ),
        "Hier: 12 afdelingen van 12 organisaties.",
        "De middelste helft staat tussen 46 en 57, de middelste afdeling op 52.",
        "Zelfbeeld min klantbeeld: timing",
        "Zelf aangemeld, niet representatief",
        '<a href="/benchmark/2026-11.csv">',
        '<a href="/benchmark/2026-11.json">',
        "CC BY 4.0",
        "<code>solo_percent</code>",
    ):
        assert words in page
    assert "Resultaat</h3>" not in page


def test_a_place_on_the_role_line_is_shown_between_its_poles_and_is_no_grade(client, edition):
    figures(edition, "rol.huidig", organisations=24)

    page = text(client.get("/benchmark/"))

    for words in (
        '<p class="poles"><span>Maker</span> <span>Meedenker</span></p>',
        "Een plek tussen maker (0) en meedenker (100), geen cijfer.",
        "0 is maker, 100 is meedenker",
        "De rol is een plek en geen cijfer",
    ):
        assert page.count(words) == 1


def test_the_page_says_what_the_impact_index_is_and_leads_to_the_method(client, edition):
    page = text(client.get("/benchmark/"))

    assert "Relevantie, timing en resultaat in één getal; een laag thema drukt het sterk." in page
    assert 'lees je bij <a href="/methode/">de methode</a>' in page


def test_a_size_is_never_broken_where_it_is_read_and_plain_where_it_is_a_value(client, edition):
    page = client.get("/benchmark/", {"grootte": "6-10"}).content.decode()

    assert '<option value="6-10" selected>6–\u206010 personen</option>' in page
    assert "\u2060" not in client.get("/benchmark/2026-11.csv").content.decode()
    assert "\\u2060" not in client.get("/benchmark/2026-11.json").content.decode()


def test_a_sector_and_a_size_can_be_chosen(client, edition):
    by_sector = text(client.get("/benchmark/", {"sector": "gemeente"}))
    by_size = text(client.get("/benchmark/", {"grootte": "6-10"}))

    assert "Afdelingen in de sector ‘Gemeente’</h2>" in by_sector
    assert '<option value="gemeente" selected>Gemeente</option>' in by_sector
    assert "Afdelingen met 6–10 personen</h2>" in by_size
    assert '<option value="6-10" selected>6–10 personen</option>' in by_size


def test_a_group_that_the_edition_does_not_have_gets_a_friendly_sentence(client, edition):
    answer = client.get("/benchmark/", {"sector": "gemeente", "grootte": "6-10"})

    assert answer.status_code == 200
    assert "Van deze groep doen er nog te weinig afdelingen mee." in text(answer)


def test_an_edition_of_too_few_departments_says_from_when_there_is_something_to_see(client):
    QuestionnaireVersionFactory()
    Edition.objects.create(name="2026-11", published_on=TODAY)

    page = text(client.get("/benchmark/"))

    assert "Er doen nog te weinig afdelingen mee om iets te laten zien" in page
    assert "Kies een grotere groep" not in page


def test_a_group_of_too_few_for_a_median_has_no_empty_column_for_it(client, edition):
    page = text(client.get("/benchmark/", {"sector": "gemeente"}))

    assert "Kwart lager dan</th>" in page
    assert "Middelste</th>" not in page


@pytest.mark.parametrize(
    "asked", [{"sector": "maan"}, {"grootte": "0"}, {"sector": "\0"}, {"grootte": "x" * 1500}]
)
def test_a_group_that_does_not_exist_means_all(client, edition, asked):
    answer = client.get("/benchmark/", asked)

    assert answer.status_code == 200
    assert "Alle afdelingen die meedoen</h2>" in text(answer)


def test_the_table_has_every_group_and_measure_a_row(client, edition):
    answer = client.get("/benchmark/2026-11.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="benchmark-2026-11.csv"'
    assert [(row["measure"], row["sector"], row["size"]) for row in rows] == [
        ("impact", "", ""),
        ("relevantie", "", ""),
        ("relevantie", "", "6-10"),
        ("relevantie", "gemeente", ""),
        ("spiegel.timing", "", ""),
    ]
    assert rows[0] == {
        "edition": "2026-11",
        "measure": "impact",
        "sector": "",
        "size": "",
        "departments": "12",
        "organisations": "12",
        "solo_percent": "25",
        "first_month": "2026-01",
        "last_month": "2026-11",
        "p25": "43",
        "p50": "",
        "p75": "48",
        "distribution": "",
        "licence": "CC BY 4.0",
        "note": NOTE,
    }
    assert rows[1]["distribution"].startswith("0:10:0;10:20:0;")
    assert rows[1]["p50"] == "52"


def test_the_file_for_programs_says_the_same_with_its_licence(client, edition):
    answer = client.get("/benchmark/2026-11.json")

    data = json.loads(answer.content)
    found = data.pop("figures")

    assert data == {
        "format": 1,
        "edition": "2026-11",
        "published_on": TODAY.isoformat(),
        "licence": "CC BY 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "note": "Zelf aangemeld, niet representatief. Self-selected, not representative.",
    }
    assert found[0] == {
        "measure": "impact",
        "sector": None,
        "size": None,
        "departments": 12,
        "organisations": 12,
        "solo_percent": 25,
        "first_month": "2026-01",
        "last_month": "2026-11",
        "p25": 43,
        "p50": None,
        "p75": 48,
        "distribution": None,
    }
    assert sum(one["count"] for one in found[1]["distribution"]) == 24


def test_the_files_of_a_demonstration_say_that_they_are_invented(client, edition, settings):
    settings.DEMONSTRATION = True

    table = client.get("/benchmark/2026-11.csv").content.decode()
    data = client.get("/benchmark/2026-11.json").json()

    assert {row["note"] for row in csv.DictReader(io.StringIO(table))} == {f"{INVENTED} {NOTE}"}
    assert data["note"] == f"{INVENTED} {NOTE}"


def test_figures_that_may_not_be_shown_are_in_neither_page_nor_file(client, edition):
    figures(edition, "resultaat", organisations=9)

    assert "Resultaat</h3>" not in text(client.get("/benchmark/"))
    assert "resultaat" not in text(client.get("/benchmark/2026-11.csv"))


def test_an_edition_without_figures_has_an_empty_table(client):
    Edition.objects.create(name="2026-10", published_on=TODAY)

    assert client.get("/benchmark/2026-10.json").json()["figures"] == []


@pytest.mark.parametrize("kind", ["csv", "json"])
@pytest.mark.parametrize("name", ["2026-12", "%00", "x" * 300])
def test_an_edition_that_does_not_exist_is_not_found(client, kind, name):
    assert client.get(f"/benchmark/{name}.{kind}").status_code == 404


def test_the_page_asks_the_database_a_constant_number_of_times(
    client, edition, django_assert_num_queries
):
    client.get("/benchmark/")

    with django_assert_num_queries(4):
        client.get("/benchmark/")
