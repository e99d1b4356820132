"""What a department does after the report, in Chromium: changes, slides, cards, measuring again."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scans.models import Owner
from tests.browser.conftest import overflow, run_worker, violations
from tests.browser.walk import follow
from tests.factories import OwnerFactory, owner_token, result_token
from tests.rounds_over_time import elsewhere, five_modules, three_rounds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

WIDTHS = (320, 768, 1280)


def look(page: Page, name: str) -> None:
    """Hold a page against WCAG, and see that it fits at every width."""
    assert violations(page) == [], name
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) == 0, f"{name} at {width}"


def test_a_department_sees_what_changed_walks_through_it_and_asks_to_be_told(page):
    first, _second, third = three_rounds()
    owner = OwnerFactory(department=first.scan.department, mailed=True)

    page.goto(f"/scan/{owner_token(owner.pk)}/")
    page.get_by_role("link", name="Bekijk het verloop over alle rondes").click()
    expect(page.get_by_role("heading", name="Relevantie").first).to_be_visible()
    expect(page.locator(".course-steps").first).to_contain_text("veranderd sinds")
    page.locator("details.course-more summary").first.click()
    look(page, "course")

    page.goto(f"/scan/{owner_token(owner.pk)}/")
    follow(page.get_by_role("link", name="Geef me een seintje als het tijd is"))
    look(page, "again")
    page.get_by_role("button", name="Over 12 maanden").click()
    expect(page.get_by_text("mailen we je dat het tijd is")).to_be_visible()
    assert Owner.objects.get().again_on is not None

    page.goto(f"/resultaat/{result_token(third.scan)}/")
    expect(page.get_by_role("heading", name="Veranderd sinds de vorige ronde?")).to_be_visible()
    look(page, "result")
    page.get_by_role("link", name="Open de presentatie").click()
    expect(page.locator(".slides-bar [role=status]")).to_have_text("Dia 1 van 19")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="In het kort")).to_be_visible()
    look(page, "slide")
    page.keyboard.press("End")
    expect(page.locator(".slide-question:visible")).to_have_count(1)
    look(page, "card")


def test_every_slide_fits_a_screen_and_all_slides_are_printed(open_context):
    result = three_rounds(module_ids=five_modules(), chosen=elsewhere)[1]
    page = open_context(viewport={"width": 1280, "height": 720}).new_page()

    page.goto(f"/resultaat/{result_token(result.scan)}/presentatie/")

    slides = page.locator(".slide")
    tall = page.evaluate(
        """() => {
            const all = [...document.querySelectorAll(".slide")];
            return all.map((slide) => {
                for (const one of all) one.hidden = one !== slide;
                return document.documentElement.scrollHeight;
            });
        }"""
    )
    assert [(number, height) for number, height in enumerate(tall, 1) if height > 720] == []
    assert len(tall) == slides.count()
    page.keyboard.press("Home")
    wrong = []
    for _ in range(page.locator(".slide:not(.slide-card)").count() + 1):  # cards are alike
        wrong += violations(page)
        page.keyboard.press("ArrowRight")
    assert wrong == []
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = " ".join(" ".join(one.extract_text().split()) for one in pages)
    assert len(pages) >= slides.count()
    for words in ("In het kort", "Veranderd in de verdiepingen", "Om over te praten"):
        assert words in text


def test_the_small_steps_of_a_module_are_unfolded_and_chosen(page):
    closed = three_rounds(module_ids=five_modules(), chosen=elsewhere)[1]
    own = owner_token(OwnerFactory(department=closed.scan.department).pk)
    page.goto(f"/scan/{own}/plan-maken/2/")
    look(page, "plan")
    page.get_by_text("Verdieping Vijf rollen:").click()
    look(page, "steps of a module")

    follow(page.get_by_role("link", name="Kies deze stap").locator("visible=true").last)

    expect(page.get_by_label("Wat gaan jullie doen?")).not_to_be_empty()


def test_slides_without_a_script_are_one_page_and_cards_are_printed(open_context):
    result = three_rounds()[2]
    page = open_context(java_script_enabled=False, accept_downloads=True).new_page()

    page.goto(f"/resultaat/{result_token(result.scan)}/presentatie/")
    expect(page.locator(".slide-question:visible")).to_have_count(6)
    page.get_by_role("link", name="Print de gesprekskaarten (PDF)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je gesprekskaarten worden gemaakt")
    run_worker()
    with page.expect_download() as started:
        page.get_by_role("link", name="Haal de kaarten op").click()

    pages = PdfReader(io.BytesIO(started.value.path().read_bytes())).pages
    assert len(pages) == 2
