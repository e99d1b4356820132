"""A checked questionnaire document, and the engine's value made from it.

Everything here runs in the web process, so the machinery that checks documents stays out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scans.engine.questionnaire import (
    Advice,
    ContextQuestion,
    Mirror,
    Moment,
    OpenQuestion,
    Option,
    ProfileText,
    Questionnaire,
    Role,
    RolePair,
    Statement,
    Theme,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that passed every check.

    ``data`` is complete (defaults filled in) and plain JSON; ``source`` is the text as it was
    written; ``digest`` is the SHA-256 of its bytes in hexadecimal.
    """

    data: dict[str, Any]
    source: str
    digest: str

    @property
    def slug(self) -> str:
        """Which questionnaire this is."""
        return str(self.data["slug"])

    @property
    def version(self) -> str:
        """Which version of it."""
        return str(self.data["version"])


def questionnaire_from(data: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire that a checked document describes."""
    return Questionnaire(
        slug=data["slug"],
        version=data["version"],
        title=data["title"],
        intro=data["intro"],
        scale=tuple(data["scale"]["labels"]),
        unknown=data["scale"]["unknown"],
        themes=tuple(_theme(theme) for theme in data["themes"]),
        role=_role(data["role"]),
        profiles={key: _profile(value) for key, value in data["profiles"].items()},
        between={key: _profile(value) for key, value in data["between"].items()},
        context=tuple(_context(question) for question in data["context"]),
        open=tuple(OpenQuestion(**question) for question in data["open"]),
        clients=Mirror(
            intro=data["clients"]["intro"],
            statements=_statements(data["clients"]["statements"]),
            pairs=_pairs(data["clients"]["pairs"]),
        ),
    )


def _theme(data: Mapping[str, Any]) -> Theme:
    return Theme(
        **{
            **data,
            "statements": _statements(data["statements"]),
            "levels": _advices(data["levels"]),
        }
    )


def _role(data: Mapping[str, Any]) -> Role:
    return Role(**{**data, "pairs": _pairs(data["pairs"]), "gaps": _advices(data["gaps"])})


def _profile(data: Mapping[str, Any]) -> ProfileText:
    return ProfileText(**{**data, "advice": Advice(**data["advice"])})


def _context(data: Mapping[str, Any]) -> ContextQuestion:
    return ContextQuestion(
        code=data["code"],
        moment=Moment(data["moment"]),
        label=data["label"],
        hint=data["hint"],
        options=tuple(Option(**option) for option in data["options"]),
    )


def _statements(items: Iterable[Mapping[str, Any]]) -> tuple[Statement, ...]:
    return tuple(Statement(**item) for item in items)


def _pairs(items: Iterable[Mapping[str, Any]]) -> tuple[RolePair, ...]:
    return tuple(RolePair(**item) for item in items)


def _advices(items: Mapping[str, Mapping[str, Any]]) -> dict[str, Advice]:
    return {key: Advice(**value) for key, value in items.items()}
