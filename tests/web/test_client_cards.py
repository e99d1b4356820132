"""The pages of client cards: filled in, kept apart, and lost by nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from scans.engine.clientcards import MOST_CARDS
from scans.models import ClientCard, Department
from tests.factories import TODAY, OwnerFactory, ScanFactory, owner_token
from tests.web.plain_browser import form_of
from tests.web.rounds import words_of

pytestmark = pytest.mark.django_db

FILLED = {
    "name": "Wethouder Wonen",
    "concerns": "Te weinig woningen.",
    "concerns_known": "weten",
    "wants": "Rust in de wijk.",
    "wants_known": "aannemen",
    "visited_on": "2026-06-01",
    "visited_by": "adviseur",
    "said": "Eerder meepraten.",
    "next_step": "Koffie drinken.",
}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def department():
    return ScanFactory().department


@pytest.fixture
def cards(department):
    return f"/scan/{owner_token(OwnerFactory(department=department).pk)}/klantkaarten/"


def card(department, **fields):
    return ClientCard.objects.create(**{"department": department, "name": "Directie", **fields})


def press(client, address, **changes):
    """Fill in the form of a page and send it."""
    form = form_of(client.get(address))
    return client.post(form.action or address, dict(form.filled(changes)))


def test_without_cards_the_page_says_what_will_be_there(client, cards):
    words = words_of(client.get(cards))

    assert "Hier komen kaarten van jullie belangrijkste interne klanten" in words
    assert "Download" not in words


def test_a_card_is_filled_in_and_shown(client, cards):
    form = form_of(client.get(cards + "nieuw/"))
    chosen = {name for name, _ in form.fields if name.endswith("_known")}

    answer = press(client, cards + "nieuw/", **FILLED)

    assert chosen == set()  # nothing is chosen beforehand
    assert (answer.status_code, answer.url) == (302, cards)
    words = words_of(client.get(cards))
    assert "1 van de 2 regels is een aanname." in words
    assert "Wethouder Wonen : voor het laatst gesproken op 1 juni 2026" in words
    for said in ("Te weinig woningen.", "nemen we aan", "Koffie drinken.", "adviseur"):
        assert said in words


def test_the_form_asks_for_functions_and_not_for_names_of_persons(client, cards):
    assert "Zet hier geen namen van personen" in words_of(client.get(cards + "nieuw/"))


def test_who_was_never_visited_comes_first_then_who_was_longest_ago(client, cards, department):
    card(department, name="Gisteren", visited_on=TODAY)
    card(department, name="Lang geleden", visited_on=TODAY - timedelta(days=200))
    card(department, name="Nooit")
    card(department, name="Langer geleden", visited_on=TODAY - timedelta(days=300))

    page = client.get(cards)

    assert [one.card.name for one in page.context["cards"]] == [
        "Nooit",
        "Langer geleden",
        "Lang geleden",
        "Gisteren",
    ]
    assert [one.card.name for one in page.context["unseen"]] == [
        "Nooit",
        "Langer geleden",
        "Lang geleden",
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": " "}, "Vul in om welke functie of afdeling het gaat."),
        ({"name": "x" * 121}, "Maak de naam korter: hoogstens 120 tekens."),
        (
            {"concerns_known": ""},
            "Kies of je dit weet of aanneemt. Bij twijfel: een aanname.",
        ),
        (
            {"concerns_known": "misschien"},
            "Kies ‘Weten we’ of ‘Nemen we aan’.",
        ),
        (
            {"wants": "x" * 1001},
            "Maak deze tekst korter: hoogstens 1000 tekens.",
        ),
        (
            {"visited_on": "2026-11-23"},
            "Deze dag moet nog komen. Vul vandaag of eerder in.",
        ),
        ({"visited_on": "gisteren"}, "Vul een dag in, zoals 22-11-2026."),
        ({"visited_on": "0026-11-20"}, "Klopt het jaar? Vul een dag vanaf 2000 in."),
    ],
)
@pytest.mark.parametrize("existing", [False, True])
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    client, cards, changes, problem, existing
):
    address = cards + (f"{card(Department.objects.get()).pk}/" if existing else "nieuw/")

    answer = press(client, address, **{**FILLED, **changes})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [problem] for field in changes}
    kept = dict(form_of(answer).fields)
    assert kept["said"] == "Eerder meepraten."
    assert kept.get("gezien") == ("1" if existing else None)
    assert ClientCard.objects.filter(name="Wethouder Wonen").count() == 0


def test_a_mark_beside_an_empty_text_counts_for_nothing(client, cards):
    press(client, cards + "nieuw/", **{**FILLED, "concerns": " "})

    assert ClientCard.objects.values_list("concerns", "concerns_known").get() == ("", None)


def test_a_line_break_counts_as_one_character(client, cards):
    text = "a\r\n" * 400

    press(client, cards + "nieuw/", **{**FILLED, "said": text})

    assert ClientCard.objects.get().said == ("a\n" * 400).strip()


def test_past_the_limit_no_card_is_made_and_what_was_typed_stays(client, cards, department):
    for number in range(MOST_CARDS):
        card(department, name=str(number))

    answer = press(client, cards + "nieuw/", **FILLED)

    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == [
        "Er zijn al 40 kaarten. Haal er eerst een weg."
    ]
    assert dict(form_of(answer).fields)["said"] == "Eerder meepraten."
    assert "Er zijn 40 kaarten; meer kan niet." in words_of(client.get(cards))
    assert "Maak een klantkaart" not in words_of(client.get(cards))


def test_the_same_form_sent_twice_makes_one_card(client, cards):
    form = form_of(client.get(cards + "nieuw/"))

    for _ in range(2):
        client.post(cards + "nieuw/", dict(form.filled(FILLED)))

    assert ClientCard.objects.count() == 1


def test_a_card_is_changed_from_what_it_says(client, cards, department):
    kept = card(department, wants="Rust.", wants_known=True)
    address = f"{cards}{kept.pk}/"

    form = form_of(client.get(address))
    answer = press(client, address, next_step="Bellen.")

    assert dict(form.fields)["wants_known"] == "weten"
    assert (answer.status_code, answer.url) == (302, cards)
    kept.refresh_from_db()
    assert (kept.wants, kept.wants_known, kept.next_step, kept.revision) == (
        "Rust.",
        True,
        "Bellen.",
        2,
    )


def test_two_tabs_show_both_versions_and_what_was_typed_is_kept(client, cards, department):
    kept = card(department)
    address = f"{cards}{kept.pk}/"
    mine = form_of(client.get(address))
    press(client, address, said="Van haar.")

    conflict = client.post(address, dict(mine.filled(said="Van hem.")))
    again = client.post(address, dict(form_of(conflict).fields))

    assert conflict.status_code == 409
    assert "Van haar." in words_of(conflict)
    assert dict(form_of(conflict).fields)["said"] == "Van hem."
    assert again.status_code == 302
    kept.refresh_from_db()
    assert kept.said == "Van hem."


def test_what_was_typed_on_a_card_that_is_gone_can_become_a_new_one(client, cards, department):
    kept = card(department)
    address = f"{cards}{kept.pk}/"
    mine = form_of(client.get(address))
    kept.delete()

    gone = client.post(address, dict(mine.filled(said="Van mij.")))
    form = form_of(gone)
    client.post(form.action, dict(form.fields))

    assert gone.status_code == 404
    assert "Deze kaart is ondertussen weggehaald." in words_of(gone)
    assert ClientCard.objects.get().said == "Van mij."


def test_a_card_is_deleted_by_a_button_after_asking(client, cards, department):
    kept = card(department)
    address = f"{cards}{kept.pk}/verwijderen/"

    asked = client.get(address)
    there = ClientCard.objects.count()
    client.post(address, dict(form_of(asked).fields))
    client.post(address, dict(form_of(asked).fields))

    assert "Directie" in words_of(asked)
    assert (there, ClientCard.objects.count()) == (1, 0)


def test_a_card_that_was_changed_meanwhile_is_asked_about_again(client, cards, department):
    kept = card(department)
    asked = form_of(client.get(f"{cards}{kept.pk}/verwijderen/"))
    press(client, f"{cards}{kept.pk}/", said="Van haar.")

    answer = client.post(f"{cards}{kept.pk}/verwijderen/", dict(asked.fields))

    assert answer.status_code == 409
    assert "Deze kaart is ondertussen veranderd." in words_of(answer)
    assert "Van haar." in words_of(answer)
    assert ClientCard.objects.count() == 1


@pytest.mark.parametrize("posted", ["", "x", "-1", "9" * 30, "٣"])
def test_a_delete_without_a_readable_revision_deletes_nothing(client, cards, department, posted):
    kept = card(department)

    answer = client.post(f"{cards}{kept.pk}/verwijderen/", {"gezien": posted})

    assert (answer.status_code, ClientCard.objects.count()) == (409, 1)


def test_a_card_of_another_department_is_not_there(client, cards):
    foreign = card(ScanFactory().department, said="Geheim.")

    answers = [
        client.get(f"{cards}{foreign.pk}/"),
        client.get(f"{cards}{foreign.pk}/verwijderen/"),
        client.post(f"{cards}{foreign.pk}/", {**FILLED, "gezien": "1"}),
    ]
    client.post(f"{cards}{foreign.pk}/verwijderen/", {"gezien": "1"})

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not any("Geheim" in answer.content.decode() for answer in answers)
    foreign.refresh_from_db()
    assert foreign.said == "Geheim."


def test_all_cards_are_in_a_file_that_no_spreadsheet_computes(client, cards, department):
    card(
        department,
        name="=HYPERLINK(1)",
        concerns="@som",
        concerns_known=False,
        success="Op tijd, en\nbinnen begroting.",
        success_known=True,
        visited_on=TODAY,
    )

    answer = client.get(cards + "klantkaarten.csv")

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="klantkaarten-communicatie.csv"'
    )
    assert answer.content.decode() == (
        "\ufeffklant,wat ze bezighoudt,weten of aannemen,wat ze willen,weten of aannemen,"
        "wanneer het geslaagd is,weten of aannemen,laatste contact,wie van ons,"
        "wat er is gezegd,volgende stap\r\n"
        "'=HYPERLINK(1),'@som,nemen we aan,,,\"Op tijd, en\nbinnen begroting.\",weten we,"
        "2026-11-22,,,\r\n"
    )


def test_the_database_is_asked_as_often_for_forty_cards_as_for_one(
    client, cards, department, django_assert_num_queries
):
    card(department)
    for more in (0, 2, 37):
        for _ in range(more):
            card(department)
        with django_assert_num_queries(2):
            client.get(cards)
        with django_assert_num_queries(2):
            client.get(cards + "klantkaarten.csv")


def test_what_somebody_typed_is_text_and_no_markup(client, cards, department):
    card(department, name="<script>alert(1)</script>", said="<b>x</b>")

    assert "<script>alert" not in client.get(cards).content.decode()
