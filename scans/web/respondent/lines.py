"""One question with its answer in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Answers = Mapping[str, int | str | None]
Words = Mapping[Any, str]
"""What answers are called: numbers of a scale, or values of options."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer in words; ``is_open`` when there is none."""

    code: str
    question: str
    answer: str
    is_open: bool


def line_of(code: str, question: str, answers: Answers, words: Words, unknown: str) -> Line:
    """Return the line of a question; ``words`` are what its answers are called."""
    if code not in answers:
        return Line(code, question, _("nog niet beantwoord"), is_open=True)
    value = answers[code]
    return Line(code, question, unknown if value is None else words[value], is_open=False)


def position_words(low: str, high: str) -> dict[int, str]:
    """Return the five positions between two ends in words."""
    ends = {"maker": low.rstrip("."), "meedenker": high.rstrip(".")}
    return {
        1: _("Helemaal ‘%(maker)s’") % ends,
        2: _("Vooral ‘%(maker)s’") % ends,
        3: _("Allebei evenveel"),
        4: _("Vooral ‘%(meedenker)s’") % ends,
        5: _("Helemaal ‘%(meedenker)s’") % ends,
    }
