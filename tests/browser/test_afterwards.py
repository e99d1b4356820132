"""The story of what a department does with its result: cards of its clients, and a plan."""

import io
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from scans.models import OutgoingMail, PlanStep
from scans.services.closing import close_round
from scans.services.mailing import deliver_mail
from scans.services.reminding import remind_of_steps
from tests.browser.conftest import PHONE, overflow, run_worker, violations
from tests.browser.walk import follow
from tests.factories import OwnerFactory, owner_token, round_with
from tests.web.rounds import site_day

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]


class Visits:
    """Pages as they are met: what axe finds, and whether they are wider than a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: dict[str, list[str]] = {}

    def look(self, name: str) -> None:
        found = violations(self.page)
        if wider := overflow(self.page):
            found.append(f"{wider} pixels too wide")
        self.problems[name] = found


def fill_in_card(page: Page) -> None:
    """Write a card with one line that is known and one that is assumed."""
    page.get_by_label("Functie of afdeling").fill("Wethouder Wonen")
    page.get_by_label("Wat houdt ze bezig?").fill("Te weinig woningen.")
    page.locator("#id_concerns_known_0").check()
    page.get_by_label("Wat willen ze?").fill("Rust in de wijk.")


def keep_a_card(page: Page, look: Callable[[str], None]) -> None:
    """Make the first card; a mark that is forgotten is asked for."""
    follow(page.get_by_role("link", name="Klantkaarten"))
    look("no cards")
    follow(page.get_by_role("link", name="Maak een klantkaart"))
    fill_in_card(page)
    page.get_by_role("button", name="Bewaar de kaart").click()
    expect(page.locator(".error-summary")).to_contain_text("Kies of je dit weet of aanneemt")
    look("a card with a mark missing")
    page.locator("#id_wants_known_1").check()
    page.get_by_role("button", name="Bewaar de kaart").click()
    expect(page.locator("#stand")).to_have_text("1 van de 2 regels is een aanname.")
    look("cards")


def make_a_plan(page: Page, look: Callable[[str], None]) -> None:
    """Choose a step that is due today, put one of one's own before it, and tick that off."""
    look("own page")
    follow(page.get_by_role("link", name="Het plan"))
    look("no plan")
    follow(page.get_by_role("link", name="Kies deze stap").first)
    page.get_by_label("Wie doet dit?").fill("MV")
    page.get_by_label("Wanneer is het klaar?").fill(site_day().isoformat())
    look("a step")
    follow(page.get_by_role("button", name="Zet in het plan"))
    follow(page.get_by_role("link", name="Schrijf een eigen stap"))
    page.get_by_label("Wat gaan jullie doen?").fill("Een vast middel schrappen.")
    page.get_by_label("Plek in het plan").select_option("1")
    page.get_by_role("button", name="Zet in het plan").click()
    expect(page.locator(".plan-step").first).to_contain_text("Een vast middel schrappen.")
    page.get_by_role("button", name="Vink af").first.click()
    expect(page.locator(".plan-step").first).to_contain_text("klaar sinds")
    follow(page.get_by_role("button", name="Herinner me op de dag zelf"))
    look("plan")


def print_it(page: Page, look: Callable[[str], None]) -> str:
    """Ask for the report with the plan in it, and return what it says."""
    address = f"{page.url}rapport.pdf"
    page.goto(address)
    look("being made")
    run_worker()
    content = page.request.get(address).body()
    return "".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages)


def stop_link(mail: EmailMessage) -> str:
    """The link in a reminder that stops them."""
    return next(line for line in mail.body.splitlines() if "/herinneringen/" in line)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_team_lead_keeps_cards_and_makes_a_plan(open_context, live_server, scripts, mailoutbox):
    scan = round_with()
    own = owner_token(OwnerFactory(department=scan.department, mailed=True).pk)
    # axe is a script itself: without scripts only the way through is tried.
    page = open_context(viewport=PHONE, java_script_enabled=scripts).new_page()
    visits = Visits(page)
    look = visits.look if scripts else lambda name: None

    page.goto(f"{live_server.url}/scan/{own}/")
    keep_a_card(page, look)
    close_round(scan_id=scan.pk, today=site_day())
    page.goto(f"{live_server.url}/scan/{own}/")
    make_a_plan(page, look)
    text = print_it(page, look)
    remind_of_steps(today=site_day(), send=lambda key: deliver_mail(mail_id=key))
    page.goto(live_server.url + urlsplit(stop_link(mailoutbox[0])).path)
    look("stopping")
    page.get_by_role("button", name="Stuur geen herinneringen meer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je krijgt geen herinneringen")

    assert {name: found for name, found in visits.problems.items() if found} == {}
    assert "Een vast middel schrappen." in text
    assert "1 van de 2 regels is een aanname." in text
    assert "Wethouder Wonen" not in text
    assert [step.plan.remind_to for step in PlanStep.objects.all()] == [None, None]
    assert OutgoingMail.objects.count() == 0
