"""The files of the deletion journal: one per node and month, a line per deletion, only growing."""

import fcntl
import json
import os
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

NAME = re.compile(r"deletions-.+-(\d{4}-\d{2})\.jsonl")
MONTH = "%Y-%m"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One deletion: the key of its note, what kind of thing, the random key of that, and the day."""

    note: UUID
    kind: str
    key: str
    day: date


def append_lines(folder: Path, lines: Iterable[JournalLine]) -> None:
    """Write lines to the files of this node; when this returns they are on the disk.

    ``OSError`` when that fails: some of them may be there then, and are the same twice.
    """
    by_month: dict[str, list[JournalLine]] = {}
    for line in lines:
        by_month.setdefault(line.day.strftime(MONTH), []).append(line)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    node = re.sub(r"[^A-Za-z0-9]", "", socket.gethostname()) or "node"
    for month, found in by_month.items():
        _append(folder / f"deletions-{node}-{month}.jsonl", found)
    _sync(folder)


def _append(path: Path, lines: Iterable[JournalLine]) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # the processes of a node share the file
        # A process that died while writing left half a line: ours must not be glued to it.
        torn = file.tell() and os.pread(descriptor, 1, file.tell() - 1) != b"\n"
        file.write((b"\n" if torn else b"") + b"".join(_written(line) for line in lines))
        file.flush()
        os.fsync(descriptor)


def _written(line: JournalLine) -> bytes:
    known = {"note": str(line.note), "kind": line.kind, "key": line.key, "day": str(line.day)}
    return json.dumps(known).encode() + b"\n"


def _sync(folder: Path) -> None:
    """Have the name of a new file on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_lines(folder: Path) -> tuple[list[JournalLine], int]:
    """Return all lines in all files of a folder, and how many couldn't be read."""
    found: dict[UUID, JournalLine] = {}
    unreadable = 0
    for path in sorted(folder.iterdir()):
        if not NAME.fullmatch(path.name):
            continue
        for text in path.read_bytes().splitlines():
            line = _read(text)
            if line is None:
                unreadable += 1
            else:
                found[line.note] = line
    return sorted(found.values(), key=lambda line: (line.day, line.note)), unreadable


def _read(text: bytes) -> JournalLine | None:
    try:
        known = json.loads(text)
        day = date.fromisoformat(known["day"])
        return JournalLine(UUID(known["note"]), str(known["kind"]), str(known["key"]), day)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def delete_files_before(folder: Path, oldest: date) -> None:
    """Delete the files of months that were over before a day."""
    this_month = oldest.strftime(MONTH)
    for path in folder.glob("deletions-*.jsonl"):
        found = NAME.fullmatch(path.name)
        if found and found[1] < this_month:
            path.unlink(missing_ok=True)
