"""The five modules that come with the product, with all their texts, as report and as PDF."""

import io
from dataclasses import replace
from functools import cache
from html import unescape

import pytest
from pypdf import PdfReader

from scans.content.document import module_from
from scans.content.files import document_path, newest_version_of
from scans.content.loader import read_document
from scans.engine.answers import scored_codes
from scans.engine.asking import asked_of_clients
from scans.engine.round import RoundAnswers, round_figures
from scans.reports.assemble import build_report
from scans.reports.pdf import render_pdf
from scans.reports.renderer import report_html
from tests.reports.samples import FACTS, RULES, questionnaire
from tests.reports.test_pdf import heights, outline

SLUGS = ("organisatie", "patronen", "professional", "relaties", "rollen")
LEVELS = {"laag": 1, "midden": 3, "hoog": 4}
"""The lowest of the two neighbouring answers that give this level."""


@cache
def asked():
    modules = [
        module_from(read_document(document_path(slug, newest_version_of(slug))).data)
        for slug in SLUGS
    ]
    return replace(questionnaire(), modules=tuple(modules))


def person(of, seed, *, lowest, option):
    """One person's answers, between an answer and the next; reversed statements the other way."""
    reversed_codes = {
        one.code
        for theme in (*of.themes, *(theme for module in of.modules for theme in module.themes))
        for one in theme.statements
        if one.reversed
    }
    codes = [*of.statements, *of.role_codes]
    codes += [code for module in of.modules for code in module.codes if code in module.scale_codes]
    values = {code: min(5, lowest + (seed + place) % 2) for place, code in enumerate(codes)}
    answers = {code: 6 - x if code in reversed_codes else x for code, x in values.items()}
    for module in of.modules:
        for code, choices in module.option_values.items():
            answers[code] = sorted(choices)[option(seed) % len(choices)]
    return answers


def figures_of(team, clients, *, persons=12, customers=8):
    """Figures of a round with so many persons, who answer as the two functions say."""
    return round_figures(
        asked(),
        RoundAnswers(
            team=[team(asked(), seed) for seed in range(persons)],
            clients=[clients(asked_of_clients(asked()), seed) for seed in range(customers)],
            department_size=persons + 2,
            expected_team=persons + 1 if persons > 1 else None,
            expected_clients=customers + 1 if customers else None,
        ),
        rules=RULES,
    )


def leaning(level, option=lambda seed: seed):
    """Answers that give this level everywhere; the choices differ by person, or are alike."""
    return lambda of, seed: person(of, seed, lowest=LEVELS[level], option=option)


def alike(of, seed):
    """The same highest answers as everybody."""
    return person(of, seed, lowest=5, option=lambda _seed: 0)


def core_only(of, seed):
    """Answers to the core, and to nothing of the modules."""
    core = scored_codes(replace(of, modules=()))
    return {code: 3 + (seed + place) % 2 for place, code in enumerate(core)}


FIGURES = {
    "twelve with clients": lambda: figures_of(leaning("midden"), leaning("midden")),
    "low": lambda: figures_of(leaning("laag", lambda _seed: 0), leaning("laag", lambda _seed: 0)),
    "high": lambda: figures_of(leaning("hoog"), leaning("hoog"), customers=0),
    "six": lambda: figures_of(leaning("midden"), leaning("hoog"), persons=6, customers=6),
    "alike": lambda: figures_of(alike, alike),
    "nothing": lambda: figures_of(core_only, core_only),
    "one person": lambda: figures_of(leaning("midden"), leaning("midden"), persons=1, customers=0),
}


def made(figures, language="nl"):
    return build_report(figures=figures, questionnaire=asked(), facts=FACTS, language=language)


@pytest.fixture(scope="module")
def pdf():
    """Give the PDF of one of the rounds above, rendered once."""
    kept = {}

    def give(name):
        if name not in kept:
            kept[name] = render_pdf(report_html(made(FIGURES[name]())))
        return kept[name]

    return give


@pytest.mark.parametrize("name", FIGURES)
def test_with_all_five_modules_the_pdf_has_at_most_24_pages_and_stays_small(pdf, name):
    content = pdf(name)

    assert len(PdfReader(io.BytesIO(content)).pages) <= 24
    assert len(content) < 400_000


@pytest.mark.parametrize("name", FIGURES)
def test_with_all_five_modules_no_page_is_less_than_a_third_full(pdf, name):
    pages = PdfReader(io.BytesIO(pdf(name))).pages[1:]

    assert [number for number, page in enumerate(pages, 2) if max(heights(page)) < 0.37] == []


def test_the_bookmarks_lead_to_each_module(pdf):
    titles = [module.title["nl"] for module in asked().modules]

    assert [title for title in outline(pdf("twelve with clients")) if title in titles] == titles


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("level", LEVELS)
def test_every_theme_has_its_text_at_every_level(level, language):
    report = made(figures_of(leaning(level), leaning(level)), language)

    text = unescape(report_html(report))

    themes = [theme for module in asked().modules for theme in module.themes]
    themes += [
        theme for module in asked().modules if module.clients for theme in module.clients.themes
    ]
    explained = [theme.levels[level].explanation[language] for theme in themes]
    assert [one for one in explained if one not in text] == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("choice", [0, 1, 2, -1])
def test_what_most_chose_stands_in_the_matrices_and_the_choices(choice, language):
    same = leaning("midden", lambda _seed: choice)

    report = made(figures_of(same, same), language)

    text = unescape(report_html(report))
    cells = [
        cell.text
        for module in report.modules
        for block in module.coverage
        for line in block.lines
        for cell in line.cells
    ]
    chosen = [one.now.sentence for module in report.modules for one in module.choices]
    assert [one for one in (*cells, *chosen) if one not in text] == []
    assert all(
        line.known for m in report.modules for b in m.coverage for o in b.lines for line in o.cells
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_figures_that_only_an_alike_group_has_are_words(language):
    report = made(FIGURES["alike"](), language)

    shown = [theme.shown for module in report.modules for theme in module.themes]
    assert None not in shown
    text = unescape(report_html(report))
    assert [one for one in shown if one not in text] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_module_that_nobody_filled_in_says_why_it_shows_nothing(language):
    report = made(FIGURES["nothing"](), language)

    reasons = [module.missing for module in report.modules]
    assert None not in reasons
    assert [reason for reason in set(reasons) if reason not in unescape(report_html(report))] == []
    assert [module.cards for module in report.modules if module.chain is None] == [()] * 4
