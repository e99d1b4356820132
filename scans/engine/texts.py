"""What every questionnaire document is made of: texts in each language, advice, statements."""

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("nl", "en")
"""The first is the one that questions are written in; the others are translations of it."""

SCALE = (1, 2, 3, 4, 5)
NOW = "huidig"
WANTED = "gewenst"
LEVELS = ("laag", "midden", "hoog")

Text = Mapping[str, str]
"""The same sentence per language code; every language of ``LANGUAGES`` is present."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What a reader gets with a finding: an explanation, a question for the team, a small step."""

    explanation: Text
    card: Text
    step: Text


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that people (dis)agree with; ``reversed`` counts as ``6 - x``."""

    code: str
    text: Text
    reversed: bool = False
    mirrors: str | None = None
