"""Rounds by invitation in English: no word of the Dutch interface is left on a page."""

from dataclasses import replace

import pytest
from django.core import mail

from scans.models import Group
from scans.reports.renderer import report_html
from scans.services.mailing import OWNER_MAILS, queue_owner_mail
from tests.factories import (
    OwnerFactory,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    owner_token,
    result_token,
    round_with,
)
from tests.reports.samples import extreme_round, report, solo_with_clients, team_round
from tests.web.english import (
    OWN_WORDS,
    assert_english,
    assert_mails_are_english,
    dutch_on,
    english_answers,
)
from tests.web.plain_browser import PlainBrowser, form_of
from tests.web.rounds import close, invitation, member, open_round, own_link

pytestmark = pytest.mark.django_db

BOTH = pytest.mark.parametrize("group", list(Group))
ENGLISH_NAME = {"department__name": "Communication"}


def _in_english(figures):
    """The same figures, as if all that was written had been written in English."""
    texts = {code: (OWN_WORDS,) * len(said) for code, said in figures.round.texts.items()}
    return replace(
        figures,
        open_answers=dict.fromkeys(figures.open_answers, OWN_WORDS),
        round=replace(figures.round, texts=texts),
    )


def answering(scan, group, **changes):
    """Somebody in a round who answered everything, in English."""
    answers = {"answers": english_answers()} if group == Group.TEAM else {}
    return member(scan, group, **{**answers, **changes})


@BOTH
def test_an_invitation_is_english_also_when_nobody_can_join(english, group):
    scan = open_round(**ENGLISH_NAME)
    full = open_round(team_limit=0, clients_limit=0)
    past = open_round(days=-1)

    assert_english(english.get(invitation(scan, group)))
    assert_english(english.post(invitation(scan, group), follow=True))
    assert_english(english.post(invitation(full, group)), 409)
    assert_english(english.get(invitation(full, group)))
    assert_english(english.get(invitation(past, group)))
    assert_english(english.post(invitation(past, group)), 409)


def _walk(browser, page):
    """Every page of somebody who joins by this invitation and leaves half of it open."""
    pages = [browser.press(page)]
    link = pages[0].request["PATH_INFO"]
    pages.append(browser.get(f"{link}relevantie/"))
    while not pages[-1].request["PATH_INFO"].endswith("/overzicht/"):
        choices = list(form_of(pages[-1]).choices.items())
        given = {name: values[0] for name, values in choices[:3]}
        pages.append(browser.press(pages[-1], given))
    return pages


@pytest.mark.parametrize(("group", "steps"), [(Group.TEAM, 8), (Group.CLIENT, 6)])
def test_the_whole_walk_of_who_was_invited_is_english(group, steps):
    browser = PlainBrowser()
    browser.cookies["django_language"] = "en"

    pages = _walk(browser, browser.get(invitation(open_round(**ENGLISH_NAME), group)))

    # Welcome, the pages of questions and the overview
    assert len(pages) == steps
    link = pages[0].request["PATH_INFO"]
    pages += [browser.get(f"{link}later/"), browser.press(pages[-1])]
    for page in pages:
        assert_english(page)
    # The same browser again: it may be somebody else.
    assert_english(browser.get(invitation(open_round(), group)))


@BOTH
@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("closed", [True, False])
def test_what_happens_with_ones_answers_is_told_in_english(english, group, sent, closed):
    scan = open_round(**ENGLISH_NAME)
    link = own_link(answering(scan, group, sent=sent))
    if closed:
        close(scan)

    assert_english(english.get(link, follow=True))
    assert_english(english.get(f"{link}intrekken/"))
    if group == Group.TEAM and sent:
        assert_english(english.get(f"{link}beeld/"))
    if closed:
        assert_english(english.post(f"{link}relevantie/", {}), 409)
        assert_english(english.post(f"{link}intrekken/"), 409)
    else:
        assert_english(english.post(f"{link}intrekken/", follow=True))


@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("together", [True, False])
def test_one_answer_beside_clients_is_asked_in_english(english, sent, closed, together):
    scan = open_round(team=False, together=together, **ENGLISH_NAME)
    link = own_link(answering(scan, Group.TEAM, sent=sent))
    welcome = own_link(answering(open_round(team=False, together=together), Group.TEAM, answers={}))
    if closed:
        close(scan)

    assert_english(english.get(link, follow=True))
    assert_english(english.get(welcome))
    if sent:
        assert_english(english.get(f"{link}beeld/"))


def of_owner(scan, rest=""):
    """The address of the aanvrager of this scan."""
    owner = scan.department.owners.first() or OwnerFactory(department=scan.department)
    return f"/scan/{owner_token(owner.pk)}/{rest}"


@pytest.mark.parametrize(
    "scan",
    [
        pytest.param(lambda: round_with(team=7, clients=6), id="enough"),
        pytest.param(lambda: round_with(team=4, clients=1, doubles_team=2), id="too-few"),
        pytest.param(lambda: round_with(team=0, clients=0), id="nobody"),
        pytest.param(lambda: round_with(team_limit=7, clients_limit=6), id="full"),
        pytest.param(lambda: open_round(days=-1), id="past-its-last-day"),
        pytest.param(lambda: ResponseFactory().scan, id="alone"),
        pytest.param(lambda: ResponseFactory(scan=ScanFactory(together=True)).scan, id="together"),
        pytest.param(
            lambda: answering(open_round(team=False, together=True), Group.TEAM).scan,
            id="together-with-clients",
        ),
        pytest.param(lambda: answering(open_round(team=False), Group.TEAM).scan, id="with-clients"),
        pytest.param(
            lambda: answering(open_round(team=False), Group.TEAM, sent=True).scan, id="and-sent"
        ),
    ],
)
def test_the_page_of_an_open_round_is_english(english, scan):
    opened = scan()

    for rest in ("", "bewaren/", "verwijderen/"):
        assert_english(english.get(of_owner(opened, rest)))
    if opened.is_by_invitation:
        assert_english(english.get(of_owner(opened, "afsluiten/")))
        assert_english(english.get(of_owner(opened, "uitnodigen/klanten/")))
    if opened.expected_team:
        assert_english(english.get(of_owner(opened, "uitnodigen/team/")))
    assert_english(english.get(of_owner(opened, "volgende/")), 409)


def test_a_closed_round_and_the_next_one_are_english(english):
    scan = round_with(department__name="Communication")

    assert_english(english.post(of_owner(scan, "afsluiten/"), {"ronde": "1"}, follow=True))
    for rest in ("", "volgende/", "bewaren/", "verwijderen/"):
        assert_english(english.get(of_owner(scan, rest)))
    assert_english(english.post(of_owner(scan, "volgende/"), {}), 422)
    ScanFactory(department=scan.department, number=2, team=True)
    assert_english(english.get(of_owner(scan)))


def test_changing_a_plan_is_english_also_when_it_is_refused(english):
    planned = open_round()

    assert_english(english.get(of_owner(planned, "aanpassen/")))
    for wrong in (
        {},
        {"wijze": "team", "klanten": "ja"},
        {"wijze": "team", "klanten": "ja", "verwacht_team": "4", "verwacht_klanten": "4"},
        {"wijze": "team", "klanten": "nee", "verwacht_team": "90", "afdelingsgrootte": "8"},
        {"wijze": "team", "klanten": "ja", "verwacht_team": "x", "sluit_op": "2020-01-01"},
    ):
        assert_english(english.post(of_owner(planned, "aanpassen/"), {"ronde": "1", **wrong}), 422)
        assert_english(english.post("/start/", wrong), 422)
    assert_english(english.get(of_owner(round_with(), "aanpassen/")), 409)


def test_keeping_losing_and_deleting_are_english(english):
    scan = round_with()
    kept = of_owner(scan, "bewaren/")

    assert_english(english.post(kept, {"email": ""}), 422)
    assert_english(english.post(kept, {"email": "nobody"}), 422)
    assert_english(english.post(kept, {"email": "reader@example.org"}, follow=True))
    assert_english(english.get(kept))
    assert_english(english.get("/scan/kwijt/"))
    assert_english(english.post("/scan/kwijt/", {"email": "nobody"}), 422)
    assert_english(english.post("/scan/kwijt/", {"email": "reader@example.org"}, follow=True))
    while (answer := english.post(kept, {"email": "reader@example.org"})).status_code == 302:
        pass
    assert_english(answer, 422)
    assert_english(english.post(of_owner(scan, "verwijderen/"), {}), 422)
    assert_english(english.get("/verwijderd/"))


@pytest.mark.parametrize("subject", OWNER_MAILS)
@pytest.mark.parametrize("scans", [1, 2])
def test_what_an_aanvrager_is_mailed_is_english(subject, scans):
    queue_owner_mail(
        subject=subject,
        owners=OwnerFactory.create_batch(scans),
        address="reader@example.org",
        language="en",
    )

    assert_mails_are_english()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(lambda: team_round(6, 6), id="6-and-6"),
        pytest.param(lambda: team_round(12, 12), id="12-and-12"),
        pytest.param(lambda: team_round(12, 12, team_mean=2), id="clients-see-more"),
        pytest.param(lambda: team_round(12, 3), id="too-few-clients"),
        pytest.param(lambda: team_round(6, 0), id="no-client-came"),
        pytest.param(lambda: team_round(12, 0, expected_clients=None), id="team-alone"),
        pytest.param(lambda: team_round(3, 6), id="too-few-team-members"),
        pytest.param(lambda: team_round(1, 12), id="one-team-member"),
        pytest.param(lambda: team_round(0, 0), id="nobody"),
        pytest.param(extreme_round, id="all-alike"),
        pytest.param(solo_with_clients, id="one-with-clients"),
        pytest.param(lambda: solo_with_clients(12), id="one-with-12-clients"),
    ],
)
def test_the_result_of_a_round_is_english_as_page_and_as_pdf(english, figures):
    shown = _in_english(figures())
    team = shown.round.expected is not None
    scan = ScanFactory(closed=True, team=team, clients=True, **ENGLISH_NAME)
    ResultFactory(scan=scan, figures=shown.to_json())

    assert_english(english.get(f"/resultaat/{result_token(scan)}/"))
    pdf = report(shown, language="en", department="Communication", organisation="Example Council")
    assert dutch_on(report_html(pdf)) == ([], ["en"])


def test_the_result_of_a_team_at_one_table_is_english(english):
    scan = ScanFactory(closed=True, clients=True, together=True, **ENGLISH_NAME)
    alone = ScanFactory(together=True)
    ResultFactory(scan=scan, figures=_in_english(solo_with_clients()).to_json())
    ResponseFactory(scan=alone)

    assert_english(english.get(f"/resultaat/{result_token(scan)}/"))
    assert_english(english.get(own_link(alone.responses.get())))
    pdf = report(
        _in_english(solo_with_clients()),
        language="en",
        department="Communication",
        organisation="Example Council",
        together=True,
    )
    assert dutch_on(report_html(pdf)) == ([], ["en"])
