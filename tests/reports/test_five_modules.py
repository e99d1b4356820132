"""The five modules that come with the product, with all their texts, as report and as PDF."""

import io
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape

import pytest
from pypdf import PdfReader

from scans.content.document import module_from
from scans.content.files import document_path, newest_version_of
from scans.content.loader import read_document
from scans.engine.answers import prediction_codes, scored_codes
from scans.engine.asking import asked_of_clients
from scans.engine.round import RoundAnswers, round_figures
from scans.engine.tally import tally_of
from scans.engine.trend import ClosedRound, trend_of
from scans.reports.assemble import build_report
from scans.reports.cards import cards_of
from scans.reports.pdf import render_pdf
from scans.reports.renderer import cards_html, report_html
from tests.factories import sixth_document
from tests.reports.samples import FACTS, RULES, TEXTS, questionnaire
from tests.reports.test_pdf import ALL_GROUPS, heights, outline
from tests.reports.test_plan_pdf import COUNTS, PLAN

THEN = date(2026, 5, 22)

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


def answers_of(team, clients, *, persons=12, customers=8):
    """The answers of so many persons, who answer as the two functions say."""
    return RoundAnswers(
        team=[team(asked(), seed) for seed in range(persons)],
        clients=[clients(asked_of_clients(asked()), seed) for seed in range(customers)],
        department_size=max(persons + 2, 5),
        expected_team=max(persons + 1, 5) if persons > 1 else None,
        expected_clients=max(customers + 1, 5) if customers else None,
    )


def figures_of(team, clients, **sizes):
    """Figures of a round in which they answered so."""
    return round_figures(asked(), answers_of(team, clients, **sizes), rules=RULES)


def closed(team, clients, **sizes):
    """A closed round in which they answered so."""
    answers = answers_of(team, clients, **sizes)
    figures = round_figures(asked(), answers, rules=RULES)
    return ClosedRound(asked(), figures, tally_of(asked(), answers), THEN, together=False)


def second(before, after, *, cards=True, planned=True, standing=None, language="nl"):  # noqa: PLR0913 - what a report may have
    """The report of a later round, with client cards and with a full plan if wanted."""
    after = replace(after, closed_on=FACTS.closed_on)
    report = build_report(
        figures=after.figures,
        questionnaire=asked(),
        facts=replace(FACTS, client_cards=COUNTS if cards else None),
        language=language,
        standing=standing,
        trend=trend_of(before, after, rules=RULES),
    )
    return replace(report, plan=PLAN if planned else None)


def first(figures, language="nl"):
    """The report of a first round, with client cards, a full plan and all other groups."""
    report = build_report(
        figures=figures,
        questionnaire=asked(),
        facts=replace(FACTS, client_cards=COUNTS),
        language=language,
        standing=ALL_GROUPS,
    )
    return replace(report, plan=PLAN)


def leaning(level, option=lambda seed: seed):
    """Answers that give this level everywhere; the choices differ by person, or are alike."""
    return lambda of, seed: person(of, seed, lowest=LEVELS[level], option=option)


def alike(of, seed):
    """The same highest answers as everybody."""
    return person(of, seed, lowest=5, option=lambda _seed: 0)


def complete(of, seed):
    """Answers of somebody who skips nothing: also what clients would say, and a text."""
    answers = leaning("midden")(of, seed) | dict.fromkeys(prediction_codes(of), 3 + seed % 2)
    return answers | {"open1": TEXTS[seed % len(TEXTS)]}


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


def one_level(level, **sizes):
    """A closed round in which everybody's answers give this level."""
    return closed(leaning(level), leaning(level), **sizes)


def spread(of, seed):
    """Low answers that differ from person to person."""
    answers = person(of, seed, lowest=2, option=lambda seed: seed)
    return {
        code: min(5, max(1, value + (seed + place % 3) % 3 - 1)) if code in of_scale(of) else value
        for place, (code, value) in enumerate(answers.items())
    }


def of_scale(of):
    return {
        *of.statements,
        *of.role_codes,
        *(code for one in of.modules for code in one.scale_codes),
    }


SECOND_ROUNDS = {
    "second round": lambda: second(
        one_level("midden"), one_level("midden"), cards=False, planned=False
    ),
    "second round, all changed, with cards and plan": lambda: second(
        one_level("laag"), one_level("midden")
    ),
    "second round, some changed, with cards and plan": lambda: second(
        closed(spread, spread, persons=11, customers=7), one_level("midden")
    ),
    "second round, some changed, with everything": lambda: second(
        closed(spread, spread, persons=11, customers=7), one_level("midden"), standing=ALL_GROUPS
    ),
    "second round, all changed, with everything": lambda: second(
        one_level("laag"), one_level("midden"), standing=ALL_GROUPS
    ),
    "second round of too few, with cards": lambda: second(
        one_level("midden"), one_level("midden", persons=3), planned=False
    ),
    "second round of too few, with cards and plan": lambda: second(
        one_level("midden"), one_level("midden", persons=3)
    ),
    "second round of too few, of clients too": lambda: second(
        one_level("midden"), one_level("midden", persons=3, customers=3), planned=False
    ),
}
COMPLETE = {
    f"{name}, in {language}": lambda make=make, language=language: make(language)
    for language in ("nl", "en")
    for name, make in {
        "complete first round": lambda language: first(
            figures_of(complete, leaning("midden")), language
        ),
        "complete second round": lambda language: second(
            one_level("laag"),
            closed(complete, leaning("midden")),
            standing=ALL_GROUPS,
            language=language,
        ),
    }.items()
}
CASES = {
    **{name: lambda of=of: made(of()) for name, of in FIGURES.items()},
    "twelve with everything": lambda: first(FIGURES["twelve with clients"]()),
    **SECOND_ROUNDS,
    **COMPLETE,
}


def made(figures, language="nl"):
    return build_report(figures=figures, questionnaire=asked(), facts=FACTS, language=language)


@pytest.fixture(scope="module")
def pdf():
    """Give the PDF of one of the rounds above, rendered once."""
    kept = {}

    def give(name):
        if name not in kept:
            kept[name] = render_pdf(report_html(CASES[name]()))
        return kept[name]

    return give


@pytest.mark.parametrize("name", CASES)
def test_with_all_five_modules_the_pdf_has_at_most_24_pages_and_stays_small(pdf, name):
    content = pdf(name)

    assert len(PdfReader(io.BytesIO(content)).pages) <= 24
    assert len(content) < 400_000


@pytest.mark.parametrize(
    ("name", "on_paper"),
    [("twelve with everything", True), ("second round, all changed, with everything", False)],
)
def test_where_paper_has_no_room_for_the_other_groups_it_leads_to_the_page(name, on_paper):
    text = " ".join(unescape(report_html(CASES[name]())).split())

    there = 'id="andere-groepen"' in text
    elsewhere = "Naast welke andere groepen de afdeling staat, zie je op de pagina" in text
    assert (there, elsewhere) == (on_paper, not on_paper)


@pytest.mark.parametrize("name", CASES)
def test_with_all_five_modules_no_page_is_less_than_a_third_full(pdf, name):
    pages = PdfReader(io.BytesIO(pdf(name))).pages[1:]

    assert [number for number, page in enumerate(pages, 2) if max(heights(page)) < 0.37] == []


@pytest.mark.parametrize("name", SECOND_ROUNDS)
def test_what_keeps_many_subjects_from_being_compared_is_said_once(name):
    text = unescape(report_html(CASES[name]()))

    assert text.count("in een van beide rondes is te weinig ingevuld") <= 1


def test_no_card_of_a_sixth_module_is_dropped():
    sixth = module_from(sixth_document().data)
    six = replace(asked(), modules=(*asked().modules, sixth))
    answers = RoundAnswers(
        team=[person(six, seed, lowest=1, option=lambda _seed: 0) for seed in range(12)],
        clients=[
            person(asked_of_clients(six), seed, lowest=1, option=lambda _seed: 0)
            for seed in range(8)
        ],
        department_size=14,
        expected_team=12,
        expected_clients=8,
    )
    figures = round_figures(six, answers, rules=RULES)
    report = build_report(figures=figures, questionnaire=six, facts=FACTS, language="nl")

    cards = cards_of(report)

    of_modules = [card for module in report.modules for card in module.cards]
    kept = [card for card in cards if card.key in {module.slug for module in six.modules}]
    assert len(cards) > 40
    assert [card.title for card in kept] == [card.title for card in of_modules]
    pages = PdfReader(io.BytesIO(render_pdf(cards_html(report)))).pages
    assert len(pages) == -(-len(cards) // 4)


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
