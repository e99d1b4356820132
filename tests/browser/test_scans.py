"""A morning's work with scans, in Chromium: filter, open, note, follow-up, export, slides."""

import csv
import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from scans.models import Department
from scans.services.closing import close_round
from tests.browser.test_dashboard import first_link, log_in, make_account, press, set_up_app
from tests.browser.test_story import Inspector
from tests.browser.walk import follow
from tests.factories import TODAY, round_with
from tests.scan_list import listed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]


@pytest.fixture(autouse=True)
def _mailed_by_this_name(settings, live_server):
    settings.SITE_URL = live_server.url


def enter(page: Page) -> None:
    make_account(page, first_link(), "Mo", "mo@bureau.nl")
    log_in(page, "mo@bureau.nl")
    set_up_app(page)


def made_scans():
    """A round of a team that may be known, and two scans that may not."""
    scan = round_with(team=12, clients=12)
    Department.objects.filter(pk=scan.department_id).update(contact_since=TODAY)
    close_round(scan_id=scan.pk, today=TODAY)
    listed(sector="zorg")
    listed(name="Stad B")
    return scan


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    return started.value.path().read_bytes()


def test_filter_open_note_follow_up_export_and_present(page):  # noqa: PLR0915 - one morning, from start to end
    scan = made_scans()
    enter(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/dashboard/")
    follow(page.get_by_role("navigation").get_by_role("link", name="Scans"))
    page.get_by_label("Sector").select_option("gemeente")
    press(page, "Toon deze scans")
    expect(page.get_by_role("status").first).to_have_text("2 scans · Gemeente")
    follow(page.get_by_role("link", name="Timing"))
    shown = page.locator("tbody tr").count()
    book = openpyxl.load_workbook(io.BytesIO(download(page, "Voor een rekenprogramma")))
    lines = list(csv.DictReader(io.StringIO(download(page, "Als CSV").decode("utf-8-sig"))))
    names = page.locator("tbody th a").all_inner_texts()

    rows = list(book["Scans"].iter_rows(values_only=True))
    assert len(rows) - 1 == shown == 2
    assert [row[1] for row in rows[1:]] == names == [line["afdeling"] for line in lines]

    follow(page.get_by_role("link", name="Communicatie, Gemeente Voorbeeld"))
    page.get_by_label("Nieuwe notitie").fill("Maandag bellen")
    press(page, "Bewaar de notitie")
    expect(page.get_by_text("Maandag bellen")).to_be_visible()
    page.get_by_label("Stand").select_option("gepland")
    press(page, "Bewaar de opvolging")
    expect(page.get_by_label("Stand")).to_have_value("gepland")

    follow(page.get_by_role("link", name="Open de presentatie"))
    place = page.get_by_role("status")
    expect(place).to_contain_text("Dia 1 van")
    page.keyboard.press("ArrowRight")
    expect(place).to_contain_text("Dia 2 van")
    expect(page.get_by_role("heading", name="In het kort")).to_be_visible()
    expect(page.locator(".slide-name")).to_be_hidden()
    page.get_by_role("button", name="Vorige").click()
    expect(page.locator(".slide-name")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Volgende")).to_be_disabled()
    page.reload()
    expect(page.get_by_role("button", name="Volgende")).to_be_disabled()
    page.keyboard.press("Home")
    expect(page).to_have_url(re.compile(rf"/dashboard/scans/{scan.pk}/presentatie/#dia-1$"))


def test_without_javascript_the_slides_stand_under_each_other(open_context):
    scan = made_scans()
    page = open_context(java_script_enabled=False).new_page()
    enter(page)

    page.goto(f"/dashboard/scans/{scan.pk}/presentatie/")

    expect(page.locator(".slide-name")).to_be_visible()
    expect(page.get_by_role("heading", name="In het kort")).to_be_visible()
    expect(page.get_by_role("button", name="Volgende")).to_have_count(0)


def test_every_page_about_scans_is_accessible_and_fits_a_phone(page):
    scan = made_scans()
    other = listed(name="Stad C")
    enter(page)
    inspector = Inspector(page)

    for path in ("", "?sorteer=-timing", "?sector=x", "?status=open"):
        inspector.visit(f"/dashboard/scans/{path}")
    for rest in ("", "presentatie/", "samenvoegen/", f"samenvoegen/?met={other.pk}"):
        inspector.visit(f"/dashboard/scans/{scan.pk}/{rest}")
    inspector.visit(f"/dashboard/scans/{other.pk}/")
    press(page, "Bewaar de notitie")
    inspector.look("note with errors")

    assert inspector.problems == {}
