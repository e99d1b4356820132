"""A morning with the benchmark: compare, import a file, publish an edition."""

import pytest
from playwright.sync_api import Page, expect

from scans.models import Department, Edition, Scan
from scans.services.closing import close_round
from tests.browser.test_dashboard import (
    first_link,
    log_in,
    make_account,
    press,
    set_up_app,
)
from tests.browser.test_story import Inspector
from tests.browser.walk import follow
from tests.desk import GOOD, departments
from tests.factories import TODAY, ResultFactory, round_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]


@pytest.fixture(autouse=True)
def _mailed_by_this_name(settings, live_server):
    settings.SITE_URL = live_server.url


def enter(page: Page) -> None:
    make_account(page, first_link(), "Mo", "mo@bureau.nl")
    log_in(page, "mo@bureau.nl")
    set_up_app(page)
    follow(page.get_by_role("link", name="Ik heb ze bewaard"))


def choose_file(page: Page, content: str) -> None:
    file = {"name": "x.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.get_by_label("CSV-bestand").set_input_files([file])
    press(page, "Kijk het bestand na")


def import_a_file(page: Page, inspector: Inspector) -> None:
    inspector.visit("/dashboard/benchmark/inlezen/")
    choose_file(page, GOOD.replace("zorg", "maan"))
    inspector.look("file refused")
    choose_file(page, GOOD)
    inspector.look("file checked")
    press(page, "Lees dit bestand in")
    expect(page.get_by_role("status")).to_contain_text("Ingelezen: 2 nieuw")
    inspector.look("file imported")


def take_one_back(page: Page, inspector: Inspector) -> None:
    inspector.visit("/dashboard/benchmark/eerder/")
    page.get_by_label("Naam van de afdeling of organisatie").fill("huis")
    press(page, "Zoek")
    follow(page.get_by_role("link", name="Communicatie, Huis"))
    inspector.look("one that was imported")
    press(page, "Laat deze afdeling buiten de benchmark")
    inspector.look("without a reason")
    page.get_by_label("Waarom telt deze afdeling niet mee?").fill("Deze is dubbel")
    press(page, "Laat deze afdeling buiten de benchmark")
    expect(page.get_by_role("status")).to_contain_text("De keuze voor de benchmark is bewaard")
    inspector.look("left out")
    follow(page.get_by_role("link", name="Verwijder wat is ingelezen"))
    press(page, "Verwijder")
    inspector.look("not sure yet")
    page.get_by_label("Ja, verwijder ze.").check()
    press(page, "Verwijder")
    expect(page.get_by_role("status")).to_contain_text("De ingelezen resultaten zijn verwijderd")
    inspector.look("taken back")


def put_together(page: Page, inspector: Inspector) -> None:
    scan = Scan.objects.exclude(closed_on=None).first()
    Department.objects.filter(pk=scan.department_id).update(contact_since=TODAY)
    inspector.visit(f"/dashboard/scans/{scan.pk}/samenvoegen/?zoek=Voorbeeld")
    follow(page.get_by_role("link", name="Bekijk ze naast elkaar"))
    inspector.look("a scan and an import side by side")
    page.get_by_label("De afdeling: alle rondes horen bij elkaar").check()
    page.get_by_label("Ja, voeg ze samen.").check()
    press(page, "Voeg ze samen")
    expect(page.get_by_text("Ze zijn samengevoegd.")).to_be_visible()


def publish_an_edition(page: Page, inspector: Inspector) -> None:
    page.goto("/dashboard/benchmark/publiceren/")
    page.get_by_label("Naam van de editie").fill("Herfst")
    press(page, "Bekijk wat er verandert")
    inspector.look("name refused")
    page.get_by_label("Naam van de editie").fill("2026-11")
    press(page, "Bekijk wat er verandert")
    inspector.look("preview")
    press(page, "Publiceer editie 2026-11")
    expect(page.get_by_role("status")).to_contain_text("Editie 2026-11 is gepubliceerd")
    inspector.look("published")


def put_side_by_side(page: Page, inspector: Inspector) -> None:
    inspector.visit("/dashboard/vergelijken/")
    for box in page.locator("input[name=afdeling]").all():
        box.check()
    page.get_by_text("Groepen uit de huidige editie").first.click()
    page.get_by_label("Alle afdelingen die meedoen").check()
    press(page, "Zet naast elkaar")
    expect(page.get_by_role("heading", name="Hoe zeker is een verschil?")).to_be_visible()
    inspector.look("side by side")


def test_a_morning_with_the_benchmark_is_accessible_and_fits_a_phone(page):
    departments(24)
    ResultFactory()
    close_round(scan_id=round_with(team=11, clients=10).pk, today=TODAY)
    enter(page)
    inspector = Inspector(page)

    inspector.visit("/dashboard/")
    inspector.visit("/dashboard/?per=maand")
    inspector.visit("/dashboard/benchmark/")
    import_a_file(page, inspector)
    take_one_back(page, inspector)
    publish_an_edition(page, inspector)
    put_side_by_side(page, inspector)
    put_together(page, inspector)
    inspector.visit("/dashboard/benchmark/uitgesloten/")

    assert inspector.problems == {}
    assert Edition.objects.get().name == "2026-11"
