"""A disk that is small enough to fill: a tmpfs of its own, for which the system must let us mount.

On a full one every program gets ``ENOSPC``, as on a full disk: PostgreSQL can't extend its tables,
nor its log. Without the right to mount there is none, and whoever asked for it says so.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MEGABYTES = 640
"""The database, its log, the static files, and the room that the site asks for at its start."""


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """The disk that is mounted on ``folder``."""

    folder: Path

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Leave not one byte."""
        with self._ballast.open("ab") as ballast:
            while free := shutil.disk_usage(self.folder).free:
                try:
                    os.posix_fallocate(ballast.fileno(), ballast.seek(0, os.SEEK_END), free)
                except OSError:  # somebody else took a part of it
                    continue

    def free(self) -> None:
        """Give the room back."""
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk | None]:
    """Mount a small disk on this folder, which is made; ``None`` where that isn't allowed."""
    folder.mkdir()
    options = f"size={MEGABYTES}m,mode=0755"
    command = ["mount", "-t", "tmpfs", "-o", options, "afdelingsscan-bench", str(folder)]
    program = shutil.which(command[0])
    if program is None or subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603 - words of our own
        yield None
        return
    try:
        yield SmallDisk(folder)
    finally:
        # Lazily: a process that dies slowly must not keep it.
        subprocess.run(["umount", "--lazy", str(folder)], check=False)  # noqa: S603, S607 - the same
