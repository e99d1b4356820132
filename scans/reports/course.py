"""All closed rounds of a department one after the other, each with the step towards it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.module import Module
from scans.engine.questionnaire import NOW, WANTED, Questionnaire
from scans.engine.scorefigures import ScoreFigures
from scans.engine.trendfigures import ChangeFigures, Obstacle
from scans.models import Result
from scans.queries.questionnaires import questionnaire_of
from scans.reports.changecharts import CourseChart, Spot, course_chart
from scans.reports.courserounds import Part, Round, rounds_of
from scans.reports.trend import obstacle_words, word_for
from scans.reports.trendsummary import IMPACT, points
from scans.reports.wording import day, figure, in_sentence, number, signed


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One round of one subject; ``step`` is what changed towards it, in words."""

    closed_on: date
    n: str
    score: str
    margin: str
    step: str


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One subject over the rounds."""

    key: str
    letter: str
    title: str
    chart: CourseChart
    rows: tuple[CourseRow, ...]


@dataclass(frozen=True, slots=True)
class CourseModule:
    """The subjects of one module, as the team sees them and as internal clients do."""

    title: str
    own: tuple[CourseLine, ...]
    clients: tuple[CourseLine, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """All subjects over the rounds: of the core by team and by clients, and module by module."""

    own: tuple[CourseLine, ...]
    clients: tuple[CourseLine, ...]
    modules: tuple[CourseModule, ...]


OWN, CLIENTS = Part(None, of_clients=False), Part(None, of_clients=True)


def course_of(results: Sequence[Result], language: str) -> Course:
    """Return how each subject went over these rounds, the oldest first.

    There is at least one result, and the scans were fetched with them.
    """
    asked = [questionnaire_of(result.scan) for result in results]
    rounds = rounds_of(results)
    core = _subjects(asked[-1], language)
    return Course(
        own=_lines(OWN, core, rounds),
        clients=_lines(CLIENTS, core, rounds),
        modules=tuple(_module(one, rounds, language) for one in _modules(asked)),
    )


Subject = tuple[str, str, str]
"""Key, letter and title."""


def _subjects(asked: Questionnaire, language: str) -> list[Subject]:
    themes = [(one.key, one.letter, one.title[language]) for one in asked.themes]
    letter = asked.role.letter
    return [
        *themes,
        (IMPACT, "", _("Impactindex")),
        (NOW, letter, _("Rol nu")),
        (WANTED, letter, _("Rol gewenst")),
    ]


def _modules(asked: Iterable[Questionnaire]) -> list[Module]:
    """Return every module of any round, in its latest version; those of the last round first."""
    found: dict[str, Module] = {}
    for one in reversed(list(asked)):
        for module in one.modules:
            found.setdefault(module.slug, module)
    return list(found.values())


def _module(module: Module, rounds: Sequence[Round], language: str) -> CourseModule:
    themes = (*module.themes, *(module.clients.themes if module.clients else ()))
    subjects = [(theme.key, "", theme.title[language]) for theme in themes]
    for place in module.positions:
        called = place.title[language].rstrip("?")
        for when, word in ((NOW, _("nu")), (WANTED, _("gewenst"))):
            subjects.append((f"{place.key}.{when}", "", f"{called}: {word}"))
    return CourseModule(
        title=module.title[language],
        own=_lines(Part(module.slug, of_clients=False), subjects, rounds),
        clients=_lines(Part(module.slug, of_clients=True), subjects, rounds),
    )


def _lines(
    part: Part, subjects: Iterable[Subject], rounds: Sequence[Round]
) -> tuple[CourseLine, ...]:
    """Return a line for each subject that any of the rounds had in this part."""
    found = (_line(part, about, rounds) for about in subjects)
    return tuple(line for line in found if line.rows)


def _line(part: Part, about: Subject, rounds: Sequence[Round]) -> CourseLine:
    key, letter, title = about
    theme = "rol" if key in (NOW, WANTED) else key
    had = [
        (place, one, score)
        for place, one in enumerate(rounds)
        if (score := one.scores(part).get(key)) is not None
    ]
    return CourseLine(
        key=theme,
        letter=letter,
        title=title,
        chart=course_chart(
            theme,
            [
                _spot(place, one, score.score, score, one.changes(part).get(key))
                for place, one, score in had
                if score.score is not None
            ],
            len(rounds),
        ),
        rows=tuple(
            CourseRow(
                closed_on=one.closed_on,
                n=_who(score, single=one.is_one_answer(part)),
                score=figure(score.score, score.extreme),
                margin=_margin(score),
                step=_step(key, part, one),
            )
            for _place, one, score in had
        ),
    )


def _spot(
    place: int, one: Round, value: float, score: ScoreFigures, change: ChangeFigures | None
) -> Spot:
    return Spot(
        place=place,
        score=value,
        label=figure(value, score.extreme),
        is_border=score.extreme is not None,
        since=one.since if change is not None and change.obstacle is None else None,
        is_sure=change is not None and change.changed,
    )


def _who(score: ScoreFigures, *, single: bool) -> str:
    """Say how many persons a score is of; of too few not even that is known."""
    if score.n == 0 or score.score is None:
        return "–"
    if single:
        return _("één antwoord")
    return ngettext("{count} persoon", "{count} personen", score.n).format(count=score.n)


def _margin(score: ScoreFigures) -> str:
    if score.interval is None:
        return "–"
    low, high = (number(min(max(end, 0.0), 100.0)) for end in score.interval)
    return _("{low} tot {high}").format(low=low, high=high)


def _step(key: str, part: Part, one: Round) -> str:
    """Say what changed towards a round and of how many persons in both, or why nothing is said."""
    if one.trend is None:
        return _("nog niets om mee te vergelijken")
    since = day(one.trend.before.closed_on)
    if not one.trend.is_comparable and not part.of_clients:
        return _("niet vergeleken met {day}: op een andere manier ingevuld").format(day=since)
    change = one.changes(part).get(key)
    if change is None or change.obstacle is not None:
        return _why_not(part, None if change is None else change.obstacle)
    return _told(key, part, one, change, since)


def _told(key: str, part: Part, one: Round, change: ChangeFigures, since: str) -> str:
    told = (
        _("{points} sinds {day}, zonder marge")
        if key == IMPACT
        else _("{word} sinds {day} ({points})")
    ).format(
        word=word_for(key, change, one.manner(part)),
        day=since,
        points=signed(points(change)) if points(change) else _("geen verschil"),
    )
    if one.is_one_answer(part):
        return told
    return _("{step}, toen {before} mensen, nu {after}").format(
        step=told, before=change.before.n, after=change.after.n
    )


def _why_not(part: Part, obstacle: Obstacle | None) -> str:
    """Say why there is no change; without an obstacle the round of then has nothing of it."""
    if obstacle is not None:
        return in_sentence(obstacle_words(obstacle).removesuffix("."))
    if part.of_clients:
        return _("niet te vergelijken: van een van beide rondes is er geen klantbeeld")
    return _("niet te vergelijken: toen is dit niet gevraagd")
