"""The story of a round: a team, internal clients, and an aanvrager who sees numbers only."""

import io
import random
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from scans.engine.figures import ScanFigures
from scans.models import Response, Result
from tests.browser.conftest import PHONE, overflow, run_worker, violations
from tests.browser.walk import fill_in_department, follow, next_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

DESKTOP = {"width": 1280, "height": 800}


class Visits:
    """Pages as they are met; each kind is looked over once."""

    def __init__(self) -> None:
        self.problems: dict[str, list[str]] = {}

    def look(self, page: Page, name: str) -> None:
        """Note what axe finds and whether the page is wider than its window."""
        if name in self.problems:
            return
        found = violations(page)
        if wider := overflow(page):
            found.append(f"{wider} pixels too wide")
        self.problems[name] = found


def start_round(page: Page, visits: Visits) -> str:
    """Start a round of seven with six clients; return the address of the aanvrager's page."""
    page.goto("/start/")
    fill_in_department(page, department="Communicatie", size=9)
    visits.look(page, "start")
    page.locator('input[name="wijze"][value="team"]').check(force=True)
    page.locator("#id_verwacht_team").fill("7")
    page.locator('input[name="klanten"][value="ja"]').check(force=True)
    page.locator("#id_verwacht_klanten").fill("6")
    visits.look(page, "start with a team")
    page.get_by_role("button", name="Maak mijn scan aan").click()
    page.wait_for_url("**/scan/*/")
    visits.look(page, "owner, empty")
    return page.url


def take_part(context: BrowserContext, link: str, visits: Visits, seed: int) -> Page:
    """Begin with the invitation, answer every page, and send."""
    chance, kind = random.Random(seed), "team" if "/team/" in link else "client"  # noqa: S311 - answers
    page = context.new_page()
    page.goto(link)
    visits.look(page, f"{kind}: invitation")
    page.get_by_role("button", name="Ik doe mee").click()
    page.wait_for_url("**/invullen/*/")
    visits.look(page, f"{kind}: welcome")
    next_page(page)
    while not page.url.endswith("/overzicht/"):
        page.wait_for_selector("form[data-autosave]")
        key = page.url.rstrip("/#").rsplit("/", 1)[-1]
        names = page.locator("form[data-autosave] input[type=radio]").evaluate_all(
            "boxes => [...new Set(boxes.map(box => box.name))]"
        )
        for name in names:
            values = page.locator(f'input[name="{name}"][type=radio]').evaluate_all(
                "boxes => boxes.map(box => box.value)"
            )
            value = chance.choice(values[:5])
            page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)
        visits.look(page, f"{kind}: {key}")
        at = page.url
        next_page(page)
        page.wait_for_url(lambda address, at=at: address.split("#")[0] != at.split("#")[0])
    visits.look(page, f"{kind}: overview")
    page.get_by_role("button", name=re.compile("Verstuur")).click()
    page.wait_for_url("**/invullen/*/")
    visits.look(page, f"{kind}: sent")
    return page


def withdraw(page: Page, visits: Visits, kind: str) -> None:
    """Take back what was sent."""
    follow(page.get_by_role("link", name=re.compile("[Tt]rek .*in|[Ii]ntrekken")).first)
    visits.look(page, f"{kind}: withdraw")
    page.locator("main form button").click()
    page.wait_for_url("**/ingetrokken/")
    visits.look(page, f"{kind}: withdrawn")


def invitation_links(page: Page) -> tuple[str, str]:
    """Return the links for the team and for internal clients, as the page shows them."""
    text = page.locator("main").inner_text()
    (team,) = set(re.findall(r"http://[^\s]+/team/[a-z2-7]{32}/", text))
    (clients,) = set(re.findall(r"http://[^\s]+/klanten/[a-z2-7]{32}/", text))
    return team, clients


def shown_numbers(figures: ScanFigures) -> set[str]:
    """Return every figure that page and PDF must both show."""
    scores = [*figures.themes.values(), figures.role.now, figures.role.wanted]
    scores += [side for one in figures.round.mirror.values() for side in (one.own, one.clients)]
    return {f"{one.score:.0f}" for one in scores if one.score is not None and not one.extreme}


def everybody_answers(open_context, team_link: str, clients_link: str, visits: Visits) -> None:
    """Let seven colleagues (three on a phone) and six clients answer.

    One colleague and one client withdraw; another colleague answers twice in one browser.
    """
    windows = [PHONE] * 3 + [DESKTOP] * 4
    team = [
        take_part(open_context(viewport=window), team_link, visits, seed)
        for seed, window in enumerate(windows)
    ]
    clients = [take_part(open_context(), clients_link, visits, seed) for seed in range(10, 16)]
    team[0].get_by_role("link", name=re.compile("eigen beeld")).first.click()
    expect(team[0]).to_have_url(re.compile("/beeld/$"))
    visits.look(team[0], "own picture")
    take_part(team[1].context, team_link, visits, seed=20)
    withdraw(team[2], visits, "team")
    withdraw(clients[0], visits, "client")


def close_round(owner: Page, visits: Visits) -> None:
    """Close the round, after reading what happens."""
    follow(owner.get_by_role("link", name="Ronde afsluiten"))
    visits.look(owner, "close")
    owner.get_by_role("button", name="Sluit de ronde af").click()
    expect(owner.get_by_role("link", name="Bekijk de uitkomst")).to_be_visible()
    visits.look(owner, "owner, closed")


def read_result(owner: Page, visits: Visits) -> tuple[str, str]:
    """Return the text of the result, as it stands on the page and in the PDF."""
    owner.get_by_role("link", name="Bekijk de uitkomst").click()
    owner.wait_for_url("**/resultaat/*/")
    visits.look(owner, "result")
    owner.request.get(f"{owner.url}rapport.pdf")
    run_worker()
    pdf = PdfReader(io.BytesIO(owner.request.get(f"{owner.url}rapport.pdf").body()))
    return (
        owner.locator("main").inner_text(),
        "\n".join(page.extract_text() for page in pdf.pages),
    )


def delete_everything(owner: Page, address: str, visits: Visits) -> None:
    """Delete all of it, and look at what is left to look at."""
    for name in ("volgende", "bewaren", "verwijderen"):
        owner.goto(f"{address}{name}/")
        visits.look(owner, name)
    owner.locator('input[name="zeker"]').check(force=True)
    owner.locator("main form button[type=submit]").last.click()
    owner.wait_for_url("**/verwijderd/")
    visits.look(owner, "deleted")
    owner.goto("/scan/kwijt/")
    visits.look(owner, "lost")


def test_seven_colleagues_and_six_clients_from_the_start_to_the_pdf(open_context):
    visits = Visits()
    owner = open_context().new_page()
    address = start_round(owner, visits)
    team_link, clients_link = invitation_links(owner)
    for group in ("team", "klanten"):
        owner.goto(f"{address}uitnodigen/{group}/")
        visits.look(owner, f"invite {group}")
    everybody_answers(open_context, team_link, clients_link, visits)

    owner.goto(address)
    visits.look(owner, "owner, answered")
    shown = owner.locator("main").inner_text()
    facts = ("7 van de 7 ", "5 van de 6 ", "ogelijk dubbel")
    assert [fact for fact in facts if fact not in shown] == []
    close_round(owner, visits)
    late = open_context().new_page()
    late.goto(team_link)
    visits.look(late, "team: closed")
    texts = read_result(owner, visits)

    figures = ScanFigures.from_json(Result.objects.get().figures)
    assert (figures.respondents, figures.round.clients) == (7, 5)
    for text in texts:
        assert {n for n in shown_numbers(figures) if not re.search(rf"\b{n}\b", text)} == set()
        assert [fact for fact in ("7 van de 7", "5 van de 6") if fact not in text] == []
    delete_everything(owner, address, visits)
    assert (Result.objects.count(), Response.objects.count()) == (0, 0)
    assert {name: found for name, found in visits.problems.items() if found} == {}
