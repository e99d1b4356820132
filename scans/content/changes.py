"""What differs between two versions of a questionnaire, text by text."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Path = tuple[str, ...]
Node = Any
"""Any branch of a document: a mapping, a list or a value, as JSON has them."""

Kind = Literal["added", "removed", "changed", "moved"]

NAMES = ("code", "key", "value")
"""What items of a list are known by, wherever they stand in it."""

APART = frozenset({"format", "slug", "version"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words of a text that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs; ``path`` names items by their codes.

    ``moved`` is of a list, and its pieces are the codes in their new order.
    """

    path: Path
    kind: Kind
    pieces: tuple[Piece, ...]


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return every difference, in the order of the newer version; what went stands last."""
    old, new = _Flat.of(before), _Flat.of(after)
    found = [
        change
        for path, text in new.texts.items()
        if (change := _change(path, old.texts.get(path), text))
    ]
    found += [
        Change(path, "removed", (Piece("removed", text),))
        for path, text in old.texts.items()
        if path not in new.texts
    ]
    return [*found, *_moves(old, new)]


def _change(path: Path, before: str | None, after: str) -> Change | None:
    if before is None:
        return Change(path, "added", (Piece("added", after),))
    if before == after:
        return None
    return Change(path, "changed", tuple(_pieces(before, after)))


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """Yield the words that stayed, went and came; each keeps the white space behind it."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    # Compared without that white space: the last word of a text has none.
    matcher = difflib.SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    )
    for kind, low, high, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(new[start:end]))
            continue
        if high > low:
            yield Piece("removed", "".join(old[low:high]))
        if end > start:
            yield Piece("added", "".join(new[start:end]))


def _moves(old: "_Flat", new: "_Flat") -> Iterator[Change]:
    for path, names in new.orders.items():
        before = [name for name in old.orders.get(path, ()) if name in names]
        after = [name for name in names if name in before]
        if before != after:
            yield Change(path, "moved", tuple(Piece("same", name) for name in names))


@dataclass(frozen=True, slots=True)
class _Flat:
    """A document as texts by path, and the order of the items of each list."""

    texts: dict[Path, str]
    orders: dict[Path, tuple[str, ...]]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "_Flat":
        flat = cls({}, {})
        for name, value in data.items():
            if name not in APART:
                flat.add(value, (name,))
        return flat

    def add(self, node: Node, path: Path) -> None:
        if isinstance(node, dict):
            for name, value in node.items():
                if name not in NAMES:
                    self.add(value, (*path, name))
        elif isinstance(node, list):
            names = tuple(_name_of(item, place) for place, item in enumerate(node, 1))
            self.orders[path] = names
            for name, item in zip(names, node, strict=True):
                self.add(item, (*path, name))
        elif node is not None:
            self.texts[path] = node if isinstance(node, str) else str(node).lower()


def _name_of(item: Node, place: int) -> str:
    return next((str(item[name]) for name in NAMES if name in item), str(place))
