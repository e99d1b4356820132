"""A page that saves while somebody else is sending."""

import pytest
from django.test import Client

from scans.models import Response
from scans.services.answering import send_answers
from tests.factories import (
    TODAY,
    ResponseFactory,
    all_answers,
    core_questionnaire,
    respondent_token,
)
from tests.services.concurrency import while_held

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("page", ["opslaan", "relevantie"])
def test_an_answer_that_comes_during_a_sending_is_not_called_saved(page):
    response = ResponseFactory(answered=True)
    address = f"/invullen/{respondent_token(response.pk)}/{page}/"

    answer = while_held(
        lambda: send_answers(
            response_id=response.pk, questionnaire=core_questionnaire(), today=TODAY
        ),
        lambda: Client().post(address, {"rel1": "5"}),
    )

    assert answer.status_code == 409
    assert Response.objects.get().answers == all_answers()
