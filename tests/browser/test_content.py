"""The house style, reading tips, a request for a talk and the newsletter, as people meet them."""

from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from scans.models import ContactRequest, ReportFile, Subscriber
from scans.web import surroundings
from tests.adviser import account, signed_in
from tests.browser.conftest import overflow, run_worker, violations
from tests.browser.walk import follow
from tests.factories import ResultFactory, result_token
from tests.services.test_logos import png

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

WIDTHS = (320, 1280)


@pytest.fixture(autouse=True)
def _mailed_by_this_name(settings, live_server, monkeypatch):
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(surroundings, "LOOK_EVERY", 0)


def sign_in(page: Page, live_server) -> None:
    """Give the browser the session of somebody who went through the whole door."""
    cookie = signed_in(account()).cookies["dashboard"].value
    page.context.add_cookies(
        [{"name": "dashboard", "value": cookie, "url": f"{live_server.url}/dashboard/"}]
    )


def look(page: Page, seen: list[str], name: str) -> None:
    """Look at a page as axe does, on a phone and on a screen."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        seen += [f"{name} {width}: {found}" for found in violations(page)]
        if (wider := overflow(page)) > 0:
            seen.append(f"{name} {width}: {wider} px too wide")


def press(page: Page, name: str) -> None:
    """Press a button that leads to another page, or to this one again."""
    follow(page.get_by_role("button", name=name))


def dress(page: Page, seen: list[str], folder: Path) -> None:
    page.goto("/dashboard/inhoud/")
    page.get_by_label("Naam van je bureau").fill("Bureau Zo")
    page.get_by_label("E-mailadres").fill("ada@bureau.nl")
    page.get_by_label("Accentkleur").fill("#ffff00")
    press(page, "Bewaar")
    expect(page.get_by_role("alert")).to_contain_text("Deze kleur is te licht")
    look(page, seen, "style with errors")
    page.get_by_label("Accentkleur").fill("#8a1f5c")
    press(page, "Bekijk eerst een voorbeeld")
    expect(page.get_by_role("status")).to_contain_text("Er is nog niets bewaard")
    press(page, "Bewaar")
    (folder / "logo.png").write_bytes(png(300, 90))
    page.get_by_label("Logo").set_input_files(folder / "logo.png")
    press(page, "Plaats dit logo")
    expect(page.get_by_role("status")).to_contain_text("Het logo staat er")
    look(page, seen, "style")
    assert page.evaluate(
        "getComputedStyle(document.querySelector('.btn-primary')).backgroundColor"
    ) == ("rgb(138, 31, 92)")


def place_tip(page: Page, seen: list[str]) -> None:
    follow(page.get_by_role("link", name="Lees verder"))
    follow(page.get_by_role("link", name="Plaats een tip"))
    press(page, "Bewaar")
    look(page, seen, "tip with errors")
    page.get_by_label("een bijeenkomst").check()
    page.get_by_label("Titel").fill("Een middag over timing")
    page.locator("#id_url").fill("https://voorbeeld.nl/middag")
    page.get_by_label("Datum").fill("2999-12-31")
    press(page, "Bewaar")
    expect(page.get_by_role("status")).to_contain_text("De tip staat bij de uitkomsten")
    look(page, seen, "tips")


def ask_for_a_talk(page: Page, seen: list[str], path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("link", name="Een middag over timing")).to_be_visible()
    look(page, seen, "result")
    follow(page.get_by_role("link", name="Vraag een gesprek aan"))
    press(page, "Verstuur mijn aanvraag")
    look(page, seen, "contact with errors")
    page.get_by_label("Je naam").fill("Noor")
    page.get_by_label("E-mailadres of telefoonnummer").fill("06 12 34 56 78")
    press(page, "Verstuur mijn aanvraag")
    expect(page.get_by_role("status")).to_contain_text("Bureau Zo neemt contact met je op")
    assert ContactRequest.objects.count() == 1


def tick_off(page: Page, seen: list[str]) -> None:
    page.goto("/dashboard/aanvragen/")
    expect(page.get_by_role("heading", name="Noor")).to_be_visible()
    look(page, seen, "requests")
    press(page, "Vink af")
    page.get_by_role("link", name="Afgehandeld").click()
    expect(page.get_by_text("Afgevinkt door Ada")).to_be_visible()
    look(page, seen, "handled")


def test_an_adviseur_dresses_the_site_and_readers_write_back(page, live_server, tmp_path: Path):
    seen: list[str] = []
    path = f"/resultaat/{result_token(ResultFactory().scan)}/"
    sign_in(page, live_server)

    dress(page, seen, tmp_path)
    place_tip(page, seen)
    ask_for_a_talk(page, seen, path)
    tick_off(page, seen)
    page.goto("/dashboard/inhoud/nieuwsbrief/")
    look(page, seen, "subscribers")
    page.goto(f"{path}rapport.pdf")
    run_worker()

    assert bytes(ReportFile.objects.get().content).startswith(b"%PDF")
    assert seen == []


def test_the_newsletter_without_javascript(open_context, live_server):
    seen: list[str] = []
    adviser = open_context().new_page()
    sign_in(adviser, live_server)
    adviser.goto("/dashboard/inhoud/")
    adviser.get_by_label("Naam van je bureau").fill("Bureau Zo")
    press(adviser, "Bewaar")
    expect(adviser.get_by_role("status")).to_be_visible()

    page = open_context(java_script_enabled=False).new_page()
    page.goto("/")
    follow(page.get_by_role("link", name="Nieuwsbrief"))
    page.locator("#id_email").fill("lezer@voorbeeld.nl")
    page.get_by_label("Ja, Bureau Zo mag").check()
    press(page, "Meld mij aan")
    expect(page.get_by_role("status")).to_contain_text("een mail met een link")
    run_worker()
    page.goto(_link(mail.outbox[0].body, "bevestigen"))
    assert Subscriber.objects.get().confirmed_at is None
    press(page, "Ja, stuur mij de nieuwsbrief")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je staat op de lijst")
    run_worker()
    for name in ("/nieuwsbrief/", _link(mail.outbox[1].body, "afmelden")):
        adviser.goto(name)
        look(adviser, seen, name)
    page.goto(_link(mail.outbox[1].body, "afmelden"))
    press(page, "Meld mij af")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent afgemeld")
    assert Subscriber.objects.count() == 0
    assert seen == []


def _link(body: str, kind: str) -> str:
    return next(word for word in body.split() if f"/nieuwsbrief/{kind}/" in word)
