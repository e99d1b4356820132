"""The dashboard with many scans in it: its pages, its list, its exports."""

import subprocess
import sys

from bench.single import helper
from bench.site import Row, Site, scratch_site

FEW, MANY, MOST = 10_000, 100_000, 1_000_000
SHORT_FEW, SHORT_MANY, SHORT_MOST = 1_000, 10_000, 20_000
PAGE_BAR, MOST_BAR = 150, 300
"""Milliseconds of a page, with many scans and with the most."""

START_BAR = 1.0
"""Seconds until an export begins."""

GROWTH_BAR, NOISE = 1.2, 5
"""Ten times as many rows may take so much more memory, or so many MB: no two runs are the same."""

TIMES = 5

Found = dict[str, list[float]]


def dashboard(_site: Site, *, short: bool) -> list[Row]:
    """Measure pages and exports with many scans, and the list with the most."""
    few, many, most = (SHORT_FEW, SHORT_MANY, SHORT_MOST) if short else (FEW, MANY, MOST)
    times = "2" if short else str(TIMES)
    # A site of its own: the scans that others left would be counted too.
    with scratch_site() as site:
        helper(site, "bench.desk_fill", str(few))
        small = _exports(site)
        helper(site, "bench.desk_fill", str(many))
        rows = _without_bar(_ask(site, "first") | _ask(site, "means"), many)
        rows += _pages(_ask(site, "pages", times), many, PAGE_BAR)
        rows += _of_exports(small, _exports(site), (few, many))
        helper(site, "bench.desk_fill", str(most))
        rows += _without_bar(_ask(site, "means"), most)
        return rows + _pages(_ask(site, "list", times), most, MOST_BAR)


def _ask(site: Site, *arguments: str) -> Found:
    """Return what `bench.desk_times` prints."""
    environment = site.environment() | {"DJANGO_SETTINGS_MODULE": "afdelingsscan.settings"}
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "bench.desk_times", *arguments],
        cwd=site.folder,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    lines = (line.split("\t") for line in done.stdout.decode().splitlines())
    return {name: [float(number) for number in numbers] for name, *numbers in lines}


def _exports(site: Site) -> Found:
    # Each in a process of its own, or the second would find the memory of the first.
    return _ask(site, "export", "csv") | _ask(site, "export", "xlsx")


def _without_bar(found: Found, count: int) -> list[Row]:
    return [
        Row(f"dashboard, {count:,} scans, {what}", "", f"{took:.0f} ms", None)
        for what, [took] in found.items()
    ]


def _pages(found: Found, count: int, bar: int) -> list[Row]:
    """Return a row for each kind of page: the slowest of it, by name, and the middle one."""
    rows = []
    for kind in dict.fromkeys(name.partition(":")[0] for name in found):
        times = sorted(
            (took, name) for name, [took] in found.items() if name.partition(":")[0] == kind
        )
        worst, name = times[-1]
        middle = times[len(times) // 2][0]
        rows.append(
            Row(
                f"dashboard, {count:,} scans, {kind}: the slowest of {len(times)}",
                f"<= {bar} ms",
                f"{worst:.0f} ms ({name}); the middle one {middle:.0f} ms",
                worst <= bar,
            )
        )
    return rows


def _of_exports(small: Found, large: Found, counts: tuple[int, int]) -> list[Row]:
    few, many = counts
    rows = []
    for form, [first, with_rows, took, size, _lines, most] in large.items():
        least = small[form][-1]
        rows += [
            Row(
                f"export of {many:,} rows as {form.upper()}: first bytes, first rows",
                f"<= {START_BAR} s",
                f"{first:.2f} s, {with_rows:.2f} s; all {size / 1e6:.0f} MB in {took:.0f} s",
                with_rows <= START_BAR,
            ),
            Row(
                f"  growth of memory with {few:,} and with {many:,} rows",
                f"<= {GROWTH_BAR} x or {NOISE} MB",
                f"{least:.1f} MB, {most:.1f} MB",
                most <= max(GROWTH_BAR * least, least + NOISE),
            ),
        ]
    return rows
