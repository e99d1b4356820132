"""What comes in: scans and persons per period, and how far people come."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scans.engine.breakoff import Stage, stages
from scans.engine.questionnaire import NOW, WANTED, Questionnaire
from scans.models import Group, QuestionnaireVersion
from scans.queries.questionnaires import CORE, questionnaire_by_id
from scans.queries.replica import reading

PERIODS = 12
DAYS_IN_WEEK = 7
MONTHS_IN_YEAR = 12
SENT = "verstuurd"
"""The last step, which isn't a page of the questionnaire."""

SAMPLE = 2000
"""So many persons tell well enough where people stop, and take a page no time."""


TREND = """
SELECT first, sum(started)::int, sum(finished)::int, sum(persons)::int FROM (
    SELECT date_trunc(%(unit)s, opened_on)::date AS first, 1 AS started, 0 AS finished, 0 AS persons
    FROM scans_scan WHERE opened_on BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT date_trunc(%(unit)s, closed_on)::date, 0, 1,
           COALESCE(r.n, 0)
    FROM scans_scan s LEFT JOIN scans_listedscan r ON r.scan_id = s.id
    WHERE s.closed_on BETWEEN %(first)s AND %(last)s
) AS event GROUP BY first
"""

# The keys of responses are random: the first are a sample like any other.
STOPPING = """
WITH sample AS MATERIALIZED (
    SELECT answers, sent, scan_id FROM scans_response
    WHERE "group" = %(group)s ORDER BY id LIMIT %(most)s
), part AS MATERIALIZED (
    SELECT questionnaire, place, key, ARRAY(SELECT jsonb_array_elements_text(codes)) AS codes
    FROM jsonb_to_recordset(%(parts)s::jsonb) AS p
        (questionnaire int, place int, key text, codes jsonb)
)
SELECT place, key, count(*) FILTER (WHERE sent OR answers ?& codes)::int,
       count(*) FILTER (WHERE sent)::int
FROM sample JOIN scans_scan s ON s.id = sample.scan_id
JOIN part ON part.questionnaire = s.questionnaire_id
GROUP BY place, key ORDER BY place, key
"""


class Step(StrEnum):
    """By what a trend is divided."""

    WEEK = "week"
    MONTH = "maand"


@dataclass(frozen=True, slots=True)
class Period:
    """What came in from ``first`` up to and including ``last``.

    ``persons`` are the team members in the results of scans that were finished then.
    """

    first: date
    last: date
    started: int
    finished: int
    persons: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All scans that there are now."""

    started: int
    finished: int

    @property
    def open(self) -> int:
        """How many are still being filled in."""
        return self.started - self.finished


def totals() -> Totals:
    """Count all scans."""
    with reading().cursor() as cursor:
        cursor.execute("SELECT count(*), count(closed_on) FROM scans_scan")
        started, finished = cursor.fetchone()
    return Totals(started, finished)


def first_day_of(step: Step, day: date) -> date:
    """Return the first day of the week or month that a day is in."""
    if step is Step.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1)


def trend(step: Step, today: date) -> list[Period]:
    """Return the last twelve weeks or months, the one of ``today`` last, as far as it is now."""
    firsts = list(_firsts(step, today))[::-1]
    known: dict[str, str | date] = {
        "unit": {Step.WEEK: "week", Step.MONTH: "month"}[step],
        "first": firsts[0],
        "last": today,
    }
    with reading().cursor() as cursor:
        cursor.execute(TREND, known)
        found = {first: counts for first, *counts in cursor.fetchall()}
    lasts = [*(one - timedelta(days=1) for one in firsts[1:]), today]
    return [
        Period(first, last, *found.get(first, (0, 0, 0)))
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _firsts(step: Step, today: date) -> Iterator[date]:
    first = first_day_of(step, today)
    for _number in range(PERIODS):
        yield first
        first = first_day_of(step, first - timedelta(days=1))


def where_people_stop() -> tuple[int, tuple[Stage, ...]] | None:
    """Return how many team members started and how far they came; ``None`` for fewer than five.

    Of the core questionnaire, over all rounds together, and of the answers that are there still:
    single answers are deleted some time after a round closes. At most ``SAMPLE`` persons are
    looked at; their keys are random, so those say the same as all.
    """
    versions = QuestionnaireVersion.objects.filter(slug=CORE).values_list("pk", flat=True)
    parts = [part for pk in versions.order_by("pk") for part in _parts(pk)]
    with reading().cursor() as cursor:
        cursor.execute(STOPPING, {"group": Group.TEAM, "most": SAMPLE, "parts": json.dumps(parts)})
        rows = cursor.fetchall()
    started = sum(count for place, _key, count, _sent in rows if place == 0)
    sent = sum(sent for place, _key, _count, sent in rows if place == 0)
    passed: dict[str, int] = {}
    for place, key, count, _sent in rows:
        if place:
            passed[key] = passed.get(key, 0) + count
    found = stages(started, [*passed.items(), (SENT, sent)])
    return None if found is None else (started, found)


def _parts(version_id: int) -> Iterator[dict[str, object]]:
    """Yield by step which answers somebody has given who is past it; step 0 is having started."""
    yield {"questionnaire": version_id, "place": 0, "key": "", "codes": []}
    codes: list[str] = []
    for place, (key, more) in enumerate(_pages(questionnaire_by_id(version_id)), start=1):
        codes = [*codes, *more]
        yield {"questionnaire": version_id, "place": place, "key": key, "codes": codes}


def _pages(questionnaire: Questionnaire) -> Iterator[tuple[str, list[str]]]:
    for theme in questionnaire.themes:
        yield theme.key, [one.code for one in theme.statements]
    role = questionnaire.role
    yield role.key, [f"{pair.code}.{when}" for pair in role.pairs for when in (NOW, WANTED)]
