"""From answers to scores, for one person and for a group: exact, unrounded, nothing hidden.

These are raw figures: what of them may be shown is decided elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil

from scans.engine.agreement import agreement_of
from scans.engine.answers import Answers
from scans.engine.figures import ProfileFigures
from scans.engine.impact import Impact, impact_of
from scans.engine.intervals import Interval, mean, t_interval
from scans.engine.module import ModuleTheme
from scans.engine.profiles import profile_of
from scans.engine.questionnaire import NOW, SCALE, WANTED, Questionnaire, Role, Statement, Theme

ENOUGH_ANSWERED = Fraction(2, 3)
STANDING_OUT = 3


class DepartmentTooSmallError(ValueError):
    """More respondents than the department has persons."""


@cache
def _needed(asked: int) -> int:
    return max(1, ceil(ENOUGH_ANSWERED * asked))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many items of one score a person answered; "weet ik niet" is no answer."""

    answered: int
    asked: int

    @property
    def needed(self) -> int:
        """How many it takes for a score: two thirds, rounded up, and one at least."""
        return _needed(self.asked)

    @property
    def is_enough(self) -> bool:
        """Whether there is a score."""
        return self.answered >= self.needed


@dataclass(frozen=True, slots=True)
class GroupScore:
    """One score of 0-100 over a group.

    ``scores`` holds the score of each person who has one, ``items`` in the same order what they
    answered to get it, and ``population`` how many persons there are, if that is known.
    """

    scores: tuple[Fraction, ...]
    items: tuple[Sequence[int | None], ...] = ()
    population: int | None = None

    @property
    def interval(self) -> Interval | None:
        """The margin around the score, not clipped."""
        return t_interval(self.scores, self.population)

    @property
    def agreement(self) -> Fraction | None:
        """How much these persons answer alike, 0 to 1."""
        return agreement_of(self.items)

    @property
    def n(self) -> int:
        """How many persons have the score."""
        return len(self.scores)

    @property
    def score(self) -> Fraction | None:
        """The mean over those persons, each counting once."""
        return mean(self.scores)


@dataclass(frozen=True, slots=True)
class GroupScores:
    """All raw figures of a group; ``gap`` is the role wanted minus now, -100 to 100."""

    themes: Mapping[str, GroupScore]
    now: GroupScore
    wanted: GroupScore
    gap: Fraction | None
    impact: Impact | None
    profile: ProfileFigures


def person_theme_score(theme: Theme | ModuleTheme, answers: Answers) -> Fraction | None:
    """Return a person's score of 0-100; ``None`` below two thirds of the statements answered."""
    return _score_of(_theme_items(theme, answers))


def person_position(role: Role, when: str, answers: Answers) -> Fraction | None:
    """Return a person's place from 0 (maker) to 100 (meedenker), ``NOW`` or ``WANTED``."""
    return _score_of(_role_items(role, when, answers))


def theme_coverage(theme: Theme | ModuleTheme, answers: Answers) -> Coverage:
    """Return how much of a theme a person answered."""
    return _coverage_of(_theme_items(theme, answers))


def position_coverage(role: Role, when: str, answers: Answers) -> Coverage:
    """Return how much of the role a person answered, ``NOW`` or ``WANTED``."""
    return _coverage_of(_role_items(role, when, answers))


def score_group(
    questionnaire: Questionnaire, team: Sequence[Answers], department_size: int | None
) -> GroupScores:
    """Return the raw figures of a team; raises ``DepartmentTooSmallError``.

    With ``department_size`` the intervals are about this department now (finite population
    correction); without it about departments like this one.
    """
    if department_size is not None and department_size < len(team):
        raise DepartmentTooSmallError(f"{len(team)} respondents of {department_size}")
    themes = {
        theme.key: statements_score(theme.statements, team, department_size)
        for theme in questionnaire.themes
    }
    pairs = [pair.code for pair in questionnaire.role.pairs]
    now, wanted = (pairs_score(pairs, when, team, department_size) for when in (NOW, WANTED))
    impact = impact_of({key: theme.score for key, theme in themes.items()})
    return GroupScores(
        themes=themes,
        now=now,
        wanted=wanted,
        gap=_gap(now.score, wanted.score),
        impact=impact,
        profile=profile_of(now.score, impact),
    )


def statements_score(
    statements: Sequence[Statement], persons: Sequence[Answers], population: int | None
) -> GroupScore:
    """Return the raw score of a group over these statements."""
    rows = [[_statement_item(statement, one) for statement in statements] for one in persons]
    return _group_score(rows, population)


def pairs_score(
    pairs: Sequence[str], when: str, persons: Sequence[Answers], population: int | None
) -> GroupScore:
    """Return the raw place of a group over the pairs with these codes, ``NOW`` or ``WANTED``."""
    rows = [[_pair_item(code, when, one) for code in pairs] for one in persons]
    return _group_score(rows, population)


def statement_means(questionnaire: Questionnaire, team: Sequence[Answers]) -> dict[str, Fraction]:
    """Return the mean (1-5, after reversing) of each statement that anybody answered."""
    means: dict[str, Fraction] = {}
    for code, statement in questionnaire.statements.items():
        values = [_statement_item(statement, one) for one in team]
        known = [Fraction(value) for value in values if value is not None]
        if known:
            means[code] = sum(known, Fraction(0)) / len(known)
    return means


def standouts(
    questionnaire: Questionnaire, team: Sequence[Answers]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes answered highest (highest first) and lowest (lowest first).

    At most three each, ties in the order of the questionnaire. Every one of the first is
    strictly higher than every one of the second: what ties across is in neither, so a team that
    answers everything alike has none.
    """
    means = statement_means(questionnaire, team)
    count = min(STANDING_OUT, len(means) // 2)
    highest = sorted(means, key=lambda code: -means[code])[:count]
    lowest = sorted(means, key=lambda code: means[code])[:count]
    if not count:
        return ((), ())
    floor, ceiling = means[highest[-1]], means[lowest[-1]]
    return (
        tuple(code for code in highest if means[code] > ceiling),
        tuple(code for code in lowest if means[code] < floor),
    )


def _group_score(persons: Sequence[list[int | None]], department_size: int | None) -> GroupScore:
    """Score the persons who answered enough, each given as the items of one score."""
    scored = [(score, items) for items in persons if (score := _score_of(items)) is not None]
    return GroupScore(
        scores=tuple(score for score, _ in scored),
        items=tuple(items for _, items in scored),
        population=department_size,
    )


def _score_of(items: Sequence[int | None]) -> Fraction | None:
    known = [item for item in items if item is not None]
    if len(known) < _needed(len(items)):
        return None
    lowest, highest = SCALE[0], SCALE[-1]
    # 100 * (mean - lowest) / (highest - lowest), as one fraction: this runs for every person.
    return Fraction(100 * (sum(known) - lowest * len(known)), (highest - lowest) * len(known))


def _coverage_of(items: Sequence[int | None]) -> Coverage:
    return Coverage(answered=sum(item is not None for item in items), asked=len(items))


def _theme_items(theme: Theme | ModuleTheme, answers: Answers) -> list[int | None]:
    return [_statement_item(statement, answers) for statement in theme.statements]


def _statement_item(statement: Statement, answers: Answers) -> int | None:
    value = _number(answers.get(statement.code))
    if value is None or not statement.reversed:
        return value
    return SCALE[0] + SCALE[-1] - value


def _role_items(role: Role, when: str, answers: Answers) -> list[int | None]:
    return [_pair_item(pair.code, when, answers) for pair in role.pairs]


def _pair_item(code: str, when: str, answers: Answers) -> int | None:
    return _number(answers.get(f"{code}.{when}"))


def _number(value: int | str | None) -> int | None:
    return value if isinstance(value, int) else None


def _gap(now: Fraction | None, wanted: Fraction | None) -> Fraction | None:
    return None if now is None or wanted is None else wanted - now
