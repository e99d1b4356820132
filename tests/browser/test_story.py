"""The story of a team lead: start, fill in, stop, go on elsewhere, send, read, download."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scans.models import Response, Result
from tests.browser.conftest import overflow, run_worker, violations
from tests.browser.walk import STEPS, answer_page, choose, follow, next_page, start_scan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

THEMES = ("relevantie", "timing", "resultaat")
SCALED = [f"{key}{n}" for key in ("rel", "tim", "res") for n in range(1, 7)]
WHEN = ("huidig", "gewenst")
ROLE = [f"rol{n}.{when}" for n in range(1, 7) for when in WHEN]
VALUES = {code: "12345"[place % 5] for place, code in enumerate([*SCALED, *ROLE])} | {"rel2": "x"}
ANSWERS = {code: None if value == "x" else int(value) for code, value in VALUES.items()}


def tab_to(page: Page, selector: str, limit: int = 60) -> None:
    """Press Tab until this element has the focus."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
    raise AssertionError(f"{selector} is out of reach of the keyboard")


def press_answer(page: Page, code: str, value: str) -> None:
    """Choose an answer with Tab, Space and the arrow keys."""
    tab_to(page, f'input[type=radio][name="{code}"]')
    page.keyboard.press("Space")
    for _step in range("12345x".index(value)):
        page.keyboard.press("ArrowDown")
    expect(page.locator(f'input[name="{code}"][value="{value}"]')).to_be_checked()


def answer_by_keyboard(page: Page, codes: list[str]) -> None:
    """Answer these and wait until the page says that they are kept."""
    for code in codes:
        press_answer(page, code, VALUES[code])
    expect(page.locator("[data-save-status]")).to_have_text("Opgeslagen")


def press_button(page: Page, selector: str) -> None:
    """Go on with Enter."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def scored_by_command(tmp_path: Path) -> dict:
    """Return what `manage.py score` makes of the same answers."""
    file = tmp_path / "answers.json"
    file.write_text(
        json.dumps(
            {
                "questionnaire": "kern",
                "version": "1.0",
                "department_size": 8,
                "team": [{"answers": ANSWERS}],
                "clients": [],
            }
        )
    )
    command = [sys.executable, "manage.py", "score", str(file)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return json.loads(done.stdout)


def shown(value: float) -> str:
    """Round as the screen does: half up."""
    return str(int(value + 0.5))


def fill_in_by_keyboard(page: Page, key: str, codes: list[str]) -> None:
    """Answer one page and go on with Enter."""
    page.wait_for_url(f"**/{key}/")
    answer_by_keyboard(page, codes)
    press_button(page, ".actions .btn-primary")


def expected_numbers(figures: dict) -> list[str]:
    """Return what a reader must find: three themes, the index, the role now and wanted."""
    numbers = [figures["themes"][key]["score"] for key in THEMES]
    numbers += [figures["impact"]["index"]]
    numbers += [figures["role"][when]["score"] for when in ("huidig", "gewenst")]
    return [shown(number) for number in numbers]


def without(numbers: list[str], text: str) -> list[str]:
    """Return the numbers that this text does not hold."""
    return [number for number in numbers if not re.search(rf"\b{number}\b", text)]


def test_keyboard_on_a_phone_interrupted_and_resumed_elsewhere_gives_equal_figures(
    open_context, tmp_path
):
    first = open_context().new_page()
    start_scan(first)
    link = first.locator("#secret-link").inner_text()
    press_button(first, ".actions .btn-primary")
    fill_in_by_keyboard(first, "relevantie", SCALED[:6])
    first.wait_for_url("**/timing/")
    answer_by_keyboard(first, SCALED[6:9])
    first.close()

    page = open_context().new_page()
    page.goto(link)
    expect(page).to_have_url(re.compile(r"/timing/#tim4$"))
    for code in SCALED[6:9]:
        expect(page.locator(f'input[name="{code}"][value="{VALUES[code]}"]')).to_be_checked()
    answer_by_keyboard(page, SCALED[9:12])
    press_button(page, ".actions .btn-primary")
    fill_in_by_keyboard(page, "resultaat", SCALED[12:])
    fill_in_by_keyboard(page, "rol", [f"rol{n}.{w}" for n in range(1, 7) for w in WHEN])
    for key in ("afronding", "overzicht"):
        page.wait_for_url(f"**/{key}/")
        press_button(page, ".actions .btn-primary")
    page.wait_for_url("**/resultaat/*/")

    figures = scored_by_command(tmp_path)
    numbers = expected_numbers(figures)
    assert without(numbers, page.locator("main").inner_text()) == []
    assert overflow(page) <= 0
    pdf = PdfReader(io.BytesIO(download_pdf(page)))
    assert without(numbers, " ".join(sheet.extract_text() for sheet in pdf.pages)) == []
    assert Result.objects.get().figures["impact"]["index"] == figures["impact"]["index"]


def download_pdf(page: Page) -> bytes:
    """Press the link, see that the report is being made, and receive it."""
    page.locator("a[data-pdf]").first.click()
    expect(page.locator("main")).to_contain_text("wordt gemaakt")
    with page.expect_download() as download:
        run_worker()
    assert download.value.suggested_filename.endswith(".pdf")
    return Path(download.value.path()).read_bytes()


def test_without_javascript_a_scan_is_filled_in_and_every_page_works(open_context):
    page = open_context(java_script_enabled=False).new_page()
    start_scan(page)
    follow(page.locator(".actions .btn-primary"))
    for key in STEPS:
        expect(page).to_have_url(re.compile(rf"/{key}/$"))
        answer_page(page, VALUES)
        next_page(page)
    page.locator("textarea").fill("Eerder aan tafel.")
    next_page(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Klopt het zo?")
    next_page(page)

    expect(page).to_have_url(re.compile(r"/resultaat/[a-z2-7]{32}/$"))
    kept = Response.objects.get().answers
    assert {code: kept[code] for code in ANSWERS} == ANSWERS
    assert kept["open1"] == "Eerder aan tafel."
    page.locator("a[data-pdf]").first.click()
    expect(page.locator("h1")).to_contain_text("wordt gemaakt")
    run_worker()
    with page.expect_download() as download:
        page.get_by_role("link", name="Haal het rapport op").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


def test_lost_connection_keeps_the_answers_and_sends_them_when_it_returns(open_context):
    context = open_context()
    page = context.new_page()
    start_scan(page)
    follow(page.locator(".actions .btn-primary"))
    status = page.locator("[data-save-status]")

    context.set_offline(True)
    choose(page, "rel1", "4")
    expect(status).to_have_text("Niet opgeslagen, we proberen het opnieuw")
    choose(page, "rel3", "2")
    assert Response.objects.get().answers == {}
    context.set_offline(False)

    expect(status).to_have_text("Opgeslagen")
    assert Response.objects.get().answers == {"rel1": 4, "rel3": 2}


def test_two_tabs_lose_and_undo_nothing(open_context):
    context = open_context()
    old = context.new_page()
    start_scan(old)
    link = old.url
    follow(old.locator(".actions .btn-primary"))
    choose(old, "rel1", "2")
    expect(old.locator("[data-save-status]")).to_have_text("Opgeslagen")

    new = context.new_page()
    new.goto(link + "relevantie/")
    choose(new, "rel1", "5")
    choose(new, "rel2", "3")
    expect(new.locator("[data-save-status]")).to_have_text("Opgeslagen")
    choose(old, "rel3", "1")
    next_page(old)
    old.wait_for_url("**/timing/")

    assert Response.objects.get().answers == {"rel1": 5, "rel2": 3, "rel3": 1}


def test_double_click_on_send_gives_one_result(page):
    start_scan(page)
    follow(page.locator(".actions .btn-primary"))
    answer_page(page, VALUES)
    expect(page.locator("[data-save-status]")).to_have_text("Opgeslagen")
    page.goto(page.url.replace("relevantie", "overzicht"))
    page.locator(".actions .btn-primary").dblclick()
    page.wait_for_url("**/resultaat/*/")

    assert Result.objects.count() == 1


class Inspector:
    """Looks at one page state after another and remembers what is wrong with it."""

    def __init__(self, page: Page) -> None:
        # A tall window: what the button at the bottom covers would count as too small a target.
        page.set_viewport_size({"width": 320, "height": 5000})
        self.page = page
        self.problems: dict[str, list[str]] = {}

    def look(self, name: str) -> None:
        """Note what axe finds here, and whether the page is wider than a phone."""
        found = violations(self.page)
        if overflow(self.page) > 0:
            found.append(f"{overflow(self.page)} px too wide")
        if found:
            self.problems[name] = found

    def visit(self, address: str) -> None:
        """Go somewhere and look."""
        self.page.goto(address)
        self.look(address)


def test_public_pages_are_accessible_and_fit_a_phone(page):
    inspector = Inspector(page)

    for path in ("/", "/methode/", "/privacy/", "/toegankelijkheid/", "/bestaat-niet/", "/start/"):
        inspector.visit(path)
    follow(page.get_by_role("button", name="Maak mijn scan aan"))
    inspector.look("start with errors")

    assert inspector.problems == {}


def test_pages_of_a_scan_are_accessible_and_fit_a_phone(page):
    inspector = Inspector(page)
    start_scan(page)
    inspector.look("welcome")
    own = page.url

    page.goto(f"{own}overzicht/")
    next_page(page)
    inspector.look("nothing to send")
    for key in (*STEPS, "afronding"):
        inspector.visit(f"{own}{key}/")
        answer_page(page, VALUES)
        inspector.look(f"{key} answered")
    inspector.visit(f"{own}later/")
    page.locator("#id_email").fill("geen adres")
    follow(page.get_by_role("button", name="Mail mij de link"))
    inspector.look("later with an error")
    inspector.visit(f"{own}overzicht/")

    assert inspector.problems == {}


def test_the_result_is_accessible_and_fits_a_phone_in_both_languages(page):
    inspector = Inspector(page)
    start_scan(page)
    own = page.url
    page.goto(f"{own}{STEPS[0]}/")
    for key in (*STEPS, "afronding", "overzicht"):
        page.wait_for_url(f"**/{key}/")
        answer_page(page, VALUES)
        next_page(page)
    page.wait_for_url("**/resultaat/*/")
    result = page.url

    inspector.look("result")
    inspector.visit(f"{result}rapport.pdf")
    follow(page.get_by_role("button", name="English"))
    inspector.visit(result)

    assert inspector.problems == {}
