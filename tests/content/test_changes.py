"""What differs between two versions of a questionnaire."""

import copy

from scans.content.changes import Change, Piece, changes_between
from scans.content.loader import read_document
from scans.content.writing import written
from tests.factories import core_document


def document():
    return copy.deepcopy(core_document().data)


def test_the_same_has_no_changes_and_its_number_is_none():
    assert changes_between(document(), {**document(), "version": "9.9"}) == []


def test_a_changed_text_shows_its_words():
    data = document()
    statement = data["themes"][0]["statements"][0]
    statement["text"]["nl"] = "Wij weten niet wat telt."
    before = document()
    before["themes"][0]["statements"][0]["text"]["nl"] = "Wij weten heel goed wat telt."

    (change,) = changes_between(before, data)

    assert change == Change(
        ("themes", "relevantie", "statements", "rel1", "text", "nl"),
        "changed",
        (
            Piece("same", "Wij weten "),
            Piece("removed", "heel goed "),
            Piece("added", "niet "),
            Piece("same", "wat telt."),
        ),
    )


def test_words_that_only_came_or_only_went_stand_alone():
    before, after = document(), document()
    before["title"] = {"nl": "een twee drie", "en": "one three"}
    after["title"] = {"nl": "een drie", "en": "one two three"}

    went, came = changes_between(before, after)

    assert [piece.kind for piece in went.pieces] == ["same", "removed", "same"]
    assert [piece.text for piece in came.pieces] == ["one ", "two ", "three"]


def test_a_new_statement_a_gone_one_and_a_turned_one_are_told_by_their_codes():
    data = document()
    statements = data["themes"][0]["statements"]
    statements[1]["reversed"] = not statements[1]["reversed"]
    statements[0] = {"code": "rel7", "reversed": False, "text": {"nl": "Nieuw.", "en": "New."}}

    changes = changes_between(document(), data)

    place = ("themes", "relevantie", "statements")
    turned = statements[1]["reversed"]
    old = document()["themes"][0]["statements"][0]
    words = ("false", "true") if turned else ("true", "false")
    assert changes == [
        Change((*place, "rel7", "reversed"), "added", (Piece("added", "false"),)),
        Change((*place, "rel7", "text", "nl"), "added", (Piece("added", "Nieuw."),)),
        Change((*place, "rel7", "text", "en"), "added", (Piece("added", "New."),)),
        Change(
            (*place, "rel2", "reversed"),
            "changed",
            (Piece("removed", words[0]), Piece("added", words[1])),
        ),
        Change((*place, "rel1", "reversed"), "removed", (Piece("removed", "false"),)),
        Change((*place, "rel1", "text", "nl"), "removed", (Piece("removed", old["text"]["nl"]),)),
        Change((*place, "rel1", "text", "en"), "removed", (Piece("removed", old["text"]["en"]),)),
    ]


def test_another_order_is_told_once_with_the_new_order():
    data = document()
    statements = data["themes"][1]["statements"]
    data["themes"][1]["statements"] = [statements[5], *statements[:5]]

    changes = changes_between(document(), data)

    codes = ("tim6", "tim1", "tim2", "tim3", "tim4", "tim5")
    pieces = tuple(Piece("same", code) for code in codes)
    assert changes == [Change(("themes", "timing", "statements"), "moved", pieces)]


def test_a_hint_that_came_is_new():
    data = document()
    without = next(one for one in data["context"] if one["hint"] is None)
    without["hint"] = {"nl": "Kies er een.", "en": "Choose one."}

    changes = changes_between(document(), data)

    assert [(change.path[0], change.path[2:], change.kind) for change in changes] == [
        ("context", ("hint", "nl"), "added"),
        ("context", ("hint", "en"), "added"),
    ]


def test_what_is_written_is_read_back_as_the_same():
    data = document()
    data["title"] = {"nl": "nee: *geen* `naam`\n# tweede regel", "en": "1.0"}

    again = read_document(written(data).encode())

    assert again.data == data
    assert list(again.data["title"]) == ["nl", "en"]
