"""Makes a PDF as the worker does: `python -m bench.make_pdf /resultaat/<token>/ TIMES`.

With `modules` instead of an address: that of a new round of twelve persons and eight internal
clients with every module. Prints, for each PDF after one that does not count, the seconds that it
took and its pages.
"""

import io
import random
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import django
from django.conf import settings
from pypdf import PdfReader

from bench.visitor import digest_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from scans.engine.questionnaire import Questionnaire
    from scans.models import Result

MODULES = "modules"
TEAM, CLIENTS = 12, 8
A_DAY = date(2026, 11, 22)


def main(path: str, times: int) -> None:
    """Make the PDF of this result so many times; nothing is kept."""
    django.setup()
    from scans.reports.pdf import make_pdf  # noqa: PLC0415 - after Django is set up
    from scans.reports.reading import report_of  # noqa: PLC0415 - the same
    from scans.reports.renderer import report_html  # noqa: PLC0415 - the same

    results = _with_modules() if path == MODULES else _of(path)
    for number in range(times + 1):
        start = time.perf_counter()
        content = make_pdf(
            report_html(report_of(results.get(), "nl")),
            seconds=settings.PDF_TIME_LIMIT,
            memory=settings.PDF_MEMORY_LIMIT,
        )
        took = time.perf_counter() - start
        if number > 0:
            sys.stdout.write(f"{took} {len(PdfReader(io.BytesIO(content)).pages)}\n")


def _results() -> "QuerySet[Result]":
    from scans.models import Result  # noqa: PLC0415 - after Django is set up

    return Result.objects.select_related("scan__department__organisation")


def _of(path: str) -> "QuerySet[Result]":
    return _results().filter(scan__links__digest=digest_of(path))


def _with_modules() -> "QuerySet[Result]":
    """Start a round with every module, let everybody answer, and close it."""
    from scans.engine.figures import Kind  # noqa: PLC0415 - after Django is set up
    from scans.models import Group, Response  # noqa: PLC0415 - the same
    from scans.models.links import digest_of as digest  # noqa: PLC0415 - the same
    from scans.queries.questionnaires import (  # noqa: PLC0415 - the same
        CORE,
        asked_of,
        newest_modules,
        newest_version,
    )
    from scans.services.closing import close_round  # noqa: PLC0415 - the same
    from scans.services.starting import Plan, ScanRequest, start_scan  # noqa: PLC0415 - the same

    plan = Plan(Kind.TEAM, TEAM, CLIENTS, A_DAY + timedelta(days=14))
    request = ScanRequest(
        "Meting", "Meting", TEAM, {}, plan, module_ids=[one.pk for one in newest_modules()]
    )
    scan = start_scan(request=request, questionnaire=newest_version(CORE), today=A_DAY).scan
    for group, count in ((Group.TEAM, TEAM), (Group.CLIENT, CLIENTS)):
        asked = asked_of(scan, group)
        people = [Response(scan=scan, group=group, sent=True) for _ in range(count)]
        for one in people:
            one.answers = _answers(asked)
            one.link_digest = digest(str(one.pk))
        Response.objects.bulk_create(people)
    close_round(scan_id=scan.pk, today=A_DAY)
    return _results().filter(scan=scan)


def _answers(asked: "Questionnaire") -> dict[str, int | str]:
    """Answer everything that is scored, and all modules."""
    chance = random.Random()  # noqa: S311 - a measurement
    codes = [*asked.statements, *asked.role_codes]
    codes += [code for one in asked.modules for code in one.codes if code in one.scale_codes]
    answers: dict[str, int | str] = {code: chance.randint(1, 5) for code in codes}
    for module in asked.modules:
        for code, values in module.option_values.items():
            answers[code] = chance.choice(sorted(values))
    return answers


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
