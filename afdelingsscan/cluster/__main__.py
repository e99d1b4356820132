"""``python -m afdelingsscan.cluster``: a primary and a replica, two web nodes, two workers, a balancer.

All on this machine, until Ctrl-C or SIGTERM; ``docs/scaling.md`` says what stands for what. The
nodes share the database and two secrets and nothing else: each has a folder of its own.
"""

import os
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import psycopg2

from afdelingsscan.children import Child, run_to_end
from afdelingsscan.cluster import balancer, database
from afdelingsscan.embedded_replica import EmbeddedPrimary, EmbeddedReplica
from afdelingsscan.local import BASE, VAR, set_secrets
from afdelingsscan.runner import (
    LOOK_SECONDS,
    WEB_STOP_SECONDS,
    WORKER_STOP_SECONDS,
    RunnerError,
    chosen_port,
    say,
    until_stopped,
    wait_for_first_page,
    web_command,
    worker_command,
)

HOST = "127.0.0.1"
PORT = 8080
WEB_NODES = ("web-1", "web-2")
WORKERS = ("worker-1", "worker-2")
DATABASE_SECONDS = 120
DATABASE_STOP_SECONDS = 130
"""The server gets twice a minute to stop; whoever keeps it needs a little more."""

BALANCER_STOP_SECONDS = 5


def main() -> int:
    """Run the cluster until told to stop, and return the exit code."""
    return until_stopped(_run, "Het cluster is gestopt.")


def _run() -> None:
    port, home = chosen_port(PORT), VAR / "cluster"
    nodes = {name: port + number for number, name in enumerate(WEB_NODES, start=1)}
    balancer.program()
    for each in (port, *nodes.values()):
        _check_free(each)
    home.mkdir(parents=True, exist_ok=True)
    set_secrets(home / "secrets")
    with ExitStack() as stack:
        children = _databases(stack, home)
        os.environ.setdefault("ALLOWED_HOSTS", f"{HOST},localhost")
        os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
        # Mail as files is for looking at, so in one place; a site of one's own has a mail server.
        os.environ.setdefault("EMAIL_FILE_PATH", str(home / "mail"))
        _prepare(home)
        children += [_worker(stack, home, name) for name in WORKERS]
        children += [_web(stack, home, name, at) for name, at in nodes.items()]
        front = stack.enter_context(_balancer(home, port, nodes))
        wait_for_first_page(front, HOST, port)
        say(f"Het cluster draait op http://{HOST}:{port} (stoppen: Ctrl-C)")
        for name, at in nodes.items():
            say(f"  {name}: http://{HOST}:{at}")
        say(f"  {', '.join(WORKERS)}, PostgreSQL met een replica: {home}")
        while True:
            time.sleep(LOOK_SECONDS)
            for child in (*children, front):
                child.restart_if_dead()


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise RunnerError(
                f"Poort {port} is niet vrij; kies er een die met de twee erna vrij is: "
                "PORT=9000 make cluster"
            ) from error


def _databases(stack: ExitStack, home: Path) -> list[Child]:
    """Start the primary, and then the replica; tell the site where they are."""
    places = (home / "postgres", home / "replica")
    primary = EmbeddedPrimary(places[0])
    replica = EmbeddedReplica(places[1], primary=primary)
    keepers = []
    for count, server in enumerate((primary, replica), start=1):
        keeper = Child(database.command(*places[:count]), stop_seconds=DATABASE_STOP_SECONDS)
        keepers.append(stack.enter_context(keeper))
        _wait_for_database(keeper, server.url())
    os.environ["DATABASE_URL"] = primary.url()
    os.environ["DATABASE_REPLICA_URL"] = replica.url()
    return keepers


def _wait_for_database(keeper: Child, url: str) -> None:
    deadline = time.monotonic() + DATABASE_SECONDS
    while not _connects(url):
        if not keeper.lives() or time.monotonic() > deadline:
            raise RunnerError("PostgreSQL start niet; de reden staat hierboven.")
        time.sleep(0.05)


def _connects(url: str) -> bool:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


def _of_node(home: Path, name: str) -> Mapping[str, str]:
    """Return what a node keeps where: nothing of it is another's."""
    return {"VAR_DIR": str(home / name), "STATIC_ROOT": str(home / name / "static")}


def _prepare(home: Path) -> None:
    """Make the database ready once, and the static files on every web node."""
    first, *others = WEB_NODES
    collect = [sys.executable, str(BASE / "manage.py"), "collectstatic", "--no-input", "-v0"]
    commands = {first: [sys.executable, "-m", "afdelingsscan.preparing"]}
    commands |= dict.fromkeys(others, collect)
    for name, command in commands.items():
        if run_to_end(command, _of_node(home, name)) != 0:
            raise RunnerError("Voorbereiden lukt niet; de reden staat hierboven.")


def _worker(stack: ExitStack, home: Path, name: str) -> Child:
    worker = Child(
        worker_command(name),
        stop_seconds=WORKER_STOP_SECONDS,
        environment=_of_node(home, name),
    )
    return stack.enter_context(worker)


def _web(stack: ExitStack, home: Path, name: str, port: int) -> Child:
    web = Child(
        web_command(f"{HOST}:{port}"),
        stop_seconds=WEB_STOP_SECONDS,
        environment=_of_node(home, name),
    )
    return stack.enter_context(web)


def _balancer(home: Path, port: int, nodes: Mapping[str, int]) -> Child:
    file = home / "haproxy.cfg"
    file.write_text(balancer.configuration(HOST, port, nodes))
    return Child(balancer.command(file), stop_seconds=BALANCER_STOP_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
