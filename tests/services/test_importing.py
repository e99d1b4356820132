"""Importing earlier results: all or nothing, never doubled, never onto somebody's own scan."""

from dataclasses import replace
from datetime import date
from time import monotonic

import pytest
from django.db import connection

from scans.content.names import COUNTED, WRITTEN, key_of
from scans.content.results_file import Problem, ResultRow, ResultsFileError
from scans.models import BenchmarkRow, Department, Organisation
from scans.services import import_sql as sql
from scans.services.import_lock import ImportRunningError, hold_alone
from scans.services.importing import BATCH, MANY, Imported, import_results
from tests.factories import TODAY, DepartmentFactory, OrganisationFactory, ScanFactory
from tests.services.concurrency import at_once, meanwhile, while_held

pytestmark = pytest.mark.django_db

LATER = date(2026, 12, 1)
NOVEMBER, OCTOBER, DECEMBER = date(2025, 11, 1), date(2025, 10, 1), date(2025, 12, 1)
ROW = ResultRow(
    organisation="Gemeente Voorbeeld",
    department="Communicatie",
    sector="gemeente",
    size_class="6-10",
    period=NOVEMBER,
    n=8,
    tenths={"timing": 643, "rol.huidig": 0},
)
NOTHING = Imported(organisations=0, departments=0, added=0, changed=0, unchanged=0, resized=0)
FIRST = replace(NOTHING, organisations=1, departments=1, added=1)
RESULT = ("period", "measure", "tenths", "n", "alone", "latest")


def run(*rows, today=TODAY, dry_run=False):
    return import_results(rows, today=today, dry_run=dry_run)


def departments():
    """Return every department: of whom, how large, and since when in the benchmark."""
    fields = ("organisation__name", "organisation__sector", "name", "size_class")
    rows = Department.objects.values_list(*fields, "in_benchmark_since", "excluded_because")
    return sorted(rows)


def results(**department):
    rows = BenchmarkRow.objects.filter(**department)
    return sorted(rows.values_list(*RESULT))


def test_a_result_becomes_an_organisation_a_department_and_a_row_per_score():
    told = run(ROW)

    organisation = Organisation.objects.get()
    department = Department.objects.get()
    assert told == FIRST
    assert Organisation.objects.values().get() == {
        "id": organisation.pk,
        "name": "Gemeente Voorbeeld",
        "sector": "gemeente",
        "size_class": "",
    }
    assert Department.objects.values().get() == {
        "id": department.pk,
        "organisation_id": organisation.pk,
        "name": "Communicatie",
        "size_class": "6-10",
        "in_benchmark_since": TODAY,
        "excluded_because": "",
        "contact_since": None,
        "renewed_on": None,
        "warned_on": None,
    }
    rows = BenchmarkRow.objects.order_by("measure").values()
    alike = {
        "department_id": department.pk,
        "scan_id": None,
        "questionnaire_id": None,
        "n": 8,
        "period": NOVEMBER,
        "alone": False,
        "latest": True,
    }
    assert list(rows) == [
        {"id": rows[0]["id"], "measure": "rol.huidig", "tenths": 0, **alike},
        {"id": rows[1]["id"], "measure": "timing", "tenths": 643, **alike},
    ]


def test_a_result_of_one_person_is_marked_so():
    run(replace(ROW, n=1, tenths={"timing": 1}))

    assert results() == [(NOVEMBER, "timing", 1, 1, True, True)]


def test_names_and_sectors_make_organisations_and_departments():
    told = run(
        ROW,
        replace(ROW, department='Team "B"; \\., 2'),
        replace(ROW, sector="zorg", period=OCTOBER),
        replace(ROW, organisation="Gemeente Voorbeelden"),
    )

    assert told == replace(NOTHING, organisations=3, departments=4, added=4)
    assert departments() == [
        ("Gemeente Voorbeeld", "gemeente", "Communicatie", "6-10", TODAY, ""),
        ("Gemeente Voorbeeld", "gemeente", 'Team "B"; \\., 2', "6-10", TODAY, ""),
        ("Gemeente Voorbeeld", "zorg", "Communicatie", "6-10", TODAY, ""),
        ("Gemeente Voorbeelden", "gemeente", "Communicatie", "6-10", TODAY, ""),
    ]


SPELLED = ("Gemeente ÉÐELE  İß", "Team\u00a0Ś")
OTHERWISE = ("GEMEENTE éðele İß", "TEAM ś")


def test_spellings_of_a_name_in_one_file_are_one_and_the_first_stays():
    told = run(
        replace(ROW, organisation=SPELLED[0], department=SPELLED[1]),
        replace(ROW, organisation=OTHERWISE[0], department=OTHERWISE[1], period=OCTOBER),
    )

    assert told == replace(NOTHING, organisations=1, departments=1, added=2)
    assert departments() == [(SPELLED[0], "gemeente", SPELLED[1], "6-10", TODAY, "")]


@pytest.mark.parametrize(
    ("spelled", "otherwise"), [(SPELLED, OTHERWISE), (("Gem  A", " PR\t"), ("gem a", "Pr"))]
)
def test_another_spelling_finds_what_was_imported_and_leaves_its_name(spelled, otherwise):
    run(replace(ROW, organisation=spelled[0], department=spelled[1]))

    told = run(replace(ROW, organisation=otherwise[0], department=otherwise[1]))

    assert told == replace(NOTHING, unchanged=1)
    assert departments() == [(spelled[0], "gemeente", spelled[1], "6-10", TODAY, "")]


def test_database_and_file_agree_on_what_is_the_same_name():
    signs = [chr(code) for code in range(1, 0x3100)]
    names = [f"x{sign}X" for sign in signs] + ["", " x  y ", "X\t \u2003Y"]

    with connection.cursor() as cursor:
        cursor.execute(sql.NAME_KEY, {"written": WRITTEN, "counted": COUNTED})
        cursor.execute(
            "SELECT pg_temp.name_key(name) FROM unnest(%s) WITH ORDINALITY AS given (name, place)"
            " ORDER BY place",
            [names],
        )
        keys = [key for (key,) in cursor.fetchall()]

    assert keys == [key_of(name) for name in names]


def test_many_rows_again_change_nothing():
    rows = [replace(ROW, organisation=f"Huis {place}") for place in range(MANY)]
    run(*rows)

    assert run(*rows) == replace(NOTHING, unchanged=MANY)
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_nestloop")
        assert cursor.fetchone() == ("on",)


def test_only_the_newest_period_of_a_department_is_the_latest_and_gives_its_size():
    run(
        replace(ROW, period=OCTOBER, size_class="1-5", tenths={"timing": 1}),
        replace(ROW, tenths={"timing": 2}),
        replace(ROW, period=date(2024, 12, 1), size_class="51+", tenths={"timing": 3}),
        replace(ROW, department="Ander", period=OCTOBER, tenths={"timing": 4}),
    )

    assert results(department__name="Communicatie") == [
        (date(2024, 12, 1), "timing", 3, 8, False, False),
        (OCTOBER, "timing", 1, 8, False, False),
        (NOVEMBER, "timing", 2, 8, False, True),
    ]
    assert results(department__name="Ander") == [(OCTOBER, "timing", 4, 8, False, True)]
    assert [(one[2], one[3]) for one in departments()] == [
        ("Ander", "6-10"),
        ("Communicatie", "6-10"),
    ]


def test_the_same_again_changes_nothing():
    rows = [ROW, replace(ROW, period=OCTOBER), replace(ROW, organisation="Huis", sector="zorg")]
    run(*rows)
    before = (departments(), list(BenchmarkRow.objects.order_by("pk").values()))

    told = run(*rows, today=LATER)

    assert told == replace(NOTHING, unchanged=3)
    assert (told.results, told.is_without_news) == (3, True)
    assert (departments(), list(BenchmarkRow.objects.order_by("pk").values())) == before


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param(
            {"tenths": {"timing": 700, "rol.huidig": 0}},
            [("rol.huidig", 0, 8, False), ("timing", 700, 8, False)],
            id="other-score",
        ),
        pytest.param(
            {"tenths": {"timing": 643}}, [("timing", 643, 8, False)], id="score-no-longer-there"
        ),
        pytest.param(
            {"tenths": {"timing": 643, "rol.huidig": 0, "impact": 9}},
            [("impact", 9, 8, False), ("rol.huidig", 0, 8, False), ("timing", 643, 8, False)],
            id="one-score-more",
        ),
        pytest.param(
            {"n": 1}, [("rol.huidig", 0, 1, True), ("timing", 643, 1, True)], id="fewer-persons"
        ),
    ],
)
def test_a_changed_result_of_the_same_period_takes_the_place_of_the_former(changed, expected):
    run(ROW, replace(ROW, period=OCTOBER, tenths={"timing": 5}))

    told = run(replace(ROW, **changed), today=LATER)

    assert told == replace(NOTHING, changed=1)
    assert results() == [
        (OCTOBER, "timing", 5, 8, False, False),
        *[(NOVEMBER, *one, True) for one in expected],
    ]
    assert departments() == [("Gemeente Voorbeeld", "gemeente", "Communicatie", "6-10", TODAY, "")]


def test_a_newer_result_becomes_the_latest_and_an_older_one_does_not():
    run(replace(ROW, tenths={"timing": 1}))

    newer = run(replace(ROW, period=DECEMBER, size_class="11-20", tenths={"timing": 2}))
    older = run(replace(ROW, period=OCTOBER, size_class="1-5", tenths={"timing": 3}))

    assert newer == replace(NOTHING, added=1, resized=1)
    assert older == replace(NOTHING, added=1)
    assert results() == [
        (OCTOBER, "timing", 3, 8, False, False),
        (NOVEMBER, "timing", 1, 8, False, False),
        (DECEMBER, "timing", 2, 8, False, True),
    ]
    assert [one[3] for one in departments()] == ["11-20"]


def test_another_size_of_the_latest_result_is_news():
    run(ROW)

    told = run(replace(ROW, size_class="11-20"))

    assert told == replace(NOTHING, unchanged=1, resized=1)
    assert not told.is_without_news
    assert [one[3] for one in departments()] == ["11-20"]


def test_a_department_that_was_left_out_or_withdrew_stays_so():
    run(ROW)
    Department.objects.update(in_benchmark_since=None, excluded_because="dubbel")

    run(replace(ROW, n=9), replace(ROW, period=DECEMBER))

    assert departments() == [
        ("Gemeente Voorbeeld", "gemeente", "Communicatie", "6-10", None, "dubbel")
    ]


def own_result(department, **fields):
    """A score of a round that a department held here."""
    own = {"measure": "timing", "tenths": 1, "n": 8, "period": NOVEMBER, "latest": True}
    scan = ScanFactory(department=department, closed=True)
    return BenchmarkRow.objects.create(department=department, scan=scan, **(own | fields))


def test_an_organisation_that_somebody_started_a_scan_with_is_never_attached_to():
    department = DepartmentFactory(organisation__name=ROW.organisation, name=ROW.department)
    own_result(department)
    before = (results(department=department), Department.objects.values().get())

    told = run(ROW)

    assert told == FIRST
    assert (
        results(department=department),
        Department.objects.values().get(pk=department.pk),
    ) == before
    assert run(ROW) == replace(NOTHING, unchanged=1)


def test_an_empty_organisation_of_that_name_is_not_attached_to():
    OrganisationFactory(name=ROW.organisation, sector=ROW.sector)

    assert run(ROW) == FIRST


def test_a_department_of_that_name_without_imported_results_is_not_attached_to():
    run(ROW)
    own = DepartmentFactory(organisation=Organisation.objects.get(), name="Webteam")
    own_result(own)

    told = run(replace(ROW, department="Webteam"))

    assert told == replace(NOTHING, departments=1, added=1)
    assert results(department=own) == [(NOVEMBER, "timing", 1, 8, False, True)]


@pytest.mark.parametrize(
    ("period", "own_is_latest"), [(OCTOBER, True), (NOVEMBER, True), (DECEMBER, False)]
)
def test_where_the_adviseur_put_them_together_the_newest_is_the_latest(period, own_is_latest):
    run(replace(ROW, period=date(2024, 1, 1), tenths={"timing": 2}))
    BenchmarkRow.objects.update(latest=False)
    own_result(Department.objects.get())

    told = run(replace(ROW, period=period, size_class="51+", tenths={"timing": 3}))

    assert told == replace(NOTHING, added=1, resized=0 if own_is_latest else 1)
    assert results() == sorted(
        [
            (date(2024, 1, 1), "timing", 2, 8, False, False),
            (NOVEMBER, "timing", 1, 8, False, own_is_latest),
            (period, "timing", 3, 8, False, not own_is_latest),
        ]
    )
    assert [one[3] for one in departments()] == ["6-10" if own_is_latest else "51+"]


def test_a_trial_tells_the_same_and_keeps_nothing():
    run(ROW)
    before = (departments(), results())
    rows = [replace(ROW, n=9), replace(ROW, organisation="Huis")]

    trial = run(*rows, dry_run=True)

    assert (departments(), results()) == before
    assert trial == run(*rows)
    assert trial == replace(NOTHING, organisations=1, departments=1, added=1, changed=1)


def test_nothing_is_kept_of_rows_that_end_in_an_error():
    def rows():
        for place in range(BATCH + 1):
            yield replace(ROW, organisation=f"Huis {place}")
        raise ResultsFileError([Problem(9, "mis.")])

    with pytest.raises(ResultsFileError, match=r"^regel 9: mis\.$"):
        import_results(rows(), today=TODAY)

    assert (departments(), results()) == ([], [])


def test_more_than_one_batch_is_imported_whole():
    rows = [replace(ROW, organisation=f"Huis {place}") for place in range(BATCH + 1)]

    told = run(*rows)

    count = len(rows)
    assert told == replace(NOTHING, organisations=count, departments=count, added=count)
    assert Organisation.objects.count() == count


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_give_one_of_each():
    outcomes = at_once(lambda: run(ROW), lambda: run(ROW))

    assert sorted(outcomes, key=lambda one: one.unchanged) == [
        FIRST,
        replace(NOTHING, unchanged=1),
    ]
    assert len(departments()) == 1


def holding():
    hold_alone(may_wait=False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", [{"dry_run": True}, {"may_wait": False}])
def test_who_looks_at_a_page_waits_for_no_other_import_and_changes_nothing(how):
    begin = monotonic()

    told = meanwhile(holding, lambda: import_results([ROW], today=TODAY, **how))

    assert isinstance(told, ImportRunningError)
    assert monotonic() - begin < 4
    assert departments() == []
    assert run(ROW) == FIRST


@pytest.mark.django_db(transaction=True)
def test_a_command_waits_for_the_import_that_goes_on():
    assert while_held(holding, lambda: run(ROW)) == FIRST


@pytest.mark.django_db(transaction=True)
def test_two_small_files_from_two_pages_at_once_are_both_imported():
    outcomes = at_once(
        lambda: import_results([ROW], today=TODAY, may_wait=False),
        lambda: import_results([ROW], today=TODAY, may_wait=False),
    )

    assert sorted(one.unchanged for one in outcomes) == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_the_table_that_is_needed_meanwhile_is_gone_afterwards():
    run(ROW)

    assert "imported" not in connection.introspection.table_names()
    assert run(ROW) == replace(NOTHING, unchanged=1)
