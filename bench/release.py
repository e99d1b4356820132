"""The web server of one release, on a socket that outlives it: what a reload and an upgrade need.

The socket belongs to us, as it belongs to systemd on a real machine: while one release stops and
the next one starts, visitors wait in its queue.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from afdelingsscan import runner
from bench.site import NOT_COPIED, Site, wait_for

QUEUE = 2_048
START_SECONDS = STOP_SECONDS = 60
MARK = "release-of-the-bench"
"""Stands on the front page of the changed release."""

MIGRATION = '''"""Expand: a column that the release before this one doesn't know."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scans", "{last}")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE scans_scan ADD COLUMN bench_note text NULL",
            "ALTER TABLE scans_scan DROP COLUMN bench_note",
        ),
        migrations.RunSQL(
            "ALTER TABLE scans_response ADD COLUMN bench_note text NULL",
            "ALTER TABLE scans_response DROP COLUMN bench_note",
        ),
    ]
'''
LOCK_TIMEOUT, TRIES = "500ms", 100
"""A migration that waits for a lock makes all others wait behind it: so it waits briefly, often.

Shorter than PostgreSQL's ``deadlock_timeout`` of a second: where a page and a migration wait for each
other, it is the migration that gives way.
"""
GAVE_WAY = ("lock timeout", "deadlock detected")


@contextmanager
def listening() -> Iterator[socket.socket]:
    """Give a socket that listens, on a port that was free."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(QUEUE)
        yield listener


class Release:
    """The web server from one folder, on somebody else's socket."""

    def __init__(
        self, folder: Path, listener: socket.socket, environment: Mapping[str, str]
    ) -> None:
        self.folder = folder
        self.listener = listener
        self.environment = {
            name: value for name, value in environment.items() if not name.startswith("GUNICORN_")
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it answers when its workers do."""
        command = runner.web_command(f"fd://{self.listener.fileno()}")
        with (self.folder / "release.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own server
                command,
                cwd=self.folder,
                env=self.environment,
                pass_fds=[self.listener.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        wait_for(lambda: len(self.workers()) > 0, seconds=START_SECONDS, what="a web worker")

    def stop(self) -> None:
        """Ask it to stop, after what it has in hand, and wait until it did."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(STOP_SECONDS)
            self.process = None

    def reload(self) -> None:
        """Have it replace every worker, and wait until the old ones are gone."""
        assert self.process is not None
        old = {worker.pid for worker in self.workers()}
        self.process.send_signal(signal.SIGHUP)
        wait_for(
            lambda: bool(self.workers()) and not old & {one.pid for one in self.workers()},
            seconds=STOP_SECONDS,
            what="new web workers",
        )

    def workers(self) -> list[psutil.Process]:
        """Return its workers."""
        if self.process is None or self.process.poll() is not None:
            raise RuntimeError(f"the release stopped:\n{self.log()}")
        return psutil.Process(self.process.pid).children()

    def family(self) -> list[psutil.Process]:
        """Return all its processes."""
        assert self.process is not None
        return [psutil.Process(self.process.pid), *self.workers()]

    def log(self) -> str:
        """Return what it wrote."""
        return (self.folder / "release.log").read_text(encoding="utf-8", errors="replace")


def next_release(site: Site) -> Path:
    """Copy the checkout beside itself, with changed code and a migration; return the folder."""
    folder = site.folder.with_name("next")
    shutil.copytree(site.folder, folder, ignore=NOT_COPIED)
    (folder / ".venv").symlink_to(sys.prefix)
    # What the site keeps stays where it is, as on a real machine.
    (folder / "var").symlink_to(site.folder / "var")
    migrations = folder / "scans" / "migrations"
    last = (migrations / "max_migration.txt").read_text().strip()
    name = f"{int(last[:4]) + 1:04}_bench"
    (migrations / f"{name}.py").write_text(MIGRATION.format(last=last))
    (migrations / "max_migration.txt").write_text(f"{name}\n")
    home = folder / "templates" / "site" / "home.html"
    home.write_text(home.read_text() + f"{{% block scripts %}}<!-- {MARK} -->{{% endblock %}}\n")
    return folder


def migrate(folder: Path, environment: Mapping[str, str]) -> int:
    """Migrate with a short wait for locks; return how many tries it took."""
    settings = {**os.environ, **environment, "PGOPTIONS": f"-c lock_timeout={LOCK_TIMEOUT}"}
    for number in range(1, TRIES + 1):
        done = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"],
            cwd=folder,
            env=settings,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode == 0:
            return number
        if not any(words in done.stderr for words in GAVE_WAY):
            break
        time.sleep(1)
    raise RuntimeError(f"the migration failed:\n{done.stderr}")
