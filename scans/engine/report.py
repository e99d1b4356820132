"""All that the reader of a result sees, as one frozen value.

The result page and the PDF are two renderings of the same ``Report``. Sentences are in the
report's language; scores are unrounded, on 0-100, and are rounded when they are shown. What
can't be shown is ``None`` and stands beside a sentence that says why.
"""

from dataclasses import dataclass
from datetime import date

from scans.engine.afterwards import ClientCardsSection, PlanPage
from scans.engine.clientcards import CardCounts
from scans.engine.modulereport import ModuleSection
from scans.engine.peerreport import PeersSection
from scans.engine.questionnaire import Text
from scans.engine.report_parts import Finding, RoleSection, ThemeSection
from scans.engine.roundreport import RoundSections
from scans.engine.trendreport import TrendSection

__all__ = [
    "Annex",
    "AnswerGroup",
    "AnswerRow",
    "Beginning",
    "ContextRow",
    "Cover",
    "Finding",
    "ImpactSection",
    "Method",
    "OpenAnswer",
    "ProfileSection",
    "Quadrant",
    "Report",
    "RoleRow",
    "RoleSection",
    "ScanFacts",
    "StandOut",
    "ThemeSection",
]

MANY_MODULES = 4
"""From how many modules paper is set closer."""


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """What a report says about the scan besides its figures.

    ``sector`` is a label to show: a text per language, a plain string, or empty. With
    ``own_picture`` it is what one member of a team sees of their own answers, before or after
    the round is closed: ``closed_on`` is then the day on which they look. ``together`` is whether
    the one answer of a solo scan is that of a team at one table. ``client_cards`` counts the
    department's cards of its clients at closing, ``None`` without any.
    """

    department: str
    organisation: str
    sector: Text | str
    closed_on: date
    own_picture: bool = False
    together: bool = False
    client_cards: CardCounts | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose report this is, of when, and by whom it was filled in.

    ``origin`` is said wherever figures are, ``clients`` by how many internal clients the mirror
    was filled in, if they were asked. ``source`` names questionnaire and version.
    """

    title: str
    department: str
    organisation: str
    sector: str
    closed_on: date
    origin: str
    source: str
    clients: str | None = None


@dataclass(frozen=True, slots=True)
class ImpactSection:
    """The impact index; ``sentence`` names the weakest themes, or says why there is no index.

    ``weakest_key`` is the theme of the formula: at a tie the first.
    """

    index: float | None
    weakest_key: str | None
    weakest: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Quadrant:
    """One of the four profiles as a name on the map; ``key`` is one of ``PROFILES``."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class ProfileSection:
    """The place on the map of role now (x) by impact index (y), both 0-100.

    ``neighbour`` is the profile across a near border. ``place`` says where on the map. Without a
    place ``key`` is ``None``, ``place`` is empty and ``sentence`` says why. A profile may be
    known while its place is not shown: ``x`` and ``y`` are then ``None`` and ``place`` says so.
    """

    key: str | None
    neighbour: str | None
    title: str
    heading: str
    sentence: str
    place: str
    x: float | None
    y: float | None
    quadrants: tuple[Quadrant, ...]
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """The card that the summary ends with: under ``label`` a question and a small step."""

    label: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class StandOut:
    """A statement that stands out; ``answer`` is in words as given, where it may be shown."""

    code: str
    theme_key: str
    letter: str
    theme: str
    text: str
    answer: str | None
    reversed: bool


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """A free answer under its question, in paragraphs without blank lines."""

    label: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One statement with the answer in words; ``value`` is as given, before reversing."""

    text: str
    value: int | None
    answer: str
    reversed: bool


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """All answers to the statements of one theme."""

    key: str
    letter: str
    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One pair with both answers on 1 (maker) to 5 (meedenker), as words to show."""

    topic: str
    maker: str
    meedenker: str
    now: str
    wanted: str


@dataclass(frozen=True, slots=True)
class ContextRow:
    """An unscored question with its answer in words."""

    label: str
    answer: str


@dataclass(frozen=True, slots=True)
class Annex:
    """All answers one by one; only the maker of a solo scan has them."""

    groups: tuple[AnswerGroup, ...]
    role: tuple[RoleRow, ...]
    context: tuple[ContextRow, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """How each figure was computed, how sure it is, and what the report does not say."""

    themes: str
    impact: str
    role: str
    profile: str
    standout: str
    certainty: str
    rounding: str
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One result as its reader meets it, in this order.

    ``alike`` says of which statements all answers are alike, or that there are too few of them;
    it is ``None`` when some stand out at both ends, and of a group. ``round`` is there when a team or internal
    clients were invited; ``intro`` says to a member of a team whose picture this is. ``together`` is whether the one answer
    of a solo report is a team's. ``benchmark`` is there when an edition was out at closing.
    ``role_reading`` is how the role reads for the type of organisation that a module asked about.
    ``client_cards`` is there when the department kept cards of its clients; ``plan`` only in the
    PDF that its aanvrager asked for with the plan in it.
    ``trend`` is there when the department had a round before this one.
    """

    language: str
    cover: Cover
    opening: str
    solo: bool
    impact: ImpactSection
    themes: tuple[ThemeSection, ...]
    role: RoleSection
    profile: ProfileSection
    beginning: Beginning | None
    highest: tuple[StandOut, ...]
    lowest: tuple[StandOut, ...]
    alike: str | None
    open_answers: tuple[OpenAnswer, ...]
    method: Method
    annex: Annex | None
    round: RoundSections | None = None
    intro: str | None = None
    together: bool = False
    benchmark: PeersSection | None = None
    modules: tuple[ModuleSection, ...] = ()
    role_reading: str | None = None
    client_cards: ClientCardsSection | None = None
    plan: PlanPage | None = None
    trend: TrendSection | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether too few of the team answered to show anything of it."""
        return self.round is not None and self.round.withheld is not None

    @property
    def is_long(self) -> bool:
        """Whether paper is short of room: with modules, and what changed in them."""
        return bool(self.modules) and self.trend is not None

    @property
    def is_set_close(self) -> bool:
        """Whether paper is set closer: there is much to say, and it stays within 24 pages for twelve."""
        return self.is_long or len(self.modules) >= MANY_MODULES

    @property
    def has_standouts(self) -> bool:
        """Whether there is anything to say of single statements: never of a group."""
        return bool(self.highest or self.lowest or self.alike)

    @property
    def has_scores(self) -> bool:
        """Whether any theme has a score, and so a bar."""
        return any(theme.score is not None for theme in self.themes)

    @property
    def has_place(self) -> bool:
        """Whether the role has a place on its line, now or as wanted."""
        return self.role.now is not None or self.role.wanted is not None

    @property
    def has_cards(self) -> bool:
        """Whether there is anything to talk about."""
        findings = (*(theme.finding for theme in self.themes), self.role.finding)
        return any(findings) or self.profile.finding is not None
