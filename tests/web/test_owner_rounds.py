"""Changing, closing, repeating and deleting rounds; keeping the link."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from scans.engine.figures import Kind
from scans.models import (
    Group,
    Organisation,
    OutgoingMail,
    Owner,
    Response,
    Result,
    Scan,
    ScanStatus,
)
from scans.services.housekeeping import delete_single_answers
from scans.services.mailing import deliver_mail
from scans.services.owners import MAILS_A_DAY
from scans.services.rounds import join_round
from scans.tasks import send_lost_links
from tests.factories import (
    ADDRESS,
    TODAY,
    DepartmentFactory,
    OwnerFactory,
    QuestionnaireVersionFactory,
    ResponseFactory,
    ResultFactory,
    ScanFactory,
    owner_token,
    respondent_token,
    result_token,
    round_with,
    start_fields,
    team_token,
)
from tests.services.concurrency import while_held
from tests.web.plain_browser import form_of, read

pytestmark = pytest.mark.django_db

KEY = "k" * 22


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


def address_of(scan, rest=""):
    """The aanvrager's address of this scan."""
    owner = scan.department.owners.first() or OwnerFactory(department=scan.department)
    return f"/scan/{owner_token(owner.pk)}/{rest}"


def plan_fields(**changes):
    """A plan that is filled in well: another than that of the factories."""
    last = TODAY + timedelta(days=20)
    return {
        "afdelingsgrootte": "20",
        "wijze": "team",
        "verwacht_team": "15",
        "klanten": "nee",
        "sluit_op": last.isoformat(),
        **changes,
    }


def plan_of(scan):
    scan.refresh_from_db()
    return (scan.kind, scan.department_size, scan.expected_team, scan.expected_clients)


def manner_in(page):
    """By whom the scan is filled in, as a form shows it."""
    return dict(form_of(page).fields)["wijze"]


# Closing


@pytest.mark.parametrize(("team", "clients"), [(4, 6), (5, 4), (0, 0), (7, 6)])
def test_closing_is_explained_first_with_the_counts_of_now(client, team, clients):
    scan = round_with(team=team, clients=clients)

    page = " ".join(client.get(address_of(scan, "afsluiten/")).content.decode().split())

    assert ("laten we van het team niets zien" in page) == (team < 5)
    assert ("laten we van de interne klanten niets zien" in page) == (clients < 5)
    assert "30 dagen" in page
    scan.refresh_from_db()
    assert scan.status == ScanStatus.OPEN


def test_closing_twice_gives_one_result(client):
    scan = round_with()

    answers = [client.post(address_of(scan, "afsluiten/"), {"ronde": "1"}) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [address_of(scan)] * 2
    assert Result.objects.get().scan == scan
    assert client.get(address_of(scan, "afsluiten/")).headers["Location"] == address_of(scan)
    assert f"/resultaat/{result_token(scan)}/" in client.get(address_of(scan)).content.decode()


def test_an_old_tab_does_not_close_a_newer_round(client):
    first = ResultFactory().scan
    second = ScanFactory(team=True, department=first.department, number=2)

    client.post(address_of(second, "afsluiten/"), {"ronde": "1"})

    second.refresh_from_db()
    assert second.status == ScanStatus.OPEN


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_scan_by_one_person_is_closed_by_sending_it(client, method):
    scan = ResponseFactory(answered=True).scan

    answer = getattr(client, method)(address_of(scan, "afsluiten/"))

    assert answer.headers["Location"] == address_of(scan)
    assert Result.objects.count() == 0


# Changing the plan


def test_the_plan_is_shown_as_it_is(client):
    scan = ScanFactory(team=True, clients=True)

    fields = dict(form_of(client.get(address_of(scan, "aanpassen/"))).fields)

    assert {name: fields[name] for name in plan_fields(verwacht_klanten="")} == {
        "afdelingsgrootte": "8",
        "wijze": "team",
        "verwacht_team": "7",
        "klanten": "ja",
        "verwacht_klanten": "6",
        "sluit_op": "2999-12-31",
    }


def test_a_plan_is_changed_while_nobody_has_begun(client):
    scan = ScanFactory(team=True, clients=True)

    answer = client.post(address_of(scan, "aanpassen/"), plan_fields(ronde="1"))

    assert answer.headers["Location"] == address_of(scan)
    assert plan_of(scan) == (Kind.TEAM, 20, 15, None)


def test_somebody_alone_who_has_not_answered_can_still_invite_the_team(client):
    scan = ResponseFactory().scan

    client.post(address_of(scan, "aanpassen/"), plan_fields(ronde="1"))

    assert plan_of(scan) == (Kind.TEAM, 20, 15, None)
    assert f"/team/{team_token(scan)}/" in client.get(address_of(scan)).content.decode()


def test_what_is_wrong_with_a_plan_is_said_at_its_field_and_changes_nothing(client):
    scan = ScanFactory(team=True)

    page = client.post(address_of(scan, "aanpassen/"), plan_fields(verwacht_team="3", ronde="1"))
    together = client.post(
        address_of(scan, "aanpassen/"),
        plan_fields(verwacht_team="3", naar="samen", sluit_op="", ronde="1"),
    )

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["verwacht_team"])
    assert dict(form_of(page).fields)["verwacht_team"] == "3"
    assert together.status_code == 302
    assert plan_of(scan) == (Kind.SOLO, 20, None, None)
    assert scan.together


def test_together_can_be_changed_and_is_remembered(client):
    scan = ScanFactory(together=True)
    ResponseFactory(scan=scan)
    address = address_of(scan, "aanpassen/")

    before = manner_in(client.get(address))
    client.post(address, plan_fields(wijze="alleen", ronde="1"))

    scan.refresh_from_db()
    assert (before, scan.together, manner_in(client.get(address))) == ("samen", False, "alleen")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: round_with(team=1, clients=0), id="somebody-began"),
        pytest.param(lambda: ResponseFactory(answers={"rel1": 2}).scan, id="alone-and-answering"),
        pytest.param(lambda: ResultFactory().scan, id="closed"),
    ],
)
def test_a_plan_is_fixed_once_somebody_has_begun(client, make, method):
    scan = make()
    before = plan_of(scan)

    answer = getattr(client, method)(address_of(scan, "aanpassen/"), plan_fields())

    assert answer.status_code == 409
    assert "De ronde ligt vast" in answer.content.decode()
    assert plan_of(scan) == before


# The next round


def test_the_next_round_starts_from_the_plan_of_the_last(client):
    scan = ScanFactory(closed=True, team=True, department_size=9)

    fields = dict(form_of(client.get(address_of(scan, "volgende/"))).fields)

    usual = TODAY + timedelta(days=14)
    assert {name: fields[name] for name in plan_fields()} == {
        "afdelingsgrootte": "9",
        "wijze": "team",
        "verwacht_team": "7",
        "klanten": "nee",
        "sluit_op": usual.isoformat(),
    }


def test_the_next_round_of_a_team_at_one_table_is_one_again(client):
    scan = ScanFactory(closed=True, together=True)
    address = address_of(scan, "volgende/")

    proposed = manner_in(client.get(address))
    client.post(address, plan_fields(wijze=proposed))

    assert (proposed, Scan.objects.get(number=2).together) == ("samen", True)


def test_the_next_round_posted_twice_is_one(client):
    scan = ResultFactory().scan
    posted = plan_fields(sleutel=KEY)

    answers = [client.post(address_of(scan, "volgende/"), posted) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [address_of(scan)] * 2
    newest = Scan.objects.get(number=2)
    assert plan_of(newest) == (Kind.TEAM, 20, 15, None)
    assert newest.context == scan.context


def test_the_next_round_alone_leads_to_the_questions(client):
    scan = ResultFactory().scan

    answer = client.post(address_of(scan, "volgende/"), plan_fields(wijze="alleen"))

    own = Response.objects.get(scan__number=2)
    assert answer.headers["Location"] == f"/invullen/{respondent_token(own.pk)}/"


def test_a_plan_that_can_not_be_starts_no_next_round(client):
    scan = ResultFactory().scan

    page = client.post(address_of(scan, "volgende/"), plan_fields(sluit_op="", sleutel=KEY))

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["sluit_op"])
    assert dict(form_of(page).fields)["sleutel"] == KEY
    assert Scan.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_next_round_waits_for_the_present_one(client, method):
    scan = round_with()

    answer = getattr(client, method)(address_of(scan, "volgende/"), plan_fields())

    assert answer.status_code == 409
    assert "De ronde is nog open" in answer.content.decode()
    assert Scan.objects.count() == 1


# The link by mail


def test_the_link_is_mailed_and_the_address_kept_unreadably(client):
    scan = round_with()

    answer = client.post(address_of(scan, "bewaren/"), {"email": ADDRESS}, follow=True)

    assert "De mail gaat zo de deur uit." in answer.content.decode()
    assert "Je e-mailadres is bij ons bekend." in answer.content.decode()
    assert ADDRESS not in answer.content.decode()
    deliver_mail(mail_id=OutgoingMail.objects.get().pk)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "Je eigen pagina bij de Afdelingsscan")
    assert address_of(scan) in sent.body


@pytest.mark.parametrize(
    ("asked_for", "next_page"),
    [
        ("plan", "plan-maken/"),
        ("seintje", "herinnering/"),
        ("benchmark", "benchmark/"),
        ("https://elders.example/", "?bewaard=1"),
    ],
)
def test_who_needed_an_address_for_something_goes_back_to_it(client, asked_for, next_page):
    scan = round_with()

    answer = client.post(address_of(scan, f"bewaren/?voor={asked_for}"), {"email": ADDRESS})

    assert answer.url == address_of(scan, next_page)


@pytest.mark.parametrize("path", ["bewaren/", "/scan/kwijt/"])
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Vul een e-mailadres in."),
        ("niemand", "Vul een geldig e-mailadres in, zoals naam@organisatie.nl."),
        ("a@b.nl\0", "Null-tekens zijn niet toegestaan."),
    ],
)
def test_an_address_that_is_none_is_refused_at_the_field(client, path, typed, message):
    address = path if path.startswith("/") else address_of(round_with(), path)

    page = client.post(address, {"email": typed})

    assert page.status_code == 422
    assert message in page.context["form"].errors["email"]
    assert dict(form_of(page).fields)["email"] == typed
    assert (OutgoingMail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_mailbox_is_not_flooded(client):
    scan = round_with()

    answers = [
        client.post(address_of(scan, "bewaren/"), {"email": ADDRESS})
        for _ in range(MAILS_A_DAY + 1)
    ]

    assert [answer.status_code for answer in answers] == [302] * MAILS_A_DAY + [422]
    assert answers[-1].context["form"].errors == {
        "email": ["Vandaag mailden we je deze link al 5 keer. Probeer het morgen."]
    }
    assert OutgoingMail.objects.count() == MAILS_A_DAY


# A lost link


def test_the_answer_about_a_lost_link_does_not_tell_whose_address_it_is(client):
    OwnerFactory(mailed=True)

    pages = []
    for address in (ADDRESS, "niemand@voorbeeld.nl"):
        answer = client.post("/scan/kwijt/", {"email": address})
        assert answer.headers["Location"] == "/scan/kwijt/?gevraagd=1"
        pages.append(client.get("/scan/kwijt/?gevraagd=1").context["asked"])

    assert pages == [True, True]
    assert DBTaskResult.objects.count() == 2
    assert OutgoingMail.objects.count() == 0


def test_a_lost_link_is_replaced_by_mail_and_the_others_go_on_working(client):
    scan = round_with()
    owner = OwnerFactory(mailed=True, department=scan.department)
    before = address_of(scan)

    client.post("/scan/kwijt/", {"email": ADDRESS.upper()})
    task = DBTaskResult.objects.get()
    send_lost_links.func(*task.args_kwargs["args"])

    owner.refresh_from_db()
    deliver_mail(mail_id=OutgoingMail.objects.get().pk)
    assert f"/scan/{owner.token}/" in mail.outbox[0].body
    assert client.get(before).status_code == 404
    assert f"/team/{team_token(scan)}/" in client.get(f"/scan/{owner.token}/").content.decode()


# Deleting


def test_deleting_needs_a_tick_at_its_box(client):
    scan = round_with()

    page = client.post(address_of(scan, "verwijderen/"))

    assert page.status_code == 422
    assert page.context["form"].errors == {
        "zeker": ["Zet een vinkje als je zeker weet dat alles weg mag. Er is niets gewist."]
    }
    assert read(page)[0].choices == {"zeker": ["ja"]}
    assert Scan.objects.count() == 1


@pytest.mark.parametrize(
    ("rounds", "sentence"),
    [
        (1, "de ronde van deze afdeling, met alle antwoorden;"),
        (2, "alle 2 rondes van deze afdeling, met alle antwoorden;"),
    ],
)
def test_deleting_says_what_goes(client, rounds, sentence):
    scan = ScanFactory(closed=True)
    for number in range(2, rounds + 1):
        ScanFactory(closed=True, department=scan.department, number=number)

    page = " ".join(client.get(address_of(scan, "verwijderen/")).content.decode().split())

    assert sentence in page
    assert Scan.objects.count() == rounds


def test_after_deleting_no_link_opens_anything(client):
    scan = round_with()
    own = respondent_token(scan.responses.first().pk)
    here = address_of(scan)

    answer = client.post(f"{here}verwijderen/", {"zeker": "ja"})
    page = client.get(answer.headers["Location"])

    assert (answer.headers["Location"], page.status_code) == ("/verwijderd/", 200)
    links = [here, f"/team/{team_token(scan)}/", f"/invullen/{own}/"]
    assert [client.get(link).status_code for link in links] == [404] * 3
    assert client.post(f"{here}verwijderen/", {"zeker": "ja"}).status_code == 404
    kept = [model.objects.count() for model in (Organisation, Owner, Scan, Response)]
    assert kept == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "rest",
    ["", "uitnodigen/team/", "aanpassen/", "afsluiten/", "bewaren/", "volgende/", "verwijderen/"],
)
def test_looking_changes_nothing(client, rest):
    scan = round_with()
    address = address_of(scan, rest)
    before = [list(model.objects.order_by("pk").values()) for model in (Scan, Response, Owner)]

    client.get(address)
    client.head(address)

    after = [list(model.objects.order_by("pk").values()) for model in (Scan, Response, Owner)]
    assert after == before


@pytest.mark.django_db(transaction=True)
def test_a_plan_is_not_changed_when_somebody_begins_at_that_moment():
    scan = ScanFactory(team=True)
    page = address_of(scan, "aanpassen/")

    outcome = while_held(
        lambda: join_round(scan_id=scan.pk, group=Group.TEAM, today=TODAY),
        lambda: Client().post(page, plan_fields(ronde="1")).status_code,
    )

    assert outcome == 409
    assert plan_of(scan)[0] == Kind.TEAM
    assert Scan.objects.get().expected_team == 7


def test_who_was_mailed_often_enough_today_still_starts_a_scan(client):
    QuestionnaireVersionFactory()
    department = DepartmentFactory()
    OwnerFactory(
        department=department,
        mailed=True,
        mails_on=timezone.localdate(),  # noqa: TID251 - the page looks at the clock
        mails_sent=10,
    )

    answer = client.post("/start/", start_fields(email=ADDRESS))

    assert answer.status_code == 302
    assert OutgoingMail.objects.count() == 0
    assert Owner.objects.filter(address_digest=None).count() == 1


def test_the_page_still_opens_when_the_single_answers_are_gone(client):
    result = ResultFactory()
    owner = OwnerFactory(department=result.scan.department)
    delete_single_answers(today=TODAY + timedelta(days=30))

    page = client.get(f"/scan/{owner_token(owner.pk)}/")

    assert page.status_code == 200
    assert f"/resultaat/{result_token(result.scan)}/" in page.content.decode()
