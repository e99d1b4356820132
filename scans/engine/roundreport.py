"""What a report adds when a team or internal clients were invited, as frozen values.

Sentences are in the report's language; scores are on 0-100 as published, and are rounded when
they are shown.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A score beside its number of persons.

    ``extreme`` is ``"laag"`` or ``"hoog"`` when only the border is known: ``score`` is then that
    border. Without a score nothing may be, or is, known.
    """

    score: float | None
    n: int
    extreme: str | None = None


@dataclass(frozen=True, slots=True)
class ComparedTheme:
    """Self-image beside client image for one theme, over the mirrored statements.

    ``difference`` is own minus clients, with its ``margin`` clipped to -100..100. ``finding`` is
    the word for it, ``hint`` whether that is only an indication; its ``question`` stands with the
    first theme that has it. ``missing`` says what is lacking, and is ``None`` when nothing is.
    """

    key: str
    letter: str
    title: str
    own: Value
    clients: Value
    difference: float | None
    margin: tuple[float, float] | None
    finding: str | None
    hint: bool
    sentence: str
    meaning: str | None
    question: str | None
    missing: str | None


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """The place on the axis from maker to meedenker, now or as wanted, by both.

    ``margin`` is that of the difference, own minus clients, clipped to -100..100.
    """

    key: str
    title: str
    own: Value
    clients: Value
    margin: tuple[float, float] | None
    sentence: str


@dataclass(frozen=True, slots=True)
class MirrorSection:
    """Self-image and client image; with ``missing`` there is nothing to compare.

    ``own`` and ``clients`` name the two sides with their number of persons. ``summary`` says
    what matters most in a sentence or two, or is ``None`` without any finding.
    """

    own: str
    clients: str
    lead: str
    remark: str
    summary: str | None
    themes: tuple[ComparedTheme, ...]
    places: tuple[ComparedPlace, ...]
    missing: str | None

    @property
    def has_hints(self) -> bool:
        """Whether any finding is only an indication."""
        return any(theme.hint for theme in self.themes)


@dataclass(frozen=True, slots=True)
class ForeseenTheme:
    """What the team thought that clients would say, between what both said."""

    key: str
    letter: str
    title: str
    own: Value
    predicted: Value
    clients: Value
    sentence: str


@dataclass(frozen=True, slots=True)
class PredictionSection:
    """The aannametoets; ``basis`` says how many persons each column rests on."""

    lead: str
    basis: str
    themes: tuple[ForeseenTheme, ...]


@dataclass(frozen=True, slots=True)
class AgreedTheme:
    """How much the team agrees on one theme, in a word and what it means for the talk."""

    key: str
    letter: str
    title: str
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TalkStatement:
    """A statement to talk about; no answer stands with it."""

    theme_key: str
    letter: str
    theme: str
    text: str
    reversed: bool
    answer: None = None


@dataclass(frozen=True, slots=True)
class AgreementSection:
    """Where the team agrees and where it is divided; ``note`` says what a 0 can hide."""

    lead: str
    themes: tuple[AgreedTheme, ...]
    note: str | None
    agreed: tuple[TalkStatement, ...]
    divided: tuple[TalkStatement, ...]
    question_agreed: str
    question_divided: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Persons who gave one class of answers, or one of some neighbouring classes.

    ``classes`` are ``CLASSES``; ``label`` names them. ``start`` and ``share`` are percentages of
    all who answered.
    """

    classes: tuple[str, ...]
    label: str
    count: int
    start: float
    share: float


@dataclass(frozen=True, slots=True)
class DistributionRow:
    """How the answers to one statement are distributed; ``words`` says the same as ``cells``."""

    code: str
    text: str
    reversed: bool
    cells: tuple[Cell, ...]
    words: str


@dataclass(frozen=True, slots=True)
class DistributionGroup:
    """The distributions of one theme."""

    key: str
    letter: str
    title: str
    rows: tuple[DistributionRow, ...]


@dataclass(frozen=True, slots=True)
class DistributionSection:
    """The distributions per statement; ``withheld`` says which are not shown, and why."""

    groups: tuple[DistributionGroup, ...]
    withheld: str | None


@dataclass(frozen=True, slots=True)
class TeamTexts:
    """The free answers to one question, shuffled, each in paragraphs without blank lines."""

    label: str
    texts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why nothing of the team is shown, and what it can do next: under ``heads``, ``steps``."""

    title: str
    sentence: str
    reason: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MethodPart:
    """One more heading in the report's account of itself."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RoundSections:
    """All that a round with invitations adds; what doesn't apply is ``None`` or empty.

    ``hidden`` says in one sentence what is not shown, and why; ``extremes`` explains scores that
    are shown as a word.
    """

    hidden: str | None
    extremes: str | None
    withheld: Withheld | None
    mirror: MirrorSection | None
    prediction: PredictionSection | None
    agreement: AgreementSection | None
    distributions: DistributionSection | None
    texts: tuple[TeamTexts, ...]
    method: tuple[MethodPart, ...]
