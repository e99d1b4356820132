"""A real PostgreSQL for one checkout: its first user starts it, its last one stops it.

Users are processes. Each holds a shared lock on a file as long as it needs the server, and the
server holds one on another file as long as any of its processes lives; the kernel lets go of both
when a process dies, however it dies. Nothing is counted, so nothing is left behind by ``kill -9``.
`docs/decisions/embedded-postgresql.md` says why it looks like this.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from afdelingsscan.embedded_places import (
    Account,
    EmbeddedPostgresError,
    account_for,
    as_account,
    home_for,
    open_private,
    private_folder,
    programs_for,
    socket_folder,
)

DATABASE = "afdelingsscan"

# For a small machine that also runs the site. Whatever keeps answers safe stays at PostgreSQL's
# defaults: fsync, synchronous_commit and full_page_writes are on.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "max_wal_size": "256MB",
    "io_method": "sync",
    "jit": "off",
    # Disks without a moving head: what an index has is worth getting.
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "huge_pages": "off",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
    # A statement that fails holds answers: those are nobody's to read in a log.
    "log_min_error_statement": "panic",
    # And so does the row that a constraint refused.
    "log_error_verbosity": "terse",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# For data that a test run makes and throws away.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

START_SECONDS = 300  # recovery after a crash may replay a lot
STOP_SECONDS = 60
LOG_BYTES = 5_000_000


class EmbeddedPostgres:
    """The server whose data lives in ``home``; ``durable=False`` is for tests only."""

    extra: Mapping[str, str] = {}
    """Settings of PostgreSQL besides ``SETTINGS``."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self._account: Account | None = account_for(home)
        self._home = home_for(home, self._account)
        self._programs = programs_for(self._account)
        self._data = self._home / "data"
        self._durable = durable
        self._socket = socket_folder(self._home, self._account)

    def url(self, database: str = DATABASE) -> str:
        """Return the address of a database on this server, for ``DATABASE_URL``."""
        return f"postgresql://{DATABASE}@/{database}?host={quote(str(self._socket), safe='')}"

    @contextmanager
    def lease(self) -> Iterator[None]:
        """Keep the server running meanwhile; who leaves last stops it."""
        with open_private(self._home / "users.lock") as users:
            with self._turn():
                fcntl.flock(users, fcntl.LOCK_SH)
                self._bring_up()
            try:
                yield
            finally:
                with self._turn():
                    fcntl.flock(users, fcntl.LOCK_UN)
                    if _locked(users.fileno(), fcntl.LOCK_EX):
                        self._stop()

    def ensure_running(self) -> None:
        """Start the server again when it died; only for who holds a lease."""
        if not self.lives():
            with self._turn():
                self._bring_up()

    def lives(self) -> bool:
        """Whether any process of the server is there, in whatever state."""
        for process in _started:
            process.poll()  # a dead child would stay a zombie, and PostgreSQL takes those for alive
        with open_private(self._home / "server.lock") as lock:
            return not _locked(lock.fileno(), fcntl.LOCK_SH)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Only one process at a time starts or stops the server."""
        with open_private(self._home / "turn.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _bring_up(self) -> None:
        # A server that lives without answering is leaving or recovering: both end by themselves.
        _wait_until(lambda: self._answers() or not self.lives(), START_SECONDS)
        if self._answers():
            return
        if self.lives():
            raise EmbeddedPostgresError(
                f"PostgreSQL antwoordt niet; het logboek is {self._home / 'log'}."
            )
        pid_file = self._data / "postmaster.pid"
        if pid_file.exists() and not self._durable:
            shutil.rmtree(self._data)  # without fsync a crash leaves nothing to trust
        if not self._data.exists():
            self._create()
        # No process of this server is left, so the file is a leftover, even when its number now
        # belongs to another program: PostgreSQL itself would refuse to start then.
        pid_file.unlink(missing_ok=True)
        self._start()

    def _create(self) -> None:
        fresh = self._home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        private_folder(fresh, self._account)
        # The built-in locale sorts the same on every machine: an index never depends on its libc.
        self._run(
            *("initdb", "-D", str(fresh), "-U", DATABASE, "--auth=trust", "--encoding=UTF8"),
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(() if self._durable else ("--no-sync",)),
        )
        self._run(
            *("postgres", "--single", "-D", str(fresh), "template1"),
            stdin=f"CREATE DATABASE {DATABASE};\n",
        )
        fresh.rename(self._data)

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        result = subprocess.run(  # noqa: S603 - a program of our own
            [str(self._programs / program), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            cwd="/",
            env={"LC_ALL": "C"},
            check=False,
            **as_account(self._account),
        )
        if result.returncode != 0:
            raise EmbeddedPostgresError(_failure(f"{result.stdout}\n{result.stderr}"))

    def _start(self) -> None:
        log = self._home / "log"
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".old"))
        settings = {**SETTINGS, **self.extra} | ({} if self._durable else NOT_DURABLE)
        settings["unix_socket_directories"] = str(self._socket)
        with open_private(log) as output, open_private(self._home / "server.lock") as lock:
            # Somebody who asks whether the server lives holds this for an instant.
            _wait_until(lambda: _locked(lock.fileno(), fcntl.LOCK_EX), START_SECONDS)
            process = subprocess.Popen(  # noqa: S603 - a program of our own
                [
                    *(str(self._programs / "postgres"), "-D", str(self._data)),
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env={"LC_ALL": "C"},
                # The server and all that it forks keep this lock as long as one of them lives.
                pass_fds=[lock.fileno()],
                start_new_session=True,  # Ctrl-C is for us; we stop the server when all else has
                **as_account(self._account),
            )
        _started.append(process)
        _wait_until(lambda: self._answers() or process.poll() is not None, START_SECONDS)
        if not self._answers():
            raise EmbeddedPostgresError(_failure(log.read_text(errors="replace")))

    def _answers(self) -> bool:
        lines = self._pid_file_lines()
        if len(lines) < 8 or lines[7].strip() != "ready":  # noqa: PLR2004 - its last line is the state
            return False
        with socket.socket(socket.AF_UNIX) as connection:
            return connection.connect_ex(str(self._socket / ".s.PGSQL.5432")) == 0

    def _pid_file_lines(self) -> list[str]:
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _stop(self) -> None:
        for request in (signal.SIGINT, signal.SIGQUIT):  # PostgreSQL calls these fast and immediate
            lines = self._pid_file_lines()
            if not self.lives() or not lines:
                return
            with suppress(ProcessLookupError):  # it died by itself; its children follow
                os.kill(int(lines[0]), request)
            if _wait_until(lambda: not self.lives(), STOP_SECONDS):
                return


_started: list[subprocess.Popen[bytes]] = []


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _failure(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if any("No space left on device" in line for line in lines[-20:]):
        return "De schijf is vol: PostgreSQL kan niet starten. Maak ruimte en probeer het opnieuw."
    lines = [line for line in lines if "hint:" not in line.lower()]
    telling = [line for line in lines[-20:] if "FATAL" in line or "error" in line] or lines
    return "PostgreSQL kan niet starten: " + (telling[-1] if telling else "het zei niet waarom.")
