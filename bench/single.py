"""One visitor on a quiet site: CPU time, bytes, the PDF, memory, the start."""

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import brotli
import psutil

from bench.client import Client, expect
from bench.make_pdf import MODULES
from bench.site import Row, Site, wait_for
from bench.visitor import begin, first_step, papers, walk

CPU_BAR = 4
FIRST_BAR, NEXT_BAR = 150_000, 25_000
PDF_BAR, DOWNLOAD_BAR = 1.0, 20
MEMORY_BAR = 450
START_BAR = 5
CLOSE_BAR = 1.0
EACH = 250

REFERENCES = re.compile(r"""(?:src|href)="(/static/[^"]+)"|url\(["']?([^"')]+)["']?\)""")


def helper(site: Site, *arguments: str, environment: dict[str, str] | None = None) -> list[float]:
    """Run a module of ours with the site's own settings, and return the numbers it prints."""
    return [float(number) for number in printed(site, *arguments, environment=environment)]


def printed(site: Site, *arguments: str, environment: dict[str, str] | None = None) -> list[str]:
    """Run a module of ours, and return the words it prints; without settings with the site's own."""
    settings = environment or site.environment()
    settings = settings | {"DJANGO_SETTINGS_MODULE": "afdelingsscan.settings"}
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", *arguments],
        cwd=site.folder,
        env=settings,
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.decode().split()


def page(site: Site, *, short: bool) -> list[Row]:
    """Measure the CPU time of a page with a theme against that of a bare Django view."""
    client = site.client()
    paper = papers(1)[0]
    path = first_step(client, begin(client, paper))
    csrf = expect(client.get(path), 200, "page with questions").csrf
    expect(client.post(path, csrf + paper.steps[0]), 302, "posting answers")
    client.close()
    theme, bare = [], []
    for _ in range(1 if short else 3):
        theme += helper(site, "bench.page_cpu", path)
        bare += helper(site, "bench.page_cpu", "/", "--bare")
    ratio = statistics.median(theme) / statistics.median(bare)
    return [
        Row(
            "page with a theme, CPU time against a bare view with one SELECT",
            f"<= {CPU_BAR} x",
            f"{ratio:.1f} x  ({statistics.median(theme):.2f} / {statistics.median(bare):.2f} ms)",
            ratio <= CPU_BAR,
        )
    ]


def wire(site: Site, *, short: bool) -> list[Row]:
    """Count what a first visit and a page with questions bring over the wire."""
    client = site.client(encoding="br, gzip")
    seen: set[str] = set()
    first = sum(_fetch(client, "/", seen))
    plain = site.client()
    path = first_step(plain, begin(plain, papers(1)[0]))
    following = sum(_fetch(client, path, seen))
    client.close()
    plain.close()
    return [
        Row("first visit, bytes", f"<= {FIRST_BAR:,}", f"{first:,}", first <= FIRST_BAR),
        Row("next page, bytes", f"<= {NEXT_BAR:,}", f"{following:,}", following <= NEXT_BAR),
    ]


def _fetch(client: Client, path: str, seen: set[str]) -> Iterator[int]:
    """Yield the bytes of a page and of all that it needs and that is not in the cache yet."""
    seen.add(path)
    answer = expect(client.get(path), 200, path)
    yield answer.size
    if not re.match(rb"text/(html|css)", answer.header(b"Content-Type")):
        return
    body = answer.body
    if answer.header(b"Content-Encoding") == b"br":
        body = brotli.decompress(body)
    for groups in REFERENCES.findall(body.decode()):
        reference = urljoin(path, next(filter(None, groups)))
        if reference.startswith("/") and reference not in seen:
            yield from _fetch(client, reference, seen)


def pdf(site: Site, *, short: bool) -> list[Row]:
    """Measure the making of a PDF where the worker makes it, and the second download."""
    client = site.client()
    path = walk(client, papers(1)[0]).result_path
    times = "2" if short else "7"
    made, pages = _made(site, path, times)
    deep, deep_pages = _made(site, MODULES, times)
    # A longer report may take longer: as much for a page as the core may take.
    deep_bar = PDF_BAR * deep_pages / pages
    url = f"{path}rapport.pdf"
    wait_for(lambda: client.get(url).status == 200, seconds=60, what="the PDF")  # noqa: PLR2004 - it is there
    loads = []
    for _ in range(20):
        start = time.perf_counter()
        size = expect(client.get(url), 200, "the PDF").size
        loads.append(1000 * (time.perf_counter() - start))
    client.close()
    again = statistics.median(loads)
    return [
        Row(
            "PDF, warm",
            f"<= {PDF_BAR} s",
            f"{made:.2f} s  ({pages} pages, {size:,} bytes)",
            made <= PDF_BAR,
        ),
        Row(
            "  with five modules, the same for a page",
            f"<= {deep_bar:.1f} s",
            f"{deep:.2f} s  ({deep_pages} pages)",
            deep <= deep_bar,
        ),
        Row("  second download", f"<= {DOWNLOAD_BAR} ms", f"{again:.1f} ms", again <= DOWNLOAD_BAR),
    ]


def _made(site: Site, path: str, times: str) -> tuple[float, int]:
    """Return the seconds that the PDF of this result takes, and its pages."""
    numbers = helper(site, "bench.make_pdf", path, times)
    return statistics.median(numbers[::2]), int(numbers[-1])


def closing(site: Site, *, short: bool) -> list[Row]:
    """Measure the closing of a large round: everything computed, disclosed and frozen."""
    size = [str(EACH), str(EACH)]
    took = statistics.median(helper(site, "bench.close_round", *size, "1" if short else "5"))
    what = f"closing a round of {EACH} + {EACH} persons"
    return [Row(what, f"<= {CLOSE_BAR} s", f"{took:.2f} s", took <= CLOSE_BAR)]


def memory(site: Site, *, short: bool) -> list[Row]:
    """Add up the memory of web, worker and PostgreSQL after some use.

    PSS counts a page that several processes share once; RSS counts it for each.
    """
    client = site.client()
    for paper in papers(2 if short else 8):
        walk(client, paper)
    client.close()
    family = site.family()
    rss = sum(process.memory_info().rss for process in family) / 2**20
    pss = sum(_pss(process) for process in family) / 2**10
    return [
        Row(
            f"memory at rest, {len(family)} processes",
            f"<= {MEMORY_BAR} MB",
            f"{pss:.0f} MB  (RSS: {rss:.0f})",
            pss <= MEMORY_BAR,
        )
    ]


def _pss(process: psutil.Process) -> int:
    """Return a process's share of the memory in kB."""
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def start(site: Site, *, short: bool) -> list[Row]:
    """Measure how long `make run` takes to its first page when all has been set up."""
    what, bar = "make run, set up, to the first page", f"<= {START_BAR} s"
    question = ["make", "--question", "install"]
    # The copy shares our virtual environment: setting that up is not for a measurement to do.
    if subprocess.run(question, cwd=site.folder, check=False).returncode != 0:  # noqa: S603 - fixed
        return [Row(what, bar, "not set up: do `make install` first", ok=False)]
    site.command = ("make", "run")
    times = []
    for _ in range(1 if short else 3):
        site.stop()
        times.append(site.start())
    took = statistics.median(times)
    return [Row(what, bar, f"{took:.1f} s", took <= START_BAR)]
