"""Names that a module can't have: the site uses them itself."""

import pytest

from scans.content.loader import DocumentError, read_document
from tests.factories import sixth_document


def sentences(before, after):
    source = sixth_document().source
    assert before in source
    with pytest.raises(DocumentError) as caught:
        read_document(source.replace(before, after).encode())
    return [problem.sentence for problem in caught.value.problems]


@pytest.mark.parametrize(
    "slug", ["kern", "k", "initial", "rol", "aannametoets", "overzicht", "beeld", "relevantie"]
)
def test_a_slug_that_is_an_address_of_another_page_is_refused(slug):
    source = sixth_document().source.replace("slug: zesde", f"slug: {slug}")

    with pytest.raises(DocumentError) as caught:
        read_document(source.replace("zesde-", f"{slug}-").encode())

    assert [problem.sentence for problem in caught.value.problems] == [
        f"{slug} is een naam die de site zelf gebruikt."
    ]


@pytest.mark.parametrize("value", ["centraal", "elders"])
def test_a_value_that_a_form_uses_for_not_knowing_is_refused(value):
    assert sentences(f"value: {value}\n", "value: x\n") == ["x is al de waarde van ‘weet ik niet’."]


# Else a person's answer to the one would be kept as that to the other.
@pytest.mark.parametrize("code", ["zesde-werk1", "zesde-luisteren"])
def test_a_choice_that_is_answered_under_the_code_of_something_else_is_refused(code):
    assert sentences("- key: zesde-vorm\n", f"- key: {code}\n") == [
        f"deze sleutel is ook een code: {code}."
    ]


# A module relaties and a module relaties-2 could both ask relaties-2-a.
@pytest.mark.parametrize("slug", ["zesde-2", "zesde-"])
def test_a_slug_with_a_hyphen_is_refused_for_codes_begin_with_it(slug):
    source = sixth_document().source.replace("slug: zesde", f"slug: {slug}")

    with pytest.raises(DocumentError) as caught:
        read_document(source.replace("zesde-", f"{slug}-").encode())

    assert "slug" in [problem.field for problem in caught.value.problems]


def test_a_link_of_a_chain_to_a_theme_that_is_nowhere_is_refused():
    assert sentences("of: [resultaat]\n", "of: [resultaten]\n") == [
        "er is geen thema met de sleutel resultaten."
    ]


def test_a_mirrored_statement_that_the_team_is_not_asked_is_refused():
    assert sentences("mirrors: zesde-ken1\n", "mirrors: zesde-ken9\n") == [
        "er is geen stelling met de code zesde-ken9."
    ]
