"""What was imported is looked up by name, left out, put together with a scan, and taken back."""

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scans.content.results_file import ResultRow
from scans.models import Action, AuditRecord, BenchmarkRow, DeletionNote, Department, Organisation
from scans.services.import_lock import hold_alone
from scans.services.importing import import_results
from tests.adviser import account, signed_in
from tests.factories import TODAY, OwnerFactory, QuestionnaireVersionFactory
from tests.scan_list import listed, page_of
from tests.services.concurrency import meanwhile
from tests.web.doors import text_of
from tests.web.test_merging import found_in, merge_fields

pytestmark = pytest.mark.django_db

PAGE = "/dashboard/benchmark/eerder/"
ROW = ResultRow(
    organisation="Gemeente 0",
    department="Communicatie",
    sector="gemeente",
    size_class="6-10",
    period=date(2025, 11, 1),
    n=8,
    tenths={"timing": 643, "relevantie": 500},
)
KEY = "the-key-of-one-form-on-a-page"
DOUBLE = "Deze afdeling is dubbel"


@pytest.fixture
def adviser():
    QuestionnaireVersionFactory()
    return signed_in(account())


def bring_in(*names, **changes):
    """Import a result of the department of each organisation; return the last department."""
    rows = [replace(ROW, **{"organisation": name, **changes}) for name in names]
    import_results(rows, today=TODAY)
    return Department.objects.get(
        pk__in=BenchmarkRow.objects.filter(scan=None).values("department"),
        organisation__name=names[-1],
        name=rows[-1].department,
    )


def of(department, rest=""):
    return f"{PAGE}{department.pk}/{rest}"


def names_in(answer):
    return re.findall(r"<bdi>([^<]+)</bdi>", answer.content.decode())


def log():
    """What was done, and about which department, but for looking."""
    looks = (Action.SCAN_SEEN, Action.SCANS_LISTED, Action.SIGNED_IN)
    records = AuditRecord.objects.exclude(what__in=looks).order_by("pk")
    return list(records.values_list("what", "object_id"))


def test_what_was_imported_stands_there_by_name_with_its_newest_result(adviser):
    bring_in("Huis", sector="zorg", size_class="51+", n=9)
    bring_in("Gemeente 0")
    bring_in("Gemeente 0", period=date(2025, 12, 1), n=12)
    listed(name="Gemeente 1", contact=TODAY)

    page = adviser.get(PAGE)

    assert names_in(page) == ["Communicatie, Gemeente 0", "Communicatie, Huis"]
    assert "Gemeente 6–10 personen december 2025 12 ja" in text_of(page).replace("\xa0", " ")
    assert "51 of meer personen november 2025 9 ja" in text_of(page).replace("\xa0", " ")


def test_before_anything_was_imported_the_page_says_how_to_begin(adviser):
    assert "Hier staat nog niets." in text_of(adviser.get(PAGE))
    assert f'href="{PAGE}"' in adviser.get("/dashboard/benchmark/").content.decode()
    assert f'href="{PAGE}"' in adviser.get("/dashboard/benchmark/inlezen/").content.decode()


def test_a_department_is_found_by_words_of_its_name(adviser):
    bring_in("Gemeente 0", "Gemeente 10", "Huis")
    bring_in("Gemeente 10", department="Webteam")

    assert names_in(adviser.get(PAGE, {"zoek": " gemeente\0  COMM "})) == [
        "Communicatie, Gemeente 0",
        "Communicatie, Gemeente 10",
    ]
    assert names_in(adviser.get(PAGE, {"zoek": "10 web"})) == ["Webteam, Gemeente 10"]
    assert "Met ‘dorp’ vinden we niets dat is ingelezen." in text_of(
        adviser.get(PAGE, {"zoek": "dorp"})
    )


def test_a_long_list_comes_in_pages_and_asks_the_database_as_often(adviser, monkeypatch):
    monkeypatch.setattr("scans.web.adviser.imported.ON_A_PAGE", 3)
    bring_in("A")
    with CaptureQueriesContext(connection) as of_one:
        adviser.get(PAGE)
    bring_in("D", "C", "A", "B", "E", "G", "F")

    with CaptureQueriesContext(connection) as of_many:
        first = adviser.get(PAGE)
    second = adviser.get(PAGE, {"na": first.context["next"]})
    third = adviser.get(PAGE, {"na": second.context["next"]})
    beyond = adviser.get(PAGE, {"na": str(Department.objects.get(organisation__name="G").pk)})

    assert len(of_many) == len(of_one)
    assert [names_in(one) for one in (first, second, third)] == [
        [f"Communicatie, {name}" for name in names] for names in ("ABC", "DEF", "G")
    ]
    assert "Volgende bladzijde" in text_of(second)
    assert "Volgende bladzijde" not in text_of(third)
    assert "Terug naar het begin" in text_of(third)
    assert "Verder staat er niets." in text_of(beyond)
    for nonsense in ("x", str(uuid4())):
        assert names_in(adviser.get(PAGE, {"na": nonsense})) == names_in(first)


def hide(department):
    """Let somebody have begun a scan with a department, who doesn't want to be known."""
    OwnerFactory(department=department)
    return department


def test_whose_aanvrager_may_not_be_known_is_neither_shown_nor_found(adviser):
    hidden = hide(bring_in("Gemeente Geheim", department="Verborgen"))
    scanned = listed(name="Stad Geheim")
    BenchmarkRow.objects.create(
        department=scanned.department, measure="timing", tenths=1, n=5, period=ROW.period
    )
    own = listed(contact=TODAY, name="Gemeente Eigen")

    pages = [adviser.get(PAGE), adviser.get(PAGE, {"zoek": "geheim"})]
    search = adviser.get(page_of(own, "samenvoegen/"), {"zoek": "geheim"})
    by_key = adviser.get(page_of(own, "samenvoegen/"), {"met": str(hidden.pk)})
    after = adviser.get(PAGE, {"na": str(hidden.pk)})

    assert [names_in(one) for one in pages] == [[], []]
    assert found_in(search) == []
    assert "Deze scan vinden we niet." in text_of(by_key)
    assert "Hier staat nog niets." not in text_of(pages[1])
    assert names_in(after) == []
    for key in (hidden.pk, scanned.department_id, uuid4()):
        for path in (f"{PAGE}{key}/", f"{PAGE}{key}/verwijderen/"):
            assert adviser.get(path).status_code == 404
        for path in ("meetellen/", "verwijderen/"):
            posted = {"reason": DOUBLE, "zeker": "ja", "sleutel": KEY}
            assert adviser.post(f"{PAGE}{key}/{path}", posted).status_code == 404
    assert BenchmarkRow.objects.count() == 3
    assert log() == []


def test_beside_a_hidden_department_of_its_organisation_an_import_has_no_name(adviser):
    beside = bring_in("Gemeente Geheim")
    other = bring_in("Aalten")
    hide(Department.objects.create(organisation=beside.organisation, name="Pers", size_class="1-5"))

    page = adviser.get(PAGE)

    assert names_in(page) == ["Een gemeente, 6–10 personen", "Communicatie, Aalten"]
    assert names_in(adviser.get(PAGE, {"na": str(beside.pk)})) == ["Communicatie, Aalten"]
    assert names_in(adviser.get(PAGE, {"zoek": "gemeente"})) == []
    assert "Geheim" not in adviser.get(of(beside)).content.decode()
    assert "Aalten" in text_of(adviser.get(of(other)))


def test_one_department_shows_all_that_was_imported_of_it(adviser):
    bring_in("Gemeente 0")
    department = bring_in("Gemeente 0", period=date(2024, 1, 1), n=1)

    page = text_of(adviser.get(of(department))).replace("\xa0", " ")

    assert "november 2025 8 Relevantie 50,0, Timing 64,3" in page
    assert "januari 2024 1 Relevantie 50,0, Timing 64,3" in page
    assert "Kan meetellen in de volgende editie." in page
    assert "Heeft deze afdeling intussen een scan gedaan?" in page


def test_a_department_is_left_out_with_a_reason_and_taken_in_again(adviser):
    department = bring_in("Gemeente 0")
    url = of(department, "meetellen/")

    for _ in range(2):
        out = adviser.post(url, {"reason": DOUBLE})
    page, everybody = adviser.get(out.headers["Location"]), adviser.get(PAGE)
    for _ in range(2):
        back = adviser.post(url, {"meetellen": "weer"})

    assert "De keuze voor de benchmark is bewaard." in text_of(page)
    assert f"Telt niet mee. De reden: {DOUBLE}" in text_of(page)
    assert f"uitgesloten: {DOUBLE}" in text_of(everybody)
    assert "Kan meetellen" in text_of(adviser.get(back.headers["Location"]))
    assert log() == [
        (Action.EXCLUDED, str(department.pk)),
        (Action.INCLUDED, str(department.pk)),
    ]


@pytest.mark.parametrize("reason", ["", "x" * 201, "a\x1bb"])
def test_without_a_proper_reason_nobody_is_left_out(adviser, reason):
    department = bring_in("Gemeente 0")

    page = adviser.post(of(department, "meetellen/"), {"reason": reason})

    assert page.status_code == 422
    assert "Er klopt nog iets niet" in text_of(page)
    assert not Department.objects.exclude(excluded_because="").exists()


def test_why_something_does_not_count_is_said(adviser):
    scan = listed(contact=TODAY, name="Gemeente 1")
    Department.objects.update(in_benchmark_since=TODAY)
    withdrawn = bring_in("Gemeente 2")
    Department.objects.filter(pk=withdrawn.pk).update(in_benchmark_since=None, size_class="")
    BenchmarkRow.objects.create(
        department=scan.department,
        measure="timing",
        tenths=1,
        n=5,
        period=ROW.period,
        latest=False,
    )

    page = text_of(adviser.get(PAGE))

    assert "nee: er is geen toestemming" in page
    assert "nee: een eigen ronde is nieuwer" in page
    assert "Wat is ingelezen telt nu niet mee: er is geen toestemming." in text_of(
        adviser.get(of(withdrawn))
    )
    assert "Deze afdeling heeft ook een scan." in text_of(adviser.get(of(scan.department)))


def sure(**more):
    return {"zeker": "ja", "sleutel": KEY, **more}


def test_what_was_imported_is_deleted_once_after_a_yes(adviser):
    department = bring_in("Gemeente 0")
    bring_in("Gemeente 0", period=date(2024, 1, 1))
    bring_in("Gemeente 0", department="Webteam")
    url = of(department, "verwijderen/")

    asked, doubted = adviser.get(url), adviser.post(url, {"sleutel": KEY})
    kept = BenchmarkRow.objects.count()
    answers = [adviser.post(url, sure()).headers["Location"] for _ in range(2)]
    done = adviser.get(answers[0])

    assert "Dit is wat van Communicatie, Gemeente 0 is ingelezen." in text_of(asked)
    assert (doubted.status_code, kept) == (422, 6)
    assert "Zet een vinkje als je het zeker weet. Er is niets veranderd." in text_of(doubted)
    assert answers == [f"{PAGE}?gelukt=verwijderd"] * 2
    assert "De ingelezen resultaten zijn verwijderd." in text_of(done)
    assert names_in(done) == ["Webteam, Gemeente 0"]
    assert log() == [(Action.IMPORTED_DELETED, str(department.pk))]
    assert list(DeletionNote.objects.values_list("kind", "key")) == [
        ("imported", str(department.pk))
    ]
    assert adviser.post(url, sure(sleutel=KEY + "2")).status_code == 404


def test_an_organisation_without_departments_goes_along_and_can_be_imported_again(adviser):
    adviser.post(of(bring_in("Gemeente 0"), "verwijderen/"), sure())
    assert not Organisation.objects.exists()

    assert names_in(adviser.get(of(bring_in("Gemeente 0"))))[0] == "Communicatie, Gemeente 0"


@pytest.mark.django_db(transaction=True)
def test_while_an_import_goes_on_nothing_is_deleted_or_put_together(adviser):
    department = bring_in("Gemeente 0")
    scan = listed(contact=TODAY)
    url = of(department, "verwijderen/")

    def beside(path, filled):
        return meanwhile(
            lambda: hold_alone(may_wait=False),
            lambda: adviser.post(path, filled | {"sleutel": KEY}),
        )

    deleted = beside(url, sure())
    merged = beside(page_of(scan, "samenvoegen/"), merge_fields(department))

    for answer in (deleted, merged):
        assert answer.status_code == 409
        assert "Er loopt al een import. Probeer het over een paar minuten opnieuw." in text_of(
            answer
        )
    assert (Department.objects.count(), log()) == (2, [])
    assert adviser.post(url, sure()).status_code == 302
    assert Department.objects.count() == 1


def test_an_import_is_found_by_name_and_put_together_with_the_scan_once(adviser):
    scan = listed(contact=TODAY, name="Gemeente 0", opened_on=TODAY - timedelta(days=5))
    Department.objects.update(in_benchmark_since=TODAY)
    department = bring_in("Gemeente 0", period=date(2020, 1, 1), n=9)
    bring_in("Gemeente 1")
    url = page_of(scan, "samenvoegen/")

    found = adviser.get(url)
    both = adviser.get(url, {"met": f"https://site.nl{of(department)}"})
    filled = merge_fields(department) | {"sleutel": KEY}
    answers = [adviser.post(url, filled).headers["Location"] for _ in range(2)]

    assert found_in(found) == [("Communicatie, Gemeente 0", department.pk)]
    assert "ingelezen, zonder scan" in text_of(found)
    page = text_of(both).replace("\xa0", " ")
    assert "januari 2020 9 Relevantie 50,0, Timing 64,3" in page
    assert "Ingelezen, zonder scan." in page
    assert answers == [f"{page_of(scan)}?gelukt=samengevoegd"] * 2
    kept = Department.objects.get(pk=scan.department_id)
    assert (kept.contact_since, kept.in_benchmark_since) == (TODAY, TODAY)
    assert set(BenchmarkRow.objects.filter(n=9).values_list("department", flat=True)) == {kept.pk}
    assert not Department.objects.filter(pk=department.pk).exists()
    assert log() == [(Action.DEPARTMENTS_MERGED, str(kept.pk))]
    mixed = adviser.get(PAGE, {"zoek": "gemeente 0"})
    assert names_in(mixed) == ["Communicatie, Gemeente 0"]
    assert import_results([replace(ROW, period=date(2020, 1, 1), n=9)], today=TODAY).unchanged == 1


def test_an_import_and_a_scan_can_be_two_departments_of_one_organisation(adviser):
    scan = listed(contact=TODAY, name="Gemeente 0")
    department = bring_in("Gemeente 0", department="Webteam")

    adviser.post(page_of(scan, "samenvoegen/"), merge_fields(department, "organisatie"))

    assert set(Department.objects.values_list("organisation", flat=True)) == {
        scan.department.organisation_id
    }
    assert names_in(adviser.get(PAGE)) == ["Webteam, Gemeente 0"]


@pytest.mark.parametrize("what", ["afdeling", "organisatie"])
def test_an_import_tells_nothing_of_a_scan_whose_aanvrager_may_not_be_known(adviser, what):
    hidden = listed(name="Gemeente 0", department="Verborgen")
    OwnerFactory(department=hidden.department)
    department = bring_in("Gemeente 0")
    url = page_of(hidden, "samenvoegen/")

    asked = adviser.get(url)
    page = adviser.post(url, merge_fields(department, what))

    assert found_in(asked) == []
    assert page.status_code == 422
    assert "Van een van de twee mag je niet weten wie het is." in text_of(page)
    assert "Verborgen" not in page.content.decode()
    assert Department.objects.values("organisation").distinct().count() == 2


def test_what_was_left_out_is_seen_before_it_is_put_together_and_stays_so(adviser):
    scan, department = listed(contact=TODAY), bring_in("Gemeente 0")
    Department.objects.filter(pk=department.pk).update(excluded_because=DOUBLE)
    url = page_of(scan, "samenvoegen/")

    assert f"Uitgesloten. De reden: {DOUBLE}" in text_of(
        adviser.get(url, {"met": str(department.pk)})
    )
    adviser.post(url, merge_fields(department))

    assert Department.objects.get().excluded_because == DOUBLE


def test_of_many_imports_with_a_name_some_are_shown(adviser, monkeypatch):
    monkeypatch.setattr("scans.web.adviser.merging.MOST_OTHERS", 2)
    own = listed()
    bring_in("Stad 2", "Stad 0", "Stad 1")

    page = adviser.get(page_of(own, "samenvoegen/"), {"zoek": "stad"})

    assert [name for name, _key in found_in(page)] == [
        "Communicatie, Stad 0",
        "Communicatie, Stad 1",
    ]
    assert "Er zijn er meer. Typ meer van de naam." in text_of(page)
