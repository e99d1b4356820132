"""Fills the dashboard: `python -m bench.desk_fill DEPARTMENTS`, each with one scan.

Some rounds are started, filled in and closed as the site does it; all others are copies of these,
with scores all over the scale. The list is written by the service that writes it in the site. One
scan in ten is open and has answers, a third may be named, a quarter is followed up. What is there
of an earlier fill stays; a database with anything else in it is refused.
"""

import random
import sys
from datetime import date, timedelta

import django
from django.db import connection

A_DAY = date(2026, 11, 22)
NAME = "Meting"
TEMPLATES, TEAM = 20, 8
ANSWERED = 100_000
"""Departments up to this one have answers when their round is open; so many tell enough."""

LISTED_AT_ONCE = 10_000

FILL = """
SET LOCAL synchronous_commit = off;
CREATE TEMPORARY TABLE template ON COMMIT DROP AS
SELECT s.*, row_number() OVER (ORDER BY s.id) - 1 AS place, r.figures, r.tally
FROM scans_scan s JOIN scans_result r ON r.scan_id = s.id WHERE s.id = ANY(%(templates)s::uuid[]);
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT i, md5('o' || i)::uuid AS organisation_id, md5('d' || i)::uuid AS department_id,
       md5('s' || i)::uuid AS scan_id, i %% 10 = 0 AS open, i %% %(count)s AS place,
       (ARRAY[4, 8, 15, 30, 80])[1 + (i / 7) %% 5] AS size,
       %(day)s::date - (CASE WHEN i %% 10 = 0 THEN i %% 14 ELSE 30 + i %% 700 END)::int AS opened_on
FROM generate_series(%(first)s, %(last)s) i;
INSERT INTO scans_organisation (id, name, sector, size_class)
SELECT organisation_id, %(name)s || ' ' || i, (%(sectors)s::text[])[1 + i %% %(kinds)s], ''
FROM made ORDER BY 1;
INSERT INTO scans_department
    (id, organisation_id, name, size_class, in_benchmark_since, excluded_because, contact_since)
SELECT department_id, organisation_id, 'Communicatie ' || i %% 997,
       (ARRAY['1-5', '6-10', '11-20', '21-50', '51+'])[1 + (i / 7) %% 5], %(day)s, '',
       CASE WHEN i %% 3 = 0 THEN %(day)s::date END
FROM made ORDER BY 1;
INSERT INTO scans_scan (
    id, department_id, number, questionnaire_id, kind, together, department_size, context, status,
    expected_team, expected_clients, team_limit, clients_limit, doubles_team, doubles_clients,
    durations, opened_on, closes_on, closed_on, module_ids
)
SELECT scan_id, m.department_id, 1, questionnaire_id, kind, together, size, context,
       CASE WHEN open THEN 'open' ELSE 'closed' END, expected_team, expected_clients, team_limit,
       clients_limit, doubles_team, doubles_clients, durations, m.opened_on,
       m.opened_on + 21, CASE WHEN open THEN NULL ELSE m.opened_on + 14 END, module_ids
FROM made m JOIN template USING (place) ORDER BY 1;
INSERT INTO scans_result (scan_id, figures, tally, benchmark)
SELECT scan_id, jsonb_set(jsonb_set(jsonb_set(jsonb_set(jsonb_set(figures,
       '{respondents}', to_jsonb(8 + (i * 7) %% 30)),
       '{themes,relevantie,score}', to_jsonb(5 * (random() * 20)::int)),
       '{themes,timing,score}', to_jsonb(5 * (random() * 20)::int)),
       '{themes,resultaat,score}', to_jsonb(5 * (random() * 20)::int)),
       '{impact,index}', to_jsonb(5 + 5 * (random() * 19)::int)), tally, NULL
FROM made JOIN template USING (place) WHERE NOT open ORDER BY 1;
INSERT INTO scans_response (id, scan_id, "group", answers, sent, link_generation, link_digest, mails_sent)
SELECT gen_random_uuid(), m.scan_id, r."group", r.answers, r.sent, 1,
       sha256((m.i || ':' || r.id)::bytea), 0
FROM made m JOIN template t USING (place) JOIN scans_response r ON r.scan_id = t.id
WHERE open AND m.i <= %(answered)s;
INSERT INTO scans_followup (department_id, state)
SELECT department_id, (ARRAY['contact', 'gepland', 'traject', 'afgerond'])[1 + (i / 4) %% 4]
FROM made WHERE i %% 4 = 0
"""


def main(count: int) -> None:
    """Fill up to so many departments."""
    django.setup()
    from django.db import transaction  # noqa: PLC0415 - after Django is set up

    from scans.models import Organisation  # noqa: PLC0415 - the same

    if Organisation.objects.exclude(name__startswith=NAME).exists():
        sys.exit("this database is in use: it would be filled with departments that don't exist")
    templates = _templates()
    done = Organisation.objects.count() - TEMPLATES
    known = {"templates": templates, "count": TEMPLATES, "day": A_DAY, "name": NAME}
    sectors = _sectors()
    known |= {"sectors": sectors, "kinds": len(sectors), "answered": ANSWERED}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FILL, known | {"first": done + 1, "last": count})
    _list(done + 1, count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _templates() -> list[str]:
    """Return the rounds that all others are copies of; made when they aren't there yet."""
    from scans.models import Scan  # noqa: PLC0415 - the same

    for number in range(TEMPLATES - Scan.objects.filter(department__name=NAME).count()):
        _round(number)
    found = Scan.objects.filter(department__name=NAME).values_list("pk", flat=True)
    return [str(key) for key in found]


def _round(number: int) -> None:
    from scans.engine.answers import prediction_codes, scored_codes  # noqa: PLC0415 - the same
    from scans.engine.figures import Kind  # noqa: PLC0415 - the same
    from scans.models import Group, Response  # noqa: PLC0415 - the same
    from scans.models.links import digest_of  # noqa: PLC0415 - the same
    from scans.queries.questionnaires import (  # noqa: PLC0415 - the same
        CORE,
        asked_by_id,
        newest_version,
    )
    from scans.services.closing import close_round  # noqa: PLC0415 - the same
    from scans.services.starting import Plan, ScanRequest, start_scan  # noqa: PLC0415 - the same

    luck = random.Random(number)  # noqa: S311 - a measurement
    version = newest_version(CORE)
    plan = Plan(Kind.TEAM, TEAM, TEAM, A_DAY + timedelta(days=14))
    request = ScanRequest(f"{NAME} {-number}", NAME, 2 * TEAM, {}, plan)
    scan = start_scan(request=request, questionnaire=version, today=A_DAY).scan
    for group in Group:
        asked = asked_by_id(version.pk, group)
        codes = [*scored_codes(asked), *prediction_codes(asked)]
        people = [Response(scan=scan, group=group, sent=True) for _ in range(TEAM)]
        for one in people:
            one.answers = {code: luck.randint(1, 5) for code in codes}
            one.link_digest = digest_of(str(one.pk))
        Response.objects.bulk_create(people)
    close_round(scan_id=scan.pk, today=A_DAY)


def _sectors() -> list[str]:
    from scans.queries.questionnaires import CORE, newest_version  # noqa: PLC0415 - the same
    from scans.reports.listing import sectors  # noqa: PLC0415 - the same

    return list(sectors(newest_version(CORE).pk))


def _list(first: int, last: int) -> None:
    from scans.services.listing import list_department  # noqa: PLC0415 - the same

    for begin in range(first, last + 1, LISTED_AT_ONCE):
        end = min(begin + LISTED_AT_ONCE - 1, last)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT md5('d' || i)::uuid FROM generate_series(%s, %s) i ORDER BY 1", [begin, end]
            )
            keys = [key for (key,) in cursor.fetchall()]
        list_department(*keys)


if __name__ == "__main__":
    main(int(sys.argv[1]))
