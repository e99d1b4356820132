"""Starting a round: who is asked, how many, until when."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from scans.engine.figures import Kind
from scans.models import Organisation, OutgoingMail, Owner, Response, Scan
from scans.services.mailing import deliver_mail
from scans.services.starting import Plan
from tests.factories import (
    ADDRESS,
    TODAY,
    QuestionnaireVersionFactory,
    owner_token,
    respondent_token,
    start_fields,
)
from tests.web.plain_browser import PlainBrowser, form_of

pytestmark = pytest.mark.django_db

KEY = "k" * 22
SMALL = (
    "Jullie zijn met minder dan vijf. Dan is te raden wie wat antwoordde. "
    "Vul de scan samen in, aan één tafel."
)
FEW_IN_TEAM = (
    "Met minder dan vijf teamleden is te raden wie wat antwoordde. "
    "Vul de scan dan samen in, aan één tafel."
)
FEW_CLIENTS = (
    "Met minder dan vijf interne klanten is te raden wie wat antwoordde. "
    "Vraag er minstens vijf, of kies ‘Nee, nu niet’."
)
NUMBER = "Vul een heel getal in, van 5 tot en met 2000."
DAY = "Kies een dag: van morgen tot en met over een jaar."
NO_ADDRESS = "Vul een geldig e-mailadres in, zoals naam@organisatie.nl."
NUL = "Null-tekens zijn niet toegestaan."


def in_days(days):
    return TODAY + timedelta(days=days)


def team_fields(**changes):
    """A well filled in form for a round with team and internal clients."""
    return start_fields(
        **{
            "wijze": "team",
            "verwacht_team": "7",
            "klanten": "ja",
            "verwacht_klanten": "6",
            "sluit_op": in_days(10).isoformat(),
            "sleutel": KEY,
            **changes,
        }
    )


def plan_kept():
    scan = Scan.objects.get()
    return Plan(
        Kind(scan.kind),
        scan.expected_team,
        scan.expected_clients,
        scan.closes_on,
        together=scan.together,
    )


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture(autouse=True)
def _published():
    QuestionnaireVersionFactory()


def test_the_empty_form_proposes_one_person_and_two_weeks(client):
    fields = dict(form_of(client.get("/start/")).fields)

    proposed = {
        name: fields.get(name)
        for name in ("wijze", "klanten", "verwacht_team", "verwacht_klanten", "sluit_op", "email")
    }
    assert proposed == {
        "wijze": "alleen",
        "klanten": "nee",
        "verwacht_team": "",
        "verwacht_klanten": "",
        "sluit_op": in_days(14).isoformat(),
        "email": "",
    }


def test_the_proposed_day_is_not_the_one_of_yesterdays_reader(client, monkeypatch):
    client.get("/start/")
    monkeypatch.setattr(timezone, "localdate", lambda: date(2031, 1, 1))

    fields = dict(form_of(client.get("/start/")).fields)

    assert fields["sluit_op"] == "2031-01-15"


@pytest.mark.parametrize(
    ("changes", "plan"),
    [
        pytest.param({}, Plan(Kind.TEAM, 7, 6, in_days(10)), id="team-and-clients"),
        pytest.param({"klanten": "nee"}, Plan(Kind.TEAM, 7, None, in_days(10)), id="team"),
        pytest.param({"wijze": "alleen"}, Plan(Kind.SOLO, None, 6, in_days(10)), id="clients"),
        pytest.param(
            {"wijze": "samen"},
            Plan(Kind.SOLO, None, 6, in_days(10), together=True),
            id="together-and-clients",
        ),
        pytest.param(
            {"sluit_op": in_days(10).strftime("%d-%m-%Y")},
            Plan(Kind.TEAM, 7, 6, in_days(10)),
            id="a-day-as-it-is-written",
        ),
        pytest.param(
            {"verwacht_team": "8", "sluit_op": in_days(365).isoformat()},
            Plan(Kind.TEAM, 8, 6, in_days(365)),
            id="everybody-and-a-year",
        ),
    ],
)
def test_a_round_with_others_leads_to_the_page_of_its_aanvrager(client, changes, plan):
    answer = client.post("/start/", team_fields(**changes))

    address = f"/scan/{owner_token(Owner.objects.get().pk)}/"
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert plan_kept() == plan


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"wijze": "alleen", "klanten": "nee"},
        {"verwacht_team": "veel", "verwacht_klanten": "\0", "sluit_op": "gisteren"},
    ],
)
def test_alone_leads_to_the_questions_and_looks_at_nothing_about_others(client, changes):
    answer = client.post("/start/", start_fields(**changes))

    own = f"/invullen/{respondent_token(Response.objects.get().pk)}/"
    assert (answer.status_code, answer.headers["Location"]) == (302, own)
    assert plan_kept() == Plan()


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"wijze": "iedereen"}, {"wijze": ["Kies hoe jullie de scan invullen."]}),
        ({"klanten": "\0"}, {"klanten": ["Kies of je interne klanten vraagt."]}),
        ({"verwacht_team": None}, {"verwacht_team": ["Vul in hoeveel teamleden er meedoen."]}),
        ({"verwacht_team": "4"}, {"verwacht_team": [FEW_IN_TEAM]}),
        ({"verwacht_team": "-1"}, {"verwacht_team": [FEW_IN_TEAM]}),
        (
            {"verwacht_team": "9"},
            {"verwacht_team": ["Dat zijn er meer dan er op de afdeling werken: je vulde 8 in."]},
        ),
        ({"verwacht_team": "2001"}, {"verwacht_team": [NUMBER]}),
        ({"verwacht_team": "9" * 5000}, {"verwacht_team": [NUMBER]}),
        ({"verwacht_team": "7\0"}, {"verwacht_team": [NUMBER]}),
        ({"verwacht_team": "zeven"}, {"verwacht_team": [NUMBER]}),
        ({"verwacht_klanten": ""}, {"verwacht_klanten": ["Vul in hoeveel klanten je vraagt."]}),
        ({"verwacht_klanten": "4"}, {"verwacht_klanten": [FEW_CLIENTS]}),
        ({"verwacht_klanten": "2001"}, {"verwacht_klanten": [NUMBER]}),
        ({"sluit_op": None}, {"sluit_op": ["Kies de laatste dag."]}),
        ({"sluit_op": in_days(0).isoformat()}, {"sluit_op": [DAY]}),
        ({"sluit_op": in_days(366).isoformat()}, {"sluit_op": [DAY]}),
        ({"sluit_op": "31 februari"}, {"sluit_op": [DAY]}),
        ({"sluit_op": "2026-12-06\0"}, {"sluit_op": [DAY]}),
        ({"afdelingsgrootte": "4"}, {"wijze": [SMALL]}),
        (
            {"afdelingsgrootte": "4", "verwacht_klanten": "1"},
            {"wijze": [SMALL], "verwacht_klanten": [FEW_CLIENTS]},
        ),
        (
            {"email": "niemand"},
            {"email": [NO_ADDRESS]},
        ),
        ({"email": "a@b.nl\0"}, {"email": [NO_ADDRESS, NUL]}),
    ],
)
def test_a_plan_that_can_not_be_is_refused_at_its_field(client, changes, errors):
    sent = team_fields(**changes)

    page = client.post("/start/", sent)

    assert page.status_code == 422
    assert page.context["form"].errors == errors
    shown = dict(form_of(page).fields)
    assert {name: shown.get(name, "") for name in changes if name not in {"wijze", "klanten"}} == {
        name: sent.get(name, "") for name in changes if name not in {"wijze", "klanten"}
    }
    assert (Organisation.objects.count(), OutgoingMail.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"afdelingsgrootte": "3", "klanten": "nee", "verwacht_klanten": ""},
        {"verwacht_team": "4", "klanten": "nee", "verwacht_klanten": ""},
    ],
)
def test_a_team_that_is_too_small_goes_on_together_with_one_press(changes):
    browser = PlainBrowser()
    filled = {k: v for k, v in team_fields(**changes).items() if k != "sleutel"}
    refused = browser.press(browser.get("/start/"), filled)

    welcome = browser.press(refused, naar="samen")

    assert refused.content.decode().count("Vul de scan samen in</button>") == 1
    assert welcome.request["PATH_INFO"] == (
        f"/invullen/{respondent_token(Response.objects.get().pk)}/"
    )
    assert plan_kept() == Plan(together=True)
    assert "Samen aan één tafel" in welcome.content.decode()


def test_going_on_together_keeps_what_was_filled_in(client):
    page = client.post("/start/", team_fields(afdelingsgrootte="3", sector="", naar="samen"))

    form = page.context["form"]
    shown = dict(form_of(page).fields)
    assert list(form.errors) == ["sector"]
    assert (shown["wijze"], shown["verwacht_klanten"], shown["department"]) == (
        "samen",
        "6",
        "Communicatie",
    )


def test_the_same_page_sent_twice_gives_one_round_and_one_mail(client):
    answers = [client.post("/start/", team_fields(email=ADDRESS)) for _ in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert (Scan.objects.count(), Owner.objects.count(), OutgoingMail.objects.count()) == (1, 1, 1)
    assert DBTaskResult.objects.count() == 1


def test_an_address_brings_the_link_and_nothing_that_was_typed(client):
    client.post("/start/", team_fields(email=ADDRESS, organisation="Koop nu", department="bij mij"))

    deliver_mail(mail_id=OutgoingMail.objects.get().pk)

    (sent,) = mail.outbox
    ((html, _kind),) = sent.alternatives
    assert sent.to == [ADDRESS]
    for text in (sent.body, html):
        assert f"/scan/{owner_token(Owner.objects.get().pk)}/" in text
        assert "Koop nu" not in text
        assert "bij mij" not in text


def test_somebody_alone_may_give_an_address_too(client):
    answer = client.post("/start/", start_fields(email=ADDRESS, sleutel=KEY))

    assert answer.headers["Location"].startswith("/invullen/")
    assert OutgoingMail.objects.count() == 1
    assert ADDRESS not in Owner.objects.get().address_sealed
