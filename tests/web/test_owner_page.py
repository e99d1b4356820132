"""The aanvrager's page: numbers only, and a way to everything that can be done."""

import re
from datetime import date

import pytest

from scans.models import Group, Response, Scan
from scans.models.links import LinkKind, derive_token
from tests.factories import (
    DepartmentFactory,
    OwnerFactory,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    all_answers,
    client_answers,
    clients_token,
    owner_token,
    respondent_token,
    result_token,
    round_with,
    team_token,
)
from tests.web.plain_browser import ids_of, read

pytestmark = pytest.mark.django_db

TOO_SMALL = "Vanaf vijf verstuurde scans laten we iets van deze groep zien."


def address_of(scan, rest=""):
    """The aanvrager's address of this scan."""
    owner = scan.department.owners.first() or OwnerFactory(department=scan.department)
    return f"/scan/{owner_token(owner.pk)}/{rest}"


def shown(client, scan):
    """The words of the aanvrager's page, on one line."""
    return " ".join(client.get(address_of(scan)).content.decode().split())


@pytest.mark.parametrize(
    ("team", "sentence", "is_too_small"),
    [
        (0, "Nog niemand van de 7 verwachte teamleden heeft verstuurd.", True),
        (1, "1 van de 7 verwachte teamleden heeft verstuurd.", True),
        (4, "4 van de 7 verwachte teamleden hebben verstuurd.", True),
        (5, "5 van de 7 verwachte teamleden hebben verstuurd.", False),
        (9, "9 van de 7 verwachte teamleden hebben verstuurd.", False),
    ],
)
def test_an_open_round_shows_how_many_sent_against_how_many_expected(
    client, team, sentence, is_too_small
):
    scan = round_with(team=team, clients=6)
    ResponseFactory.create_batch(2, scan=scan, answered=True)

    page = shown(client, scan)

    assert sentence in page
    assert f'<progress max="7" value="{team}" aria-hidden="true">' in page
    assert "6 van de 6 verwachte interne klanten hebben verstuurd." in page
    assert (TOO_SMALL in page) == is_too_small


@pytest.mark.parametrize(
    ("clients", "sentence"),
    [
        (0, "Nog niemand van de 6 verwachte interne klanten heeft verstuurd."),
        (1, "1 van de 6 verwachte interne klanten heeft verstuurd."),
    ],
)
def test_clients_are_counted_apart(client, clients, sentence):
    assert sentence in shown(client, round_with(clients=clients))


def test_an_open_round_has_its_links_to_copy_and_to_invite_with(client):
    scan = round_with()

    page = shown(client, scan)

    here = address_of(scan)
    assert re.findall(r"<code [^>]*>([^<]+)</code>", page) == [
        f"http://testserver{here}",
        f"http://testserver/team/{team_token(scan)}/",
        f"http://testserver/klanten/{clients_token(scan)}/",
    ]
    for link in ("uitnodigen/team/", "uitnodigen/klanten/", "afsluiten/", "bewaren/"):
        assert f'href="{here}{link}"' in page
    assert page.count('class="message-text"') == 4
    assert result_token(scan) not in page


ANONYMOUS = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+|[a-z2-7]{32}')


def test_the_page_is_the_same_whatever_was_answered(client):
    pages = []
    for value in (1, 5):
        scan = round_with(team=8, clients=7)
        Response.objects.filter(scan=scan, group=Group.TEAM).update(
            answers={code: value for code in all_answers() if code != "open1"} | {"open1": "x" * 9}
        )
        Response.objects.filter(scan=scan, group=Group.CLIENT).update(
            answers=dict.fromkeys(client_answers(), value)
        )
        for rest in ("", "afsluiten/", "uitnodigen/team/", "verwijderen/"):
            page = client.get(address_of(scan, rest)).content.decode()
            # The picture and the file of the QR code hold the link, which differs.
            pages.append(ANONYMOUS.sub("", re.sub(r'<path[^>]+>|href="data:[^"]+"', "", page)))

    assert pages[:4] == pages[4:]


@pytest.mark.parametrize(("team", "clients"), [(0, 0), (1, 0), (3, 2)])
def test_what_may_be_double_is_told_as_a_number(client, team, clients):
    scan = round_with(doubles_team=team, doubles_clients=clients)

    found = re.findall(r"Mogelijk dubbel: (\d+)", shown(client, scan))

    assert found == [str(n) for n in (team, clients) if n]


@pytest.mark.parametrize("mailed", [False, True])
def test_without_an_address_the_own_link_comes_first_and_only_once(client, mailed):
    scan = round_with()
    owner = OwnerFactory(department=scan.department, mailed=mailed)

    page = shown(client, scan)

    own, round_ = page.index(f"/scan/{owner_token(owner.pk)}/</code>"), page.index("Het team</h2>")
    assert (own > round_) == mailed
    assert ("Bewaar eerst je eigen link" in page) == (not mailed)
    assert page.count(f"/scan/{owner_token(owner.pk)}/</code>") == 1


@pytest.mark.parametrize(
    ("together", "lead"),
    [
        (False, "Je vult deze scan alleen in."),
        (True, "Jullie vullen deze scan samen in, aan één tafel."),
    ],
)
def test_one_answer_is_somebodys_or_a_teams(client, together, lead):
    scan = ScanFactory(together=together)
    ResponseFactory(scan=scan)

    assert lead in shown(client, scan)


def test_no_id_stands_twice_on_a_page(client):
    scan = round_with(team=14, clients=12, doubles_team=1)

    for rest in ("", "uitnodigen/team/", "uitnodigen/klanten/", "afsluiten/", "bewaren/"):
        ids = ids_of(client.get(address_of(scan, rest)))
        assert sorted(ids) == sorted(set(ids)), rest


def test_somebody_alone_goes_on_to_the_questions(client):
    response = ResponseFactory()

    page = shown(client, response.scan)

    assert f'href="/invullen/{respondent_token(response.pk)}/"' in page
    assert "aanpassen/" in page
    assert "afsluiten/" not in page


@pytest.mark.parametrize("sent", [False, True])
def test_one_scan_with_clients_tells_whether_the_own_answers_were_sent(client, sent):
    scan = ScanFactory(clients=True)
    response = ResponseFactory(scan=scan, answered=True, sent=sent)

    page = shown(client, scan)
    closing = " ".join(client.get(address_of(scan, "afsluiten/")).content.decode().split())

    assert f'href="/invullen/{respondent_token(response.pk)}/"' in page
    assert ("Deze zijn verstuurd. Ze tellen mee zodra de ronde sluit." in page) == sent
    assert ("dan is er geen zelfbeeld" in closing) == (not sent)
    assert "Het team" not in page


def test_a_round_that_is_over_is_closed_with_one_press(client):
    scan = round_with(opened_on=date(2026, 1, 1), closes_on=date(2026, 1, 15))

    page = client.get(address_of(scan))

    assert "De invultermijn van ronde 1 is voorbij" in " ".join(page.content.decode().split())
    actions = [form.action for form in read(page)]
    assert actions == [address_of(scan, "afsluiten/"), address_of(scan, "vernieuwen/eigen/")]
    assert team_token(scan) not in page.content.decode()
    assert client.get(address_of(scan, "aanpassen/")).status_code == 409


def test_a_closed_round_leads_to_its_result_and_to_a_next_round(client):
    scan = ResultFactory().scan

    page = shown(client, scan)

    token = result_token(scan)
    assert f'href="/resultaat/{token}/"' in page
    assert f'href="/resultaat/{token}/rapport.pdf"' in page
    assert f'href="{address_of(scan)}volgende/"' in page
    assert "22\u00a0november\u00a02026" in page or "22 november 2026" in page


def test_earlier_rounds_stay_with_their_results(client):
    department = DepartmentFactory()
    scans = [
        ResultFactory(scan=ScanFactory(closed=True, department=department, number=number)).scan
        for number in (1, 2)
    ]
    newest = ScanFactory(team=True, department=department, number=3)

    page = shown(client, newest)

    tokens = re.findall(r'href="/resultaat/(\w+)/"', page)
    assert tokens == [result_token(scan) for scan in reversed(scans)]
    assert "Ronde 3 is open" in page


@pytest.mark.parametrize("count", [1, 3])
def test_more_rounds_ask_the_database_no_more(client, django_assert_num_queries, count):
    department = DepartmentFactory()
    for number in range(1, count + 1):
        ScanFactory(closed=True, department=department, number=number)
    address = address_of(ScanFactory(team=True, department=department, number=count + 1))

    with django_assert_num_queries(5):
        answer = client.get(address)

    assert answer.status_code == 200


@pytest.mark.parametrize("team", [13, 14])
def test_a_group_that_is_full_asks_whether_that_is_right(client, team):
    scan = round_with(team=team)

    page = shown(client, scan)

    assert ("Al 14 mensen zijn begonnen. Er kan nu niemand meer bij." in page) == (team == 14)
    assert ('name="seen_limit" value="14"' in page) == (team == 14)


def test_letting_more_in_twice_counts_once(client):
    scan = round_with(team=14)
    posted = {"seen_limit": "14", "ronde": "1"}

    for _ in range(2):
        answer = client.post(address_of(scan, "toelaten/team/"), posted)

    assert (answer.status_code, answer.headers["Location"]) == (302, address_of(scan))
    scan.refresh_from_db()
    assert (scan.team_limit, scan.clients_limit) == (21, 12)


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"seen_limit": ""},
        {"seen_limit": "14\0"},
        {"seen_limit": "9" * 5000},
        {"seen_limit": "99999999999"},
        {"seen_limit": "-14"},
        {"seen_limit": "13"},
        {"seen_limit": "14", "ronde": "2"},
    ],
)
def test_letting_more_in_from_a_page_that_is_not_of_now_changes_nothing(client, posted):
    scan = round_with(team=14)

    client.post(address_of(scan, "toelaten/team/"), posted)

    scan.refresh_from_db()
    assert scan.team_limit == 14


def test_a_renewed_link_is_another_and_the_old_one_is_gone(client):
    scan = round_with()
    posted = {"seen_generation": "1", "ronde": "1"}

    for _ in range(2):
        answer = client.post(address_of(scan, "vernieuwen/team/"), posted)

    assert answer.headers["Location"] == address_of(scan, "uitnodigen/team/")
    page = client.get(answer.headers["Location"]).content.decode()
    assert f"/team/{derive_token(LinkKind.TEAM, scan.pk, 2)}/" in page
    assert f"/team/{team_token(scan)}/" not in page
    assert clients_token(scan) in shown(client, scan)


@pytest.mark.parametrize("posted", [{}, {"seen_generation": "0"}, {"seen_generation": "9" * 5000}])
def test_renewing_without_having_seen_the_link_changes_nothing(client, posted):
    scan = round_with()

    client.post(address_of(scan, "vernieuwen/team/"), posted)

    assert team_token(scan) in shown(client, scan)


@pytest.mark.parametrize("group", ["klanten", "anders", "TEAM", "client"])
def test_a_group_that_is_not_invited_has_no_pages(client, group):
    scan = ScanFactory(team=True)

    answers = [
        client.get(address_of(scan, f"uitnodigen/{group}/")),
        client.post(address_of(scan, f"toelaten/{group}/"), {"seen_limit": "0"}),
        client.post(address_of(scan, f"vernieuwen/{group}/"), {"seen_generation": "1"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert Scan.objects.get().clients_limit == 0


def test_nobody_is_invited_to_a_closed_round(client):
    scan = ResultFactory().scan

    answers = [
        client.get(address_of(scan, "uitnodigen/team/")),
        client.post(address_of(scan, "toelaten/team/"), {"seen_limit": "0"}),
        client.post(address_of(scan, "vernieuwen/team/"), {"seen_generation": "1"}),
    ]

    assert {answer.headers["Location"] for answer in answers} == {address_of(scan)}
    assert client.get(address_of(scan, "uitnodigen/anders/")).status_code == 404


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("group", "minutes"),
    [("team", ("acht minuten", "eight minutes")), ("klanten", ("vier minuten", "four minutes"))],
)
def test_an_invitation_is_ready_in_both_languages(client, group, minutes, language):
    scan = round_with(closes_on=date(2998, 12, 6))
    client.cookies["django_language"] = language
    token = team_token(scan) if group == "team" else clients_token(scan)

    page = client.get(address_of(scan, f"uitnodigen/{group}/")).content.decode()

    texts = re.findall(
        r'<div class="message-text" id="[\w-]+" lang="(\w+)">([^<]+)</div>', page, re.DOTALL
    )
    assert [text_language for text_language, _ in texts] == ["nl", "en"] * 2
    for text_language, text in texts:
        dutch = text_language == "nl"
        for part in (
            f"http://testserver/{group}/{token}/",
            "6 december 2998" if dutch else "6 December 2998",
            minutes[0] if dutch else minutes[1],
        ):
            assert part in text
    assert all(
        ("vertrouwelijk" in text or "confidential" in text) and "Communicatie" in text
        for _, text in texts[:2]
    )


def test_the_qr_code_can_be_kept_as_a_file(client):
    scan = round_with()

    page = client.get(address_of(scan, "uitnodigen/team/")).content.decode()

    assert page.count("<svg") == 1
    assert 'href="data:image/svg+xml' in page
    assert 'download="afdelingsscan-team.svg"' in page


def test_the_own_link_and_that_of_a_result_are_renewed_from_the_page(client):
    result = ResultFactory()
    owner = OwnerFactory(department=result.scan.department)
    page = f"/scan/{owner_token(owner.pk)}/"
    shown = client.get(page).content.decode()

    client.post(f"{page}vernieuwen/resultaat/", {"ronde": "1", "seen_generation": "1"})
    client.post(f"{page}vernieuwen/resultaat/", {"ronde": "1", "seen_generation": "1"})
    moved = client.post(f"{page}vernieuwen/eigen/", {"seen_generation": "1"})

    new = f"/scan/{derive_token(LinkKind.OWNER, owner.pk, 2)}/"
    outcome = derive_token(LinkKind.RESULT, result.scan_id, 2)
    assert f"{page}vernieuwen/eigen/" in shown
    assert moved.headers["Location"] == new
    assert client.get(page).status_code == 404
    assert f"/resultaat/{outcome}/" in client.get(new).content.decode()


@pytest.mark.parametrize("ronde", ["2", ""])
def test_a_result_of_a_round_that_is_not_there_is_not_renewed(client, ronde):
    result = ResultFactory()
    owner = OwnerFactory(department=result.scan.department)
    page = f"/scan/{owner_token(owner.pk)}/"

    client.post(f"{page}vernieuwen/resultaat/", {"ronde": ronde, "seen_generation": "1"})

    assert result.scan.links.get().generation == 1


@pytest.mark.parametrize("group", ["eigen", "resultaat", "team"])
@pytest.mark.parametrize("posted", [{}, {"seen_generation": "x", "ronde": "1"}, {"ronde": "9"}])
def test_a_renewal_that_nobody_was_shown_changes_nothing(client, group, posted):
    scan = ScanFactory(team=True)
    owner = OwnerFactory(department=scan.department)
    page = f"/scan/{owner_token(owner.pk)}/"

    answer = client.post(f"{page}vernieuwen/{group}/", posted)

    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert {link.generation for link in scan.links.all()} == {1}


def _nothing(scan):
    scan.delete()


def _no_links(scan):
    scan.links.all().delete()


def _no_answers(scan):
    scan.responses.all().delete()


@pytest.mark.parametrize(
    ("kind", "is_gone"), [("team", _nothing), ("team", _no_links), ("alone", _no_answers)]
)
def test_a_page_of_what_is_being_deleted_at_this_moment_is_not_there(client, kind, is_gone):
    scan = round_with(team=0, clients=0) if kind == "team" else ScanFactory()
    page = address_of(scan)

    is_gone(scan)

    assert client.get(page).status_code == 404
