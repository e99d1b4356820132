"""How crispy-forms lays out the page of a module: its four kinds of question, under their headings.

Each question is one template whose HTML is kept, as on the pages of the core.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from crispy_forms.utils import TEMPLATE_PACK
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from scans.engine.module import Choice, Coverage, Module, ModuleTheme, Position
from scans.engine.questionnaire import NOW, WANTED, Questionnaire
from scans.web.respondent.layout import (
    KEPT_PIECES,
    Answered,
    PairWords,
    Words,
    answered,
    pair_row,
    scale_words,
    statement_row,
)
from scans.web.respondent.saving import UNKNOWN

if TYPE_CHECKING:
    from scans.web.respondent.forms import StepForm


class ModuleRows:
    """All questions of a module, numbered on."""

    def __init__(self, module: Module) -> None:
        self.module = module

    def render(
        self,
        form: "StepForm",
        context: Context,
        template_pack: str = TEMPLATE_PACK,
        **kwargs: object,
    ) -> SafeString:
        """Return the parts of this page."""
        page = _Page(form, get_language() or "nl")
        return mark_safe("".join(page.parts(self.module)))  # noqa: S308 - made by templates


class _Page:
    """The parts of one page in one language."""

    def __init__(self, form: "StepForm", language: str) -> None:
        self.form = form
        self.language = language
        self.asked: Questionnaire = form.questionnaire
        self.numbers = count(1)
        role = self.asked.role
        self.labels = (role.now[language], role.wanted[language])

    def parts(self, module: Module) -> Iterator[str]:
        """Yield the HTML of each part, in the order in which they are asked."""
        for theme in module.themes:
            yield self._part(theme.key, self._heading(theme), "", self._statements(theme))
        for position in module.positions:
            yield self._subject(position, self._pairs(position))
        for choice in module.choices:
            yield self._subject(choice, self._choice(choice))
        for block in module.coverage:
            yield self._subject(block, self._rows(block))

    def _heading(self, theme: ModuleTheme) -> str:
        # The question above mirrored statements is put to the team.
        mirrored = any(statement.mirrors for statement in theme.statements)
        return (theme.title if mirrored else theme.question)[self.language]

    def _subject(self, subject: Position | Choice | Coverage, rows: Iterator[str]) -> str:
        heading, meaning = subject.question[self.language], subject.meaning[self.language]
        return self._part(subject.key, heading, meaning, rows)

    def _part(self, key: str, heading: str, meaning: str, rows: Iterator[str]) -> str:
        context = {
            "key": key,
            "heading": heading,
            "meaning": meaning,
            "rows": mark_safe("".join(rows)),  # noqa: S308 - made by templates
        }
        return get_template("components/module_part.html").render(context)

    def _statements(self, theme: ModuleTheme) -> Iterator[str]:
        words = scale_words(self.asked, self.language)
        for statement in theme.statements:
            yield statement_row(
                answered(self.form, statement.code),
                words,
                statement.text[self.language],
                next(self.numbers),
            )

    def _pairs(self, position: Position) -> Iterator[str]:
        names = (position.low[self.language], position.high[self.language])
        for pair in position.pairs:
            ends = (pair.low[self.language], pair.high[self.language])
            yield pair_row(
                answered(self.form, f"{pair.code}.{NOW}"),
                answered(self.form, f"{pair.code}.{WANTED}"),
                PairWords(pair.topic[self.language], *ends, *names, self._unknown),
                self.labels,
                next(self.numbers),
            )

    def _choice(self, choice: Choice) -> Iterator[str]:
        words = Words(
            tuple((one.value, one.text[self.language]) for one in choice.alternatives),
            self._unknown,
        )
        rows = (
            self._option_row(code, words, label)
            for code, label in zip(choice.codes, self.labels, strict=True)
        )
        yield _options(choice.title[self.language], "", next(self.numbers), rows)

    def _rows(self, block: Coverage) -> Iterator[str]:
        words = tuple(
            Words(
                tuple((cell.value, cell.text[self.language]) for cell in aspect.cells),
                self._unknown,
            )
            for aspect in block.aspects
        )
        for row in block.rows:
            rows = (
                self._option_row(
                    f"{row.code}.{aspect.code}", options, aspect.question[self.language]
                )
                for aspect, options in zip(block.aspects, words, strict=True)
            )
            title, meaning = row.title[self.language], row.meaning[self.language]
            yield _options(title, meaning, next(self.numbers), rows)

    def _option_row(self, code: str, words: Words, legend: str) -> str:
        allowed = {*(value for value, _text in words.scale), UNKNOWN}
        return _option_row(answered(self.form, code, allowed), words, legend)

    @property
    def _unknown(self) -> str:
        return self.asked.unknown[self.language]


def _options(title: str, meaning: str, number: int, rows: Iterable[str]) -> str:
    """Return what is asked of one thing: under its title a few rows of options each."""
    context = {
        "number": number,
        "title": title,
        "meaning": meaning,
        "rows": mark_safe("".join(rows)),  # noqa: S308 - made by templates
    }
    return get_template("components/options_field.html").render(context)


@lru_cache(maxsize=KEPT_PIECES)
def _option_row(one: Answered, words: Words, legend: str) -> str:
    context = {**one.row(words), "legend": legend}
    return get_template("components/option_row.html").render(context)
