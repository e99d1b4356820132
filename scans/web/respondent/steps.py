"""The pages of a questionnaire, in the order in which they are filled in."""

from collections.abc import Mapping
from dataclasses import dataclass

from scans.engine.answers import prediction_codes
from scans.engine.questionnaire import NOW, WANTED, Module, Moment, Questionnaire

PREDICTING = "aannametoets"
CLOSING = "afronding"
OVERVIEW = "overzicht"

OPTIONAL = frozenset({PREDICTING, CLOSING})
"""The pages that may stay empty: nobody is brought back to them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page: its key in the address and the answer codes on it."""

    key: str
    number: int
    codes: tuple[str, ...]


def steps_of(questionnaire: Questionnaire, *, predicts: bool = False) -> tuple[Step, ...]:
    """Return the pages: one per theme, the role, one per module, and the closing questions.

    With ``predicts`` the page on what internal clients will say comes after those. A page
    without questions is left out.
    """
    pages = [(theme.key, tuple(s.code for s in theme.statements)) for theme in questionnaire.themes]
    pages.append((questionnaire.role.key, _role_codes(questionnaire)))
    pages += [(module.slug, module.codes) for module in questionnaire.modules]
    if predicts:
        pages.append((PREDICTING, prediction_codes(questionnaire)))
    asked = [q.code for q in questionnaire.context_at(Moment.RESPONDENT)]
    pages.append((CLOSING, (*asked, *(q.code for q in questionnaire.open))))
    filled = [(key, codes) for key, codes in pages if codes]
    return tuple(Step(key, number, codes) for number, (key, codes) in enumerate(filled, start=1))


def module_of(questionnaire: Questionnaire, key: str) -> Module | None:
    """Return the module whose page has this key in its address."""
    return next((module for module in questionnaire.modules if module.slug == key), None)


def _role_codes(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the role's codes as they stand on the page: per pair, now and then as wanted."""
    return tuple(
        f"{pair.code}.{when}" for pair in questionnaire.role.pairs for when in (NOW, WANTED)
    )


def first_open(
    questionnaire: Questionnaire, answers: Mapping[str, object]
) -> tuple[Step, str] | None:
    """Return the first page with an unanswered statement, and that statement's code."""
    for step in steps_of(questionnaire):
        for code in step.codes:
            if step.key not in OPTIONAL and code not in answers:
                return step, code
    return None
