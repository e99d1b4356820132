"""Processes that the runner starts: stopped in time, and never left behind."""

import signal
import sys
import time

import pytest

from afdelingsscan.children import Child, run_to_end
from tests.project.places import PATIENCE, wait_until

STUBBORN = """
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1], "w").close()
signal.pause()
"""
WAITING = [sys.executable, "-c", "import signal; signal.pause()"]


class EnoughError(Exception):
    pass


def test_a_program_gives_its_exit_code():
    assert run_to_end([sys.executable, "-c", "raise SystemExit(3)"]) == 3


def test_a_program_stops_when_the_waiting_is_interrupted():
    def enough(*_):
        raise EnoughError

    before = signal.signal(signal.SIGALRM, enough)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    started = time.monotonic()
    try:
        with pytest.raises(EnoughError):
            run_to_end(WAITING)
    finally:
        signal.signal(signal.SIGALRM, before)

    assert time.monotonic() - started < PATIENCE


def test_a_child_that_ignores_the_request_is_killed(tmp_path):
    ready = tmp_path / "ready"

    with Child([sys.executable, "-c", STUBBORN, str(ready)], stop_seconds=0.1) as child:
        wait_until(ready.exists, "the child should have started")

    assert not child.lives()


def test_a_child_that_died_is_started_again_after_a_while():
    with Child([sys.executable, "-c", ""], stop_seconds=1) as child:
        first = child._process
        wait_until(lambda: not child.lives(), "the child should have ended")
        child.restart_if_dead()
        assert child._process is first  # not at full speed

        child._started -= 60
        child.restart_if_dead()

        assert child._process is not first
