"""Where the processes of one machine keep what they counted, for ``manage.py metrics`` to add up.

`docs/decisions/metrics.md` says why it is a folder with a file for each process.
"""

import os
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""By this prometheus-client knows the folder; it looks when it is imported, so it is set first."""


def prepare(folder: Path) -> Path:
    """Make the folder, unless the environment names another; return which it is."""
    chosen = Path(os.environ.setdefault(VARIABLE, str(folder)))
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen


def counting_processes(folder: Path) -> Iterator[tuple[int, Path]]:
    """Go through the files, each with the number of the process that wrote it."""
    for path in sorted(folder.glob("*_*.db")):
        number = path.stem.rpartition("_")[2]
        if number.isdecimal():
            yield int(number), path


def forget_dead(folder: Path) -> None:
    """Delete what processes counted that live no more; for when all of them start again.

    Any earlier a total would fall, and whoever reads it would take that for a restart.
    """
    for number, path in counting_processes(folder):
        if not Path(f"/proc/{number}").exists():
            path.unlink(missing_ok=True)
