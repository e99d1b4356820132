"""The parts of a questionnaire that are edited one at a time, and putting changes in.

A part is a few branches of the document's data. What can be changed in it are its texts, the order
of its items, and which items there are. Codes, and what makes the structure, stay as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scans.engine.questionnaire import LANGUAGES

Path = tuple[str | int, ...]
Node = Any
"""Any branch of a document: a mapping, a list or a value, as JSON has them."""

Kind = Literal["text", "flag", "number", "order", "remove", "code", "mirrors"]
Value = str | int | bool | None

CLIENTS = "klanten"
"""The part with what internal clients are asked: it depends on the codes of all others."""

NEW = "nieuw"
ORDER, REMOVE = "plek", "weg"
LONGEST_CODE = 40

NEW_ITEMS: Mapping[str, tuple[str, ...]] = {
    "statements": ("code", "text", "reversed"),
    "pairs": ("code", "topic", "maker", "meedenker"),
    "open": ("code", "label", "hint"),
}
"""What is filled in of a new item, by the list that it comes in."""

NEW_PAIR_OF_MODULE = ("code", "topic", "low", "high")

THEME = ("title", "question", "meaning", "statements", "levels")
"""What can be changed of a theme."""

OF_MODULE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "positions": ("positie", ("title", "question", "meaning", "low", "high", "pairs", "shifts")),
    "choices": ("keuze", ("title", "question", "meaning", "alternatives", "divided")),
    "coverage": ("dekking", ("title", "question", "meaning", "aspects", "rows", "findings")),
}
"""The other subjects of a module: how their parts are called, and what can be changed of them."""

FIXED = frozenset({"code", "key", "value", "letter", "moment", "mirrors"})
"""What names an item or ties it to something else: told, and never changed."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is edited at a time: its key in addresses, and the branches that it holds."""

    key: str
    roots: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing that can be filled in; ``path`` says where, with ``NEW`` for a new item."""

    path: Path
    kind: Kind
    value: Value

    @property
    def name(self) -> str:
        """The name of its field in a form."""
        return name_of(self.path)


def name_of(path: Path) -> str:
    """Return the name of the field at a path."""
    return ".".join(map(str, path))


def parts_of(data: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return the parts in the order in which they are shown."""
    if data.get("kind") == "module":
        return tuple(_module_parts(data))
    themes = [
        Part(
            f"thema-{theme['key']}",
            tuple(("themes", place, name) for name in THEME),
        )
        for place, theme in enumerate(data["themes"])
    ]
    role = ("title", "question", "meaning", "now", "wanted", "poles", "pairs", "gaps")
    return (
        Part("algemeen", (("title",), ("intro",), ("scale",))),
        *themes,
        Part("rol", tuple(("role", name) for name in role)),
        Part("profielen", (("profiles",),)),
        Part("tussen", (("between",),)),
        Part("vragen", (("context",), ("open",))),
        Part(CLIENTS, (("clients",),)),
    )


def _module_parts(data: Mapping[str, Any]) -> Iterator[Part]:
    """Yield a part for each subject of a module; which subjects there are is its document's."""
    yield Part("algemeen", (("title",), ("summary",), ("question",), ("intro",)))
    for place, theme in enumerate(data["themes"]):
        yield _part(f"thema-{theme['key']}", ("themes", place), THEME)
    for kind, (key, names) in OF_MODULE.items():
        for place, subject in enumerate(data[kind]):
            yield _part(f"{key}-{subject['key']}", (kind, place), names)
    if clients := data["clients"]:
        yield Part(CLIENTS, (("clients", "intro"), ("clients", "statements")))
        for place, theme in enumerate(clients["themes"]):
            yield _part(f"klantthema-{theme['key']}", ("clients", "themes", place), THEME)
    if chain := data["chain"]:
        links = (
            ("chain", "links", place, name)
            for place in range(len(chain["links"]))
            for name in ("title", "advice")
        )
        yield Part("keten", (("chain", "title"), ("chain", "meaning"), *links))


def _part(key: str, root: Path, names: tuple[str, ...]) -> Part:
    return Part(key, tuple((*root, name) for name in names))


def at(data: Node, path: Path) -> Node:
    """Return what stands at a path."""
    for step in path:
        data = data[step]
    return data


def leaves_of(data: Mapping[str, Any], part: Part) -> list[Leaf]:
    """Return all that can be filled in, in the order of the document."""
    return [leaf for root in part.roots for leaf in _leaves(at(data, root), root)]


def _leaves(node: Node, path: Path) -> Iterator[Leaf]:
    if _is_text(node) or (node is None and path[-1] == "hint"):
        for language in LANGUAGES:
            yield Leaf((*path, language), "text", (node or {}).get(language, ""))
    elif isinstance(node, dict):
        for name, below in node.items():
            yield from _leaves(below, (*path, name))
    elif isinstance(node, list):
        yield from _list_leaves(node, path)
    elif isinstance(node, bool):
        yield Leaf(path, "flag", node)
    elif isinstance(node, int):
        yield Leaf(path, "number", node)


def _list_leaves(items: list[Any], path: Path) -> Iterator[Leaf]:
    for place, item in enumerate(items):
        if not _is_text(item):
            yield Leaf((*path, place, ORDER), "order", place + 1)
            yield Leaf((*path, place, REMOVE), "remove", value=False)
        yield from _leaves(item, (*path, place))
    yield from _new_leaves(path)


def _new_leaves(path: Path) -> Iterator[Leaf]:
    names = NEW_ITEMS.get(str(path[-1]), ())
    if names and path[0] == "positions":
        names = NEW_PAIR_OF_MODULE
    for name in names:
        place = (*path, NEW, name)
        if name == "code":
            yield Leaf(place, "code", "")
            if path in (("clients", "statements"), ("clients", "pairs")):
                yield Leaf((*path, NEW, "mirrors"), "mirrors", "")
        elif name == "reversed":
            yield Leaf(place, "flag", value=False)
        else:
            yield from (Leaf((*place, language), "text", "") for language in LANGUAGES)


def _is_text(node: Node) -> bool:
    return isinstance(node, dict) and set(node) == set(LANGUAGES)


@dataclass(slots=True)
class Changed:
    """A document with changes in it, and at which field each of its places was filled in."""

    data: dict[str, Any]
    fields: dict[Path, str] = field(default_factory=dict)

    def field_of(self, path: Path) -> str | None:
        """Return the field where a place of the new document, or what holds it, is filled in."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.fields:
                return self.fields[path[:end]]
        inside = (name for place, name in self.fields.items() if place[: len(path)] == path)
        return next(inside, None)


def changed(data: Mapping[str, Any], part: Part, values: Mapping[str, Value]) -> Changed:
    """Return the document with what was filled in; nothing is checked here.

    ``values`` are by the name of the field; what is not there stays as it was.
    """
    outcome = Changed({**data})
    put = _Put(values, outcome.fields)
    for root in part.roots:
        outcome.data = _with(outcome.data, root, put.node(at(data, root), root, root))
    return outcome


def _with(node: Node, path: Path, value: Node) -> Node:
    """Return a copy of the tree in which this stands at a path."""
    if not path:
        return value
    step, *rest = path
    copy: Node = list(node) if isinstance(node, list) else dict(node)
    copy[step] = _with(node[step], tuple(rest), value)
    return copy


@dataclass(frozen=True, slots=True)
class _Put:
    """Rebuilds a branch: ``old`` paths name fields, ``new`` ones are places of the outcome."""

    values: Mapping[str, Value]
    fields: dict[Path, str]

    def node(self, node: Node, old: Path, new: Path) -> Node:
        if _is_text(node):
            return self._text(node, old, new)
        if node is None and old[-1] == "hint":
            text = self._text({}, old, new)
            return text if any(text.values()) else None
        if isinstance(node, dict):
            return {
                name: below
                if name in FIXED and isinstance(below, str)
                else self.node(below, (*old, name), (*new, name))
                for name, below in node.items()
            }
        if isinstance(node, list):
            return self._items(node, old, new)
        return self._value(old, new, node)

    def _text(self, node: Mapping[str, str], old: Path, new: Path) -> dict[str, str]:
        return {
            language: str(self._value((*old, language), (*new, language), node.get(language, "")))
            for language in LANGUAGES
        }

    def _value(self, old: Path, new: Path, default: Value) -> Value:
        name = name_of(old)
        self.fields[new] = name
        return self.values.get(name, default)

    def _items(self, items: list[Any], old: Path, new: Path) -> list[Any]:
        kept = [
            (self._place(old, place), place, item)
            for place, item in enumerate(items)
            if not self.values.get(name_of((*old, place, REMOVE)))
        ]
        kept.sort(key=lambda one: one[0])
        rebuilt = [
            self.node(item, (*old, place), (*new, index))
            for index, (_order, place, item) in enumerate(kept)
        ]
        for index in range(len(kept)):
            # What is wrong with an item as a whole is told where its place is filled in.
            self.fields.setdefault((*new, index), name_of((*old, kept[index][1], ORDER)))
        fresh = self._new(old, (*new, len(rebuilt)))
        return rebuilt if fresh is None else [*rebuilt, fresh]

    def _place(self, old: Path, place: int) -> tuple[int, int, int]:
        """Return what orders an item: who moves up comes before who stood there, else after."""
        value = self.values.get(name_of((*old, place, ORDER)))
        wanted = value if isinstance(value, int) else place + 1
        return (wanted, (wanted > place + 1) - (wanted < place + 1), place)

    def _new(self, old: Path, new: Path) -> dict[str, Any] | None:
        """Return the item that was added, or ``None`` when nothing of it was filled in."""
        leaves = list(_new_leaves(old))
        if not any(self.values.get(leaf.name) for leaf in leaves):
            return None
        item: dict[str, Any] = {}
        for leaf in leaves:
            below = leaf.path[len(old) + 1 :]
            self.fields[(*new, *below)] = leaf.name
            value = self.values.get(leaf.name, leaf.value)
            if len(below) == 1:
                item[str(below[0])] = value
            else:
                item.setdefault(str(below[0]), {})[below[1]] = value
        return item
