"""Walking through a scan as its user does."""

from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

STEPS = ("relevantie", "timing", "resultaat", "rol")


def follow(target: Locator) -> None:
    """Click, and return when the page that it leads to is there.

    A click alone may return while the page with the link still stands: what is looked at then is
    the old page, or one that is being taken away.
    """
    with target.page.expect_navigation():
        target.click()


def start_scan(page: Page, *, department: str = "Communicatie", size: int = 8) -> None:
    """Fill in who is measured, up to the welcome page."""
    page.goto("/")
    follow(page.get_by_role("link", name="Start de scan").first)
    fill_in_department(page, department=department, size=size)
    page.get_by_role("button", name="Maak mijn scan aan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voor je begint")


def fill_in_department(page: Page, *, department: str, size: int) -> None:
    """Fill in who is measured."""
    page.get_by_label("Organisatie", exact=True).or_(page.locator("#id_organisation")).first.fill(
        "Gemeente Voorbeeld"
    )
    page.locator("#id_department").fill(department)
    page.locator("#id_sector").select_option("gemeente")
    page.locator("#id_organisatiegrootte").select_option(index=2)
    page.locator("#id_afdelingsgrootte").fill(str(size))
    page.locator("#id_plaats").select_option(index=1)


def choose(page: Page, code: str, value: str) -> None:
    """Give one answer."""
    page.locator(f'input[name="{code}"][value="{value}"]').check(force=True)


def answer_page(page: Page, answers: Mapping[str, str]) -> None:
    """Give the answers that belong on this page."""
    for code, value in answers.items():
        if page.locator(f'input[name="{code}"]').count():
            choose(page, code, value)


def next_page(page: Page) -> None:
    """Press the primary button, and wait for the page that it leads to."""
    follow(page.locator(".actions .btn-primary"))
