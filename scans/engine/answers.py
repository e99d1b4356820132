"""What one person may answer, and what is still open: one rule for form, autosave and import."""

from collections.abc import Mapping, Set
from enum import StrEnum
from itertools import chain
from typing import Literal

from scans.engine.questionnaire import (
    NOW,
    SCALE,
    WANTED,
    ContextQuestion,
    Module,
    Moment,
    OpenQuestion,
    Questionnaire,
)

Answers = Mapping[str, int | str | None]
"""The answers of one person by code; ``None`` is "weet ik niet", an absent code is still open."""

AnsweringGroup = Literal["team", "clients"]


class Reason(StrEnum):
    """Why an answer is refused; each door puts it in words of its own."""

    UNKNOWN_CODE = "unknown_code"
    WRONG_TYPE = "wrong_type"
    OUTSIDE_SCALE = "outside_scale"
    UNKNOWN_OPTION = "unknown_option"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"


class InvalidAnswerError(ValueError):
    """An answer that the questionnaire does not allow: ``field`` is its code."""

    def __init__(self, field: str, reason_key: Reason) -> None:
        super().__init__(f"{field}: {reason_key}")
        self.field = field
        self.reason_key = reason_key


PREDICTION = "prediction."
"""Before the key of a theme: how a team member thinks that internal clients score the team."""


def prediction_codes(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the codes of the aannametoets: one answer on the scale per theme, and the role.

    None where internal clients aren't asked anything, so that there is nothing to foresee.
    """
    if not questionnaire.clients.statements:
        return ()
    return tuple(f"{PREDICTION}{key}" for key in questionnaire.subjects)


def core_codes(questionnaire: Questionnaire, group: AnsweringGroup = "team") -> tuple[str, ...]:
    """Return the codes of the core that are answered on the scale: statements, then role."""
    if group == "team":
        return (*questionnaire.statements, *questionnaire.role_codes)
    clients = questionnaire.clients
    return (
        *(statement.code for statement in clients.statements),
        *(f"{pair.code}.{when}" for when in (NOW, WANTED) for pair in clients.pairs),
    )


def scored_codes(questionnaire: Questionnaire, group: AnsweringGroup = "team") -> tuple[str, ...]:
    """Return the codes answered on the scale, in the order asked: the core, then each module."""
    return (
        *core_codes(questionnaire, group),
        *(
            code
            for module in questionnaire.modules
            for code in _codes_of(module, group)
            if group == "clients" or code in module.scale_codes
        ),
    )


def option_values(questionnaire: Questionnaire) -> dict[str, frozenset[str]]:
    """Return by code the values that a team member may choose in the modules."""
    return {
        code: values
        for module in questionnaire.modules
        for code, values in module.option_values.items()
    }


def asked_codes(questionnaire: Questionnaire, group: AnsweringGroup = "team") -> tuple[str, ...]:
    """Return the codes that an answer is waited for, in the order asked.

    Those of the core on the scale, and all of the modules. Context, open questions and the
    aannametoets may be passed over.
    """
    modules = (_codes_of(module, group) for module in questionnaire.modules)
    return (*core_codes(questionnaire, group), *chain.from_iterable(modules))


def open_codes(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    """Return the team's asked codes without an answer, in order; "weet ik niet" is an answer."""
    return tuple(code for code in asked_codes(questionnaire) if code not in answers)


def check_answers(
    questionnaire: Questionnaire,
    answers: Mapping[str, object],
    *,
    group: AnsweringGroup = "team",
) -> None:
    """Raise ``InvalidAnswerError`` at the first answer that this group can't give.

    Nothing is required: an absent code is simply open. ``None`` fits every code.
    """
    scored = frozenset(scored_codes(questionnaire, group))
    if group == "team":
        scored |= frozenset(prediction_codes(questionnaire))
    others = _unscored(questionnaire) if group == "team" else {}
    options = option_values(questionnaire) if group == "team" else {}
    for code, value in answers.items():
        if code in scored:
            check_scale(code, value)
        elif code in options:
            _check_value(code, value, options[code])
        elif code in others:
            _check_unscored(others[code], value)
        else:
            raise InvalidAnswerError(str(code), Reason.UNKNOWN_CODE)


def check_scale(field: str, value: object) -> None:
    """Raise ``InvalidAnswerError`` unless the value is ``None`` or a whole number on the scale."""
    if value is None:
        return
    if not _is_whole(value):
        raise InvalidAnswerError(field, Reason.WRONG_TYPE)
    if value not in SCALE:
        raise InvalidAnswerError(field, Reason.OUTSIDE_SCALE)


def _codes_of(module: Module, group: AnsweringGroup) -> tuple[str, ...]:
    return module.codes if group == "team" else tuple(module.client_statements)


def _unscored(questionnaire: Questionnaire) -> dict[str, ContextQuestion | OpenQuestion]:
    questions: dict[str, ContextQuestion | OpenQuestion] = {}
    questions.update({q.code: q for q in questionnaire.context_at(Moment.RESPONDENT)})
    questions.update({q.code: q for q in questionnaire.open})
    return questions


def _check_unscored(question: ContextQuestion | OpenQuestion, value: object) -> None:
    if value is None:
        return
    if isinstance(question, OpenQuestion):
        _check_text(question, value)
    elif question.options:
        _check_value(question.code, value, {option.value for option in question.options})
    else:
        _check_number_of_persons(question, value)


def _check_text(question: OpenQuestion, value: object) -> None:
    if not isinstance(value, str):
        raise InvalidAnswerError(question.code, Reason.WRONG_TYPE)
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        # A database can store neither NUL nor half of a surrogate pair.
        raise InvalidAnswerError(question.code, Reason.UNREADABLE)
    # A browser counts a line break as one character and sends two.
    if len(value.replace("\r\n", "\n")) > question.max_length:
        raise InvalidAnswerError(question.code, Reason.TOO_LONG)


def _check_value(field: str, value: object, values: Set[str]) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        raise InvalidAnswerError(field, Reason.WRONG_TYPE)
    if value not in values:
        raise InvalidAnswerError(field, Reason.UNKNOWN_OPTION)


def _check_number_of_persons(question: ContextQuestion, value: object) -> None:
    if not _is_whole(value):
        raise InvalidAnswerError(question.code, Reason.WRONG_TYPE)
    if not isinstance(value, int) or value < 1:
        raise InvalidAnswerError(question.code, Reason.OUTSIDE_SCALE)


def _is_whole(value: object) -> bool:
    """Tell whether this is a whole number; ``True`` is an ``int`` to Python, but not to us."""
    return isinstance(value, int) and not isinstance(value, bool)
