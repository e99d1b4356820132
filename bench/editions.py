"""Fills the benchmark and publishes editions: `python -m bench.editions DEPARTMENTS`.

Prints three numbers: the seconds that the first edition took and those that the second took, in
which a tenth of the departments is new, and the peak memory of this process in MB.

The departments are made up in the database, with scores all over the scale; one organisation in
twenty has two of them. A database with anything else in it is refused.
"""

import resource
import sys
import time
from datetime import date

import django
from django.db import connection

A_DAY = date(2026, 11, 22)
NAME = "Meting"

EMPTY = "TRUNCATE scans_organisation, scans_edition CASCADE; TRUNCATE scans_editionmember"

# Rows in the order of their keys are quicker to index.
FILL = """
SET work_mem = '256MB';
INSERT INTO scans_organisation (id, name, sector, size_class)
SELECT md5('o' || i)::uuid, %(name)s,
       (ARRAY['gemeente', 'zorg', 'onderwijs', 'rijk', 'waterschap', 'provincie'])[1 + i %% 6], ''
FROM generate_series(%(first)s, %(last)s) i WHERE i %% 20 <> 0
ORDER BY 1;
INSERT INTO scans_department
    (id, organisation_id, name, size_class, in_benchmark_since, excluded_because)
SELECT md5('d' || i)::uuid, md5('o' || CASE WHEN i %% 20 = 0 THEN i - 1 ELSE i END)::uuid,
       %(name)s, (ARRAY['1-5', '6-10', '11-20', '21-50', '51+'])[1 + (i / 7) %% 5], %(day)s, ''
FROM generate_series(%(first)s, %(last)s) i
ORDER BY 1;
INSERT INTO scans_benchmarkrow (department_id, measure, tenths, n, period, alone, latest)
SELECT md5('d' || i)::uuid, m, (random() * 1000)::int, 5 + i %% 20, %(day)s, false, true
FROM generate_series(%(first)s, %(last)s) i, unnest(ARRAY[
    'relevantie', 'timing', 'resultaat', 'rol.huidig', 'rol.gewenst', 'impact',
    'spiegel.relevantie', 'spiegel.timing', 'spiegel.resultaat'
]) m
WHERE m NOT LIKE 'spiegel.%%' OR i %% 3 = 0
ORDER BY 1;
RESET work_mem
"""


def main(count: int) -> None:
    """Fill and publish, and once more with newcomers."""
    django.setup()
    from scans.models import Organisation  # noqa: PLC0415 - after Django is set up

    if Organisation.objects.exclude(name=NAME).exists():
        sys.exit("this database is in use: it would be emptied")
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)
    _fill(1, count)
    first = _publish("meting-1")
    _fill(count + 1, count + count // 10)
    second = _publish("meting-2")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{first}\n{second}\n{peak}\n")


def _fill(first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"first": first, "last": last, "day": A_DAY, "name": NAME})
        cursor.execute("VACUUM ANALYZE")


def _publish(name: str) -> float:
    from scans.services.editions import publish_edition  # noqa: PLC0415 - as above

    begin = time.perf_counter()
    publish_edition(name=name, today=A_DAY)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(int(sys.argv[1]))
