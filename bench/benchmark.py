"""The benchmark among few and among many departments: editions, reports, the import."""

import csv
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2.sql import SQL, Identifier

from bench.single import helper
from bench.site import Row, Site, scratch_site

SIZES, SHORT_SIZES = (1_000, 100_000, 1_000_000), (1_000, 10_000)
PUBLISH_BAR, PEAK_BAR = 60, 500
REPORT_BAR, RATIO_BAR = 5, 1.2
PASSES = 15
IMPORT_ROWS, SHORT_ROWS, IMPORT_BAR = 100_000, 5_000, 60

SECTORS = ("gemeente", "provincie", "zorg", "onderwijs")
CLASSES = ("1-5", "6-10", "11-20", "21-50", "51+")
MEASURES = ("relevantie", "timing", "resultaat", "rol_huidig", "rol_gewenst")


def editions(_site: Site, *, short: bool) -> list[Row]:
    """Publish two editions, and read what one report needs, at each size."""
    sizes = SHORT_SIZES if short else SIZES
    # A site of its own: the departments that others left would be counted too.
    with scratch_site() as site:
        places = [_database(site, f"meting_{count}") for count in sizes]
        rows = []
        for count, place in zip(sizes, places, strict=True):
            rows += _published(site, count, place)
        reports, statements = _reports(site, places)
    shown = ", ".join(f"{report:.2f}" for report in reports)
    ratio = max(reports[1:]) / reports[0]
    return [
        *rows,
        Row(
            f"one report's figures among {sizes[0]:,} to {sizes[-1]:,}: time in the database",
            f"<= {REPORT_BAR} ms",
            f"{shown} ms in {', '.join(map(str, statements))} statements",
            max(reports) <= REPORT_BAR,
        ),
        Row(
            "  the slowest of these against the fewest departments",
            f"<= {RATIO_BAR} x",
            f"{ratio:.2f} x",
            ratio <= RATIO_BAR,
        ),
    ]


def _database(site: Site, name: str) -> dict[str, str]:
    """Make an empty database beside the site's own; return the settings with which it is used."""
    settings = site.environment()
    with closing(psycopg2.connect(settings["DATABASE_URL"])) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    place = urlsplit(settings["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    settings |= {"DATABASE_URL": place, "DJANGO_SETTINGS_MODULE": "afdelingsscan.settings"}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=site.folder, env=settings, check=True)  # noqa: S603 - our own
    return settings


def _published(site: Site, count: int, place: dict[str, str]) -> list[Row]:
    first, second, peak = helper(site, "bench.editions", str(count), environment=place)
    return [
        Row(
            f"publishing an edition over {count:,} departments: the first, the second",
            f"<= {PUBLISH_BAR} s",
            f"{first:.1f} s, {second:.1f} s",
            max(first, second) <= PUBLISH_BAR,
        ),
        Row("  memory of the process", f"<= {PEAK_BAR} MB", f"{peak:.0f} MB", peak <= PEAK_BAR),
    ]


def _reports(site: Site, places: Sequence[dict[str, str]]) -> tuple[list[float], list[int]]:
    """Return the milliseconds of a report in each database, and its statements.

    They take turns: a machine that is slower for a minute is so for all of them.
    """
    with ExitStack() as stack:
        readers = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "bench.edition_reports"],
                    cwd=site.folder,
                    env=place,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for place in places
        ]
        passes = [[_pass(reader) for reader in readers] for _ in range(PASSES)]
    by_place = list(zip(*passes, strict=True))
    reports = [statistics.median(report for report, _statements in one) for one in by_place]
    return reports, [int(one[0][1]) for one in by_place]


def _pass(reader: subprocess.Popen[str]) -> tuple[float, float]:
    assert reader.stdin is not None
    assert reader.stdout is not None
    print(file=reader.stdin, flush=True)
    report, statements = map(float, reader.stdout.readline().split())
    return report, statements


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
