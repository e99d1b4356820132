"""Names that a questionnaire may not use, because the site does."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scans.content.rules import Fault, faults_between_fields
from scans.content.schema import faults_in
from tests.factories import core_document, sixth_document


@pytest.mark.parametrize("name", ["overzicht", "naar", "organisation", "initial-rel1"])
def test_a_code_that_the_site_uses_itself_is_refused(name):
    document = {"themes": [{"key": "relevantie", "letter": "R", "statements": [{"code": name}]}]}

    assert faults_between_fields(document) == [
        Fault(
            ("themes", 0, "statements", 0, "code"), f"{name} is een naam die de site zelf gebruikt."
        )
    ]


def test_a_theme_can_not_be_called_as_a_page_of_the_site():
    document = {"themes": [{"key": "later", "letter": "L", "statements": []}]}

    assert faults_between_fields(document) == [
        Fault(("themes", 0, "key"), "later is een naam die de site zelf gebruikt.")
    ]


def places_in(node, place=()):
    """Where something stands in a document, each part of it included."""
    yield place
    lists = enumerate(node) if isinstance(node, list) else ()
    for key, below in node.items() if isinstance(node, dict) else lists:
        yield from places_in(below, (*place, key))


DOCUMENTS = [core_document().data, sixth_document().data]
PLACES = [
    (number, place) for number, data in enumerate(DOCUMENTS) for place in places_in(data) if place
]


@given(
    st.sampled_from(PLACES),
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.just([]), st.just({}))
    | st.sampled_from([["a"], {"a": 1}, [["a"]], [{"code": ["a"]}], "", "a", "\0"]),
)
def test_whatever_stands_in_a_place_is_a_fault_or_none_and_never_breaks_the_reading(place, value):
    number, path = place
    data = copy.deepcopy(DOCUMENTS[number])
    above = data
    for key in path[:-1]:
        above = above[key]
    above[path[-1]] = value

    assert all(isinstance(fault, Fault) for fault in faults_in(data))


@pytest.mark.parametrize("value", [["a"], {"a": 1}])
@pytest.mark.parametrize("name", ["themes", "role", "context", "slug"])
def test_a_name_that_is_a_list_is_a_fault(name, value):
    documents = {
        "themes": {"themes": [{"key": value}]},
        "role": {"role": {"key": value}},
        "context": {"context": [{"code": value}]},
        "slug": {"kind": "module", "slug": value},
    }

    assert faults_in(documents[name])
