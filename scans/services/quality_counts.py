"""Counting how far people come and how long it takes, without it ever being about one of them.

Why this tells nothing of a person stands in ``docs/decisions/quality-counts.md``.
"""

from collections import Counter
from datetime import date

from django.db import connection

from scans.engine.stopping import DURATIONS, count_stops
from scans.models import Group, Response, Scan
from scans.queries.questionnaires import asked_by_id

STEP, TIME = "stap.", "tijd."

# In the order of the keys, so that two closings at the same moment wait for each other only once.
ADD = """
INSERT INTO scans_qualitycount (questionnaire_id, "group", key, month, count)
SELECT %(questionnaire)s, %(group)s, one.key, %(month)s, one.count
FROM unnest(%(keys)s::text[], %(counts)s::bigint[]) AS one (key, count)
ORDER BY one.key
ON CONFLICT (questionnaire_id, "group", key, month)
DO UPDATE SET count = scans_qualitycount.count + EXCLUDED.count
"""


def note_duration(scan: Scan, group: Group, duration: str) -> None:
    """Count on an open round in which class somebody took; the caller holds the scan's row lock.

    What is no class, also of who has no script, is not counted.
    """
    if duration not in DURATIONS:
        return
    counted = Counter(scan.durations.get(group, {}))
    counted[duration] += 1
    scan.durations = {**scan.durations, group.value: dict(counted)}
    scan.save(update_fields=["durations"])


def count_round(scan: Scan, month: date) -> None:
    """Add a round that closes to the counters of all rounds, and forget it here.

    Only who was invited counts: of who fills in alone, what was never sent never closes.
    """
    for group in sorted(Group):
        if scan.expected(group) is None:
            continue
        counts = _counts_of(scan, group)
        if counts:
            keys = sorted(counts)
            values = [counts[key] for key in keys]
            with connection.cursor() as cursor:
                cursor.execute(
                    ADD,
                    {
                        "questionnaire": scan.questionnaire_id,
                        "group": group.value,
                        "month": month.replace(day=1),
                        "keys": keys,
                        "counts": values,
                    },
                )
    if scan.durations:
        scan.durations = {}
        scan.save(update_fields=["durations"])


def _counts_of(scan: Scan, group: Group) -> dict[str, int]:
    """Return what is counted, without zeros."""
    asked = asked_by_id(scan.questionnaire_id, group)
    persons = Response.objects.filter(scan=scan, group=group).values_list("answers", "sent")
    stops = count_stops(asked, persons)
    durations = scan.durations.get(group, {})
    counts = {
        **{f"{STEP}{key}": count for key, count in stops.items()},
        **{f"{TIME}{key}": count for key, count in durations.items()},
    }
    return {key: count for key, count in counts.items() if count}
