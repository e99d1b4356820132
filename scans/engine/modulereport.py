"""What a report says of each module, as frozen values.

Sentences are in the report's language; scores are on 0-100 as published, and are rounded when
they are shown. Nothing here says more than ``engine.modulefigures`` may.
"""

from dataclasses import dataclass

from scans.engine.report_parts import Finding, RoleSection, ThemeSection
from scans.engine.roundreport import ComparedTheme

FIRST = 2
"""How many cards of a module stand open: a team can talk about one or two things at a time."""


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """What to talk about for one finding; ``word`` is its level, where it has one."""

    title: str
    word: str | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """How many chose this, or one of these: the small ones are taken together."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen for now, or as wanted: in a sentence, and from ten persons in numbers.

    ``answer`` is what most chose, ``None`` without a majority.
    """

    label: str
    answer: str | None
    sentence: str
    rows: tuple[ChosenRow, ...]


@dataclass(frozen=True, slots=True)
class ChoiceSection:
    """One of a few alternatives, as it is now and as it is wanted; ``finding`` is of now."""

    key: str
    title: str
    meaning: str
    now: Chosen
    wanted: Chosen
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """What most said of a row under an aspect.

    ``sign`` is one of ``engine.module.SIGNS``, or ``None`` where that has no meaning, where there
    is no majority, and where nothing may be shown; ``known`` is whether there is a majority.
    """

    label: str
    text: str
    sign: str | None
    known: bool


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One row of the matrix."""

    title: str
    meaning: str
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, slots=True)
class CoverageSection:
    """The matrix, without a grade; ``moves`` says what most want to go somewhere else.

    ``findings`` are none where nothing is shown, and two where something is missing and something
    moves.
    """

    key: str
    title: str
    meaning: str
    aspects: tuple[str, ...]
    lines: tuple[CoverageLine, ...]
    moves: tuple[str, ...]
    basis: str
    findings: tuple[Finding, ...]
    has_signs: bool


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One link: ``shown`` is its value in words, ``score`` 0-100 or ``None`` if unknown."""

    title: str
    score: float | None
    shown: str
    made_of: str
    is_weakest: bool


@dataclass(frozen=True, slots=True)
class ChainSection:
    """Subjects that build on each other; ``sentence`` names the weakest link, or says why not."""

    title: str
    meaning: str
    links: tuple[ChainLink, ...]
    sentence: str
    card: ModuleCard | None


@dataclass(frozen=True, slots=True)
class ModuleMirrorSection:
    """What internal clients said: beside the team where both judged, and on their own.

    ``own`` and ``clients`` name the two sides with their number of persons; ``judged`` are the
    themes that only clients were asked about.
    """

    own: str
    clients: str
    themes: tuple[ComparedTheme, ...]
    judged: tuple[ThemeSection, ...]
    missing: str | None


@dataclass(frozen=True, slots=True)
class ModuleSection:
    """One module as its reader meets it, in this order.

    ``missing`` says why there is nothing to show, and is ``None`` when there is something.
    ``cards`` are in order of what to talk about first.
    """

    slug: str
    title: str
    lead: str
    source: str
    missing: str | None
    themes: tuple[ThemeSection, ...]
    positions: tuple[RoleSection, ...]
    choices: tuple[ChoiceSection, ...]
    coverage: tuple[CoverageSection, ...]
    mirror: ModuleMirrorSection | None
    chain: ChainSection | None
    cards: tuple[ModuleCard, ...]

    @property
    def shows_clients(self) -> bool:
        """Whether anything is shown of what internal clients said, also without the team."""
        return self.mirror is not None and self.mirror.missing is None

    @property
    def first_cards(self) -> tuple[ModuleCard, ...]:
        """The cards that stand open."""
        return self.cards[:FIRST]

    @property
    def more_cards(self) -> tuple[ModuleCard, ...]:
        """The other cards."""
        return self.cards[FIRST:]
