"""The invitation: nothing happens before the button, and then one has a link of one's own."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from scans.models import Group, OutgoingMail, Response
from scans.models.links import digest_of
from tests.factories import OwnerFactory, respondent_token
from tests.web.plain_browser import PlainBrowser
from tests.web.rounds import close, invitation, member, open_round, own_link, words_of

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("group", [Group.TEAM, Group.CLIENT])
BEFORE = "Vanaf deze browser is al ingevuld. Ben je iemand anders? Dan kun je gewoon beginnen."


@BOTH
def test_looking_at_an_invitation_starts_nothing(client, group):
    address = invitation(open_round(), group)

    pages = [client.get(address), client.head(address), client.get(address)]

    assert [page.status_code for page in pages] == [200] * 3
    assert Response.objects.count() == 0
    assert [list(page.cookies) for page in pages] == [[], [], []]


@BOTH
def test_the_button_gives_a_link_of_ones_own(group):
    scan = open_round()
    browser = PlainBrowser()

    page = browser.press(browser.get(invitation(scan, group)))

    response = Response.objects.get()
    assert (response.scan, response.group, response.answers) == (scan, group, {})
    assert page.redirect_chain == [(own_link(response), 302)]
    assert f"http://testserver{own_link(response)}" in page.content.decode()


def test_each_press_is_somebody_else(client):
    address = invitation(open_round(), Group.TEAM)

    links = {client.post(address).headers["Location"] for _ in range(3)}

    assert links == {own_link(response) for response in Response.objects.all()}
    assert len(links) == 3


@BOTH
def test_before_beginning_one_reads_who_sees_what_and_what_can_not_be_prevented(client, group):
    scan = open_round(department__name="Voorlichting", department__organisation__name="Stad <b>")

    page = client.get(invitation(scan, group))

    words = words_of(page)
    for told in (
        "Je antwoorden zijn vertrouwelijk",
        "Het resultaat verschijnt één keer, als de ronde sluit.",
        "minstens 5",
        "in stappen van 5 punten",
        "Wat we niet kunnen voorkomen",
        "In een kleine groep kunnen anderen raden wat jij hebt geantwoord.",
        "Denkt iedereen hetzelfde, dan zegt de uitkomst wat iedereen vindt, ook jij.",
        "geen naam, geen IP-adres en geen tijdstip",
        "30 dagen na het sluiten wissen we alle losse antwoorden.",
        "met een cookie",
    ):
        assert told in words
    assert ("8 minuten" in words, "4 minuten" in words) == (
        group == Group.TEAM,
        group == Group.CLIENT,
    )
    assert ("in willekeurige volgorde" in words) == (group == Group.TEAM)
    assert "<bdi>Voorlichting</bdi>" in page.content.decode()
    assert "<bdi>Stad &lt;b&gt;</bdi>" in page.content.decode()


@BOTH
@pytest.mark.parametrize("how", ["closed", "past its last day"])
def test_a_closed_round_says_so_and_takes_nobody_in(client, group, how):
    scan = open_round(days=7 if how == "closed" else -1)
    if how == "closed":
        close(scan)

    pages = [client.get(invitation(scan, group)), client.post(invitation(scan, group))]

    assert [page.status_code for page in pages] == [200, 409]
    assert ["Deze ronde is gesloten" in words_of(page) for page in pages] == [True, True]
    assert Response.objects.count() == 0


@BOTH
def test_on_its_last_day_a_round_still_takes_people_in(client, group):
    page = client.post(invitation(open_round(days=0), group))

    assert page.status_code == 302
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("group", "limit"), [(Group.TEAM, "team_limit"), (Group.CLIENT, "clients_limit")]
)
def test_past_twice_the_expected_number_one_waits_for_the_aanvrager_who_is_mailed_once(
    client, group, limit
):
    scan = open_round(**{limit: 2})
    OwnerFactory(department=scan.department, mailed=True)

    pages = [client.post(invitation(scan, group)) for _ in range(4)]

    looked = client.get(invitation(scan, group))
    assert [page.status_code for page in pages] == [302, 302, 409, 409]
    assert looked.status_code == 200
    assert words_of(looked) == words_of(pages[2])
    assert "De aanvrager moet eerst bevestigen" in words_of(looked)
    assert Response.objects.filter(group=group).count() == 2
    assert OutgoingMail.objects.count() == 1


def test_a_full_team_does_not_keep_clients_out(client):
    scan = open_round(team_limit=1)
    client.post(invitation(scan, Group.TEAM))

    page = client.post(invitation(scan, Group.CLIENT))

    assert page.status_code == 302


@BOTH
def test_who_sent_from_this_browser_is_told_so_and_may_begin_again(client, group):
    scan = open_round()
    response = member(scan, group)
    client.post(f"{own_link(response)}versturen/")

    page = client.get(invitation(scan, group))
    again = client.post(invitation(scan, group))

    assert BEFORE in words_of(page)
    assert again.status_code == 302
    other = {Group.TEAM: Group.CLIENT, Group.CLIENT: Group.TEAM}[group]
    assert BEFORE not in words_of(client.get(invitation(scan, other)))
    assert BEFORE not in words_of(client.get(invitation(open_round(), group)))


def doubles(scan):
    scan.refresh_from_db()
    return scan.doubles_team, scan.doubles_clients


def test_answers_of_two_people_from_one_browser_are_counted_as_perhaps_double(client):
    scan = open_round()
    senders = [member(scan), member(scan), member(scan, Group.CLIENT)]

    for sender in senders:
        client.post(f"{own_link(sender)}versturen/")

    assert doubles(scan) == (1, 0)


def test_sending_the_same_answers_again_is_not_double(client):
    scan = open_round()
    response = member(scan)

    pages = [client.post(f"{own_link(response)}versturen/") for _ in range(3)]

    assert [page.headers["Location"] for page in pages] == [own_link(response)] * 3
    assert doubles(scan) == (0, 0)


def test_the_browser_remembers_a_round_until_it_closes_and_nothing_that_a_script_can_read(
    client, settings
):
    settings.CSRF_COOKIE_SECURE = True
    scan = open_round(days=3)
    answer = client.post(f"{own_link(member(scan))}versturen/")

    (cookie,) = [cookie for name, cookie in answer.cookies.items() if name.startswith("ronde_")]
    kept = {name: cookie[name] for name in ("path", "httponly", "samesite", "secure", "max-age")}
    assert (cookie.value, kept) == (
        "1",
        {"path": "/", "httponly": True, "samesite": "Lax", "secure": True, "max-age": 4 * 86_400},
    )


def test_who_fills_in_alone_gets_no_cookie(client):
    alone = open_round(team=False, clients=False)
    with_clients = open_round(team=False)

    answers = [client.post(f"{own_link(member(scan))}versturen/") for scan in (alone, with_clients)]

    assert [list(answer.cookies) for answer in answers] == [[], []]


def test_a_team_link_opens_no_invitation_of_clients(client):
    scan = open_round()
    swapped = invitation(scan, Group.TEAM).replace("team", "klanten")

    assert client.get(swapped).status_code == 404
    assert client.post(swapped).status_code == 404
    assert Response.objects.count() == 0


def test_a_group_that_was_not_invited_has_no_invitation(client):
    scan = open_round(clients=False)

    assert client.get(invitation(scan, Group.CLIENT)).status_code == 404


def test_own_links_do_not_tell_the_round(client):
    scan = open_round()
    client.post(invitation(scan, Group.TEAM))

    with pytest.raises(ObjectDoesNotExist):
        Response.objects.get(link_digest=digest_of(invitation(scan, Group.TEAM).split("/")[2]))
    assert client.get(f"/team/{respondent_token(Response.objects.get().pk)}/").status_code == 404
