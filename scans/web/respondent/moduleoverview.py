"""What was answered on the page of a module, in words."""

from collections.abc import Iterator, Mapping

from django.utils.translation import get_language

from scans.engine.module import Module
from scans.engine.questionnaire import NOW, WANTED, Questionnaire
from scans.web.respondent.lines import Answers, Line, Words, line_of, position_words

Asked = tuple[str, str, Words]
"""A code, its question, and what its answers are called."""


def module_lines(
    questionnaire: Questionnaire, module: Module, answers: Answers
) -> tuple[Line, ...]:
    """Return every question of a module with its answer, in the order in which they are asked."""
    language = get_language() or "nl"
    role = questionnaire.role
    labels = {NOW: role.now[language], WANTED: role.wanted[language]}
    asked = (
        *_statements(questionnaire, module, language),
        *_pairs(module, labels, language),
        *_choices(module, labels, language),
        *_cells(module, language),
    )
    unknown = questionnaire.unknown[language]
    return tuple(
        line_of(code, question, answers, words, unknown) for code, question, words in asked
    )


def _statements(questionnaire: Questionnaire, module: Module, language: str) -> Iterator[Asked]:
    words = {n: text[language] for n, text in enumerate(questionnaire.scale, start=1)}
    for statement in module.statements.values():
        yield statement.code, statement.text[language], words


def _pairs(module: Module, labels: Mapping[str, str], language: str) -> Iterator[Asked]:
    for position in module.positions:
        for pair in position.pairs:
            words = position_words(pair.low[language], pair.high[language])
            for when, label in labels.items():
                yield f"{pair.code}.{when}", f"{pair.topic[language]} – {label}", words


def _choices(module: Module, labels: Mapping[str, str], language: str) -> Iterator[Asked]:
    for choice in module.choices:
        words = {one.value: one.text[language] for one in choice.alternatives}
        for when, label in labels.items():
            yield f"{choice.key}.{when}", f"{choice.title[language]} – {label}", words


def _cells(module: Module, language: str) -> Iterator[Asked]:
    for block in module.coverage:
        for row in block.rows:
            for aspect in block.aspects:
                words = {cell.value: cell.text[language] for cell in aspect.cells}
                question = f"{row.title[language]} – {aspect.title[language]}"
                yield f"{row.code}.{aspect.code}", question, words
