"""The first of a very long list by a shrunk score, without looking at all of it.

Among scans of equally many persons the shrunk scores have the order of the scores themselves, and
in that an index holds them. So of each number of persons the first few are enough.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from scans.engine.shrinking import Prior
from scans.models import ListedScan
from scans.queries.replica import reading

SLACK = 0.001
"""Points of a score by which more is looked at than needed; what is rounded decides nothing."""

FIRST = """
WITH RECURSIVE sizes (n) AS (
    (SELECT n FROM scans_listedscan WHERE {score} IS NOT NULL ORDER BY n LIMIT 1)
    UNION ALL
    SELECT (SELECT more.n FROM scans_listedscan more
            WHERE more.n > sizes.n AND more.{score} IS NOT NULL ORDER BY more.n LIMIT 1)
    FROM sizes WHERE sizes.n IS NOT NULL
)
SELECT found.scan_id FROM sizes CROSS JOIN LATERAL (
    SELECT scan_id, {place} AS place FROM scans_listedscan
    WHERE scans_listedscan.n = sizes.n AND {score} IS NOT NULL {bound} {passing}
    ORDER BY {score} {way}, scan_id DESC LIMIT %s
) found
ORDER BY found.place DESC, found.scan_id DESC LIMIT %s
"""

BOUND = "AND {score} {sign} %s + %s * (sizes.n + %s) / GREATEST(sizes.n, 1)"


@dataclass(frozen=True, slots=True)
class ByScore:
    """One of the orders by a score."""

    score: str
    prior: Prior
    descending: bool


def first_by_score(
    listed: QuerySet[ListedScan], order: ByScore, after: float | None, most: int
) -> list[UUID]:
    """Return the first keys of a list that is annotated with the ``place`` it is sorted by.

    Of the scans that have a score, and so fewer than ``most`` when not enough of them have one.
    ``after`` is the place behind which the list was made to begin, which then can be found at
    once. Scans of nobody have no score.
    """
    connection = reading()
    compiler = listed.query.get_compiler(connection=connection)
    place, of_place = compiler.compile(listed.query.annotations["place"])
    passing, of_passing = compiler.compile(listed.query.where) if listed.query.where else ("", [])
    bound, of_bound = _bound(order, after)
    query = FIRST.format(
        score=connection.ops.quote_name(order.score),
        place=place,
        bound=bound,
        passing=passing and f"AND {passing}",
        way="DESC" if order.descending else "ASC",
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*of_place, *of_bound, *of_passing, most, most])
        return [key for (key,) in cursor.fetchall()]


def _bound(order: ByScore, after: float | None) -> tuple[str, list[float]]:
    """Return what a score can't be beyond; it follows from the place, for each number of persons."""
    if after is None:
        return "", []
    mean, k = order.prior.mean, order.prior.k
    shrunk = after if order.descending else 100.0 - after
    sign, slack = ("<=", SLACK) if order.descending else (">=", -SLACK)
    score = reading().ops.quote_name(order.score)
    return BOUND.format(score=score, sign=sign), [mean + slack, shrunk - mean, k]
