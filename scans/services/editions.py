"""Publishing an edition of the benchmark."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from scans.engine.census import (
    Census,
    Count,
    DepartmentPattern,
    Entry,
    Former,
    Pattern,
    take_census,
)
from scans.engine.editions import Decision, Outcome, decide
from scans.engine.peers import Segment, lowest_of
from scans.models import Edition
from scans.models.benchmark import EDITION_NAME
from scans.queries.demonstration import EDITION as DEMONSTRATION
from scans.services import edition_sql as sql

LOCK = "benchmark edition"
UNIT, RECORD, GROUP = "\x1f", "\x1e", "\x1d"


class EditionNameError(ValueError):
    """A name that no edition can have."""


class NothingToPublishError(Exception):
    """No group of departments is large enough to show anything of."""


Decisions = Mapping[str, Mapping[Segment, Decision]]


@transaction.atomic
def preview_edition(*, name: str, today: date) -> tuple[Outcome, ...] | None:
    """Tell what publishing under this name would do now, group by group, and keep nothing of it.

    It is published and undone, so that the two can't differ. ``None`` for a name that exists: that
    edition would stay as it is. Otherwise as ``publish_edition``.
    """
    _edition, outcomes = _publish(name, today)
    transaction.set_rollback(True)
    return outcomes


@transaction.atomic
def publish_edition(*, name: str, today: date) -> tuple[Edition, bool]:
    """Publish what is known now under this name, and say whether that was new.

    A name that exists is left as it is; two at once give one edition. ``EditionNameError`` for
    a name that doesn't fit in an address, or that of a demonstration, ``NothingToPublishError``
    when no group is large enough: then there is no edition.
    """
    edition, outcomes = _publish(name, today)
    return edition, outcomes is not None


def is_edition_name(name: str) -> bool:
    """Tell whether an edition can have this name: it is part of an address."""
    # By its name a database is known to be a demonstration.
    is_taken = name == DEMONSTRATION and not settings.DEMONSTRATION
    return not is_taken and re.fullmatch(EDITION_NAME, name) is not None


def _publish(name: str, today: date) -> tuple[Edition, tuple[Outcome, ...] | None]:
    """Return the edition of this name and what it did; ``None`` when it was there already."""
    if not is_edition_name(name):
        raise EditionNameError(name)
    outcomes = None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])
        previous = Edition.objects.last()
        edition, created = Edition.objects.get_or_create(
            name=name, defaults={"published_on": today, "measures": _measures(cursor, previous)}
        )
        if created:
            if not edition.measures:
                raise NothingToPublishError
            _count(cursor, edition)
            former = _former(cursor, previous)
            census = take_census(_patterns(edition, former), former)
            decisions = _decisions(census)
            _write(cursor, edition, previous, census, decisions)
            cursor.execute(sql.FORGET, {"edition": edition.pk})
            cursor.execute(sql.DROP)
            outcomes = tuple(_outcomes(census, decisions))
    return edition, outcomes


def _measures(cursor: CursorWrapper, previous: Edition | None) -> list[str]:
    """Return what is counted; what was counted before keeps its place in the list."""
    cursor.execute(sql.MEASURES)
    known = [] if previous is None else previous.measures
    return [*known, *sorted({measure for (measure,) in cursor.fetchall()} - set(known))]


def _count(cursor: CursorWrapper, edition: Edition) -> None:
    known: dict[str, int | list[str]] = {"edition": edition.pk, "measures": edition.measures}
    scores = [sql.SCORE.format(place=place) for place in range(len(edition.measures))]
    members = sql.MEMBERS.format(scores=", ".join(scores))
    for step in (sql.MEMORY, sql.ELIGIBLE, sql.ANALYZE, sql.COUNTED, sql.ANALYZE_COUNTED):
        cursor.execute(step, known)
    for step in (members, sql.SPREAD):
        cursor.execute(step, known)


def _former(cursor: CursorWrapper, previous: Edition | None) -> Former:
    cursor.execute(sql.FORMER, {"previous": None if previous is None else previous.pk})
    former: dict[str, dict[Segment, int]] = {}
    for measure, sector, size, members in cursor.fetchall():
        former.setdefault(measure, {})[Segment(sector or None, size or None)] = members
    return former


def _patterns(edition: Edition, former: Former) -> Iterator[Pattern]:
    count = len(edition.measures)
    patterns = sql.PATTERNS.format(now=_flags("n", count), before=_flags("b", count))
    editions = {members for found in former.values() for members in found.values()}
    measures = dict(Edition.objects.filter(pk__in=editions).values_list("pk", "measures"))
    known: dict[str, int | list[int]] = {"edition": edition.pk, "editions": list(editions)}
    with connection.chunked_cursor() as cursor:
        cursor.execute(patterns, known)
        for found, organisations in cursor:
            departments = [
                _department(one, edition.measures, measures) for one in found.split(GROUP)
            ]
            yield Pattern(tuple(departments), organisations)


def _flags(table: str, count: int) -> str:
    return " || ".join(
        sql.FLAG.format(table=table, number=number) for number in range(1, count + 1)
    )


def _department(
    text: str, measures: Sequence[str], earlier: Mapping[int, Sequence[str]]
) -> DepartmentPattern:
    now, *others = text.split(RECORD)
    before = {}
    for one in filter(None, others):
        sector, size, flags, edition, same = one.split(UNIT)
        entry = _entry(sector, size, flags, earlier[int(edition)])
        before[int(edition)] = replace(entry, same=same == "1")
    if not now:
        return DepartmentPattern(None, before)
    sector, size, flags = now.split(UNIT)
    return DepartmentPattern(_entry(sector, size, flags, measures), before)


def _entry(sector: str, size: str, flags: str, measures: Sequence[str]) -> Entry:
    # An earlier edition can have had fewer measures.
    by_measure = zip(measures, flags, strict=False)
    return Entry(
        Segment(sector or None, size or None),
        measures=frozenset(measure for measure, flag in by_measure if flag == "1"),
    )


def _decisions(census: Census) -> Decisions:
    return {
        measure: decide(census.candidates(measure), census.cohorts.get(measure, ()))
        for measure in sorted(census.measures)
    }


def _outcomes(census: Census, decisions: Decisions) -> Iterator[Outcome]:
    for measure, of_segments in decisions.items():
        former = census.former.get(measure, {})
        for segment, decision in of_segments.items():
            found = census.counts.get(measure, {}).get(segment) or Count()
            was_shown = segment in former
            yield Outcome(
                measure=measure,
                segment=segment,
                decision=decision,
                was_shown=was_shown,
                withheld=decision is Decision.KEEP and census.is_withheld(measure, segment),
                organisations=found.organisations,
                departments=found.departments,
                newcomers=found.new_organisations if was_shown else found.organisations,
            )


def _write(
    cursor: CursorWrapper,
    edition: Edition,
    previous: Edition | None,
    census: Census,
    decisions: Decisions,
) -> None:
    places = {measure: place for place, measure in enumerate(edition.measures)}
    new = [
        _key(measure, segment)
        | {
            "place": places[measure],
            "lowest": lowest_of(measure),
            "organisations": found.organisations,
            "largest": found.largest,
            "second": max(found.second, 1),
        }
        for measure, segment in _chosen(decisions, Decision.NEW)
        for found in (census.counts[measure][segment],)
    ]
    kept = [
        _key(measure, segment) | {"withheld": census.is_withheld(measure, segment)}
        for measure, segment in _chosen(decisions, Decision.KEEP)
    ]
    if not new and not kept:
        raise NothingToPublishError
    known = {"edition": edition.pk, "previous": None if previous is None else previous.pk}
    cursor.execute(sql.WRITE_NEW, {**known, "chosen": json.dumps(new)})
    cursor.execute(sql.WRITE_KEPT, {**known, "chosen": json.dumps(kept)})


def _chosen(decisions: Decisions, wanted: Decision) -> Iterator[tuple[str, Segment]]:
    for measure, of_segments in decisions.items():
        for segment, decision in of_segments.items():
            if decision is wanted:
                yield measure, segment


def _key(measure: str, segment: Segment) -> dict[str, str | int | bool]:
    return {
        "measure": measure,
        "sector": segment.sector or "",
        "size_class": segment.size or "",
    }
