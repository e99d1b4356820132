"""Fields that are rendered once and kept are still right for each reader."""

import pytest

from tests.factories import ResponseFactory, core_questionnaire, respondent_token

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("languages", [("nl", "en", "nl"), ("en", "nl", "en")])
def test_each_reader_gets_the_questions_in_their_own_language(client, languages):
    token = respondent_token(ResponseFactory().pk)
    statement = core_questionnaire().statements["rel1"]

    found = []
    for language in languages:
        client.cookies["django_language"] = language
        page = client.get(f"/invullen/{token}/relevantie/").content.decode()
        found.append([code for code in ("nl", "en") if statement.text[code] in page])

    assert found == [[language] for language in languages]


def test_answers_of_one_are_not_shown_to_the_next(client):
    client.get(f"/invullen/{respondent_token(ResponseFactory(answers={'rel1': 4}).pk)}/relevantie/")

    page = client.get(f"/invullen/{respondent_token(ResponseFactory().pk)}/relevantie/")

    assert " checked" not in page.content.decode()


def test_the_closing_page_names_its_questions_and_says_what_is_wrong(client):
    link = f"/invullen/{respondent_token(ResponseFactory().pk)}/afronding/"
    questions = core_questionnaire()

    page = client.post(link, {"open1": "x" * 3001, "initial-open1": ""})

    assert page.status_code == 422
    assert questions.open[0].label["nl"] in page.content.decode()
    assert 'class="invalid-feedback"' in page.content.decode()
