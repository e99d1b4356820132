"""What a machine gets by itself when its environment names no database and no secrets.

Only ``manage.py``, ``make run`` and the tests come here. Settings and WSGI read the environment
and nothing else, so a server of one's own is set up in the twelve-factor way.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afdelingsscan.embedded_postgres import EmbeddedPostgres

BASE = Path(__file__).resolve().parent.parent
# What must survive (database, secrets) and what can be made again (static files, logs).
VAR = Path(os.environ.get("VAR_DIR") or BASE / "var").absolute()
SECRETS = ("SECRET_KEY", "LINK_KEY")
# Whoever sets one of these runs a real site: it must not live on secrets that made themselves.
SIGNS_OF_PRODUCTION = ("BEHIND_PROXY", "PRODUCTION", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT")
OFF = (None, "", "0", "False")

# The commands that are done before a server could have started, or that have no use for one.
WITHOUT_DATABASE = (
    ("score",),
    ("questionnaire", "check"),
    ("makemessages",),
    ("collectstatic",),
    ("help",),
    ("version",),
)
# With this option a command works on files: somebody may ask it on a machine without a site.
FILES_ONLY = {"backup": "--new-key", "makemigrations": "--check", "restore": "--check"}


def set_secrets(path: Path = VAR / "secrets") -> None:
    """Put the secrets in the environment, made once and kept in a file that only we can read."""
    missing = [name for name in SECRETS if not os.environ.get(name)]
    if not missing or any(os.environ.get(name) not in OFF for name in SIGNS_OF_PRODUCTION):
        return
    if not path.exists():
        _write_secrets(path)
    kept = dict(line.split("=", 1) for line in path.read_text().split())
    os.environ.update({name: kept[name] for name in missing if name in kept})


def _write_secrets(path: Path) -> None:
    """Write the file whole or not at all; who comes second leaves the first one's secrets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{name}={secrets.token_urlsafe(50)}\n" for name in SECRETS)
        file.flush()
        os.fsync(descriptor)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@contextmanager
def own_database(home: Path = VAR / "postgres") -> Iterator[EmbeddedPostgres | None]:
    """Lease the embedded PostgreSQL meanwhile, unless ``DATABASE_URL`` names another server."""
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    server = EmbeddedPostgres(home)
    with server.lease():
        os.environ["DATABASE_URL"] = server.url()
        yield server


def needs_database(arguments: list[str]) -> bool:
    """Whether a command of ``manage.py`` asks for a database; when in doubt it does."""
    if not arguments or arguments[0] == "--version" or {"-h", "--help"} & set(arguments):
        return False
    if arguments[0] == "check":
        return any(argument.startswith("--database") for argument in arguments)
    if FILES_ONLY.get(arguments[0]) in {argument.partition("=")[0] for argument in arguments}:
        return False
    return not any(tuple(arguments[: len(words)]) == words for words in WITHOUT_DATABASE)
