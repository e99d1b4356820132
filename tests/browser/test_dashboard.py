"""The dashboard's door, as people meet it: the first account, a second one, lost telephones."""

import io

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect

from scans.models import Account
from tests.adviser import current_code, link_in
from tests.browser.conftest import run_worker
from tests.browser.test_story import Inspector
from tests.browser.walk import follow

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]

PASSWORD = "een zin van vijf woorden"  # noqa: S105 - of people who don't exist


@pytest.fixture(autouse=True)
def _mailed_by_this_name(settings, live_server):
    settings.SITE_URL = live_server.url


def first_link() -> str:
    """Return the link that `make run` prints."""
    out = io.StringIO()
    call_command("invite", "--first", stdout=out)
    return link_in(out.getvalue(), "uitnodiging")


def press(page: Page, name: str) -> None:
    """Press a button that leads to another page, or to this one again."""
    follow(page.get_by_role("button", name=name, exact=True))


def make_account(page: Page, link: str, name: str, address: str = "") -> None:
    page.goto(link)
    if address:
        page.get_by_label("E-mailadres").fill(address)
    page.get_by_label("Je naam").fill(name)
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    press(page, "Maak mijn account")
    expect(page.get_by_role("status")).to_contain_text("Je account is gemaakt")


def log_in(page: Page, address: str, password: str = PASSWORD) -> None:
    page.goto("/dashboard/")
    page.get_by_label("E-mailadres").fill(address)
    page.locator("#id_password").fill(password)
    press(page, "Log in")


def set_up_app(page: Page) -> tuple[str, list[str]]:
    """Set up an app with the secret that is shown; return it, and the recovery codes."""
    follow(page.get_by_role("link", name="Stel de app in"))
    secret = page.locator("#secret").inner_text()
    page.get_by_label("Code").fill(current_code(secret))
    press(page, "Bevestig de app")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je herstelcodes")
    return secret, page.locator(".codes code").all_inner_texts()


def at_home(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dag ")


def test_first_account_then_a_second_by_invitation_and_in_by_recovery_code(page, open_context):
    make_account(page, first_link(), "Mo", "mo@bureau.nl")
    log_in(page, "mo@bureau.nl")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stel je tweede stap in")
    _secret, codes = set_up_app(page)
    follow(page.get_by_role("link", name="Ik heb ze bewaard"))
    at_home(page)

    follow(page.get_by_role("navigation").get_by_role("link", name="Accounts"))
    page.get_by_label("E-mailadres").fill("bo@bureau.nl")
    press(page, "Verstuur de uitnodiging")
    run_worker()
    _notice, sent = mail.outbox
    colleague = open_context().new_page()
    make_account(colleague, link_in(sent.body, "uitnodiging"), "Bo")
    log_in(colleague, "bo@bureau.nl")
    set_up_app(colleague)
    follow(colleague.get_by_role("link", name="Ik heb ze bewaard"))
    at_home(colleague)
    expect(colleague.get_by_role("link", name="Accounts")).to_have_count(0)

    press(page, "Uitloggen")
    log_in(page, "mo@bureau.nl")
    page.get_by_label("Code").fill(codes[3])
    press(page, "Log in")
    at_home(page)
    assert list(Account.objects.order_by("pk").values_list("email", "role")) == [
        ("mo@bureau.nl", "beheerder"),
        ("bo@bureau.nl", "adviseur"),
    ]


def add_device(page: Page) -> None:
    """Give the browser a device that makes passkeys and always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_made_used_asked_again_and_removed(page):
    make_account(page, first_link(), "Mo", "mo@bureau.nl")
    add_device(page)
    log_in(page, "mo@bureau.nl")
    follow(page.get_by_role("link", name="Maak een passkey"))
    page.get_by_label("Naam").fill("Mijn laptop")
    press(page, "Maak de passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je herstelcodes")
    follow(page.get_by_role("link", name="Ik heb ze bewaard"))

    press(page, "Uitloggen")
    log_in(page, "mo@bureau.nl")
    press(page, "Gebruik mijn passkey")
    at_home(page)

    follow(page.get_by_role("link", name="beveiliging van je account"))
    page.get_by_role("link", name="Haal weg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Even bevestigen")
    page.evaluate("document.querySelector('[data-passkey]').submit()")  # without asking the device
    expect(page.get_by_role("alert").first).to_contain_text("De passkey werd niet herkend.")
    press(page, "Gebruik mijn passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Haal de passkey weg")
    press(page, "Haal de passkey weg")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stel je tweede stap in")


def test_a_passkey_that_the_device_refuses_can_be_tried_again(page):
    make_account(page, first_link(), "Mo", "mo@bureau.nl")
    page.add_init_script(
        "navigator.credentials.create = () => Promise.reject(new Error('refused'))"
    )
    log_in(page, "mo@bureau.nl")
    follow(page.get_by_role("link", name="Maak een passkey"))

    page.get_by_role("button", name="Maak de passkey").click()

    expect(page.get_by_role("alert")).to_have_text(
        "De passkey is niet gemaakt. Probeer het nog eens."
    )


def test_without_javascript_the_app_is_set_up_and_the_passkey_says_why_not(open_context):
    page = open_context(java_script_enabled=False).new_page()
    make_account(page, first_link(), "Mo", "mo@bureau.nl")
    log_in(page, "mo@bureau.nl")

    page.goto("/dashboard/beveiliging/passkey/")
    expect(page.get_by_text("Een passkey werkt alleen met JavaScript.")).to_be_visible()
    page.goto("/dashboard/beveiliging/")
    set_up_app(page)
    page.goto("/dashboard/")
    at_home(page)


def look_at_the_door(page: Page, inspector: Inspector) -> None:
    link = first_link()
    inspector.visit(link)
    press(page, "Maak mijn account")
    inspector.look("account with errors")
    make_account(page, link, "Mo", "mo@bureau.nl")
    inspector.look("door after an invitation")
    press(page, "Log in")
    inspector.look("door with errors")
    inspector.visit("/dashboard/wachtwoord/")
    page.get_by_label("E-mailadres").fill("mo@bureau.nl")
    press(page, "Mail mij een link")
    inspector.look("link asked")
    run_worker()
    inspector.visit(link_in(mail.outbox[0].body, "wachtwoord"))


def look_at_setting_up(page: Page, inspector: Inspector) -> None:
    add_device(page)
    log_in(page, "mo@bureau.nl")
    inspector.look("set up")
    inspector.visit("/dashboard/beveiliging/passkey/")
    press(page, "Maak de passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je herstelcodes")
    inspector.look("codes")
    inspector.visit("/dashboard/beveiliging/app/")
    press(page, "Bevestig de app")
    inspector.look("app with errors")
    page.get_by_label("Code").fill(current_code(page.locator("#secret").inner_text()))
    press(page, "Bevestig de app")


def look_inside(page: Page, inspector: Inspector) -> None:
    own = f"accounts/{Account.objects.get().pk}/"
    for path in ("", "accounts/", own, "logboek/", "beveiliging/", "bestaat/niet/"):
        inspector.visit(f"/dashboard/{path}")
    inspector.visit("/dashboard/beveiliging/sessies/")
    inspector.visit("/dashboard/beveiliging/wachtwoord/")
    press(page, "Bewaar dit wachtwoord")
    inspector.look("password with errors")
    for path in ("beveiliging/app/verwijderen/", "beveiliging/codes/nieuw/", "bevestigen/"):
        inspector.visit(f"/dashboard/{path}")
    inspector.visit("/dashboard/bevestigen/passkey/")
    page.goto("/dashboard/beveiliging/")
    follow(page.get_by_role("link", name="Haal weg"))
    inspector.look("remove passkey")
    page.goto("/dashboard/accounts/")
    press(page, "Verstuur de uitnodiging")
    inspector.look("invitation with errors")
    page.get_by_label("E-mailadres").fill("bo@bureau.nl")
    press(page, "Verstuur de uitnodiging")
    inspector.look("invited")
    inspector.visit("/dashboard/accounts/")


def look_at_the_second_step(page: Page, inspector: Inspector) -> None:
    page.context.clear_cookies(name="dashboard")
    log_in(page, "mo@bureau.nl")
    inspector.look("second step")
    page.get_by_label("Code").fill("12")
    press(page, "Log in")
    inspector.look("second step with errors")


def test_every_page_of_the_dashboard_is_accessible_and_fits_a_phone(page):
    inspector = Inspector(page)

    look_at_the_door(page, inspector)
    look_at_setting_up(page, inspector)
    look_inside(page, inspector)
    look_at_the_second_step(page, inspector)

    assert inspector.problems == {}
