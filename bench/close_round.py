"""Closes rounds as the site does: `python -m bench.close_round TEAM CLIENTS TIMES`.

Prints the seconds that each took, after one that does not count. Everybody's answers differ.
"""

import random
import sys
import time
from datetime import date, timedelta

import django

A_DAY = date(2026, 11, 22)


def main(team: int, clients: int, times: int) -> None:
    """Close so many new rounds of this size."""
    django.setup()
    from scans.services.closing import close_round  # noqa: PLC0415 - after Django is set up

    for number in range(times + 1):
        scan_id = _round(team, clients)
        start = time.perf_counter()
        close_round(scan_id=scan_id, today=A_DAY)
        if number > 0:
            sys.stdout.write(f"{time.perf_counter() - start}\n")


def _round(team: int, clients: int) -> object:
    from scans.engine.answers import prediction_codes, scored_codes  # noqa: PLC0415 - the same
    from scans.engine.figures import Kind  # noqa: PLC0415 - the same
    from scans.models import Group, Response, Scan  # noqa: PLC0415 - the same
    from scans.models.links import digest_of  # noqa: PLC0415 - the same
    from scans.queries.questionnaires import (  # noqa: PLC0415 - the same
        CORE,
        asked_by_id,
        newest_version,
    )
    from scans.services.starting import Plan, ScanRequest, start_scan  # noqa: PLC0415 - the same

    version = newest_version(CORE)
    plan = Plan(Kind.TEAM, team, clients, A_DAY + timedelta(days=14))
    request = ScanRequest("Meting", "Meting", 2 * team, {}, plan)
    scan: Scan = start_scan(request=request, questionnaire=version, today=A_DAY).scan
    for group, count in ((Group.TEAM, team), (Group.CLIENT, clients)):
        asked = asked_by_id(version.pk, group)
        codes = [*scored_codes(asked), *prediction_codes(asked)]
        people = [Response(scan=scan, group=group, sent=True) for _ in range(count)]
        for one in people:
            one.answers = {code: random.randint(1, 5) for code in codes}  # noqa: S311 - a measurement
            one.link_digest = digest_of(str(one.pk))
        Response.objects.bulk_create(people)
    return scan.pk


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
