"""``python -m afdelingsscan.cluster.database PRIMARY [REPLICA]``: keep one server running.

The arguments are the servers' folders: with one it is the primary, with two the replica of it.
A process of its own for each, because Linux stops it when whoever started it is killed: then the
server stops too, and nothing is left behind.
"""

import sys
import time
from pathlib import Path

from afdelingsscan.embedded_places import EmbeddedPostgresError
from afdelingsscan.embedded_postgres import EmbeddedPostgres
from afdelingsscan.embedded_replica import EmbeddedPrimary, EmbeddedReplica
from afdelingsscan.runner import LOOK_SECONDS, RETRY_SECONDS, until_stopped


def command(*homes: Path) -> list[str]:
    """Return how the server of the last folder is kept."""
    return [sys.executable, "-m", "afdelingsscan.cluster.database", *map(str, homes)]


def main() -> int:
    """Keep the server until told to stop."""
    return until_stopped(_keep)


def _keep() -> None:
    primary, *replica = map(Path, sys.argv[1:])
    server: EmbeddedPostgres = EmbeddedPrimary(primary)
    if replica:
        server = follower = EmbeddedReplica(replica[0], primary=server)
        follower.begin_anew()
    with server.lease():
        while True:
            time.sleep(LOOK_SECONDS)
            try:
                server.ensure_running()
            except (EmbeddedPostgresError, OSError) as error:  # pragma: no cover - as the runner
                sys.stderr.write(f"{error}\n")
                time.sleep(RETRY_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
