"""Questionnaire files: reading them, and saying what is wrong with them.

The only code that knows the file format (YAML, UTF-8). Not for the web process: that reads
published versions from the database.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Self

from scans.content.document import Document
from scans.content.files import all_documents
from scans.content.plain_yaml import LinedFault, PlainYamlError, Tree, parse
from scans.content.rules import Fault, Path
from scans.content.schema import complete, faults_in

__all__ = ["Document", "DocumentError", "Problem", "read_document", "shipped_documents"]

LARGEST = 1_000_000
WHOLE = "document"
"""The field of a problem that is about the file as a whole."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong; ``field`` is a dotted path, ``line`` counts from 1."""

    file: str
    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.sentence}"


class DocumentError(ValueError):
    """A file that is no good questionnaire: every problem in it, by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def single(cls, file: str, line: int, sentence: str) -> Self:
        """Return the error of a file that has one problem as a whole."""
        return cls([Problem(file, line, WHOLE, sentence)])


def read_document(path_or_bytes: FilePath | bytes, name: str | None = None) -> Document:
    """Return the checked document; raises ``DocumentError`` with all that is wrong.

    ``name`` is what problems call the file; without it the path does.
    """
    file = name or (str(path_or_bytes) if isinstance(path_or_bytes, FilePath) else WHOLE)
    content = path_or_bytes if isinstance(path_or_bytes, bytes) else _bytes_of(path_or_bytes, file)
    source = _text_of(content, file)
    try:
        tree = parse(source)
    except PlainYamlError as error:
        raise DocumentError(
            Problem(file, line, WHOLE, sentence) for line, sentence in error.sentences.items()
        ) from error
    faults = [*tree.faults, *faults_in(tree.data)]
    if faults:
        raise DocumentError({_problem(file, tree, fault) for fault in faults})
    return Document(
        data=complete(tree.data if isinstance(tree.data, dict) else {}),
        source=source,
        digest=hashlib.sha256(content).hexdigest(),
    )


def shipped_documents() -> list[Document]:
    """Return what comes with the product, per questionnaire the oldest version first."""
    return [read_document(path) for path in all_documents()]


def _bytes_of(path: FilePath, file: str) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        sentence = f"dit bestand kan niet gelezen worden ({error.strerror})."
        raise DocumentError.single(file, 1, sentence) from error


def _text_of(content: bytes, file: str) -> str:
    if len(content) > LARGEST:
        raise DocumentError.single(file, 1, "dit bestand is groter dan 1 MB.")
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise DocumentError.single(file, line, "hier staat een NUL-teken.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DocumentError.single(file, line, "deze regel is geen UTF-8.") from error


def _problem(file: str, tree: Tree, fault: Fault) -> Problem:
    line = fault.line if isinstance(fault, LinedFault) else tree.line_of(fault.path)
    return Problem(file, line, _dotted(fault.path), fault.sentence)


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path) or WHOLE
