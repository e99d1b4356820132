"""After a deletion: how often the scan's names, addresses, texts and links are found anywhere."""

import json
import subprocess
import sys

from bench.site import Row, Site

SCANS, SHORT = 25, 1


def deletion(site: Site, *, short: bool) -> list[Row]:
    """Let scans leave traces wherever they can, delete them, and count what is found by place."""
    count = SHORT if short else SCANS
    environment = site.environment() | {"DJANGO_SETTINGS_MODULE": "afdelingsscan.settings"}
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "bench.deletion_story", str(site.port), str(count)],
        cwd=site.folder,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout.decode().splitlines()[-1])
    rows = [
        Row(
            f"after {count} deleted scans, hits in {place}",
            "0",
            f"{hits}  ({found['before'][place]:,} before)",
            hits == 0,
        )
        for place, hits in found["after"].items()
    ]
    rows.append(Row("  rows left of them", "0", str(found["rows"]), found["rows"] == 0))
    return rows
