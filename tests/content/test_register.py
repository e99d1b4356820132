"""A register that says too little, or contradicts itself, is not read."""

from copy import deepcopy

import pytest

from scans.content.register import Column, Person, RegisterError, Table, register_of

TABLE = {
    "table": "taart",
    "about": "Wie taart wil.",
    "who": "lezer",
    "purpose": "Taart sturen.",
    "kept": "lang",
    "personal": {"name": "Naam"},
    "other": {"id": "Volgnummer"},
}
DOCUMENT = {"format": 1, "terms": {"lang": "{answers_days} dagen."}, "tables": [TABLE]}
TERMS = {"answers_days": 30}


def changed(**changes):
    document = deepcopy(DOCUMENT)
    document["tables"][0].update(changes)
    return document


def test_a_register_is_read_with_the_terms_of_the_site():
    columns = (Column("name", "Naam", personal=True), Column("id", "Volgnummer", personal=False))

    assert register_of(DOCUMENT, TERMS) == (
        Table("taart", "Wie taart wil.", Person.READER, "Taart sturen.", "30 dagen.", columns),
    )


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({**DOCUMENT, "format": 2}, "format must be 1"),
        ({**DOCUMENT, "tables": [TABLE, TABLE]}, "taart stands in it twice"),
        (changed(more="x"), "taart: exactly"),
        (changed(purpose=" "), "taart: every text is filled in"),
        (changed(other={"id": None}), "taart: every text is filled in"),
        (changed(other={"name": "Naam"}), "taart: a column is personal or it isn't"),
        (changed(who="bakker"), "taart: nobody is called bakker"),
        (changed(who="niemand"), "taart: who belongs"),
        (changed(personal={}), "taart: who belongs"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_table(document, reason):
    with pytest.raises(RegisterError, match=reason):
        register_of(document, TERMS)
