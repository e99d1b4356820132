"""The papers for the privacy officer claim nothing that isn't in the repository, and name nobody."""

import ast
import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PAPERS = ["dpia.md", "verwerkersovereenkomst.md"]


def text_of(paper: str) -> str:
    return (ROOT / "docs" / paper).read_text()


@pytest.mark.parametrize("paper", PAPERS)
def test_every_measure_that_is_named_exists(paper):
    named = re.findall(r"`((?:tests|templates|scripts)/[^`]+)`", text_of(paper))

    def exists(one: str) -> bool:
        path, _, name = one.partition("::")
        if not name:
            return (ROOT / path).exists()
        tree = ast.parse((ROOT / path).read_text())
        return name in {part.name for part in tree.body if isinstance(part, ast.FunctionDef)}

    assert len(named) > 12
    assert [one for one in named if not exists(one)] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_row_of_measures_says_where_to_see_it(paper):
    rows = [
        row.split("|")[1:-1]
        for row in text_of(paper).partition("waar te zien")[2].splitlines()
        if row.startswith("| ") and "[in te vullen" not in row
    ]

    assert len(rows) > 12
    assert [row for row in rows if "`" not in row[-1] and "](" not in row[-1]] == []


def test_every_risk_of_the_dpia_has_measures_that_there_are():
    risks, _, measures = text_of("dpia.md").partition("## D.")
    asked = {
        number
        for row in re.findall(r"^\| \d+ \|.*\| ([\d, ]+) \|$", risks, re.MULTILINE)
        for number in row.split(", ")
    }
    there_are = set(re.findall(r"^\| (\d+) \|", measures, re.MULTILINE))

    assert len(re.findall(r"^\| \d+ \|", risks, re.MULTILINE)) == 11
    assert asked == there_are


@pytest.mark.parametrize("paper", PAPERS)
def test_what_the_organisation_must_say_is_left_open(paper):
    assert text_of(paper).count("[in te vullen") > 15
    assert re.findall(r"[\w.]+@[\w.]+", text_of(paper)) == []


def test_the_settings_of_the_privacy_page_are_explained_where_the_page_says_so():
    explained = set(re.findall(r"^\| `(PRIVACY_\w+)`", text_of("privacy.md"), re.MULTILINE))

    assert explained == {name for name in dir(settings) if name.startswith("PRIVACY_")}
