"""Editing a part of a questionnaire: what can be filled in, and what comes of it."""

import copy

import pytest

from scans.content.editing import changed, leaves_of, parts_of
from scans.content.files import document_path
from scans.content.loader import read_document
from tests.factories import core_document


def document():
    return copy.deepcopy(core_document().data)


def part(key):
    return next(one for one in parts_of(document()) if one.key == key)


def posted(key, **changes):
    values = {leaf.name: leaf.value for leaf in leaves_of(document(), part(key))}
    return {**values, **{name.replace("__", "."): value for name, value in changes.items()}}


KEYS = [one.key for one in parts_of(document())]


def test_the_parts_are_all_of_it():
    assert KEYS == [
        "algemeen",
        "thema-relevantie",
        "thema-timing",
        "thema-resultaat",
        "rol",
        "profielen",
        "tussen",
        "vragen",
        "klanten",
    ]
    texts = sum(
        leaf.kind == "text" and "nieuw" not in leaf.path
        for key in KEYS
        for leaf in leaves_of(document(), part(key))
    )
    without_hint = sum(one["hint"] is None for one in document()["context"])
    assert texts == str(document()).count("'nl':") * 2 + without_hint * 2


@pytest.mark.parametrize("key", KEYS)
def test_what_is_posted_as_it_was_changes_nothing(key):
    assert changed(document(), part(key), posted(key)).data == document()


def test_a_text_is_put_in_its_place_and_nothing_else():
    name = "themes__0__statements__2__text__nl"

    outcome = changed(
        document(), part("thema-relevantie"), posted("thema-relevantie", **{name: "Nieuw."})
    )

    expected = document()
    expected["themes"][0]["statements"][2]["text"]["nl"] = "Nieuw."
    assert outcome.data == expected


def codes(outcome, place=0):
    return [one["code"] for one in outcome.data["themes"][place]["statements"]]


def test_items_stand_where_they_are_put_and_faults_are_told_where_they_were_filled_in():
    values = posted(
        "thema-relevantie", themes__0__statements__5__plek=1, themes__0__statements__0__plek=9
    )

    outcome = changed(document(), part("thema-relevantie"), values)

    assert codes(outcome) == ["rel6", "rel2", "rel3", "rel4", "rel5", "rel1"]
    # A fault in the second statement is told where that one was filled in.
    place = ("themes", 0, "statements", 1, "text", "nl")
    assert outcome.field_of(place) == "themes.0.statements.1.text.nl"
    assert outcome.field_of(("themes", 0, "statements", 5, "code")) == "themes.0.statements.0.plek"


@pytest.mark.parametrize(
    ("place", "wanted", "order"),
    [
        (5, 1, ["rel6", "rel1", "rel2", "rel3", "rel4", "rel5"]),
        (0, 3, ["rel2", "rel3", "rel1", "rel4", "rel5", "rel6"]),
        (3, 4, ["rel1", "rel2", "rel3", "rel4", "rel5", "rel6"]),
        (1, 99, ["rel1", "rel3", "rel4", "rel5", "rel6", "rel2"]),
    ],
)
def test_an_item_comes_to_stand_exactly_where_it_is_put(place, wanted, order):
    values = posted("thema-relevantie", **{f"themes__0__statements__{place}__plek": wanted})

    assert codes(changed(document(), part("thema-relevantie"), values)) == order


def test_an_item_that_is_taken_away_is_gone_and_a_new_one_stands_last():
    values = posted(
        "thema-relevantie",
        themes__0__statements__1__weg=True,
        themes__0__statements__nieuw__code="rel7",
        themes__0__statements__nieuw__text__nl="Nieuw.",
    )

    outcome = changed(document(), part("thema-relevantie"), values)

    assert codes(outcome) == ["rel1", "rel3", "rel4", "rel5", "rel6", "rel7"]
    assert outcome.data["themes"][0]["statements"][-1] == {
        "code": "rel7",
        "reversed": False,
        "text": {"nl": "Nieuw.", "en": ""},
    }
    missing = ("themes", 0, "statements", 5, "text", "en")
    assert outcome.field_of(missing) == "themes.0.statements.nieuw.text.en"


def test_a_new_item_of_clients_says_what_it_mirrors():
    values = posted(
        "klanten",
        clients__statements__nieuw__code="k-new",
        clients__statements__nieuw__mirrors="rel4",
    )

    outcome = changed(document(), part("klanten"), values)

    assert outcome.data["clients"]["statements"][-1] == {
        "code": "k-new",
        "mirrors": "rel4",
        "text": {"nl": "", "en": ""},
        "reversed": False,
    }


def test_a_hint_comes_when_it_is_filled_in_and_stays_away_when_not():
    data = document()
    place = next(i for i, one in enumerate(data["context"]) if one["hint"] is None)
    values = posted("vragen", **{f"context__{place}__hint__nl": "Kies er een."})

    outcome = changed(document(), part("vragen"), values)

    assert outcome.data["context"][place]["hint"] == {"nl": "Kies er een.", "en": ""}


def test_a_place_that_is_filled_in_nowhere_has_no_field():
    outcome = changed(document(), part("algemeen"), posted("algemeen"))

    assert outcome.field_of(("clients", "statements", 0, "mirrors")) is None
    assert outcome.field_of(("scale",)) == "scale.labels.0.nl"


def test_a_module_without_clients_and_chain_has_no_parts_for_them():
    data = read_document(document_path("patronen", "1.0")).data

    assert [part.key for part in parts_of(data)] == [
        "algemeen",
        *(f"thema-{theme['key']}" for theme in data["themes"]),
    ]
