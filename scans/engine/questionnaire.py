"""What is asked: a questionnaire as one frozen value.

The engine knows themes (statements on a five-point scale, scored 0-100), one role (bipolar
pairs, a position from maker to meedenker), context questions and open questions. It does not
know the subject of any of them: that is the document's, so another questionnaire needs no code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from scans.engine.module import Module
from scans.engine.texts import (
    LANGUAGES,
    LEVELS,
    NOW,
    SCALE,
    WANTED,
    Advice,
    Statement,
    Text,
)

__all__ = [
    "GAPS",
    "LANGUAGES",
    "LEVELS",
    "NOW",
    "PROFILES",
    "SCALE",
    "WANTED",
    "Advice",
    "ContextQuestion",
    "Mirror",
    "Module",
    "Moment",
    "OpenQuestion",
    "Option",
    "ProfileText",
    "Questionnaire",
    "Role",
    "RolePair",
    "Statement",
    "Text",
    "Theme",
    "between_key",
]

GAPS = ("naar_meedenker", "naar_maker", "tevreden")
PROFILES = ("brandblusser", "productiehuis", "klankbord", "strategisch_partner")


@dataclass(frozen=True, slots=True)
class ProfileText:
    """The texts of one profile, or of the ground between two.

    ``sentence`` opens the report: one sentence that can be read aloud in a meeting.
    """

    title: Text
    sentence: Text
    advice: Advice


@dataclass(frozen=True, slots=True)
class RolePair:
    """Two equally worthy ends of one subject; 1 is wholly maker, 5 wholly meedenker."""

    code: str
    topic: Text
    maker: Text
    meedenker: Text
    mirrors: str | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A scored theme: its question, its statements and its texts per level."""

    key: str
    letter: str
    title: Text
    question: Text
    meaning: Text
    statements: tuple[Statement, ...]
    levels: Mapping[str, Advice]


@dataclass(frozen=True, slots=True)
class Role:
    """The role: pairs answered twice, where we are now and where we want to be."""

    key: str
    letter: str
    title: Text
    question: Text
    meaning: Text
    now: Text
    wanted: Text
    poles: Mapping[str, Text]
    pairs: tuple[RolePair, ...]
    gaps: Mapping[str, Advice]


class Moment(StrEnum):
    """When a context question is put: once at the start of a scan, or to each respondent."""

    START = "start"
    RESPONDENT = "respondent"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a context question."""

    value: str
    text: Text


@dataclass(frozen=True, slots=True)
class ContextQuestion:
    """An unscored question; without ``options`` it asks for a whole number of persons."""

    code: str
    moment: Moment
    label: Text
    hint: Text | None
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question with a free answer of at most ``max_length`` characters."""

    code: str
    label: Text
    hint: Text
    max_length: int = 3000


@dataclass(frozen=True, slots=True)
class Mirror:
    """What internal clients are asked: the same constructs, seen from their side."""

    intro: Text
    statements: tuple[Statement, ...]
    pairs: tuple[RolePair, ...]


# No slots: the look-ups below are cached on the value.
@dataclass(frozen=True)
class Questionnaire:
    """One version of one questionnaire, complete with every text in every language.

    ``modules`` are those that it is put with, in order; they have documents of their own.
    """

    slug: str
    version: str
    title: Text
    intro: Text
    scale: tuple[Text, ...]
    unknown: Text
    themes: tuple[Theme, ...]
    role: Role
    profiles: Mapping[str, ProfileText]
    between: Mapping[str, ProfileText]
    context: tuple[ContextQuestion, ...]
    open: tuple[OpenQuestion, ...]
    clients: Mirror
    modules: tuple[Module, ...] = ()

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """The team's statements by code, in the order in which they are asked."""
        return {s.code: s for theme in self.themes for s in theme.statements}

    @cached_property
    def theme_of(self) -> Mapping[str, Theme]:
        """The theme that each of the team's statements belongs to."""
        return {s.code: theme for theme in self.themes for s in theme.statements}

    @cached_property
    def role_codes(self) -> tuple[str, ...]:
        """The answer codes of the role: every pair now, then every pair as wanted."""
        return tuple(f"{pair.code}.{when}" for when in (NOW, WANTED) for pair in self.role.pairs)

    @cached_property
    def subjects(self) -> Mapping[str, Theme | Role]:
        """The themes and the role by key, in the order in which they are asked."""
        subjects: tuple[Theme | Role, ...] = (*self.themes, self.role)
        return {subject.key: subject for subject in subjects}

    def theme(self, key: str) -> Theme:
        """Return the theme with this key; ``KeyError`` when there is none."""
        return {theme.key: theme for theme in self.themes}[key]

    def context_at(self, moment: Moment) -> tuple[ContextQuestion, ...]:
        """Return the context questions that are put at this moment."""
        return tuple(q for q in self.context if q.moment == moment)


def between_key(first: str, second: str) -> str:
    """Name the ground between two profiles, in the order of ``PROFILES``.

    >>> between_key("klankbord", "brandblusser")
    'brandblusser-klankbord'
    """
    return "-".join(sorted((first, second), key=PROFILES.index))
