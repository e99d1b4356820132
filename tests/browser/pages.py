"""Every kind of page, ready to be opened: what must hold for all of them is held against these."""

from playwright.sync_api import Page

from scans.models import Account, Group
from scans.services.closing import close_round
from tests.adviser import account, signed_in
from tests.factories import (
    OwnerFactory,
    ReportFileFactory,
    ResponseFactory,
    owner_token,
    respondent_token,
    result_token,
    round_with,
)
from tests.web.rounds import invitation, member, open_round, own_link, site_day

PUBLIC = {
    "home": "/",
    "method": "/methode/",
    "benchmark": "/benchmark/",
    "privacy": "/privacy/",
    "accessibility": "/toegankelijkheid/",
    "nothing there": "/bestaat-niet/",
    "start": "/start/",
}
DASHBOARD = {
    "dashboard": "/dashboard/",
    "scans": "/dashboard/scans/",
    "look of the site": "/dashboard/inhoud/",
    "comparing": "/dashboard/vergelijken/",
    "imported results": "/dashboard/benchmark/eerder/",
    "quality": "/dashboard/kwaliteit/",
    "questionnaires": "/dashboard/vragenlijsten/",
    "second factors": "/dashboard/beveiliging/",
    "own password": "/dashboard/beveiliging/wachtwoord/",
}
STEPS = ("relevantie", "rol", "afronding", "overzicht", "later")


def every_page() -> dict[str, str]:
    """Make a scan in each state, and return the addresses of its pages by name."""
    own = f"/invullen/{respondent_token(ResponseFactory(answered=True).pk)}/"
    running = open_round()
    closed = round_with(team=12, clients=11)
    close_round(scan_id=closed.pk, today=site_day())
    return PUBLIC | {
        "welcome": own,
        **{f"step {key}": f"{own}{key}/" for key in STEPS},
        "invitation of the team": invitation(running, Group.TEAM),
        "assumption": f"{own_link(member(running))}aannametoets/",
        "own picture": f"{own_link(member(running, sent=True))}beeld/",
        "withdraw": f"{own_link(member(running))}intrekken/",
        "result of a large round": f"/resultaat/{result_token(closed)}/",
        "report is being made": f"/resultaat/{result_token(ReportFileFactory().result.scan)}/rapport.pdf",
        "slides": f"/resultaat/{result_token(closed)}/presentatie/",
        **_pages_of_the_aanvrager(running, "open"),
        **_pages_of_the_aanvrager(closed, "closed"),
        **DASHBOARD,
        "one scan": f"/dashboard/scans/{closed.pk}/",
    }


def _pages_of_the_aanvrager(scan, state: str) -> dict[str, str]:
    token = owner_token(OwnerFactory(department=scan.department).pk)
    parts = {
        "open": ("", "aanpassen/", "uitnodigen/team/", "afsluiten/", "verwijderen/", "bewaren/"),
        "closed": ("", "volgende/", "verloop/", "herinnering/", "klantkaarten/", "plan-maken/1/"),
    }
    return {
        f"aanvrager, {state}: {part or 'own page'}": f"/scan/{token}/{part}"
        for part in parts[state]
    }


def _let_in(page: Page) -> None:
    """Let this browser into the dashboard, as if its owner had signed in."""
    client = signed_in(Account.objects.first() or account())
    page.context.add_cookies(
        [
            {"name": name, "value": cookie.value, "domain": "localhost", "path": "/"}
            for name, cookie in client.cookies.items()
        ]
    )


def look_at_all(page: Page, addresses: dict[str, str], look) -> dict[str, object]:
    """Open each page and return what ``look`` finds wrong with it, by the name of the page."""
    _let_in(page)
    found = {}
    for name, address in addresses.items():
        answer = page.goto(address)
        assert answer, name
        assert answer.status < 500, name
        assert "/inloggen/" not in page.url, name
        if wrong := look(page):
            found[name] = wrong
    return found
