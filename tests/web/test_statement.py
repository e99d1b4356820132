"""The accessibility statement tells of every criterion what tests show, and names no others."""

import ast
import re

import pytest
from django.conf import settings

from scans.web.site.accessibility import STATES, audit
from tests.browser.pages import PUBLIC
from tests.factories import QuestionnaireVersionFactory
from tests.web.plain_browser import ids_of
from tests.web.rounds import words_of

pytestmark = pytest.mark.django_db

# Success criteria of WCAG 2.2, level A and AA. 4.1.1 was dropped.
LEVEL_A = [
    "1.1.1",
    "1.2.1",
    "1.2.2",
    "1.2.3",
    "1.3.1",
    "1.3.2",
    "1.3.3",
    "1.4.1",
    "1.4.2",
    "2.1.1",
    "2.1.2",
    "2.1.4",
    "2.2.1",
    "2.2.2",
    "2.3.1",
    "2.4.1",
    "2.4.2",
    "2.4.3",
    "2.4.4",
    "2.5.1",
    "2.5.2",
    "2.5.3",
    "2.5.4",
    "3.1.1",
    "3.2.1",
    "3.2.2",
    "3.2.6",
    "3.3.1",
    "3.3.2",
    "3.3.7",
    "4.1.2",
]
LEVEL_AA = [
    "1.2.4",
    "1.2.5",
    "1.3.4",
    "1.3.5",
    "1.4.3",
    "1.4.4",
    "1.4.5",
    "1.4.10",
    "1.4.11",
    "1.4.12",
    "1.4.13",
    "2.4.5",
    "2.4.6",
    "2.4.7",
    "2.4.11",
    "2.5.7",
    "2.5.8",
    "3.1.2",
    "3.2.3",
    "3.2.4",
    "3.3.3",
    "3.3.4",
    "3.3.8",
    "4.1.3",
]


def by_number(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def test_every_criterion_stands_in_it_once_in_order_and_at_its_level():
    expected = {**dict.fromkeys(LEVEL_A, "A"), **dict.fromkeys(LEVEL_AA, "AA")}

    assert len(expected) == 55
    assert [(one.number, one.level) for one in audit().criteria] == [
        (number, expected[number]) for number in sorted(expected, key=by_number)
    ]


def test_every_test_that_is_named_exists():
    named = [one for proof in audit().proofs.values() for one in proof.ids]

    def defines(one: str) -> bool:
        path, _, name = one.partition("::")
        tree = ast.parse((settings.BASE_DIR / path).read_text())
        return name in {part.name for part in tree.body if isinstance(part, ast.FunctionDef)}

    assert len(named) > 20
    assert [one for one in named if not defines(one)] == []


def test_every_proof_is_used_and_every_state_is_one_that_there_is():
    used = [key for one in audit().criteria for key in one.tests]

    assert set(used) == set(audit().proofs)
    assert {one.state for one in audit().criteria} <= set(STATES)
    assert [one.number for one in audit().criteria if not one.tests and not one.note] == []


@pytest.mark.parametrize(
    ("language", "counted", "one"),
    [
        (
            "nl",
            "Van de 55 criteria: 42 voldoet, 2 voldoet deels, 11 niet van toepassing.",
            (
                "2.4.7 Focus zichtbaar AA voldoet Getest: elke stap van de Tab-toets op elke soort "
                "pagina; de kleuren van de lezer (forced colours)."
            ),
        ),
        ("en", "42", "2.4.7 Focus visible AA"),
    ],
)
def test_the_page_tells_the_state_of_each_criterion(client, language, counted, one):
    client.cookies["django_language"] = language

    page = client.get("/toegankelijkheid/")

    words = words_of(page)
    assert counted in words
    assert one in words
    assert page.content.decode().count('<th scope="row">') == 55
    assert len(ids_of(page)) == len(set(ids_of(page)))


def test_what_only_people_can_judge_is_said_not_to_have_been_tested_by_them(client):
    words = words_of(client.get("/toegankelijkheid/"))

    by_people = [one.number for one in audit().criteria if one.users]
    assert words.count("niet getest met gebruikers") == len(by_people) == 10
    assert "4.1.2 Naam, rol, waarde A voldoet niet getest met gebruikers" in words


@pytest.mark.parametrize("contact", ["", "hulp@voorbeeld.nl"])
def test_a_problem_is_reported_to_whoever_offers_the_site(client, settings, contact):
    settings.PRIVACY_CONTACT = contact

    page = client.get("/toegankelijkheid/").content.decode()

    assert ("Meld het aan de organisatie die deze site aanbiedt." in page) is (contact == "")
    assert ('href="mailto:hulp@voorbeeld.nl"' in page) is (contact != "")


def sources(*kinds: str) -> str:
    return "\n".join(
        path.read_text()
        for folder in ("templates", "static/js", "static/css")
        for path in sorted((settings.BASE_DIR / folder).rglob("*"))
        if path.suffix in kinds
    )


def test_no_page_has_sound_film_flashes_or_gestures():
    templates, scripts, styles = sources(".html"), sources(".js"), sources(".css")

    assert (
        re.findall(r"<(?:audio|video|iframe|object|embed|marquee|blink|canvas)\b", templates) == []
    )
    assert re.findall(r"\b(?:accesskey|draggable|autoplay|ontouch\w+|http-equiv)=", templates) == []
    assert (
        set(re.findall(r'addEventListener\(\s*"(\w+)"', scripts))
        & {
            *("mousedown", "pointerdown", "touchstart", "touchmove", "drag", "dragstart"),
            *("mouseover", "mouseenter", "devicemotion", "deviceorientation"),
        }
        == set()
    )
    assert set(re.findall(r'event\.key === "([^"]+)"', scripts)) <= {
        *("ArrowRight", "ArrowLeft", "PageDown", "PageUp", "Home", "End", "Enter", "Escape"),
    }
    assert re.findall(r"@keyframes|animation(?:-name)?:(?! none)", styles) == []
    assert re.findall(r"orientation: (?:portrait|landscape)", styles) == []


def test_help_and_the_way_to_every_public_page_are_at_the_same_place(client):
    QuestionnaireVersionFactory()

    feet = {
        client.get(address).content.decode().partition("<footer")[2].partition("</footer>")[0]
        for address in PUBLIC.values()
    }

    assert len(feet) == 1
    links = re.findall(r'href="([^"#]+)"', feet.pop())
    assert {"/methode/", "/benchmark/", "/privacy/", "/toegankelijkheid/"} <= set(links)
