"""Somebody saves a card or a step while somebody else deletes everything."""

import pytest
from django.test import Client

from scans.models import ActionPlan, ClientCard, PlanStep
from scans.services.owners import delete_everything
from tests.factories import (
    ClientCardFactory,
    OwnerFactory,
    PlanStepFactory,
    owner_token,
)
from tests.services.concurrency import while_held

pytestmark = pytest.mark.django_db(transaction=True)

CARD = {"name": "Directie", "gezien": "1"}
STEP = {"text": "Bellen.", "place": "1", "gezien": "1"}


@pytest.mark.parametrize(
    ("page", "posted"),
    [
        ("klantkaarten/nieuw/", CARD),
        ("klantkaarten/{card}/", CARD),
        ("plan-maken/1/stap/", STEP),
        ("plan-maken/1/stap/{step}/", STEP),
    ],
)
def test_whoever_saves_finds_nothing_any_more(page, posted):
    step = PlanStepFactory()
    department = step.plan.result.scan.department
    card = ClientCardFactory(department=department)
    owner = OwnerFactory(department=department)
    address = f"/scan/{owner_token(owner.pk)}/{page.format(card=card.pk, step=step.pk)}"

    answer = while_held(
        lambda: delete_everything(owner=owner), lambda: Client().post(address, posted)
    )

    assert answer.status_code == 404
    assert [model.objects.count() for model in (ClientCard, ActionPlan, PlanStep)] == [0, 0, 0]
