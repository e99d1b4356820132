"""A checked questionnaire document, and the engine's value made from it.

Everything here runs in the web process, so the machinery that checks documents stays out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scans.engine.module import (
    Alternative,
    Aspect,
    Cell,
    Chain,
    Choice,
    Coverage,
    CoverageRow,
    Link,
    Module,
    ModuleMirror,
    ModuleTheme,
    Pair,
    Position,
)
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


def module_from(data: Mapping[str, Any]) -> Module:
    """Return the module that a checked document describes."""
    return Module(
        slug=data["slug"],
        version=data["version"],
        title=data["title"],
        intro=data["intro"],
        summary=data["summary"],
        question=data["question"],
        themes=tuple(_module_theme(theme) for theme in data["themes"]),
        positions=tuple(_position(position) for position in data["positions"]),
        choices=tuple(_choice(choice) for choice in data["choices"]),
        coverage=tuple(_coverage(block) for block in data["coverage"]),
        clients=None if data["clients"] is None else _module_mirror(data["clients"]),
        chain=None if data["chain"] is None else _chain(data["chain"]),
    )


def is_module(data: Mapping[str, Any]) -> bool:
    """Tell whether a checked document is that of a module."""
    return data.get("kind") == "module"


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


def _module_theme(data: Mapping[str, Any]) -> ModuleTheme:
    return ModuleTheme(
        **{
            **data,
            "statements": _statements(data["statements"]),
            "levels": _advices(data["levels"]),
        }
    )


def _position(data: Mapping[str, Any]) -> Position:
    return Position(
        **{
            **data,
            "pairs": tuple(Pair(**pair) for pair in data["pairs"]),
            "shifts": _advices(data["shifts"]),
        }
    )


def _choice(data: Mapping[str, Any]) -> Choice:
    return Choice(
        **{
            **data,
            "alternatives": tuple(
                Alternative(**{**one, "advice": Advice(**one["advice"])})
                for one in data["alternatives"]
            ),
            "divided": Advice(**data["divided"]),
        }
    )


def _coverage(data: Mapping[str, Any]) -> Coverage:
    return Coverage(
        **{
            **data,
            "aspects": tuple(
                Aspect(**{**one, "cells": tuple(Cell(**cell) for cell in one["cells"])})
                for one in data["aspects"]
            ),
            "rows": tuple(CoverageRow(**row) for row in data["rows"]),
            "findings": _advices(data["findings"]),
        }
    )


def _module_mirror(data: Mapping[str, Any]) -> ModuleMirror:
    return ModuleMirror(
        intro=data["intro"],
        statements=_statements(data["statements"]),
        themes=tuple(_module_theme(theme) for theme in data["themes"]),
    )


def _chain(data: Mapping[str, Any]) -> Chain:
    return Chain(
        title=data["title"],
        meaning=data["meaning"],
        links=tuple(
            Link(**{**link, "of": tuple(link["of"]), "advice": Advice(**link["advice"])})
            for link in data["links"]
        ),
    )
