"""The file of a backup: encrypted by age to public keys, with a checksum beside it.

Inside stand one line of JSON, the manifest, and then what pg_dump wrote. With age and PostgreSQL
alone it can be opened too: ``age -d -i KEY FILE | tail -n +2 | pg_restore -d DATABASE``.
"""

import errno
import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

import pyrage

from scans.queries.contents import TableContents

FORMAT = 1
MAGIC = b"age-encryption.org/v1\n"
SUM_SUFFIX = ".sha256"
LONGEST_MANIFEST = 1_000_000

FULL_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class BackupError(Exception):
    """There is no backup, or it can't be restored; the text is one sentence for who asked."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is of: when, by which version, and what each table held.

    ``moment`` is in ISO 8601, ``postgres`` the major version of the program that made the dump,
    ``link_key`` a fingerprint of the key that the secret links are derived with.
    """

    moment: str
    version: str
    postgres: int
    link_key: str
    migrations: Sequence[str]
    tables: Mapping[str, TableContents]

    @property
    def made_on(self) -> date:
        """The day of ``moment`` in UTC, by which the database counts the days of deletions too."""
        return datetime.fromisoformat(self.moment).astimezone(UTC).date()

    def to_line(self) -> bytes:
        """Return it as one line of JSON."""
        return json.dumps({"afdelingsscan-backup": FORMAT, **asdict(self)}).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Manifest":
        """Read it; ``BackupError`` when it isn't one, or one of a later version."""
        try:
            known = json.loads(line)
            number = known.pop("afdelingsscan-backup")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BackupError("Dit bestand is geen backup van de Afdelingsscan.") from None
        if number != FORMAT:
            raise BackupError(
                f"Deze backup is gemaakt door een nieuwere versie ({known.get('version')}) dan deze; "
                "zet die versie terug, en dan pas de backup."
            )
        tables = {name: TableContents(**one) for name, one in known.pop("tables").items()}
        return cls(**known, tables=tables)


class Readable(Protocol):
    """Something that bytes come from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Writable(Protocol):
    """Something that bytes go to."""

    def write(self, data: bytes, /) -> int: ...


def recipients(names: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Return the public keys to encrypt to; ``BackupError`` when there is none or one isn't."""
    if not names:
        raise BackupError(
            "BACKUP_RECIPIENTS is leeg: zonder publieke sleutel wordt er geen backup gemaakt. "
            "`manage.py backup --new-key BESTAND` maakt een sleutelpaar."
        )
    try:
        return [pyrage.x25519.Recipient.from_str(name) for name in names]
    except pyrage.RecipientError:
        raise BackupError(
            "In BACKUP_RECIPIENTS staat iets dat geen publieke sleutel van age is (age1…)."
        ) from None


def new_key(path: Path) -> str:
    """Write a new private key to a file that only we can read, and return the public one."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupError(f"{path} bestaat al, en is niet overschreven.") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


def read_keys(path: Path) -> list[pyrage.x25519.Identity]:
    """Return the private keys in a file; ``BackupError`` when there is none."""
    try:
        lines = path.read_text().split("\n")
        found = [line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")]
        keys = [pyrage.x25519.Identity.from_str(line) for line in found]
    except (UnicodeDecodeError, pyrage.IdentityError):
        keys = []
    if not keys:
        raise BackupError(f"In {path} staat geen geheime sleutel van age (AGE-SECRET-KEY-…).")
    return keys


class Hashed:
    """Passes on what is written, and knows its length, its SHA-256 and what went wrong."""

    def __init__(self, target: Writable) -> None:
        self._target = target
        self._hash = hashlib.sha256()
        self.size = 0
        self.fault: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write all of it."""
        try:
            self._target.write(data)
        except OSError as error:
            self.fault = error  # the library only repeats its text
            raise
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    @property
    def checksum(self) -> str:
        """The SHA-256 of all that was written, in hexadecimals."""
        return self._hash.hexdigest()


class ManifestFirst:
    """Reads as the line of a manifest, followed by another source."""

    def __init__(self, manifest: Manifest, rest: Readable) -> None:
        self._first = manifest.to_line()
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        """Return some bytes; none at the end."""
        if self._first:
            part, self._first = self._first[:size], self._first[size:]
            return part
        return self._rest.read(size)


def write_encrypted(
    path: Path, manifest: Manifest, dump: Readable, keys: Sequence[pyrage.x25519.Recipient]
) -> Hashed:
    """Write an encrypted backup that only we can read, and have it on the disk.

    ``OSError`` when that fails.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        hashed = Hashed(file)
        try:
            pyrage.encrypt_io(ManifestFirst(manifest, dump), hashed, keys)
        except pyrage.EncryptError:
            raise hashed.fault or OSError(errno.EIO, "reading the dump failed") from None
        file.flush()
        os.fsync(descriptor)
    return hashed


def check_sum(path: Path) -> bool:
    """Compare a file with the checksum beside it; ``False`` when there is none.

    ``BackupError`` when it is another file than that of the checksum.
    """
    beside = path.with_name(path.name + SUM_SUFFIX)
    if not beside.exists():
        return False
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    expected = beside.read_text(errors="replace").partition(" ")[0].strip()
    if found != expected:
        raise BackupError(
            f"{path.name} is beschadigd: de controlesom is niet die van {beside.name}. "
            "Haal een andere kopie of een eerdere backup."
        )
    return True


class Unpacked:
    """Takes the decrypted bytes: keeps the manifest, and passes on the dump."""

    def __init__(self, target: Writable, accept: Callable[[Manifest], None]) -> None:
        self._target = target
        self._accept = accept
        self._line = b""
        self.manifest: Manifest | None = None
        self.fault: Exception | None = None

    def write(self, data: bytes) -> int:
        """Take some bytes; what is not a backup, or not accepted, is refused before any dump."""
        try:
            self._take(data)
        except (BackupError, OSError) as error:
            self.fault = error  # the library only repeats its text
            raise OSError(errno.ECANCELED, "refused") from error
        return len(data)

    def _take(self, data: bytes) -> None:
        if self.manifest is not None:
            self._target.write(data)
            return
        self._line += data
        line, found, rest = self._line.partition(b"\n")
        if not found and len(line) < LONGEST_MANIFEST:
            return
        self.manifest = Manifest.from_line(line)
        self._accept(self.manifest)
        self._target.write(rest)


def decrypt(
    path: Path,
    keys: Sequence[pyrage.x25519.Identity],
    target: Writable,
    accept: Callable[[Manifest], None],
) -> Manifest:
    """Write the dump of a backup to ``target`` and return its manifest.

    ``accept`` sees the manifest before any of the dump is written. ``BackupError`` for a file that
    isn't a backup, that another key opens, or that isn't whole; ``OSError`` when the target takes
    no more.
    """
    unpacked = Unpacked(target, accept)
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise BackupError(f"{path.name} is geen backup: het is niet versleuteld met age.")
        file.seek(0)
        try:
            pyrage.decrypt_io(file, unpacked, keys)
        except (pyrage.DecryptError, OSError) as error:
            raise unpacked.fault or _reason(path, error) from None
    if unpacked.manifest is None:
        raise BackupError("Dit bestand is geen backup van de Afdelingsscan.")
    return unpacked.manifest


def _reason(path: Path, error: Exception) -> BackupError:
    if "No matching keys" in str(error):
        return BackupError(f"{path.name} is niet versleuteld voor deze sleutel; zoek de juiste.")
    return BackupError(
        f"{path.name} is niet heel: er is iets in veranderd of een stuk af. "
        "Haal een andere kopie of een eerdere backup."
    )


class Nowhere:
    """Takes whatever is written, and keeps nothing."""

    def write(self, data: bytes) -> int:
        """Take it."""
        return len(data)


def as_error(error: OSError) -> BackupError:
    """Return what went wrong with a file, as one sentence."""
    if error.errno in FULL_DISK:
        return BackupError("De schijf is vol; er is niets bewaard. Maak ruimte en probeer opnieuw.")
    name = error.filename or "Het bestand"
    return BackupError(f"{name} is niet te lezen of te schrijven: {error.strerror}.")


def first_line(error: Exception) -> str:
    """Return what somebody needs of a long complaint."""
    return str(error).strip().partition("\n")[0]
