"""Folders for a PostgreSQL of one test, and waiting for something without sleeping blindly."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60


@contextmanager
def database_home(folder: Path) -> Iterator[Path]:
    """Give a home for a server; as root it may have been put elsewhere, and goes from there too."""
    home = folder / "postgres"
    yield home
    shutil.rmtree(home.resolve())


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Return as soon as the condition holds; fail when it never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)
