"""Nothing is lost and nothing comes back: late requests, refusals, two tabs, a shared computer."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic

import pytest
from playwright.sync_api import BrowserContext, Dialog, Error, Page, Request, Route, expect

from scans.models import Response
from tests.browser.walk import choose, next_page, start_scan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

SAVE = "**/opslaan/"
SAVED = "Opgeslagen"
FAILED = "Niet opgeslagen, we proberen het opnieuw"
OFFLINE = "Geen verbinding. Je antwoorden blijven staan; ga verder zodra die terug is."
REFUSED = "Niet opgeslagen. Laad de pagina opnieuw."
GIVEN_UP = 11_000  # ms after which a request counts as lost, and is tried again
BECOME = """state => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
PATIENCE = 10
"""Seconds after which a test gives up; never waited for when all is well."""


@pytest.fixture
def context(open_context) -> BrowserContext:
    """One browser, in which several tabs can be opened."""
    return open_context()


@pytest.fixture
def tab(context) -> Page:
    """A tab with the first page of questions, whose clock can be put forward."""
    page = context.new_page()
    page.clock.install()
    start_scan(page)
    next_page(page)
    page.wait_for_url("**/relevantie/")
    return page


@pytest.fixture
def held() -> Iterator[list[Route]]:
    """Saves that are kept from arriving, or from being answered, until the test is over."""
    routes: list[Route] = []
    yield routes
    for route in routes:
        with suppress(Error):  # it was let go after all
            route.abort()


def kept() -> dict:
    """Return what the database holds."""
    return Response.objects.get().answers


def says(page: Page, code: str, text: str) -> None:
    """Wait until the page says this of an answer."""
    expect(page.locator(f"#{code} [data-saved]")).to_have_text(text)


def shows(page: Page, code: str, value: str) -> None:
    """Wait until this answer is chosen on the page."""
    expect(page.locator(f'input[name="{code}"][value="{value}"]')).to_be_checked()


def another(page: Page, key: str) -> Page:
    """Open a page of the same scan in another tab."""
    tab = page.context.new_page()
    tab.goto(page.url.rsplit("/", 2)[0] + f"/{key}/")
    return tab


def until(page: Page, condition: Callable[[], bool]) -> None:
    """Let the browser go on until this is so."""
    deadline = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < deadline, "it never came to this"
        page.evaluate("0")


def nothing_is_left(page: Page) -> None:
    """Wait until the browser holds nothing of the scan."""
    until(page, lambda: page.evaluate("localStorage.length + sessionStorage.length") == 0)


def hold(page: Page, held: list[Route], count: int) -> None:
    """Keep the first so many saves from arriving."""

    def handle(route: Route) -> None:
        if len(held) < count:
            held.append(route)
        else:
            route.continue_()

    page.route(SAVE, handle)


def leave_unanswered(page: Page, held: list[Route], count: int) -> None:
    """Let the first so many saves arrive, but not what the server says to them."""

    def handle(route: Route) -> None:
        if len(held) < count:
            held.append(route)
            route.fetch()
        else:
            route.continue_()

    page.route(SAVE, handle)


def say_farewell(page: Page, held: list[Route]) -> None:
    """Hide the tab while two answers to rel1 wait: one under way already, the other goes now."""
    choose(page, "rel1", "2")
    until(page, lambda: len(held) == 1)
    choose(page, "rel1", "3")
    page.evaluate(BECOME, "hidden")
    until(page, lambda: len(held) == 2)


def cut_off(page: Page) -> None:
    """Let no save of this tab arrive any more."""
    page.route(SAVE, lambda route: route.abort())


def arrive_again(page: Page, request: Request) -> dict:
    """Let the server see a request again that the page gave up long ago; return its answer."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return page.request.post(request.url, data=request.post_data, headers=form).json()


def stored(page: Page) -> dict[str, str]:
    """Return the answers that wait in the browser's storage."""
    texts = page.evaluate("Object.values(localStorage)")
    return {code: entry["value"] for text in texts for code, entry in json.loads(text).items()}


def test_an_answer_chosen_during_a_farewell_is_sent_after_it(tab, held):
    hold(tab, held, 2)
    say_farewell(tab, held)
    tab.evaluate(BECOME, "visible")
    choose(tab, "rel1", "5")

    held[0].continue_()
    held[1].continue_()

    says(tab, "rel1", SAVED)
    assert kept() == {"rel1": 5}


def test_a_farewell_that_was_given_up_and_arrives_later_changes_nothing(tab, held):
    hold(tab, held, 2)
    say_farewell(tab, held)
    tab.evaluate(BECOME, "visible")
    held[0].continue_()
    tab.clock.fast_forward(GIVEN_UP)
    choose(tab, "rel1", "5")
    tab.clock.fast_forward(GIVEN_UP)
    says(tab, "rel1", SAVED)

    heard = arrive_again(tab, held[1].request)

    assert heard == {"saved": [], "stale": {"rel1": "5"}}
    assert kept() == {"rel1": 5}


def test_a_save_that_arrived_without_an_answer_is_followed_by_the_newer_choice(tab, held):
    leave_unanswered(tab, held, 1)
    choose(tab, "rel1", "2")
    until(tab, lambda: kept() == {"rel1": 2})
    tab.clock.fast_forward(GIVEN_UP)
    says(tab, "rel1", FAILED)
    choose(tab, "rel1", "5")
    tab.clock.fast_forward(GIVEN_UP)
    says(tab, "rel1", SAVED)

    arrive_again(tab, held[0].request)

    assert kept() == {"rel1": 5}


def test_both_the_save_under_way_and_the_last_choice_outlive_their_tab(tab, held):
    hold(tab, held, 2)
    say_farewell(tab, held)

    first, farewell = (route.request for route in held)
    heard = [arrive_again(tab, farewell), arrive_again(tab, first)]

    assert heard == [{"saved": ["rel1"], "stale": {}}, {"saved": [], "stale": {"rel1": "3"}}]
    assert kept() == {"rel1": 3}


def test_after_a_refusal_answers_are_kept_in_the_browser_and_leaving_is_warned_of(tab):
    dialogs: list[str] = []

    def accept(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        dialog.accept()

    tab.on("dialog", accept)
    tab.route(SAVE, lambda route: route.fulfill(status=403, body="nee"))
    choose(tab, "rel1", "4")
    says(tab, "rel1", REFUSED)
    tab.unroute(SAVE)

    choose(tab, "rel2", "2")

    says(tab, "rel2", REFUSED)
    assert (stored(tab), kept()) == ({"rel1": "4", "rel2": "2"}, {})
    tab.reload()
    says(tab, "rel1", SAVED)
    says(tab, "rel2", SAVED)
    assert (dialogs, kept()) == (["beforeunload"], {"rel1": 4, "rel2": 2})
    assert stored(tab) == {}


def test_a_click_in_an_old_tab_wins_and_what_was_not_touched_there_stays(tab):
    new = another(tab, "relevantie")
    for code in ("rel1", "rel2"):
        choose(new, code, "5")
        says(new, code, SAVED)

    choose(tab, "rel1", "2")
    says(tab, "rel1", SAVED)
    next_page(tab)
    tab.wait_for_url("**/timing/")

    assert kept() == {"rel1": 2, "rel2": 5}


def test_an_answer_put_back_while_its_save_is_lost_is_what_next_sends(tab, held):
    choose(tab, "rel1", "3")
    says(tab, "rel1", SAVED)
    leave_unanswered(tab, held, 1)
    choose(tab, "rel1", "2")
    until(tab, lambda: kept() == {"rel1": 2})
    tab.route(SAVE, lambda route: route.abort())
    choose(tab, "rel1", "3")
    tab.clock.fast_forward(GIVEN_UP)
    says(tab, "rel1", FAILED)

    next_page(tab)
    tab.wait_for_url("**/timing/")

    assert kept() == {"rel1": 3}


def test_an_answer_offered_again_gives_way_to_a_newer_one(tab, held):
    cut_off(tab)
    choose(tab, "rel1", "2")
    says(tab, "rel1", FAILED)
    page = tab.context.new_page()
    hold(page, held, 1)
    page.goto(tab.url)
    until(page, lambda: len(held) == 1)
    shows(page, "rel1", "2")
    tab.close()
    Response.objects.update(answers={"rel1": 5})

    held[0].continue_()

    shows(page, "rel1", "5")
    says(page, "rel1", SAVED)
    assert (kept(), stored(page)) == ({"rel1": 5}, {})


def test_what_was_left_on_another_page_is_on_the_overview(tab):
    cut_off(tab)
    choose(tab, "rel1", "2")
    says(tab, "rel1", FAILED)

    overview = another(tab, "overzicht")

    expect(overview.locator(".answer-open")).to_have_count(31)
    nothing_is_left(overview)
    assert kept() == {"rel1": 2}


def test_what_was_left_on_another_page_never_puts_an_old_answer_back(tab):
    cut_off(tab)
    choose(tab, "rel1", "2")
    says(tab, "rel1", FAILED)
    Response.objects.update(answers={"rel1": 5})

    overview = another(tab, "overzicht")

    nothing_is_left(overview)
    assert kept() == {"rel1": 5}


def test_after_sending_nothing_stays_in_the_browser(tab):
    choose(tab, "rel1", "4")
    says(tab, "rel1", SAVED)
    last = another(tab, "afronding")
    last.locator("textarea").fill("Dit blijft onder ons.")
    next_page(last)
    last.wait_for_url("**/overzicht/")
    nothing_is_left(last)
    cut_off(tab)
    choose(tab, "rel1", "2")
    says(tab, "rel1", FAILED)
    assert stored(last) == {"rel1": "2"}

    next_page(last)
    last.wait_for_url("**/resultaat/*/")

    nothing_is_left(last)
    assert kept() == {"rel1": 4, "open1": "Dit blijft onder ons."}


@pytest.mark.parametrize("by_form", [True, False])
def test_a_tab_that_learns_of_the_sending_forgets_its_answers(tab, by_form):
    Response.objects.update(answers={"rel1": 4})
    overview = another(tab, "overzicht")
    next_page(overview)
    overview.wait_for_url("**/resultaat/*/")
    if by_form:
        tab.route(SAVE, lambda route: route.fulfill(status=403, body="nee"))
    choose(tab, "rel2", "2")

    if by_form:
        says(tab, "rel2", REFUSED)
        next_page(tab)
        expect(tab.get_by_role("heading", level=1)).to_have_text("Deze scan is al verstuurd")
    else:
        expect(tab.get_by_role("link", name="Bekijk de uitkomst")).to_be_visible()

    nothing_is_left(tab)
    assert kept() == {"rel1": 4}


def test_going_on_without_a_connection_keeps_the_page_until_it_returns(tab, context):
    status = tab.locator("[data-save-status]")
    context.set_offline(True)
    choose(tab, "rel1", "4")
    expect(status).to_have_text(FAILED)

    tab.locator(".actions .btn-primary").click()

    expect(status).to_have_text(OFFLINE)
    context.set_offline(False)
    expect(status).to_have_text(SAVED)
    next_page(tab)
    tab.wait_for_url("**/timing/")
    assert kept() == {"rel1": 4}
