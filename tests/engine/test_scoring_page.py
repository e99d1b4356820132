"""docs/scoring.md says how everything is computed; its tables are examples that must hold."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from scans.engine.agreement import agreement_of, agreement_word
from scans.engine.chain import chain_of
from scans.engine.disclosure import NOTHING, rules_from, shown_point
from scans.engine.impact import impact_of
from scans.engine.intervals import mean, t_interval, welch_interval, wilson_interval
from scans.engine.mirror import compare, finding_of, foreseen_scores, is_firm
from scans.engine.module import Chain, Link
from scans.engine.moduledisclosure import shown_options
from scans.engine.modulefigures import DONT_KNOW, ModuleFigures
from scans.engine.profiles import gap_key, level_of, profile_of
from scans.engine.questionnaire import Statement
from scans.engine.scoring import (
    GroupScore,
    _gap,
    _statement_item,
    person_theme_score,
    standouts,
)
from scans.engine.solo import solo_figures
from tests.engine.builders import (
    ADVICE,
    TEXT,
    THEMES,
    answers_of,
    build_module,
    build_questionnaire,
    build_theme,
)

RULES = rules_from({"scores_from": 5, "whole_from": 10, "texts_from": 10})
PAGE = Path(__file__).parents[2] / "docs" / "scoring.md"


def read_tables(page):
    """Return the rows of every marked table, each a mapping from heading to cell."""
    tables = {}
    for name, table in re.findall(r"<!-- table: (\w+) -->\n\n((?:\|.*\n)+)", page):
        head, _, *rows = (
            [cell.strip() for cell in row.split("|")[1:-1]] for row in table.split("\n") if row
        )
        tables[name] = [dict(zip(head, row, strict=True)) for row in rows]
    return tables


TABLES = read_tables(PAGE.read_text(encoding="utf-8"))


def examples(name):
    ids = [" / ".join(row.values()) for row in TABLES[name]]
    return pytest.mark.parametrize("row", TABLES[name], ids=ids)


def number(cell):
    return None if cell == "-" else Fraction(cell)


def numbers(cell):
    return [] if cell == "-" else [Fraction(part) for part in cell.split()]


def as_printed(value, cell):
    """Return the value with as many decimals as the page shows."""
    if value is None:
        return "-"
    decimals = len(cell.partition(".")[2])
    return f"{float(value):.{decimals}f}"


def test_the_page_has_every_table():
    tested = set(re.findall(r'@examples\("(\w+)"\)', Path(__file__).read_text(encoding="utf-8")))

    assert set(TABLES) == tested
    assert all(TABLES.values())


@examples("item")
def test_item(row):
    answer = None if row["answer"] == "?" else int(row["answer"])
    statement = Statement("a", TEXT, reversed=row["reversed"] == "yes")

    assert _statement_item(statement, {"a": answer}) == number(row["counts as"])


@examples("person")
def test_person(row):
    score = person_theme_score(build_theme(), answers_of("rel", row["answers"]))

    assert as_printed(score, row["score"]) == row["score"]


@examples("department")
def test_department(row):
    scores = numbers(row["scores of the persons"])
    size = None if row["N"] == "-" else int(row["N"])

    low, high = t_interval(scores, size) or (None, None)

    assert len(scores) == int(row["n"])
    assert as_printed(mean(scores), row["score"]) == row["score"]
    assert (as_printed(low, row["low"]), as_printed(high, row["high"])) == (row["low"], row["high"])


@examples("agreement")
def test_agreement(row):
    persons = [
        [None if answer == "?" else int(answer) for answer in person]
        for person in row["answers"].split()
    ]

    agreement = agreement_of(persons)

    assert as_printed(agreement, row["agreement"]) == row["agreement"]
    assert ("-" if agreement is None else agreement_word(agreement)) == row["word"]


@examples("words")
def test_words(row):
    assert agreement_word(Fraction(row["agreement"])) == row["word"]


@examples("impact")
def test_impact(row):
    impact = impact_of({key: number(row[key]) for key in THEMES})

    assert as_printed(impact and impact.index, row["index"]) == row["index"]
    assert (impact.weakest if impact else "-") == row["weakest"]


@examples("level")
def test_level(row):
    assert level_of(Fraction(row["score"])) == row["level"]


@examples("gap")
def test_gap(row):
    gap = _gap(number(row["now"]), number(row["wanted"]))

    assert as_printed(gap, row["gap"]) == row["gap"]
    assert ("-" if gap is None else gap_key(gap)) == row["key"]


@examples("profile")
def test_profile(row):
    impact = impact_of(dict(zip(THEMES, map(number, row["themes"].split()), strict=True)))

    profile = profile_of(number(row["role now"]), impact)

    assert (profile.key or "-", profile.neighbour or "-") == (row["profile"], row["neighbour"])


@examples("standouts")
def test_standouts(row):
    questionnaire = build_questionnaire(themes=["relevantie"])
    letters = dict(zip(questionnaire.statements, "abcdef", strict=True))

    found = standouts(questionnaire, [answers_of("rel", row["answers"])])

    highest, lowest = (" ".join(letters[code] for code in side) or "-" for side in found)
    assert (highest, lowest) == (row["highest"], row["lowest"])


@examples("welch")
def test_welch(row):
    first, second = numbers(row["first"]), numbers(row["second"])

    low, high = welch_interval(first, second) or (None, None)

    assert (as_printed(low, row["low"]), as_printed(high, row["high"])) == (row["low"], row["high"])
    if low is not None:
        assert as_printed(mean(first) - mean(second), row["difference"]) == row["difference"]


def mirrored(answers, before=""):
    """Return persons who answered the mirrored statements of the first theme."""
    places = [f"{before}rel{place}" for place in (1, 2, 3)]
    return [
        {
            code: None if answer == "?" else int(answer)
            for code, answer in zip(places, person, strict=True)
        }
        for person in answers.split()
    ]


@examples("mirror")
def test_mirror(row):
    questionnaire = build_questionnaire(mirrored=("rel1", "rel2", "rel3"))
    team, clients = mirrored(row["team"]), mirrored(row["clients"], "k-")

    one = compare(questionnaire, team, clients, None).themes["relevantie"]

    shown = (one.own.score, one.clients.score, one.difference)
    cells = tuple(row[name] for name in ("self", "client", "difference"))
    assert tuple(map(as_printed, shown, cells)) == cells
    assert (finding_of(one.own.score, one.clients.score) or "-") == row["finding"]
    assert is_firm(one.interval) == (row["firm"] == "yes")


@examples("finding")
def test_finding(row):
    assert (finding_of(number(row["self"]), number(row["client"])) or "-") == row["finding"]


@examples("prediction")
def test_prediction(row):
    team = [
        {"prediction.timing": None if answer == "?" else int(answer)}
        for answer in row["answers"].split()
    ]

    foreseen = foreseen_scores(build_questionnaire(), team)["timing"]

    assert foreseen.n == int(row["n"])
    assert as_printed(foreseen.score, row["predicted"]) == row["predicted"]


@examples("shown")
def test_shown(row):
    group = GroupScore((Fraction(row["score"]),) * int(row["n"]))

    shown = shown_point(group, RULES)

    words = [] if shown.score is None else [shown.extreme, f"{shown.score:.0f}"]
    assert (" ".join(word for word in words if word) or "-") == row["shown"]


@examples("wilson")
def test_wilson(row):
    low, high = wilson_interval(Fraction(row["successes"]), int(row["trials"])) or (None, None)

    assert (as_printed(low, row["low"]), as_printed(high, row["high"])) == (row["low"], row["high"])


@examples("options")
def test_a_choice_is_shown_as_the_page_says(row):
    counts = {value: int(row[value]) for value in ("a", "b", "c")} | {DONT_KNOW: int(row["?"])}

    shown = shown_options(counts, RULES)

    cells = (
        f"{'+'.join(value or '?' for value in cell.values)} {cell.count}" for cell in shown.cells
    )
    assert (str(shown.n or "-"), shown.majority or "-", ", ".join(cells) or "-") == (
        row["n"],
        row["majority"],
        row["counts"],
    )


@examples("chain")
def test_a_chain_is_as_the_page_says(row):
    names = ("first", "second", "third")
    subjects = {f"{name}{place}": cell for name in names for place, cell in parts(row[name])}
    links = (
        Link(name, TEXT, tuple(key for key in subjects if key.startswith(name)), ADVICE)
        for name in names
    )
    module = replace(build_module(), chain=Chain(TEXT, TEXT, tuple(links)))
    themes = {
        key: replace(NOTHING, n=int(cell != "-"), score=None if cell == "-" else float(cell))
        for key, cell in subjects.items()
    }
    figures = replace(
        solo_figures(build_questionnaire(), {}, None),
        modules=(ModuleFigures("m", "1.0", themes, {}, {}, {}, {}),),
    )

    found = chain_of(module, figures)

    values = " ".join("-" if one.score is None else f"{one.score:g}" for one in found)
    weakest = " ".join(one.key for one in found if one.weakest) or "-"
    assert (values, weakest) == (row["values"], row["weakest"])


def parts(cell):
    return enumerate(cell.split())
