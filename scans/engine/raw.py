"""All raw figures of a round, exact and undisclosed: what ``engine.disclosure`` chooses from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scans.engine.answers import Answers
from scans.engine.items import ItemCounts, count_items
from scans.engine.mirror import MirrorScores, compare, foreseen_scores
from scans.engine.questionnaire import Questionnaire
from scans.engine.scoring import GroupScore, GroupScores, score_group


@dataclass(frozen=True, slots=True)
class RoundAnswers:
    """All that was sent in a round, and what was expected.

    ``team`` holds one person's answers for a scan by one person. ``expected_team`` and
    ``expected_clients`` are ``None`` when that group wasn't invited.
    """

    team: Sequence[Answers]
    clients: Sequence[Answers]
    department_size: int | None
    expected_team: int | None
    expected_clients: int | None

    @property
    def is_solo(self) -> bool:
        """Whether one person, or nobody, filled this in without inviting a team."""
        return self.expected_team is None and len(self.team) <= 1

    @property
    def population(self) -> int | None:
        """The size of the department where it can be true: not below the number that answered."""
        size = self.department_size
        return size if size is not None and size >= len(self.team) else None


@dataclass(frozen=True, slots=True)
class RawRound:
    """The raw figures of a round.

    ``items`` holds the statements by theme key and code, ``texts`` the free answers by question
    without the empty ones. ``population`` is the size of the department, where it can be true.
    """

    respondents: int
    clients: int
    population: int | None
    team: GroupScores
    items: Mapping[str, Mapping[str, ItemCounts]]
    texts: Mapping[str, tuple[str, ...]]
    prediction: Mapping[str, GroupScore]
    mirror: MirrorScores


def raw_round(questionnaire: Questionnaire, answers: RoundAnswers) -> RawRound:
    """Return everything that can be computed of these answers; raises nothing on sizes."""
    team = answers.team
    return RawRound(
        respondents=len(team),
        clients=len(answers.clients),
        population=answers.population,
        team=score_group(questionnaire, team, answers.population),
        items={
            theme.key: count_items((one.code for one in theme.statements), team)
            for theme in questionnaire.themes
        },
        texts={question.code: _texts(question.code, team) for question in questionnaire.open},
        prediction=foreseen_scores(questionnaire, team),
        mirror=_mirror(questionnaire, answers),
    )


def _mirror(questionnaire: Questionnaire, answers: RoundAnswers) -> MirrorScores:
    if not answers.clients:
        return MirrorScores(themes={}, role={})
    return compare(questionnaire, answers.team, answers.clients, answers.population)


def _texts(code: str, persons: Sequence[Answers]) -> tuple[str, ...]:
    given = (one.get(code) for one in persons)
    return tuple(text for text in given if isinstance(text, str) and text.strip())
