"""``python -m afdelingsscan.runner``: the whole site on one machine, until Ctrl-C or SIGTERM.

It starts PostgreSQL, prepares database and static files, and keeps the web server and the
background worker going. Whoever runs this is no developer: what goes wrong is said in Dutch, in
one sentence.
"""

import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from afdelingsscan.children import Child, run_to_end
from afdelingsscan.embedded_places import EmbeddedPostgresError
from afdelingsscan.embedded_postgres import EmbeddedPostgres
from afdelingsscan.local import BASE, VAR, own_database, set_secrets

FREE_MEGABYTES = 200
READY_SECONDS = 60
LOOK_SECONDS = 0.2
RETRY_SECONDS = 5.0
WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - chosen by whoever sets HOST
# The web server answers what it is busy with, the worker finishes its PDF.
WEB_STOP_SECONDS = 20
WORKER_STOP_SECONDS = 45
METRICS_STOP_SECONDS = 5
METRICS = [sys.executable, str(BASE / "manage.py"), "metrics"]


class RunnerError(Exception):
    """The site can't start; the text is one sentence for who started it."""


class Stopped(BaseException):
    """Somebody asked the site to stop: no error, so only ``main`` catches it."""

    def __init__(self, number: int) -> None:
        self.number = number


def main() -> int:
    """Run the whole site until told to stop, and return the exit code."""
    return until_stopped(_run, "De Afdelingsscan is gestopt.")


def until_stopped(run: Callable[[], None], farewell: str = "") -> int:
    """Run this until told to stop and return the exit code; 130 after Ctrl-C, 0 after SIGTERM.

    What goes wrong is said in a sentence, and so, when there is one, that it stopped.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask_to_stop)
    try:
        run()
    except (RunnerError, EmbeddedPostgresError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:  # no right to read or write here, no room left, no process to be had
        sys.stderr.write(f"Het lukt niet: {error.strerror} ({error.filename}).\n")
        return 1
    except Stopped as stopped:
        if farewell:
            say(farewell)
        return 130 if stopped.number == signal.SIGINT else 0
    return 0  # pragma: no cover - it runs until it is stopped


def _ask_to_stop(number: int, _frame: FrameType | None) -> None:
    # Once is enough: under `make` the same request may arrive twice, and stopping has its limits.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(number)


def say(line: str) -> None:
    """Tell who started this something, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _run() -> None:
    host, port = os.environ.get("HOST") or "127.0.0.1", chosen_port(8000)
    _check_disk(next(folder for folder in (VAR, *VAR.parents) if folder.exists()))
    with ExitStack() as stack:
        listener = stack.enter_context(_bound(host, port))
        address = _set_address(host, port)
        set_secrets()
        server = stack.enter_context(own_database())
        if run_to_end([sys.executable, "-m", "afdelingsscan.preparing"]) != 0:
            sys.exit(1)  # it has said why
        listener.listen(2048)
        name = f"{socket.gethostname()[:50]}-{port}"
        worker = stack.enter_context(Child(worker_command(name), stop_seconds=WORKER_STOP_SECONDS))
        web = stack.enter_context(
            Child(
                web_command(f"fd://{listener.fileno()}"),
                stop_seconds=WEB_STOP_SECONDS,
                descriptor=listener,
            )
        )
        children = [web, worker]
        if os.environ.get("METRICS_PORT", "0") != "0":
            children.append(stack.enter_context(Child(METRICS, stop_seconds=METRICS_STOP_SECONDS)))
        wait_for_first_page(web, WILDCARDS.get(host, host), port)
        say(f"De Afdelingsscan draait op {address} (stoppen: Ctrl-C)")
        _keep_going(server, children)


def _keep_going(server: EmbeddedPostgres | None, children: list[Child]) -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        if server is not None:
            try:
                server.ensure_running()
            except (EmbeddedPostgresError, OSError) as error:
                # Perhaps the disk is full for a while: the site must come back by itself.
                sys.stderr.write(f"{error}\n")
                time.sleep(RETRY_SECONDS)
        for child in children:
            child.restart_if_dead()


def chosen_port(otherwise: int) -> int:
    """Return the port that the environment names."""
    text = os.environ.get("PORT") or str(otherwise)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65_536):  # noqa: PLR2004 - all ports
        raise RunnerError(f"PORT is {text!r}; kies een getal van 1 tot en met 65535.")
    return int(text)


def _check_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free // 1024**2
    if free < FREE_MEGABYTES:
        raise RunnerError(
            f"De schijf is bijna vol: {free} MB vrij bij {folder}, nodig is {FREE_MEGABYTES} MB."
        )


def _bound(host: str, port: int) -> socket.socket:
    """Return a socket that has the port; listening comes later, when there is something to say.

    The web server inherits it: when that dies and starts again, browsers wait instead of failing.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except PermissionError as error:  # pragma: no cover - never for root
        listener.close()
        raise RunnerError(
            f"Poort {port} is voor deze gebruiker verboden; kies een andere: PORT=8001 make run"
        ) from error
    except socket.gaierror as error:
        listener.close()
        raise RunnerError(f"HOST is {host!r}; dat adres bestaat niet.") from error
    except OSError as error:
        listener.close()
        raise RunnerError(
            f"Poort {port} op {host} is niet vrij ({error.strerror}); kies een andere: "
            f"PORT={port + 1 if port < 65_535 else 8000} make run"  # noqa: PLR2004 - the last port
        ) from error
    return listener


def _set_address(host: str, port: int) -> str:
    """Tell the settings by which names the site is reached, unless the environment does."""
    shown = _own_address() if host in WILDCARDS else host
    shown = f"[{shown}]" if ":" in shown else shown
    names = ["localhost", "127.0.0.1", "[::1]", shown, socket.gethostname()]
    os.environ.setdefault("ALLOWED_HOSTS", ",".join(dict.fromkeys(names)))
    address = f"http://{shown}:{port}"
    os.environ.setdefault("SITE_URL", address)
    return address


def _own_address() -> str:
    """Return the address under which other machines in the network see this one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # documentation only; connecting UDP sends nothing
        except OSError:  # pragma: no cover - a machine without a network
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def web_command(bind: str) -> list[str]:
    """Return how the web server is started on an address of gunicorn."""
    command = [sys.executable, "-m", "gunicorn", "afdelingsscan.wsgi:application"]
    command += ["--bind", bind, "--preload", "--no-control-socket"]
    command += ["--worker-class", "gthread", "--workers", os.environ.get("WEB_WORKERS", "2")]
    command += ["--threads", os.environ.get("WEB_THREADS", "8"), "--keep-alive", "10"]
    # The site itself refuses what is longer than its own addresses, in words.
    command += ["--limit-request-line", "8190"]
    # No access log: addresses of pages hold secret tokens.
    command += ["--graceful-timeout", "15", "--log-level", "warning"]
    command += ["--config", "python:afdelingsscan.gunicorn_conf"]
    memory = "/dev/shm"  # noqa: S108 - gunicorn makes a file of its own there
    if Path(memory).is_dir():  # pragma: no branch - every Linux has it
        command += ["--worker-tmp-dir", memory]  # a heartbeat must not wait for a disk
    return command


def worker_command(name: str) -> list[str]:
    """Return how the background worker is started.

    With the same name after a restart: by it the worker finds what it had in hand.
    """
    return [sys.executable, str(BASE / "manage.py"), "worker", "--worker-id", name]


def wait_for_first_page(web: Child, host: str, port: int) -> None:
    """Return as soon as the site answers; ``RunnerError`` when it never does."""
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(host, port):
        if not web.lives() or time.monotonic() > deadline:
            raise RunnerError("De website start niet; de reden staat hierboven.")
        time.sleep(0.05)


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=READY_SECONDS)
    try:
        connection.request("GET", "/healthz/ready", headers={"Host": f"127.0.0.1:{port}"})
        # A redirect to https or a refused host is an answer too: only we ask by this name.
        return connection.getresponse().status < 500  # noqa: PLR2004 - the server's own errors
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
