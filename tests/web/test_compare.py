"""Departments and groups side by side."""

import uuid

import pytest

from scans.models import Action, AuditRecord, Edition, Organisation, Result
from scans.queries import naming
from scans.services.closing import close_round
from tests.adviser import account, signed_in
from tests.factories import (
    TODAY,
    DepartmentFactory,
    QuestionnaireVersionFactory,
    ResultFactory,
    ScanFactory,
    round_with,
)
from tests.web.doors import text_of
from tests.web.test_benchmark import figures

pytestmark = pytest.mark.django_db

PAGE = "/dashboard/vergelijken/"


@pytest.fixture
def inside():
    QuestionnaireVersionFactory()
    return signed_in(account())


def department(*, sector="gemeente", size="6-10", name="Geheim"):
    organisation = Organisation.objects.create(name=name, sector=sector, size_class="")
    return DepartmentFactory(organisation=organisation, size_class=size, name="Verborgen")


def solo(**fields):
    """A department that one person filled in the scan for."""
    made = department(**fields)
    ResultFactory(scan=ScanFactory(closed=True, department=made))
    return made


def team(**fields):
    """A department of which a team and internal clients answered."""
    made = department(**fields)
    scan = round_with(team=11, clients=10, department=made)
    close_round(scan_id=scan.pk, today=TODAY)
    return made


@pytest.fixture
def edition():
    edition = Edition.objects.create(name="2026-11", published_on=TODAY)
    for measure in ("relevantie", "impact", "rol.huidig", "rol.gewenst"):
        figures(edition, measure, organisations=24)
    figures(edition, "spiegel.timing", organisations=24, start=-50)
    figures(edition, segment=("gemeente", ""), organisations=12)
    return edition


def test_the_page_asks_to_choose_and_shows_no_names(inside):
    solo()
    team(sector="zorg", size="51+")

    page = text_of(inside.get(PAGE))

    assert "Zet twee tot zes afdelingen of groepen naast elkaar" in page
    assert "Een gemeente, 6–10 personen" in page
    assert "Een organisatie in zorg en welzijn" in page
    assert "Geheim" not in page
    assert "Verborgen" not in page


def test_without_anything_to_compare_the_page_says_so():
    page = text_of(signed_in(account()).get(PAGE))

    assert "Hiermee vinden we geen afdeling met een resultaat." in page


def test_departments_and_a_group_stand_side_by_side(inside, edition):
    one, other = solo(), team()

    answer = inside.get(PAGE, {"afdeling": [one.pk, other.pk], "groep": ["~", "gemeente~"]})

    page, found = text_of(answer), answer.context["comparison"]
    assert [unit.letter for unit in found.units] == ["A", "B", "C", "D"]
    assert [unit.is_group for unit in found.units] == [False, False, True, True]
    relevance = found.scores[0]
    assert relevance.cells[0].margin == "zonder marge"
    assert relevance.cells[0].n == "1 persoon"
    assert relevance.cells[1].margin.startswith("marge ")
    assert relevance.cells[1].n == "11 personen"
    assert relevance.cells[2].margin == "middelste helft 46 tot 57"
    assert relevance.cells[2].n == "24 afdelingen"
    assert relevance.cells[3].shown == "–"
    assert [cell.shown for cell in found.role.cells][3] == "– → –"
    assert "Van A kennen we geen marge: dat verschil kan toeval zijn." in page
    assert [one.key for one in found.mirror] == [
        "spiegel.relevantie",
        "spiegel.timing",
        "spiegel.resultaat",
    ]
    assert "11 personen en 10 klanten" in page
    assert "Dit is geen ranglijst." in page
    assert "Geheim" not in page


def test_margins_that_overlap_say_nothing_for_sure(inside):
    both = [team(), team()]

    page = text_of(inside.get(PAGE, {"afdeling": [one.pk for one in both]}))

    assert "De afdelingen met een marge scoren hetzelfde." in page


def test_looking_is_written_down_once_for_each_department(inside):
    both = [solo(), solo()]
    address = {"afdeling": [one.pk for one in both]}

    inside.head(PAGE, address)
    inside.get(PAGE, address)

    seen = AuditRecord.objects.filter(what=Action.COMPARED).values_list("object_id", "details")
    assert sorted(seen) == sorted((str(one.pk), "") for one in both)


def test_only_groups_are_nobody_to_write_down(inside, edition):
    answer = inside.get(PAGE, {"groep": ["~", "gemeente~"]})

    assert answer.context["comparison"] is not None
    assert AuditRecord.objects.filter(what=Action.COMPARED).count() == 0
    assert "Spiegel" in text_of(answer)


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (1, "Kies er nog minstens één bij."),
        (7, "Je koos er meer dan 6. Vink er een paar uit."),
    ],
)
def test_too_few_or_too_many_are_asked_again(inside, asked, problem):
    keys = [solo().pk for _number in range(asked)]

    answer = inside.get(PAGE, {"afdeling": keys})

    assert answer.context["comparison"] is None
    assert problem in text_of(answer)


def test_six_is_not_too_many_and_the_same_twice_counts_once(inside):
    keys = [solo().pk for _number in range(6)]

    found = inside.get(PAGE, {"afdeling": [*keys, keys[0]]}).context["comparison"]

    assert len(found.units) == 6


def test_what_is_not_there_any_more_is_said(inside):
    both = [solo().pk, solo().pk]

    answer = inside.get(
        PAGE, {"afdeling": [*both, uuid.UUID(int=7), "geen sleutel"], "groep": "x~y"}
    )

    assert len(answer.context["comparison"].units) == 2
    assert "Niet alles wat je koos, is er nog." in text_of(answer)


def test_a_search_narrows_by_sector_and_size_and_keeps_what_was_chosen(inside):
    chosen, other = solo(), solo(sector="zorg", size="21-50")

    answer = inside.get(PAGE, {"afdeling": chosen.pk, "sector": "zorg", "grootte": "21-50"})

    assert [one.value for one in answer.context["chosen"]] == [str(chosen.pk)]
    assert [one.value for one in answer.context["found"]] == [str(other.pk)]


def test_a_name_is_not_found_while_it_may_not_be_known(inside):
    solo()

    answer = inside.get(PAGE, {"zoek": "Geheim"})

    assert answer.context["found"] == []


def test_a_name_is_shown_once_its_department_asks_for_contact():
    made = department()
    described = naming.name_for_adviser(made)
    made.contact_since = TODAY

    assert (described, naming.name_for_adviser(made)) == (
        "een gemeente, 6–10 personen",
        "Verborgen, Geheim",
    )


@pytest.mark.parametrize(
    ("sector", "size", "said"),
    [
        ("anders", "", "een organisatie"),
        ("zorg", "51+", "een organisatie in zorg en welzijn, 51 of meer personen"),
        ("onbekend", "1-5", "een organisatie, 1–5 personen"),
    ],
)
def test_a_department_is_described_by_what_it_has_in_common(sector, size, said):
    assert naming.description_of(department(sector=sector, size=size)) == said


def test_more_than_fit_are_searched_for(inside):
    for _number in range(21):
        solo()

    answer = inside.get(PAGE)

    assert (len(answer.context["found"]), answer.context["more"]) == (20, True)


def test_the_page_asks_as_many_questions_however_much_there_is(
    inside, edition, django_assert_num_queries
):
    both = [solo().pk, team().pk]
    counts = []
    for more in (0, 2, 20):
        for _number in range(more):
            solo()
        with django_assert_num_queries(999, exact=False) as seen:
            inside.get(PAGE, {"afdeling": both, "groep": "~"})
        counts.append(len(seen))

    assert len(set(counts)) == 1


def test_scores_that_are_only_borders_are_drawn_as_stripes(inside):
    both = [team(), team()]
    border = {"n": 7, "score": 80.0, "interval": None, "agreement": None, "agreement_word": None}
    for result in Result.objects.all():
        role = {**result.figures["role"], "gap": None, "gap_key": None}
        for place in ("now", "wanted"):
            role[place] = {**border, "level": None, "extreme": "hoog"}
        result.figures = {**result.figures, "role": role}
        result.save()

    answer = inside.get(PAGE, {"afdeling": [one.pk for one in both]})

    assert "80 of meer → 80 of meer" in text_of(answer)
    assert answer.content.decode().count('stroke-dasharray="2 4"') == 4
