"""What the overview says before the answers are sent."""

import re

import pytest

from tests.factories import ResponseFactory, all_answers, core_questionnaire, respondent_token

pytestmark = pytest.mark.django_db

NOTHING = "Je hebt nog niets beantwoord. Vul eerst een paar stellingen in."
MAY_SEND = "Versturen mag wel."
TIMING = "Timing krijgt zo geen score: 3 van de 6 stellingen beantwoord, 4 nodig."
NO_INDEX = "Er is dan ook geen impactindex: die heeft een score voor elk thema nodig."


@pytest.fixture
def notices(client):
    """Return what stands in the notices of an overview, and where their links lead."""

    def read(answers):
        token = respondent_token(ResponseFactory(answers=answers).pk)
        page = client.get(f"/invullen/{token}/overzicht/").content.decode()
        notices = page.partition("</h1>")[2].partition("<section")[0].partition("</p>")[2]
        lines = [" ".join(line.split()) for line in re.findall(r">([^<]+)<", notices)]
        return [line for line in lines if line], re.findall(r'href="[^"]*/(\w+/#[^"]+)"', notices)

    return read


def without(*codes):
    return {code: value for code, value in all_answers().items() if code not in codes}


def test_when_all_is_answered_there_is_nothing_to_say(notices):
    assert notices(all_answers()) == ([], [])


def test_when_nothing_is_answered_sending_is_not_offered(notices):
    lines, links = notices({"rel1": None})

    assert lines == [
        NOTHING,
        "Relevantie: 5 vragen open",
        "Timing: 6 vragen open",
        "Resultaat: 6 vragen open",
        "Rol: 12 vragen open",
    ]
    assert links == ["relevantie/#rel2", "timing/#tim1", "resultaat/#res1", "rol/#rol1.huidig"]


def test_when_everything_is_weet_ik_niet_nothing_is_answered(notices):
    asked = core_questionnaire()

    lines, links = notices(dict.fromkeys([*asked.statements, *asked.role_codes]))

    assert (lines, links) == ([NOTHING], [])


def test_eight_open_questions_are_listed_and_nine_are_counted(notices):
    eight = ("rel1", "rel2", "tim1", "tim2", "res1", "res2", "rol1.huidig", "rol2.huidig")

    _, listed = notices(without(*eight))
    lines, counted = notices(without(*eight, "rol3.gewenst"))

    assert [link.partition("#")[2] for link in listed] == list(eight)
    assert lines == [
        f"9 vragen zijn nog niet beantwoord. {MAY_SEND}",
        "Relevantie: 2 vragen open",
        "Timing: 2 vragen open",
        "Resultaat: 2 vragen open",
        "Rol: 3 vragen open",
    ]
    assert counted == ["relevantie/#rel1", "timing/#tim1", "resultaat/#res1", "rol/#rol1.huidig"]


def test_a_theme_that_would_get_no_score_is_named(notices):
    answers = {**without("tim1"), "tim2": None, "tim3": None}

    lines, _ = notices(answers)

    assert lines[0] == f"Eén vraag is nog niet beantwoord. {MAY_SEND}"
    assert lines[2:] == [
        "Als je nu verstuurt, ontbreekt er iets in je uitkomst.",
        TIMING,
        NO_INDEX,
    ]


def test_a_position_that_would_be_missing_is_named_and_the_index_is_not(notices):
    answers = {**all_answers(), **dict.fromkeys(f"rol{n}.gewenst" for n in range(1, 4))}

    lines, links = notices(answers)

    assert lines == [
        "Als je nu verstuurt, ontbreekt er iets in je uitkomst.",
        "‘Zo zou ik het willen’ krijgt zo geen plek op de lijn: 3 van de 6 keuzes gemaakt, 4 nodig.",
    ]
    assert links == []
