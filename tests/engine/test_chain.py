"""The chain of a module, link by link, from what is shown."""

from dataclasses import replace

import pytest

from scans.engine.chain import LinkFigures, chain_of
from scans.engine.disclosure import NOTHING, Rules
from scans.engine.module import Chain, Link
from scans.engine.modulefigures import ModuleFigures
from scans.engine.round import RoundAnswers, round_figures
from tests.engine.builders import (
    ADVICE,
    TEXT,
    build_module,
    build_questionnaire,
    complete_answers,
)

ANSWERS = RoundAnswers([complete_answers()], [{"k-rel1": 3}] * 6, None, None, 6)
BASE = round_figures(
    build_questionnaire(), ANSWERS, rules=Rules(scores_from=5, whole_from=10, texts_from=10)
)


def score(value, extreme=None):
    return replace(NOTHING, n=0 if value is None else 6, score=value, extreme=extreme)


def chain_with(*links):
    chain = Chain(TEXT, TEXT, tuple(Link(key, TEXT, of, ADVICE) for key, *of in links))
    return replace(build_module(), chain=chain)


def figures_with(*, core=(), role=None, themes=(), clients=()):
    module = ModuleFigures("m", "1.0", dict(themes), {}, {}, {}, dict(clients))
    return replace(
        BASE,
        themes={**BASE.themes, **dict(core)},
        role=replace(BASE.role, now=score(role)),
        modules=(module,),
    )


THREE = chain_with(
    ("een", "relevantie", "m-a"),
    ("twee", "rol"),
    ("drie", "m-e"),
)


def three(first=(50.0, 70.0), second=40.0, third=60.0):
    core, own = first
    return figures_with(
        core={"relevantie": score(core)},
        role=second,
        themes={"m-a": score(own)},
        clients={"m-e": score(third)},
    )


def link(key, value, *, extreme=False, weakest=False):
    return LinkFigures(key, value, extreme=extreme, weakest=weakest)


def test_a_link_is_the_mean_of_core_role_module_and_clients_and_the_lowest_is_the_weakest():
    assert chain_of(THREE, three()) == (
        link("een", 60.0),
        link("twee", 40.0, weakest=True),
        link("drie", 60.0),
    )


def test_links_that_are_equally_low_are_all_the_weakest():
    assert [one.weakest for one in chain_of(THREE, three(second=60.0, third=80.0))] == [
        True,
        True,
        False,
    ]


def test_links_that_read_the_same_are_both_the_weakest():
    links = chain_of(THREE, three((59.0, 60.0), second=60.0, third=80.0))

    assert [(one.score, one.weakest) for one in links] == [
        (59.5, True),
        (60.0, True),
        (80.0, False),
    ]


def test_links_that_are_less_than_five_points_apart_are_both_the_weakest():
    close, apart = (chain_of(THREE, three(second=second, third=80.0)) for second in (64.4, 64.5))

    assert [one.weakest for one in close] == [True, True, False]
    assert [one.weakest for one in apart] == [True, False, False]


@pytest.mark.parametrize("second", [60.0, 64.4])
def test_links_that_are_all_about_alike_have_no_weakest(second):
    assert not any(one.weakest for one in chain_of(THREE, three(second=second)))


def test_a_link_of_subjects_in_steps_of_five_is_in_such_steps_too():
    first, second, _third = chain_of(THREE, three((50.0, 55.0), second=41.0))

    assert (first.score, second.score) == (55.0, 41.0)


def test_without_a_known_link_of_the_module_itself_none_is_the_weakest():
    of_core = chain_with(
        ("een", "relevantie"), ("twee", "rol"), ("drie", "timing"), ("vier", "m-a")
    )
    scores = {"relevantie": score(20.0), "timing": score(60.0)}
    known, unknown = (
        chain_of(of_core, figures_with(core=scores, role=80.0, themes={"m-a": score(own)}))
        for own in (70.0, None)
    )

    assert [one.weakest for one in known] == [True, False, False, False]
    assert not any(one.weakest for one in unknown)


@pytest.mark.parametrize("first", [(None, 70.0), (50.0, None), (None, None)])
def test_a_link_with_a_subject_that_is_not_shown_is_unknown_and_two_links_have_no_weakest(first):
    assert chain_of(THREE, three(first)) == (
        link("een", None),
        link("twee", 40.0),
        link("drie", 60.0),
    )


def test_a_link_over_a_border_says_so():
    figures = figures_with(
        core={"relevantie": score(80.0, "hoog")}, role=30.0, themes={"m-a": score(61.0)}
    )

    assert chain_of(THREE, figures) == (
        link("een", 70.5, extreme=True),
        link("twee", 30.0),
        link("drie", None),
    )


def test_a_link_of_a_module_that_was_not_put_is_unknown():
    figures = replace(three(), modules=())

    assert [one.score for one in chain_of(THREE, figures)] == [None, 40.0, None]


def test_a_link_does_not_look_into_another_module():
    (module,) = three().modules
    figures = replace(three(), modules=(replace(module, slug="n"),))

    assert [one.score for one in chain_of(THREE, figures)] == [None, 40.0, None]


def test_a_role_with_another_key_is_found_by_that_key():
    asked = chain_with(("een", "plaats"))

    assert chain_of(asked, three(), "plaats") == (link("een", 40.0),)


def test_a_module_without_a_chain_has_no_links():
    assert chain_of(build_module(chain=False), three()) == ()
