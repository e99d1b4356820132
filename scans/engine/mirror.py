"""Zelfbeeld and klantbeeld: two groups over the same items, and what the one foresaw. Raw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scans.engine.answers import PREDICTION, Answers, prediction_codes
from scans.engine.asking import asked_of_clients, mirrored_part, unmirrored_part
from scans.engine.figures import FINDINGS
from scans.engine.intervals import Interval, welch_interval
from scans.engine.questionnaire import NOW, SCALE, WANTED, Questionnaire
from scans.engine.scoring import GroupScore, score_group

STRENGTH_FROM = 60
"""From this score on, 0-100, a theme is a strength in the eyes of who judges it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The team's own score beside that of its internal clients, over the mirrored items only.

    ``rest`` is the team's score over the items that clients weren't asked about, ``None`` where
    there are none.
    """

    own: GroupScore
    clients: GroupScore
    rest: GroupScore | None

    @property
    def difference(self) -> Fraction | None:
        """The own score minus that of the clients, -100 to 100."""
        own, clients = self.own.score, self.clients.score
        return None if own is None or clients is None else own - clients

    @property
    def interval(self) -> Interval | None:
        """The Welch interval of the difference, not clipped; needs two persons on either side."""
        return welch_interval(self.own.scores, self.clients.scores)


@dataclass(frozen=True, slots=True)
class MirrorScores:
    """Every comparison: the themes by key, the role by ``NOW`` and ``WANTED``."""

    themes: Mapping[str, Comparison]
    role: Mapping[str, Comparison]


def compare(
    questionnaire: Questionnaire,
    team: Sequence[Answers],
    clients: Sequence[Answers],
    department_size: int | None,
) -> MirrorScores:
    """Return the raw comparisons of what clients are asked about, with nobody on a side if so.

    Raises ``DepartmentTooSmallError``. A questionnaire without a mirror has none of them.
    """
    own = score_group(mirrored_part(questionnaire), team, department_size)
    others = unmirrored_part(questionnaire)
    rest = score_group(others, team, department_size)
    theirs = score_group(asked_of_clients(questionnaire), clients, None)
    role = {
        NOW: Comparison(own.now, theirs.now, rest.now if others.role.pairs else None),
        WANTED: Comparison(own.wanted, theirs.wanted, rest.wanted if others.role.pairs else None),
    }
    return MirrorScores(
        themes={
            key: Comparison(one, theirs.themes[key], rest.themes.get(key))
            for key, one in own.themes.items()
        },
        role=role if questionnaire.clients.pairs else {},
    )


def finding_of(own: float | Fraction | None, clients: float | Fraction | None) -> str | None:
    """Return one of ``FINDINGS`` for two scores of 0-100, or ``None`` when one is missing."""
    if own is None or clients is None:
        return None
    strength, weakness, blind_spot, hidden_strength = FINDINGS
    if own >= STRENGTH_FROM:
        return strength if clients >= STRENGTH_FROM else blind_spot
    return hidden_strength if clients >= STRENGTH_FROM else weakness


def is_firm(interval: Interval | None) -> bool:
    """Tell whether a difference is more than an indication: its interval excludes 0."""
    return interval is not None and not interval[0] <= 0 <= interval[1]


def foreseen_scores(questionnaire: Questionnaire, team: Sequence[Answers]) -> dict[str, GroupScore]:
    """Return by subject what the team thinks that internal clients will score it, 0-100."""
    lowest, highest = SCALE[0], SCALE[-1]
    foreseen = {}
    for code in prediction_codes(questionnaire):
        values = [value for one in team if isinstance(value := one.get(code), int)]
        scores = tuple(Fraction(100 * (value - lowest), highest - lowest) for value in values)
        foreseen[code.removeprefix(PREDICTION)] = GroupScore(scores)
    return foreseen
