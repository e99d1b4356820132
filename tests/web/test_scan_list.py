"""The list of scans: filters in the address, order, pages, and what is exported of it."""

import csv
import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scans.models import Action, AuditRecord, FollowUpState, ListedScan
from scans.reports.exporting import COLUMNS
from scans.services.follow_up import follow_up
from scans.tasks import keep_house
from scans.web.adviser import scans
from tests.adviser import account, signed_in
from tests.factories import MOMENT, TODAY, QuestionnaireVersionFactory, sixth_module
from tests.scan_list import listed, open_scan
from tests.web.rounds import words_of

pytestmark = pytest.mark.django_db

LIST = "/dashboard/scans/"
EVIL = "=cmd|' /C calc'!A0"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def adviser():
    cache.clear()
    return signed_in(account())


def shown(answer):
    """The keys of the scans on a page, in their order."""
    return re.findall(r"/dashboard/scans/([0-9a-f-]{36})/", answer.content.decode())


def as_text(cell):
    """A cell of either file; a workbook keeps a whole number without its point."""
    return "" if cell is None else str(cell).removesuffix(".0")


def keys(*scans):
    return [str(one.pk) for one in scans]


def test_before_the_first_scan_the_list_says_what_will_be_there(adviser):
    page = adviser.get(LIST)

    assert "Hier komen de scans te staan" in words_of(page)
    assert "0 scans" in words_of(page)


def test_without_consent_there_is_no_name_anywhere_in_list_or_export(adviser):
    listed(name="Gemeente Geheim", department="Team Verborgen")

    page = adviser.get(LIST)
    file = b"".join(adviser.get("/dashboard/scans/export.csv").streaming_content).decode()

    assert "Een gemeente, 6–10 personen" in words_of(page)
    assert "Een gemeente, 6–10 personen" in file
    assert not re.search("Geheim|Verborgen", page.content.decode() + file)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sector=zorg", "zorg"),
        ("grootte=21-50", "large"),
        ("van=2026-11-23", "later"),
        ("tot=2026-11-21", "earlier"),
        ("status=open", "going"),
        ("contact=True", "known"),
        ("opvolging=gepland", "planned"),
        ("zoek=bekend%20afdel", "known"),
        ("zoek=geheim", None),
    ],
)
def test_a_filter_leaves_the_scans_that_pass_it(adviser, query, found):
    scans = {
        "zorg": listed(name="Geheim", sector="zorg"),
        "large": listed(department_size=30),
        "later": listed(opened_on=TODAY + timedelta(days=1)),
        "earlier": listed(opened_on=TODAY - timedelta(days=1)),
        "going": open_scan(),
        "known": listed(name="Stad Bekend", department="Afdeling X", contact=TODAY),
        "planned": listed(),
    }
    follow_up(
        department_id=scans["planned"].department_id,
        state=FollowUpState.PLANNED,
        due_on=None,
        by=account(name="Bo"),
        moment=MOMENT,
    )

    page = adviser.get(f"{LIST}?{query}")

    assert shown(page) == ([] if found is None else keys(scans[found]))


def test_the_scans_that_are_due_are_those_of_which_the_day_has_come_and_that_are_not_done(adviser):
    wanted = {
        (FollowUpState.PLANNED, TODAY): True,
        (FollowUpState.NEW, TODAY - timedelta(days=9)): True,
        (FollowUpState.PLANNED, date.max): False,
        (FollowUpState.DONE, TODAY): False,
    }
    bo = account(name="Bo")
    due = set()
    for (state, due_on), is_due in wanted.items():
        scan = listed()
        follow_up(
            department_id=scan.department_id,
            state=state,
            due_on=due_on,
            by=bo,
            moment=MOMENT,
        )
        due |= set(keys(scan)) if is_due else set()

    page = adviser.get(f"{LIST}?opvolging=te-doen")

    assert set(shown(page)) == due


def test_a_module_is_no_questionnaire_to_filter_on(adviser):
    QuestionnaireVersionFactory()
    sixth_module()

    page = adviser.get(LIST).content.decode()

    assert (">kern 1.0<" in page, ">zesde 1.0<" in page) == (True, False)


def test_the_questionnaire_filters_too_and_several_filters_go_together(adviser):
    scan = listed()
    query = f"vragenlijst={QuestionnaireVersionFactory().pk}&sector=gemeente"

    page = adviser.get(f"{LIST}?{query}&grootte=6-10&van=2026-01-01&tot=2026-12-31&contact=False")

    assert shown(page) == keys(scan)
    assert "1 scan · Gemeente · 6–10 personen · 2026 · kern 1.0 · Contact: geen toestemming" in (
        words_of(page)
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("van=2026-11-01", "0 scans · vanaf 1 november 2026"),
        ("tot=2026-11-01", "0 scans · tot en met 1 november 2026"),
        (
            "van=2026-01-01&tot=2026-11-01",
            "0 scans · 1 januari 2026 tot en met 1 november 2026",
        ),
        ("van=2026-01-01&tot=2027-12-31&zoek=aap", "0 scans · ‘aap’ · 1 januari 2026"),
    ],
)
def test_a_sentence_says_what_is_shown(adviser, query, words):
    page = adviser.get(f"{LIST}?{query}")

    assert words in words_of(page)
    assert "Geen enkele scan past bij al deze keuzes." in words_of(page)


@pytest.mark.parametrize("where", ["", "export.csv", "export.xlsx"])
@pytest.mark.parametrize(
    "query", ["sector=x", "van=gisteren", "vragenlijst=abc", "contact=x", "zoek=" + "x" * 101]
)
def test_a_filter_that_is_none_is_told_at_its_field(adviser, where, query):
    listed()

    page = adviser.get(f"{LIST}{where}?{query}")

    assert page.status_code == 422
    assert "Er klopt nog iets niet" in words_of(page)
    assert shown(page) == []


def test_without_a_questionnaire_there_are_no_sectors_to_choose_from(adviser):
    assert adviser.get(f"{LIST}?sector=gemeente").status_code == 422


def test_newest_first_or_oldest_first(adviser):
    older, newer = listed(opened_on=TODAY - timedelta(days=1)), listed()

    assert shown(adviser.get(LIST)) == keys(newer, older)
    assert shown(adviser.get(f"{LIST}?sorteer=datum")) == keys(older, newer)


def test_a_score_of_few_persons_is_sorted_nearer_to_the_mean(adviser):
    few, many, low = (listed(scores={"timing": score}) for score in (90.0, 80.0, 40.0))
    none = open_scan()
    for scan, n in ((few, 1), (many, 20), (low, 20)):
        ListedScan.objects.filter(pk=scan.pk).update(n=n)

    highest, lowest = (adviser.get(f"{LIST}?sorteer={one}") for one in ("-timing", "timing"))

    # The mean is 70, k is 5: 73.3, 78 and 46.
    assert shown(highest) == keys(many, few, low, none)
    assert shown(lowest) == keys(low, few, many, none)
    assert "naar het gemiddelde is getrokken" in words_of(highest)
    assert 'aria-sort="ascending"' in lowest.content.decode()


@pytest.mark.parametrize("order", ["", "-datum", "datum", "-timing", "timing", "impact", "-impact"])
def test_page_after_page_shows_every_scan_once(adviser, monkeypatch, order):
    monkeypatch.setattr("scans.web.adviser.scans.ON_A_PAGE", 2)
    for place in range(5):
        listed(opened_on=TODAY - timedelta(days=place // 2), scores={"timing": 50.0 + place // 2})
    open_scan()
    found, url = [], f"{LIST}?sorteer={order}&sector=gemeente"
    for _page in range(3):
        page = adviser.get(url)
        found += shown(page)
        link = re.search(r'href="([^"]+)" rel="next"', page.content.decode())
        url = link and link[1].replace("&amp;", "&")

    assert url is None
    assert len(found) == len(set(found)) == 6
    assert "Eerste bladzijde" in words_of(page)


@pytest.mark.parametrize("order", ["timing", "-timing", "impact", "-relevantie", "datum", "-datum"])
@pytest.mark.parametrize(
    ("query", "found"), [("", 19), ("sector=gemeente&status=closed", 9), ("status=open", 7)]
)
def test_a_very_long_list_has_the_same_pages(adviser, monkeypatch, order, query, found):
    for number in range(12):
        scan = listed(
            sector=("gemeente", "zorg")[number % 5 == 0], scores={"timing": 50.0 + number // 3}
        )
        ListedScan.objects.filter(pk=scan.pk).update(n=5 + number % 3, impact=40 + number % 4)
    for number in range(7):
        open_scan(opened_on=TODAY - timedelta(days=number // 2))
    monkeypatch.setattr("scans.web.adviser.scans.ON_A_PAGE", 3)

    def walked():
        pages, url = [], f"{LIST}?sorteer={order}&{query}"
        while url:
            page = adviser.get(url)
            pages.append(shown(page))
            link = re.search(r'href="([^"]+)" rel="next"', page.content.decode())
            url = link and link[1].replace("&amp;", "&")
        return pages

    short = walked()
    monkeypatch.setattr("scans.queries.listing.LONG", 0)

    assert walked() == short
    assert len({key for page in short for key in page}) == found == sum(map(len, short))


def test_nobody_waits_for_the_mean_of_a_score_and_housekeeping_renews_it(adviser):
    few, many = (listed(scores={"timing": score}) for score in (90.0, 80.0))
    ListedScan.objects.filter(pk=few.pk).update(n=5)
    ListedScan.objects.filter(pk=many.pk).update(n=20)
    keep_house(today=TODAY, moment=MOMENT)

    with CaptureQueriesContext(connection) as asked:
        page = adviser.get(f"{LIST}?sorteer=-timing")

    assert [query for query in asked if "regr_slope" in query["sql"]] == []
    assert shown(page) == keys(few, many)

    # With so many that are low, 90 of five persons counts for less than 80 of twenty.
    for _number in range(8):
        listed(scores={"timing": 0.0})
    keep_house(today=TODAY, moment=MOMENT)

    assert shown(adviser.get(f"{LIST}?sorteer=-timing"))[:2] == keys(many, few)


@pytest.mark.parametrize("order", ["timing", "-timing"])
def test_scans_without_a_score_come_last_and_the_newest_of_them_first(adviser, order):
    older, newer = (open_scan(opened_on=TODAY - timedelta(days=days)) for days in (3, 1))
    scored = listed()

    assert shown(adviser.get(f"{LIST}?sorteer={order}")) == keys(scored, newer, older)


def test_a_page_after_a_scan_that_is_gone_is_the_first(adviser):
    scan = listed()

    page = adviser.get(f"{LIST}?na=00000000-0000-4000-8000-000000000000")

    assert shown(page) == keys(scan)


@pytest.mark.parametrize(
    ("query", "is_open"),
    [("", False), ("?status=open", False), ("?van=gisteren", True)],
)
def test_more_filters_are_open_when_one_is_wrong(adviser, query, is_open):
    listed()

    page = adviser.get(f"{LIST}{query}").content.decode()

    assert ('<details class="more-filters" open>' in page) is is_open


def test_more_than_can_be_counted_quickly_is_said_in_words(adviser, monkeypatch):
    monkeypatch.setattr("scans.queries.listing.COUNTED_TO", 1)
    monkeypatch.setattr("scans.web.adviser.scans.COUNTED_TO", 1)
    listed()
    listed()

    assert "Meer dan 10.000 scans" in words_of(adviser.get(LIST))


@pytest.mark.parametrize("query", ["", "?sorteer=-timing&zoek=x&sector=gemeente"])
def test_the_list_asks_the_database_as_often_for_1_3_and_300_scans(adviser, query, monkeypatch):
    # What tests before this one rolled back is still in the estimate of how many there are.
    monkeypatch.setattr("scans.queries.listing.LONG", float("inf"))
    queries = []
    template = listed(contact=TODAY, name="xx")
    for more in (0, 2, 297):
        for _scan in range(more):
            open_scan(department=template.department, number=1000 - ListedScan.objects.count())
        cache.clear()
        adviser.get(f"{LIST}{query}")
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            adviser.get(f"{LIST}{query}")
        queries.append(
            [re.findall(r"^\w+|(?:FROM|INTO|UPDATE) \S+", query["sql"]) for query in asked]
        )

    assert queries[0] == queries[1] == queries[2]
    assert ListedScan.objects.count() == 300


def test_what_is_exported_is_what_the_page_shows(adviser):
    scans = [
        listed(contact=TODAY, name=EVIL, department=f"+{SCRIPT}"),
        listed(scores={"timing": 12.5}),
        open_scan(),
    ]
    listed(sector="zorg")
    query = "?sector=gemeente&sorteer=-timing"

    page = adviser.get(f"{LIST}{query}")
    sheet = adviser.get(f"{LIST}export.xlsx{query}")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))
    lines = b"".join(adviser.get(f"{LIST}export.csv{query}").streaming_content).decode("utf-8-sig")

    rows = list(book["Scans"].iter_rows(values_only=True))
    names = [column.name for column in COLUMNS]
    assert list(rows[0]) == names
    assert [row[0] for row in rows[1:]] == shown(page)
    assert sorted(shown(page)) == sorted(keys(*scans))
    assert [[as_text(one) for one in row] for row in rows] == [
        [as_text(one) for one in row] for row in csv.reader(io.StringIO(lines))
    ]
    assert {cell.data_type for row in book["Scans"].iter_rows() for cell in row} <= {
        "s",
        "inlineStr",
        "n",
    }
    assert [row[0] for row in book["Codeboek"].iter_rows(values_only=True)] == ["kolom", *names]
    assert f"'+{SCRIPT}, {EVIL}" in [row[1] for row in rows]
    timing = names.index("timing")
    assert 12.5 in [row[timing] for row in rows]
    assert SCRIPT not in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode()


def test_the_codebook_of_the_csv_is_a_file_of_its_own(adviser):
    answer = adviser.get(f"{LIST}codeboek.csv")

    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["kolom", *(column.name for column in COLUMNS)]


def test_an_export_is_recorded_with_what_was_filtered_and_asking_whether_there_is_one_is_not(
    adviser,
):
    QuestionnaireVersionFactory()

    adviser.head(f"{LIST}export.csv")
    adviser.get(f"{LIST}export.csv?sector=zorg")

    records = AuditRecord.objects.filter(what=Action.SCANS_EXPORTED)
    assert [one.details for one in records] == ["csv · Zorg en welzijn"]


def test_looking_at_the_list_is_recorded_with_what_was_filtered(adviser):
    QuestionnaireVersionFactory()

    adviser.get(f"{LIST}?sector=zorg")

    records = AuditRecord.objects.filter(what=Action.SCANS_LISTED)
    assert [one.details for one in records] == ["Zorg en welzijn"]


def test_an_export_is_the_same_however_many_are_fetched_at_once(adviser, monkeypatch):
    for _ in range(3):
        listed()
    whole = b"".join(adviser.get(f"{LIST}export.csv").streaming_content)
    monkeypatch.setattr(scans, "FETCHED", 2)

    parts = b"".join(adviser.get(f"{LIST}export.csv").streaming_content)

    assert parts == whole
    assert len(parts.splitlines()) == 4
