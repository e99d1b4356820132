"""Everything that was answered, before it is sent."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scans.engine.answers import asked_codes
from scans.engine.module import ModuleTheme
from scans.engine.questionnaire import NOW, WANTED, Moment, Questionnaire, Theme
from scans.engine.scoring import position_coverage, theme_coverage
from scans.web.respondent.lines import Answers, Line, line_of, position_words
from scans.web.respondent.moduleoverview import module_lines
from scans.web.respondent.predicting import predictions_of, unknown_word
from scans.web.respondent.steps import CLOSING, OPTIONAL, PREDICTING, module_of, steps_of

LISTED = 8
"""How many open questions are listed one by one; more are counted per page."""


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the questionnaire.

    ``missing`` says what the result would lack, for want of answers on this page.
    """

    key: str
    title: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...] = ()

    @property
    def open_lines(self) -> tuple[Line, ...]:
        """The questions of this page that have no answer yet."""
        return tuple(line for line in self.lines if line.is_open)


@dataclass(frozen=True, slots=True)
class Overview:
    """All pages.

    ``has_answers`` is whether one scored question at least is answered with more than "weet ik
    niet"; ``has_index`` whether every theme gets a score, which the impact index needs.
    """

    parts: tuple[Part, ...]
    has_answers: bool
    has_index: bool

    @property
    def open_parts(self) -> tuple[Part, ...]:
        """The pages with scored questions that are still open; the others may stay empty."""
        return tuple(part for part in self.parts if part.key not in OPTIONAL and part.open_lines)

    @property
    def open_count(self) -> int:
        """How many scored questions are still open."""
        return sum(len(part.open_lines) for part in self.open_parts)

    @property
    def lists_questions(self) -> bool:
        """Whether the open questions are few enough to list one by one."""
        return self.open_count <= LISTED

    @property
    def lacking_parts(self) -> tuple[Part, ...]:
        """The pages for want of which the result would lack something."""
        return tuple(part for part in self.parts if part.missing)


def overview_of(
    questionnaire: Questionnaire, answers: Answers, *, predicts: bool = False
) -> Overview:
    """Return the overview in the reader's language."""
    asked = asked_codes(questionnaire)
    return Overview(
        parts=tuple(
            Part(
                step.key,
                _title(questionnaire, step.key),
                _lines(questionnaire, step.key, answers),
                _missing(questionnaire, step.key, answers),
            )
            for step in steps_of(questionnaire, predicts=predicts)
        ),
        has_answers=any(answers.get(code) is not None for code in asked),
        has_index=all(theme_coverage(t, answers).is_enough for t in questionnaire.themes),
    )


def _missing(questionnaire: Questionnaire, key: str, answers: Answers) -> tuple[str, ...]:
    if key in OPTIONAL:
        return ()
    if key == questionnaire.role.key:
        return _missing_positions(questionnaire, answers)
    if module := module_of(questionnaire, key):
        return tuple(one for theme in module.themes for one in _missing_score(theme, answers))
    return _missing_score(questionnaire.theme(key), answers)


def _missing_score(theme: Theme | ModuleTheme, answers: Answers) -> tuple[str, ...]:
    coverage = theme_coverage(theme, answers)
    if coverage.is_enough:
        return ()
    sentence = _(
        "%(title)s krijgt zo geen score: %(answered)d van de %(asked)d stellingen beantwoord, "
        "%(needed)d nodig."
    )
    return (
        sentence
        % {
            "title": theme.title[_language()],
            "answered": coverage.answered,
            "asked": coverage.asked,
            "needed": coverage.needed,
        },
    )


def _missing_positions(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    role = questionnaire.role
    sentence = _(
        "‘%(row)s’ krijgt zo geen plek op de lijn: %(answered)d van de %(asked)d keuzes gemaakt, "
        "%(needed)d nodig."
    )
    rows = (
        (label[_language()], position_coverage(role, when, answers))
        for when, label in ((NOW, role.now), (WANTED, role.wanted))
    )
    return tuple(
        sentence
        % {
            "row": label,
            "answered": coverage.answered,
            "asked": coverage.asked,
            "needed": coverage.needed,
        }
        for label, coverage in rows
        if not coverage.is_enough
    )


def _title(questionnaire: Questionnaire, key: str) -> str:
    if subject := questionnaire.subjects.get(key):
        return subject.title[_language()]
    if module := module_of(questionnaire, key):
        return module.title[_language()]
    return _("Aannametoets") if key == PREDICTING else _("Afronding")


def _lines(questionnaire: Questionnaire, key: str, answers: Answers) -> tuple[Line, ...]:
    if key in OPTIONAL:
        optional = {CLOSING: _closing_lines, PREDICTING: _prediction_lines}
        return optional[key](questionnaire, answers)
    if key == questionnaire.role.key:
        return _role_lines(questionnaire, answers)
    if module := module_of(questionnaire, key):
        return module_lines(questionnaire, module, answers)
    theme = questionnaire.theme(key)
    words = {n: text[_language()] for n, text in enumerate(questionnaire.scale, start=1)}
    unknown = questionnaire.unknown[_language()]
    return tuple(
        line_of(statement.code, statement.text[_language()], answers, words, unknown)
        for statement in theme.statements
    )


def _role_lines(questionnaire: Questionnaire, answers: Answers) -> tuple[Line, ...]:
    language = _language()
    role, unknown = questionnaire.role, questionnaire.unknown[language]
    lines = []
    for pair in role.pairs:
        words = position_words(pair.maker[language], pair.meedenker[language])
        for when, label in ((NOW, role.now), (WANTED, role.wanted)):
            question = f"{pair.topic[language]} – {label[language]}"
            lines.append(line_of(f"{pair.code}.{when}", question, answers, words, unknown))
    return tuple(lines)


def _closing_lines(questionnaire: Questionnaire, answers: Answers) -> tuple[Line, ...]:
    language = _language()
    lines = []
    for question in questionnaire.context_at(Moment.RESPONDENT):
        words = {option.value: option.text[language] for option in question.options}
        answer = words.get(str(answers.get(question.code)), "")
        lines.append(Line(question.code, question.label[language], answer, not answer))
    for asked in questionnaire.open:
        text = str(answers.get(asked.code) or "")
        lines.append(Line(asked.code, asked.label[language], text, not text))
    return tuple(lines)


def _prediction_lines(questionnaire: Questionnaire, answers: Answers) -> tuple[Line, ...]:
    lines = []
    for asked in predictions_of(questionnaire):
        value = answers.get(asked.code)
        known = asked.words[value - 1] if isinstance(value, int) else unknown_word()
        answer = known if asked.code in answers else ""
        lines.append(Line(asked.code, asked.legend, answer, not answer))
    return tuple(lines)


def _language() -> str:
    return get_language() or "nl"
