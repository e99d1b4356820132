"""Processes that the runner starts, watches and stops, and that never outlive it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

PR_SET_PDEATHSIG = 1
# Something that dies at once would otherwise be started over and over at full speed.
RESTART_SECONDS = 1.0


def run_to_end(command: list[str], environment: Mapping[str, str] | None = None) -> int:
    """Run a program, wait for it and return its exit code; ``environment`` is added to ours."""
    with _start(command, environment=environment) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise


class Child:
    """A program that runs as long as the ``with`` block and is started again when it dies."""

    def __init__(
        self,
        command: list[str],
        *,
        stop_seconds: float,
        descriptor: socket.socket | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = command
        self._environment = environment
        self._stop_seconds = stop_seconds
        self._descriptors = [descriptor.fileno()] if descriptor is not None else []

    def __enter__(self) -> "Child":
        self._launch()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(self._stop_seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def lives(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def restart_if_dead(self) -> None:
        """Start it again when it died, but not more than once a second."""
        if not self.lives() and time.monotonic() > self._started + RESTART_SECONDS:
            self._launch()

    def _launch(self) -> None:
        self._started = time.monotonic()
        self._process = _start(self._command, self._descriptors, self._environment)


def _start(
    command: list[str],
    descriptors: list[int] | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - commands of our own
        command,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        # Ctrl-C reaches the whole group of the terminal; here the runner decides the order.
        start_new_session=True,
        pass_fds=descriptors or [],
        preexec_fn=_die_with_parent(),  # noqa: PLW1509 - the runner has no threads
    )


def _die_with_parent() -> Callable[[], object] | None:
    """Return what makes Linux stop the child when the runner is killed; elsewhere nothing does."""
    if sys.platform != "linux":
        return None  # pragma: no cover - depends on the machine
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
