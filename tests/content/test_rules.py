"""Names that a questionnaire may not use, because the site does."""

import pytest

from scans.content.rules import Fault, faults_between_fields


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
