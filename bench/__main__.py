"""`make bench`: measure the site on this machine, and print a table.

`python -m bench [NAME ...] [--short]`; without names all that measures, and nothing that breaks.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial

import django

from bench.benchmark import editions, importing
from bench.chaos import chaos
from bench.cluster import cluster
from bench.dashboard import dashboard
from bench.deletion import deletion
from bench.drill import drill
from bench.kills import kills
from bench.load import save, save_beside_pdf, scans
from bench.parallel import parallel
from bench.security import security
from bench.security_fuzz import fuzzing
from bench.security_hosts import hosts
from bench.security_score import score
from bench.single import closing, memory, page, pdf, start, wire
from bench.site import Row, Site, machine, scratch_site
from bench.sustained import load

Measure = Callable[..., Iterable[Row]]

# Memory comes after the load, when every process has done its work; the start comes last.
MEASURES: dict[str, Measure] = {
    "wire": wire,
    "page": page,
    "pdf": pdf,
    "closing": closing,
    "save": save,
    "save-beside-pdf": save_beside_pdf,
    "scans": scans,
    "import": importing,
    "editions": editions,
    "dashboard": dashboard,
    "memory": memory,
    "start": start,
}
ON_REQUEST: dict[str, Measure] = {
    "kills": kills,
    "drill": drill,
    "chaos": chaos,
    "parallel": parallel,
    "load": load,
    "security": security,
    "score": score,
    "hosts": hosts,
    "fuzz": fuzzing,
    "deletion": deletion,
    "cluster": cluster,
}


def main() -> int:
    """Measure what was asked; 1 when a bar was not reached."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    known = MEASURES | ON_REQUEST
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--scans", type=int, help="how many for the drill, if not 100,000")
    parser.add_argument("--short", action="store_true", help="quicker, and less exact")
    parser.add_argument("--minutes", type=float, default=10, help="of the steady load")
    options = parser.parse_args()
    known["load"] = partial(load, minutes=options.minutes)
    if options.scans:
        known["drill"] = partial(drill, scans=options.scans)
    if unknown := set(options.names) - set(known):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    # What others do on this machine at the same time slows everything down.
    busy = f"load average before the run: {os.getloadavg()[0]:.1f}"
    with scratch_site() as site:
        facts = [*machine(), _versions(site), f"{time.strftime('%Y-%m-%d %H:%M %Z')}, {busy}"]
        rows = []
        for name in options.names or MEASURES:
            sys.stderr.write(f"{name} ...\n")
            for row in known[name](site, short=options.short):
                # At once: what comes after it may stop it all.
                sys.stderr.write(f"  {row.what}: {row.measured} {_mark(ok=row.ok)}\n")
                rows.append(row)
    _show(rows, facts)
    return 0 if all(row.ok is not False for row in rows) else 1


def _versions(site: Site) -> str:
    [(postgres,)] = site.rows("SHOW server_version")
    return f"Django {django.get_version()}, PostgreSQL {postgres}"


def _show(rows: list[Row], facts: list[str]) -> None:
    lines = [("what", "bar", "measured", "ok")]
    lines += [(row.what, row.bar, row.measured, _mark(ok=row.ok)) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
    sys.stdout.write("\n" + "\n".join(facts) + "\n")


def _mark(*, ok: bool | None) -> str:
    return {True: "yes", False: "NO", None: ""}[ok]


if __name__ == "__main__":
    sys.exit(main())
