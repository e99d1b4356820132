"""Whatever module a document describes, it is asked, checked, scored, disclosed and reported."""

from copy import deepcopy
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scans.content.document import module_from
from scans.content.schema import complete, faults_in
from scans.engine.answers import asked_codes, check_answers
from scans.engine.asking import asked_of_clients
from scans.engine.disclosure import rules_from
from scans.engine.figures import ScanFigures
from scans.engine.module import COVERAGE_FINDINGS, SHIFTS, SIGNS
from scans.engine.round import RoundAnswers, round_figures
from scans.reports.assemble import build_report
from scans.reports.renderer import report_html
from scans.web.respondent.fields import rows_of
from scans.web.respondent.forms import StepForm
from scans.web.respondent.moduleoverview import module_lines
from scans.web.respondent.steps import steps_of
from tests.reports.samples import FACTS, questionnaire

LEVELS = ("laag", "midden", "hoog")
RULES = rules_from({"scores_from": 5, "whole_from": 10, "texts_from": 10})
SLUG = "extra"
# Few names, so that many are the same: what a document may not hold must be found out.
NAMES = st.sampled_from(["a", "b", "c", "d1", "d2", "k-a", "huidig", "gewenst"])
CODES = NAMES.map(lambda name: f"{SLUG}-{name}")
TEXTS = st.fixed_dictionaries(dict.fromkeys(("nl", "en"), st.sampled_from(["Ja.", "<b>“{n}” %s"])))
ADVICE = st.fixed_dictionaries(dict.fromkeys(("explanation", "card", "step"), TEXTS))


def advices(keys):
    return st.fixed_dictionaries(dict.fromkeys(keys, ADVICE))


def parts(**fields):
    """Return branches with these fields and the texts that nearly all have."""
    texts = dict.fromkeys(("title", "question", "meaning"), TEXTS)
    return st.fixed_dictionaries({**texts, **fields})


def listed(branch, most=2, least=0):
    return st.lists(branch, min_size=least, max_size=most)


STATEMENT = st.fixed_dictionaries({"code": CODES, "reversed": st.booleans(), "text": TEXTS})
MIRRORED = st.fixed_dictionaries({"code": CODES, "mirrors": CODES, "text": TEXTS})
THEME = parts(key=CODES, statements=listed(STATEMENT, least=1), levels=advices(LEVELS))
PAIR = st.fixed_dictionaries({"code": CODES, "topic": TEXTS, "low": TEXTS, "high": TEXTS})
POSITION = parts(
    key=CODES, low=TEXTS, high=TEXTS, pairs=listed(PAIR, least=1), shifts=advices(SHIFTS)
)
VALUES = st.sampled_from(["x1", "1", "nee", "ja"])
ALTERNATIVE = st.fixed_dictionaries(
    {"value": VALUES, "text": TEXTS, "advice": ADVICE}, optional={"role": TEXTS}
)
CHOICE = parts(key=CODES, alternatives=listed(ALTERNATIVE, 3, 2), divided=ADVICE)
CELL = st.fixed_dictionaries(
    {"value": VALUES, "text": TEXTS},
    optional={"sign": st.sampled_from(SIGNS), "moves": st.booleans()},
)
ASPECT = st.fixed_dictionaries(
    {"code": NAMES, "title": TEXTS, "question": TEXTS, "cells": listed(CELL, 3, 2)}
)
ROW = st.fixed_dictionaries({"code": CODES, "title": TEXTS, "meaning": TEXTS})
COVERAGE = parts(
    key=CODES,
    aspects=listed(ASPECT, least=1),
    rows=listed(ROW, least=1),
    findings=advices(COVERAGE_FINDINGS),
)
CLIENTS = st.fixed_dictionaries(
    {"intro": TEXTS, "statements": listed(MIRRORED), "themes": listed(THEME)}
)
LINK = st.fixed_dictionaries(
    {
        "key": NAMES,
        "title": TEXTS,
        "of": listed(st.one_of(CODES, st.sampled_from(["rol", "timing", "onbekend"])), least=1),
        "advice": ADVICE,
    }
)
CHAIN = st.fixed_dictionaries({"title": TEXTS, "meaning": TEXTS, "links": listed(LINK, 4, 2)})
HEAD = {"format": st.just(1), "kind": st.just("module"), "slug": st.just(SLUG)}
DOCUMENTS = st.fixed_dictionaries(
    {
        **HEAD,
        "version": st.just("1.0"),
        **dict.fromkeys(("title", "summary", "question", "intro"), TEXTS),
        "themes": listed(THEME),
        "positions": listed(POSITION),
        "choices": listed(CHOICE),
        "coverage": listed(COVERAGE),
    },
    optional={"clients": CLIENTS, "chain": CHAIN},
)


def mended(data):
    """Return the document with names that were used before made others, as its rules ask."""
    clients = data.get("clients") or {"statements": [], "themes": []}
    themes = [*data["themes"], *clients["themes"]]
    blocks = [*data["positions"], *data["choices"], *data["coverage"]]
    coded = [
        *(one for theme in themes for one in theme["statements"]),
        *clients["statements"],
        *(pair for one in data["positions"] for pair in one["pairs"]),
        *(row for one in data["coverage"] for row in one["rows"]),
    ]
    renamed(coded, "code")
    renamed([*themes, *blocks], "key")
    renamed(data.get("chain", {}).get("links", []), "key")
    for block in data["coverage"]:
        renamed(block["aspects"], "code")
    for one in [*data["choices"], *(aspect for b in data["coverage"] for aspect in b["aspects"])]:
        renamed(one.get("alternatives") or one["cells"], "value")
    faces = [one["code"] for theme in data["themes"] for one in theme["statements"]]
    clients["statements"] = [
        {**one, "mirrors": face} for one, face in zip(clients["statements"], faces, strict=False)
    ]
    keys = [theme["key"] for theme in themes]
    for link in data.get("chain", {}).get("links", []):
        link["of"] = [key for key in link["of"] if key in keys or "-" not in key] or ["rol"]
    return data


def renamed(items, field):
    seen = set()
    for item in items:
        while item[field] in seen:
            item[field] += "0"
        seen.add(item[field])


def answers_to(asked, luck):
    """Return answers as somebody can give them: some open, some "weet ik niet"."""
    options = {code: sorted(v) for one in asked.modules for code, v in one.option_values.items()}
    return {
        code: luck.choice([*options.get(code, range(1, 6)), None])
        for code in asked_codes(asked)
        if luck.random() < 0.9
    }


def filled_in(asked, answers):
    """Put every page on the screen, empty and with these answers."""
    for step in steps_of(asked):
        for given_before in ({}, answers):
            assert rows_of(StepForm(questionnaire=asked, step=step, answers=given_before))
    for module in asked.modules:
        assert len(module_lines(asked, module, answers)) == len(module.codes)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=DOCUMENTS,
    luck=st.randoms(use_true_random=False),
    team=st.sampled_from([0, 1, 4, 5, 9, 10, 12]),
    clients=st.sampled_from([None, 0, 4, 5, 11]),
)
def test_every_module_that_is_accepted_is_asked_and_reported(data, luck, team, clients):
    data = mended(deepcopy(data))
    if faults_in(data):
        return
    module = module_from(complete(data))
    asked = replace(questionnaire(), modules=(module,))
    theirs = asked_of_clients(asked)
    assert len(set(asked_codes(asked))) == len(asked_codes(asked))
    persons = [answers_to(asked, luck) for _ in range(team)]
    others = [answers_to(theirs, luck) for _ in range(clients or 0)]
    for one in persons:
        check_answers(asked, one)
    for one in others:
        check_answers(asked, one, group="clients")
    filled_in(asked, persons[0] if persons else {})
    filled_in(theirs, others[0] if others else {})

    expected = None if team == 1 else 12
    round_answers = RoundAnswers(persons, others, 12, expected, None if clients is None else 12)
    found = round_figures(asked, round_answers, rules=RULES)
    assert ScanFigures.from_json(found.to_json()) == found
    for language in [luck.choice(["nl", "en"])]:
        report = build_report(figures=found, questionnaire=asked, facts=FACTS, language=language)
        page = report_html(report)
        # Without enough team members only what clients said is there.
        shown = team not in (0, 4) or report.modules[0].shows_clients
        assert ('id="module-extra"' in page) == shown
