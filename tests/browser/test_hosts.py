"""No page makes a browser contact anybody but us; `python -m bench security` walks far more."""

from urllib.parse import urlsplit

import pytest

from bench.crawl import crawl, kind_of
from bench.security_hosts import PUBLIC
from scans.models import Group
from scans.services.closing import close_round
from scans.web.access import owner_path
from tests.adviser import manager, signed_in
from tests.factories import TODAY, OwnerFactory, result_token, round_with
from tests.web.rounds import invitation, member, open_round, own_link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published")]


def test_every_kind_of_page_stays_with_our_own_host(open_context, live_server):
    context = open_context()
    inside = signed_in(manager()).cookies["dashboard"].value
    context.add_cookies([{"name": "dashboard", "value": inside, "url": live_server.url}])
    running, closed = open_round(), round_with(team=5)
    close_round(scan_id=closed.pk, today=TODAY)
    owners = [OwnerFactory(department=scan.department) for scan in (running, closed)]
    starts = [
        *PUBLIC,
        *(owner_path(owner) for owner in owners),
        *(invitation(running, group) for group in Group),
        *(own_link(member(running, group, sent=sent)) for group in Group for sent in (False, True)),
        f"/resultaat/{result_token(closed)}/",
        "/dashboard/",
    ]

    walk = crawl(context, live_server.url, starts, of_a_kind=1)

    assert walk.hosts == {urlsplit(live_server.url).netloc}
    assert (walk.refused, walk.failed) == ([], [])
    # Of every part of the site, and not only its doors.
    assert {
        "/methode/",
        "/invullen/*/relevantie/",
        "/resultaat/*/presentatie/",
        "/scan/*/uitnodigen/team/",
        "/dashboard/logboek/",
        "/dashboard/inhoud/",
    } <= walk.kinds.keys()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/methode/", "/methode/"),
        ("/invullen/abcdefghijklmnopqrstuvwxyz234567/rol/", "/invullen/*/rol/"),
        (
            "/dashboard/scans/5a1e3f60-6f5c-4b7e-9d6a-0c1d2e3f4a5b/",
            "/dashboard/scans/*/",
        ),
        ("/dashboard/kwaliteit/12/", "/dashboard/kwaliteit/*/"),
        ("/dashboard/scans/?sorteer=naam&na=7", "/dashboard/scans/?sorteer=*&na=*"),
    ],
)
def test_a_kind_of_page_is_its_address_without_what_differs(path, kind):
    assert kind_of(path) == kind
