"""Makes a PDF as the worker does: `python -m bench.make_pdf /resultaat/<token>/ TIMES`.

Prints the seconds that each took, after one that does not count.
"""

import sys
import time

import django
from django.conf import settings

from bench.visitor import digest_of


def main(path: str, times: int) -> None:
    """Make the PDF of this result so many times; nothing is kept."""
    django.setup()
    from scans.models import Result  # noqa: PLC0415 - after Django is set up
    from scans.reports.pdf import make_pdf  # noqa: PLC0415 - the same
    from scans.reports.reading import report_of  # noqa: PLC0415 - the same
    from scans.reports.renderer import report_html  # noqa: PLC0415 - the same

    results = Result.objects.select_related("scan__department__organisation")
    for number in range(times + 1):
        start = time.perf_counter()
        result = results.get(scan__links__digest=digest_of(path))
        make_pdf(
            report_html(report_of(result, "nl")),
            seconds=settings.PDF_TIME_LIMIT,
            memory=settings.PDF_MEMORY_LIMIT,
        )
        if number > 0:
            sys.stdout.write(f"{time.perf_counter() - start}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
