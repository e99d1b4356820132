"""The benchmark among few and among many departments: editions, reports, the import."""

import csv
import random
import subprocess
import sys
import time
from pathlib import Path

from bench.single import helper
from bench.site import Row, Site, scratch_site

SIZES, SHORT_SIZES = (1_000, 100_000, 1_000_000), (1_000, 10_000)
PUBLISH_BAR, PEAK_BAR = 60, 500
REPORT_BAR, RATIO_BAR = 5, 1.2
IMPORT_ROWS, SHORT_ROWS, IMPORT_BAR = 100_000, 5_000, 60

SECTORS = ("gemeente", "provincie", "zorg", "onderwijs")
CLASSES = ("1-5", "6-10", "11-20", "21-50", "51+")
MEASURES = ("relevantie", "timing", "resultaat", "rol_huidig", "rol_gewenst")


def editions(_site: Site, *, short: bool) -> list[Row]:
    """Publish two editions, and read what one report needs, at each size."""
    rows, reports = [], []
    # A site of its own: the departments that others left would be counted too.
    with scratch_site() as site:
        measured = [
            (count, *helper(site, "bench.editions", str(count)))
            for count in (SHORT_SIZES if short else SIZES)
        ]
    for count, first, second, peak, report, statements in measured:
        reports.append(report)
        took = max(first, second)
        rows += [
            Row(
                f"publishing an edition over {count:,} departments: the first, the second",
                f"<= {PUBLISH_BAR} s",
                f"{first:.1f} s, {second:.1f} s",
                took <= PUBLISH_BAR,
            ),
            Row("  memory of the process", f"<= {PEAK_BAR} MB", f"{peak:.0f} MB", peak <= PEAK_BAR),
            Row(
                "  one report's figures: time in the database",
                f"<= {REPORT_BAR} ms",
                f"{report:.2f} ms in {statements:.0f} statements",
                report <= REPORT_BAR,
            ),
        ]
    ratio = reports[-1] / reports[0]
    rows.append(
        Row(
            "  the same, the most departments against the fewest",
            f"<= {RATIO_BAR} x",
            f"{ratio:.2f} x",
            ratio <= RATIO_BAR,
        )
    )
    return rows


def importing(site: Site, *, short: bool) -> list[Row]:
    """Import earlier results, and import the same file again."""
    count = SHORT_ROWS if short else IMPORT_ROWS
    file = site.folder / "results.csv"
    _write(file, count)
    took = [_import(site, file) for _ in range(2)]
    return [
        Row(
            f"importing {count:,} earlier results, and the same file again",
            f"<= {IMPORT_BAR} s",
            ", ".join(f"{one:.1f} s" for one in took),
            max(took) <= IMPORT_BAR,
        )
    ]


def _import(site: Site, file: Path) -> float:
    environment = site.environment() | {"DJANGO_SETTINGS_MODULE": "afdelingsscan.settings"}
    begin = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "benchmark", "import", str(file)],
        cwd=site.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - begin


def _write(file: Path, count: int) -> None:
    """Write made-up results; the same each time."""
    luck = random.Random(4)  # noqa: S311 - scores, not secrets
    with file.open("w", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(["organisatie", "sector", "grootteklasse", "periode", "aantal", *MEASURES])
        for number in range(count):
            scores = [f"{luck.uniform(0, 100):.1f}".replace(".", ",") for _ in MEASURES]
            writer.writerow(
                [
                    f"Meting {number}",
                    luck.choice(SECTORS),
                    luck.choice(CLASSES),
                    "2026-03",
                    luck.randint(5, 30),
                    *scores,
                ]
            )
