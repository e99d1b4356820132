"""What a module asks: themes, positions, choices and coverage, beside the core questionnaire.

A module is a document of its own. The engine knows these four kinds of question and none of
their subjects, so that another module needs a document and no code. Its statements are answered
on the scale of the questionnaire that it is put with. Every key and code of a module begins with
its slug and a hyphen, so that the answers of one person fit in one mapping.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scans.engine.texts import NOW, WANTED, Advice, Statement, Text

SHIFTS = ("naar_hoog", "naar_laag", "tevreden")
"""The way from a position now to the one wanted: up, down, or hardly any."""

SIGNS = ("vol", "half", "leeg")
"""What an option of a coverage question says of its row: covered, partly, or not."""


@dataclass(frozen=True, slots=True)
class ModuleTheme:
    """A theme scored 0-100, with its texts per level.

    ``statements`` are put to the team, or to internal clients only where it is one of theirs.
    """

    key: str
    title: Text
    question: Text
    meaning: Text
    statements: tuple[Statement, ...]
    levels: Mapping[str, Advice]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ends of one subject; 1 is wholly ``low``, 5 wholly ``high``; neither is better."""

    code: str
    topic: Text
    low: Text
    high: Text


@dataclass(frozen=True, slots=True)
class Position:
    """Pairs answered twice, now and as wanted: a place of 0 (``low``) to 100, never a grade."""

    key: str
    title: Text
    question: Text
    meaning: Text
    low: Text
    high: Text
    pairs: tuple[Pair, ...]
    shifts: Mapping[str, Advice]

    @property
    def codes(self) -> tuple[str, ...]:
        """The answer codes as they are asked: per pair, now and then as wanted."""
        return tuple(f"{pair.code}.{when}" for pair in self.pairs for when in (NOW, WANTED))


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the answers to a choice.

    ``role`` says how the role of the core report reads for a department of which most chose this
    for now; ``None`` when it has no bearing on it.
    """

    value: str
    text: Text
    advice: Advice
    role: Text | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few alternatives, chosen twice: how it is now, and how it is wanted."""

    key: str
    title: Text
    question: Text
    meaning: Text
    alternatives: tuple[Alternative, ...]
    divided: Advice

    @property
    def codes(self) -> tuple[str, ...]:
        """The two answer codes."""
        return tuple(f"{self.key}.{when}" for when in (NOW, WANTED))


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer to an aspect; ``sign`` is one of ``SIGNS``, ``None`` where that has no meaning.

    ``moves`` says that what the row is about should go somewhere else.
    """

    value: str
    text: Text
    sign: str | None = None
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Aspect:
    """A column of a coverage question: the same question about every row."""

    code: str
    title: Text
    question: Text
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What is covered or not: a role, a goal, a task."""

    code: str
    title: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Coverage:
    """Rows by aspects: a profile as a matrix, without a grade.

    ``findings`` holds the texts: ``gaten`` when most say of some row that it isn't covered,
    ``verschuiven`` when something should move, ``gedekt`` when neither, ``verdeeld`` when there
    is no majority for any row.
    """

    key: str
    title: Text
    question: Text
    meaning: Text
    aspects: tuple[Aspect, ...]
    rows: tuple[CoverageRow, ...]
    findings: Mapping[str, Advice]

    @property
    def codes(self) -> tuple[str, ...]:
        """The answer codes as they are asked: row by row, every aspect."""
        return tuple(f"{row.code}.{aspect.code}" for row in self.rows for aspect in self.aspects)


COVERAGE_FINDINGS = ("gaten", "verschuiven", "gedekt", "verdeeld")


@dataclass(frozen=True, slots=True)
class ModuleMirror:
    """What internal clients are asked: team statements mirrored, and themes of their own."""

    intro: Text
    statements: tuple[Statement, ...]
    themes: tuple[ModuleTheme, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: the mean of what is shown of these subjects, 0-100.

    ``of`` names keys of themes: of the module, of its clients, or of the core; the key of the
    core's role stands for the position now.
    """

    key: str
    title: Text
    of: tuple[str, ...]
    advice: Advice


@dataclass(frozen=True, slots=True)
class Chain:
    """Subjects that build on each other in this order; a relation, no proof of cause."""

    title: Text
    meaning: Text
    links: tuple[Link, ...]


# No slots: the look-ups below are cached on the value.
@dataclass(frozen=True)
class Module:
    """One version of one module, complete with every text in every language."""

    slug: str
    version: str
    title: Text
    intro: Text
    summary: Text
    question: Text
    themes: tuple[ModuleTheme, ...]
    positions: tuple[Position, ...]
    choices: tuple[Choice, ...]
    coverage: tuple[Coverage, ...]
    clients: ModuleMirror | None
    chain: Chain | None

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """The team's statements by code, in the order in which they are asked."""
        return {s.code: s for theme in self.themes for s in theme.statements}

    @cached_property
    def client_statements(self) -> Mapping[str, Statement]:
        """The clients' statements by code: those mirrored first, then their own."""
        if self.clients is None:
            return {}
        own = (s for theme in self.clients.themes for s in theme.statements)
        return {s.code: s for s in (*self.clients.statements, *own)}

    @cached_property
    def scale_codes(self) -> frozenset[str]:
        """The team's codes that are answered on the scale of five."""
        return frozenset((*self.statements, *(c for one in self.positions for c in one.codes)))

    @cached_property
    def option_values(self) -> Mapping[str, frozenset[str]]:
        """By code, the values that may be chosen."""
        return dict(_option_values(self))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All the team's answer codes in the order in which they are asked."""
        return (
            *self.statements,
            *(code for position in self.positions for code in position.codes),
            *(code for choice in self.choices for code in choice.codes),
            *(code for block in self.coverage for code in block.codes),
        )


def _option_values(module: Module) -> Iterator[tuple[str, frozenset[str]]]:
    for choice in module.choices:
        values = frozenset(one.value for one in choice.alternatives)
        for code in choice.codes:
            yield code, values
    for block in module.coverage:
        for row in block.rows:
            for aspect in block.aspects:
                values = frozenset(cell.value for cell in aspect.cells)
                yield f"{row.code}.{aspect.code}", values
