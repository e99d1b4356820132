"""All closed rounds of a department one after the other, each with the step towards it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.figures import Kind, ScanFigures
from scans.engine.questionnaire import NOW, WANTED, Questionnaire
from scans.engine.scorefigures import ScoreFigures
from scans.engine.trendfigures import ChangeFigures, Obstacle, TrendFigures
from scans.models import Result
from scans.queries.questionnaires import questionnaire_of
from scans.reports.changecharts import CourseChart, Spot, course_chart
from scans.reports.trend import IMPACT, obstacle_words, points, word_for
from scans.reports.wording import day, figure, number, signed


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
    """One subject over all rounds."""

    key: str
    letter: str
    title: str
    chart: CourseChart
    rows: tuple[CourseRow, ...]


@dataclass(frozen=True, slots=True)
class _Round:
    closed_on: date
    figures: ScanFigures
    trend: TrendFigures | None
    since: int | None


def course_of(results: Sequence[Result], language: str) -> tuple[CourseLine, ...]:
    """Return a line for each theme, the index and both places of the role; oldest round first.

    There is at least one result, and the scans were fetched with them.
    """
    asked = questionnaire_of(results[-1].scan)
    rounds = _rounds(results)
    return tuple(_line(about, rounds) for about in _subjects(asked, language))


def _rounds(results: Sequence[Result]) -> list[_Round]:
    found: list[_Round] = []
    for result in results:
        closed_on = result.scan.closed_on
        assert closed_on is not None
        trend = None if result.trend is None else TrendFigures.from_json(result.trend)
        found.append(
            _Round(
                closed_on=closed_on,
                figures=ScanFigures.from_json(result.figures),
                trend=trend,
                since=_place_of(trend, found),
            )
        )
    return found


def _place_of(trend: TrendFigures | None, earlier: Sequence[_Round]) -> int | None:
    """Return which of the earlier rounds it was compared with; ``None`` if with none of these."""
    if trend is None:
        return None
    days = [one.closed_on for one in earlier]
    return max((at for at, one in enumerate(days) if one == trend.before.closed_on), default=None)


Subject = tuple[str, str, str]


def _subjects(asked: Questionnaire, language: str) -> list[Subject]:
    themes = [(one.key, one.letter, one.title[language]) for one in asked.themes]
    letter = asked.role.letter
    return [
        *themes,
        (IMPACT, "", _("Impactindex")),
        (NOW, letter, _("Rol nu")),
        (WANTED, letter, _("Rol gewenst")),
    ]


def _line(about: Subject, rounds: Sequence[_Round]) -> CourseLine:
    key, letter, title = about
    shown = [_shown(one, key) for one in rounds]
    changes = [_changes(one.trend).get(key) for one in rounds]
    theme = "rol" if key in (NOW, WANTED) else key
    spots = [
        Spot(
            place=place,
            score=score.score,
            label=figure(score.score, score.extreme),
            is_border=score.extreme is not None,
            since=one.since if change is not None and change.obstacle is None else None,
            is_sure=change is not None and change.changed,
        )
        for place, (one, score, change) in enumerate(zip(rounds, shown, changes, strict=True))
        if score is not None and score.score is not None
    ]
    return CourseLine(
        key=theme,
        letter=letter,
        title=title,
        chart=course_chart(theme, spots, len(rounds)),
        rows=tuple(
            CourseRow(
                closed_on=one.closed_on,
                n=_who(one, score),
                score="–" if score is None else figure(score.score, score.extreme),
                margin=_margin(score),
                step=_step(key, one, change),
            )
            for one, score, change in zip(rounds, shown, changes, strict=True)
        ),
    )


def _shown(one: _Round, key: str) -> ScoreFigures | None:
    figures = one.figures
    if key == IMPACT:
        return ScoreFigures(figures.respondents, figures.impact.index, None, None, None, None)
    places = {NOW: figures.role.now, WANTED: figures.role.wanted}
    return {**figures.themes, **places}.get(key)


def _changes(trend: TrendFigures | None) -> Mapping[str, ChangeFigures]:
    if trend is None:
        return {}
    index = {} if trend.impact is None else {IMPACT: trend.impact}
    return {**trend.themes, **index, **trend.role}


def _who(one: _Round, score: ScoreFigures | None) -> str:
    """Say how many persons a score is of; of too few not even that is known."""
    if score is None or score.n == 0 or score.score is None:
        return "–"
    if one.figures.kind == Kind.SOLO:
        return _("één antwoord")
    return ngettext("{count} persoon", "{count} personen", score.n).format(count=score.n)


def _margin(score: ScoreFigures | None) -> str:
    if score is None or score.interval is None:
        return "–"
    low, high = (number(min(max(end, 0.0), 100.0)) for end in score.interval)
    return _("{low} tot {high}").format(low=low, high=high)


def _step(key: str, one: _Round, change: ChangeFigures | None) -> str:
    if one.trend is None:
        return _("nog niets om mee te vergelijken")
    since = day(one.trend.before.closed_on)
    if not one.trend.is_comparable:
        return _("niet vergeleken met {day}: op een andere manier ingevuld").format(day=since)
    if change is None or change.obstacle is not None:
        # What that round didn't ask about has no change.
        return obstacle_words((change and change.obstacle) or Obstacle.ITEMS)
    told = signed(points(change)) if points(change) else _("geen verschil")
    told_as = (
        _("{points} sinds {day}, zonder marge")
        if key == IMPACT
        else _("{word} sinds {day} ({points})")
    )
    return told_as.format(
        word=word_for(key, change, one.trend.after.manner), day=since, points=told
    )
