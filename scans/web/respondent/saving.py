"""What the page's script posts: one or more answers, by code."""

from collections.abc import Collection

from django.http import QueryDict

from scans.engine.answers import PREDICTION, InvalidAnswerError, Reason
from scans.engine.questionnaire import SCALE, Questionnaire

UNKNOWN = "x"
"""How a form writes "weet ik niet / n.v.t."; the answers say ``None``."""

BASE = "initial-"
"""Stands before the code of what the page knows is kept, as in every form with hidden initials."""

NOT_ANSWERS = {"csrfmiddlewaretoken"}
"""A page that was opened before the site did without it, still sends this."""

FROM_FORM: dict[str, int | None] = {**{str(value): value for value in SCALE}, UNKNOWN: None}


def changes_in(
    posted: QueryDict, questionnaire: Questionnaire, *, predicts: bool = False
) -> dict[str, int | str | None]:
    """Return the posted answers as the engine knows them.

    ``InvalidAnswerError`` when nothing was posted, or one code twice, or a prediction of what
    clients say where none is asked. Whether a code exists and takes this value is the engine's
    to say.
    """
    changes: dict[str, int | str | None] = {}
    for code, values in posted.lists():
        if code in NOT_ANSWERS or code.startswith(BASE):
            continue
        if len(values) != 1:
            raise InvalidAnswerError(code, Reason.WRONG_TYPE)
        if code.startswith(PREDICTION) and not predicts:
            raise InvalidAnswerError(code, Reason.UNKNOWN_CODE)
        changes[code] = to_answer(code, values[0], questionnaire)
    if not changes:
        raise InvalidAnswerError("", Reason.UNKNOWN_CODE)
    return changes


def bases_in(
    posted: QueryDict, codes: Collection[str], questionnaire: Questionnaire
) -> dict[str, list[int | str | None]]:
    """Return for each of these codes what the page knows, or thinks, that is kept of it.

    A code without a base was not answered as far as the page knows. ``InvalidAnswerError`` when
    there is a base of something that was not posted.
    """
    for name in posted:
        if name.startswith(BASE) and name.removeprefix(BASE) not in codes:
            raise InvalidAnswerError(name, Reason.UNKNOWN_CODE)
    return {
        code: [
            to_answer(code, base, questionnaire)
            for base in posted.getlist(BASE + code) or [""]
            if "\0" not in base  # is never kept, and is nothing to ask a database
        ]
        for code in codes
    }


def to_answer(code: str, value: str, questionnaire: Questionnaire) -> int | str | None:
    """Return one posted value as an answer; what fits no scale stays the text that it was."""
    on_scale = code in questionnaire.statements or code in questionnaire.role_codes
    if on_scale or code.startswith(PREDICTION):
        return FROM_FORM.get(value, value)
    for module in questionnaire.modules:
        if code in module.scale_codes:
            return FROM_FORM.get(value, value)
        if code in module.option_values:
            return None if value == UNKNOWN else value
    return value.replace("\r\n", "\n")


def as_field(answer: int | str | None) -> str:
    """Return an answer as a form writes it."""
    return UNKNOWN if answer is None else str(answer)
