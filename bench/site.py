"""The real site, started for a measurement from a copy with a database of its own."""

import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import psycopg2

from bench.client import Client
from bench.small_disk import SmallDisk, small_disk

ROOT = Path(__file__).parent.parent
START_LIMIT = 120
"""Seconds: a first start makes the database too."""

NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", ".*_cache")

INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "WEB_WORKERS", "WEB_THREADS")
"""All that a scratch site gets from our environment: no database, no secrets."""


class Row(NamedTuple):
    """One line of the table; ``ok`` is None where no bar was set."""

    what: str
    bar: str
    measured: str
    ok: bool | None


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(done: Callable[[], bool], *, seconds: float, what: str) -> float:
    """Ask again and again until it is so; return the seconds it took, or raise ``TimeoutError``."""
    begin = time.monotonic()
    while not done():
        if time.monotonic() - begin > seconds:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.01)
    return time.monotonic() - begin


@dataclass
class Site:
    """The site on a free port, in a checkout of its own: what it keeps is in its ``var``."""

    folder: Path
    command: tuple[str, ...] = (sys.executable, "-m", "afdelingsscan.runner")
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    disk: SmallDisk | None = None

    def start(self) -> float:
        """Start it, and return the seconds until the first page."""
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        environment |= {"HOST": "127.0.0.1", "PORT": str(self.port), "LOG_LEVEL": "WARNING"}
        # One machine plays thousands of visitors here.
        environment |= {"REQUEST_LIMITS": "False"}
        with (self.folder / "site.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own runner
                self.command, cwd=self.folder, env=environment, stdout=log, stderr=log
            )
        return wait_for(self._answers, seconds=START_LIMIT, what="the first page")

    def stop(self) -> None:
        """Ask it to stop, as Ctrl-C does, and wait until it did."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(START_LIMIT)
            self.process = None

    def family(self) -> list[psutil.Process]:
        """Return every process that belongs to it, PostgreSQL's too."""
        assert self.process is not None
        heads = {psutil.Process(self.process.pid), self.postmaster()}
        children = {child for head in heads for child in head.children(recursive=True)}
        return sorted(heads | children, key=lambda process: process.pid)

    def workers(self) -> list[psutil.Process]:
        """Return the web workers: children of gunicorn that are gunicorn themselves."""
        assert self.process is not None
        tree = psutil.Process(self.process.pid).children(recursive=True)
        web = {process.pid for process in tree if _is_gunicorn(process)}
        return [process for process in tree if process.pid in web and process.ppid() in web]

    def postmaster(self) -> psutil.Process:
        """Return PostgreSQL's first process; ``LookupError`` while there is none."""
        for note in (self.folder / "var").rglob("postmaster.pid"):
            with suppress(psutil.NoSuchProcess, ValueError, OSError):
                process = psutil.Process(int(note.read_text().split("\n")[0]))
                if process.status() != psutil.STATUS_ZOMBIE:
                    return process
        raise LookupError("PostgreSQL is not running")

    def environment(self) -> dict[str, str]:
        """Return the settings that its web workers got, secrets included."""
        return self.workers()[0].environ()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database, not the site."""
        with (
            closing(psycopg2.connect(self.environment()["DATABASE_URL"])) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query, values)
            return list(cursor.fetchall())

    def log(self) -> str:
        """Return what it wrote, to read when something went wrong."""
        return (self.folder / "site.log").read_text(encoding="utf-8", errors="replace")

    def client(self, *, timeout: float = 20, encoding: str = "gzip") -> Client:
        """Return a new visitor."""
        return Client(self.port, timeout=timeout, encoding=encoding)

    def _answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(f"the site did not start:\n{self.log()}")
        client = self.client(timeout=5)
        try:
            return client.get("/").status == 200  # noqa: PLR2004 - a page
        except OSError:
            return False
        finally:
            client.close()


def _is_gunicorn(process: psutil.Process) -> bool:
    try:
        return any("gunicorn" in part for part in process.cmdline())
    except psutil.Error:  # it stopped meanwhile
        return False


@contextmanager
def scratch_site(*, on_small_disk: bool = False) -> Iterator[Site]:
    """Start the site in a temporary copy of the checkout; stop and remove it afterwards.

    ``on_small_disk``: what it keeps is on a disk that can be filled, if the system allows that.
    """
    scratch = Path(tempfile.mkdtemp(prefix="afdelingsscan-bench-"))
    # PostgreSQL refuses to run as root, so another user must be able to enter.
    scratch.chmod(0o755)
    site = Site(scratch / "checkout")
    try:
        shutil.copytree(ROOT, site.folder, ignore=NOT_COPIED)
        (site.folder / ".venv").symlink_to(sys.prefix)
        with small_disk(site.folder / "var") if on_small_disk else nullcontext() as site.disk:
            try:
                site.start()
                yield site
            finally:
                site.stop()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


class Others:
    """What share of the machine (0-1) others took while something was measured."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._begin = time.monotonic()
        self._before = self._by_others()

    def share(self) -> float:
        """Return the share since this was made; little of it is exact, for processes come and go."""
        elapsed = (time.monotonic() - self._begin) * (os.cpu_count() or 1)
        return max(0.0, (self._by_others() - self._before) / elapsed)

    def _by_others(self) -> float:
        total = psutil.cpu_times()
        busy = sum(total) - total.idle - getattr(total, "iowait", 0.0)
        ours = [process.cpu_times() for process in (*self._site.family(), psutil.Process())]
        return float(busy - sum(times.user + times.system for times in ours))


def machine() -> list[str]:
    """Return the facts without which no figure means anything."""
    cpu = next(
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    memory = psutil.virtual_memory().total / 2**30
    return [
        f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GB",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
    ]
