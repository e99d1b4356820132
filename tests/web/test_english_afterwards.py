"""Client cards and plans in English: no word of the Dutch interface is left on a page."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from scans.engine.afterwards import PlanPage
from scans.engine.clientcards import CardCounts
from scans.models import ClientCard
from scans.reports.cardfile import cards_csv
from scans.services.client_cards import CardFields, add_card
from scans.services.mailing import queue_reminder_mail
from tests.factories import (
    TODAY,
    ActionPlanFactory,
    OwnerFactory,
    PlanStepFactory,
    ResultFactory,
    owner_token,
)
from tests.reports.samples import report, team_round
from tests.web.english import assert_english, assert_mails_are_english, dutch_on
from tests.web.plain_browser import form_of

pytestmark = pytest.mark.django_db

CARD = {
    "concerns": "Housing.",
    "concerns_known": True,
    "wants": "Quiet.",
    "wants_known": False,
    "visited_by": "consultant",
    "said": "Come sooner.",
    "next_step": "Coffee.",
}


@pytest.fixture
def result():
    return ResultFactory(scan__department__name="Communication")


@pytest.fixture
def own(result):
    return f"/scan/{owner_token(OwnerFactory(department=result.scan.department).pk)}/"


def test_client_cards_are_english(english, result, own):
    cards = own + "klantkaarten/"
    assert_english(english.get(cards))
    for visited_on in (None, TODAY.replace(year=2020)):
        fields = CardFields(name="Housing", visited_on=visited_on, **CARD)
        add_card(department_id=result.scan.department_id, fields=fields)
    card = f"{cards}{ClientCard.objects.last().pk}/"
    old = form_of(english.get(card))

    for address in (cards, own, cards + "nieuw/", card, card + "verwijderen/"):
        assert_english(english.get(address))
    wrong = {"concerns": "x", "visited_on": "2999-01-01"}
    assert_english(english.post(cards + "nieuw/", wrong), 422)
    english.post(card, dict(old.filled(said="Hers.")))
    assert_english(english.post(card, dict(old.filled(said="His."))), 409)
    assert_english(english.post(card + "verwijderen/", dict(old.fields)), 409)
    ClientCard.objects.all().delete()
    assert_english(english.post(card, dict(old.fields)), 404)


def test_the_file_of_client_cards_is_english(english, result, own):
    fields = CardFields(name="Housing", **CARD)
    add_card(department_id=result.scan.department_id, fields=fields)

    content = english.get(own + "klantkaarten/klantkaarten.csv").content.decode()

    assert content != cards_csv(ClientCard.objects.all())
    assert "client,what concerns them,known or assumed" in content


def test_a_plan_is_english(english, result, own):
    plan = f"{own}plan-maken/1/"
    assert_english(english.get(plan))
    made = ActionPlanFactory(result=result)
    steps = [
        PlanStepFactory(plan=made, text="Call.", who="MV", due_on=TODAY.replace(year=2020)),
        PlanStepFactory(plan=made, text="Stop.", done_on=TODAY),
    ]
    step = f"{plan}stap/{steps[0].pk}/"
    old = form_of(english.get(step))

    for address in (plan, plan + "stap/", step, f"/herinneringen/{made.stop_token}/"):
        assert_english(english.get(address))
    assert_english(english.post(plan + "stap/", {"due_on": "2020-01-01"}), 422)
    assert_english(english.get(plan + "rapport.pdf"), 202)
    english.post(step, dict(old.filled(text="Hers.")))
    assert_english(english.post(step, dict(old.filled(text="His."))), 409)
    steps[0].delete()
    assert_english(english.post(step, dict(old.fields)), 404)


def test_a_full_plan_with_reminders_is_english(english, result):
    person = OwnerFactory(department=result.scan.department, mailed=True)
    plan = f"/scan/{owner_token(person.pk)}/plan-maken/1/"
    made = ActionPlanFactory(result=result)
    PlanStepFactory.create_batch(5, plan=made, text="Call.")
    asked = english.get(plan)
    english.post(plan + "herinneren/", {"herinneren": "ja"})

    assert_english(asked)
    assert_english(english.get(plan))
    assert_english(english.get(f"/herinneringen/{made.stop_token}/"))


@pytest.mark.parametrize("count", [1, 2])
def test_a_reminder_is_english(count):
    plan = ActionPlanFactory()
    owner = OwnerFactory(language="en")

    queue_reminder_mail(plan=plan, owner=owner, address="reader@example.org", count=count)

    assert_mails_are_english()


@pytest.mark.parametrize(
    "counts",
    [
        CardCounts(cards=1, known=1, assumed=0, long_ago=0, never=0),
        CardCounts(cards=4, known=3, assumed=2, long_ago=1, never=2),
        CardCounts(cards=4, known=3, assumed=2, long_ago=0, never=0),
        CardCounts(cards=2, known=0, assumed=0, long_ago=1, never=0),
    ],
)
def test_what_a_report_says_of_client_cards_is_english(counts):
    said = report(team_round(6, 6), language="en", client_cards=counts)
    planned = replace(said, plan=PlanPage(rows=(), blank=(1, 2, 3, 4, 5), as_of=TODAY))

    with translation.override("en"):
        parts = [
            render_to_string(f"report/sections/{name}.html", {"report": planned})
            for name in ("client_cards", "plan")
        ]

    assert [dutch_on(part) for part in parts] == [([], [])] * 2
