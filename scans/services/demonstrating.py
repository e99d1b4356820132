"""A demonstration: a database full of made-up departments, and never anything else in it."""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.db import connection, transaction

from scans.engine.peers import IMPACT, MIRROR, ROLE_NOW, ROLE_WANTED, SIZES
from scans.engine.questionnaire import Moment, Questionnaire
from scans.models import Edition, Owner, QuestionnaireVersion
from scans.queries.demonstration import EDITION, refusal_of
from scans.queries.questionnaires import questionnaire_by_id
from scans.services import demonstration_sql as sql
from scans.services.demonstration_rounds import run_rounds
from scans.services.editions import publish_edition

LOCK = "demonstration"

SECTORS = {
    "gemeente": "Voorbeeldgemeente",
    "provincie": "Voorbeeldprovincie",
    "waterschap": "Voorbeeldwaterschap",
    "zorg": "Voorbeeldzorg",
    "onderwijs": "Voorbeeldschool",
    "woningcorporatie": "Voorbeeldcorporatie",
}
OTHER = "Voorbeeldorganisatie"
"""What made-up organisations of a sector are called, before their number."""

CENTRES = (61, 47, 54)
"""Around which the scores of the themes lie, in their order; those of a fourth begin anew."""


NO_DEMONSTRATION = (
    "Deze site is geen demonstratie: dat is zij alleen met DEMONSTRATION=True. `make demo` maakt er "
    "een in een eigen map."
)


class NotADemonstrationError(Exception):
    """This site or this database isn't for made-up data; nothing was changed."""


def check_place() -> None:
    """Raise ``NotADemonstrationError`` where made-up data may not come; tables needn't exist."""
    if not settings.DEMONSTRATION:
        raise NotADemonstrationError(NO_DEMONSTRATION)
    if reason := refusal_of():
        raise NotADemonstrationError(reason)


@transaction.atomic
def fill_demonstration(
    *, departments: int, seed: int, questionnaire: QuestionnaireVersion, today: date
) -> tuple[list[Owner], bool]:
    """Fill an empty database; return the aanvragers of its rounds, in order, and if that was news.

    All that is in it follows from the seed and the day, but for its links. A database that was
    filled is left as it is. ``NotADemonstrationError`` where the site is no demonstration, or
    when there is anything in it that isn't; ``NothingToPublishError`` for too few departments.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])
    check_place()
    is_new = not Edition.objects.filter(name=EDITION).exists()
    if is_new:
        asked = questionnaire_by_id(questionnaire.pk)
        _make_departments(departments, seed, asked, questionnaire.pk, today)
        publish_edition(name=EDITION, today=today)
        # After the edition: their reports show where they stand in it.
        run_rounds(seed=seed, questionnaire=questionnaire, today=today)
    owners = Owner.objects.select_related("department__organisation")
    return list(owners.order_by("department__organisation__name")), is_new


def _make_departments(
    count: int, seed: int, asked: Questionnaire, version_id: int, today: date
) -> None:
    sectors = next(q for q in asked.context_at(Moment.START) if q.code == "sector").options
    values = [option.value for option in sectors]
    themes = [theme.key for theme in asked.themes]
    known: dict[str, int | str | date | list[str]] = {
        "count": count,
        "seed": seed,
        "today": today,
        "questionnaire": version_id,
        "sectors": values,
        "names": [SECTORS.get(value, OTHER) for value in values],
        "sizes": list(SIZES),
        "themes": themes,
        "impact": IMPACT,
        "measures": json.dumps(list(_measures(themes))),
    }
    steps = (sql.MADE, sql.ORGANISATIONS, sql.DEPARTMENTS, sql.ROWS, sql.IMPACT)
    with connection.cursor() as cursor:
        cursor.execute(sql.FUNCTIONS)
        for step in (*steps, sql.COUNTED, sql.DROP):
            cursor.execute(step, known)


def _measures(themes: Sequence[str]) -> Iterable[dict[str, object]]:
    """Return how the scores of each measure lie: points, on a scale of 0 to 100."""
    for place, key in enumerate(themes):
        yield _measure(key, CENTRES[place % len(CENTRES)], apart=9)
    yield _measure(ROLE_NOW, 42, apart=12)
    yield _measure(ROLE_WANTED, 68, apart=10)
    for key in themes:
        difference = {"lowest": -1000, "shared": 0, "with_clients": True}
        yield _measure(f"{MIRROR}{key}", 6, apart=10) | difference


def _measure(measure: str, centre: int, *, apart: int) -> dict[str, object]:
    return {
        "measure": measure,
        "centre": centre,
        "apart": apart,
        "shared": 1,
        "lowest": 0,
        "with_clients": False,
    }
