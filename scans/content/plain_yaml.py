"""The part of YAML that a questionnaire needs: mappings, lists and values, each on its line.

Anchors, tags, merge keys and second documents are refused: they hide what a document says, and
some of them can make a small file huge. Nothing of a file is ever executed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from scans.content.rules import Fault, Path

DEEPEST = 20
LONGEST_NUMBER = 30

_CONSTRUCTED = frozenset(f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float"))
_MERGE = "tag:yaml.org,2002:merge"


@dataclass(slots=True)
class Tree:
    """A document as plain values, the line of each place in it, and what could not be read."""

    data: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """Return the line (from 1) of a place, or of what would have to hold it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class PlainYamlError(Exception):
    """The text can't be read as a document at all: a sentence and the lines (from 1) it is on."""

    def __init__(self, sentences: Mapping[int, str]) -> None:
        super().__init__("; ".join(sentences.values()))
        self.sentences = sentences


def parse(text: str) -> Tree:
    """Return the one document in a text; raises ``PlainYamlError``."""
    try:
        refused = dict(_refused(text))
        node = None if refused else yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise PlainYamlError({line: f"dit is geen geldige YAML ({error.problem})."}) from error
    except yaml.YAMLError as error:
        raise PlainYamlError({1: "dit is geen geldige YAML."}) from error
    if refused:
        raise PlainYamlError(refused)
    tree = Tree()
    if node is not None:
        tree.data = _read(tree, (), node)
    return tree


def _refused(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line of everything that plain YAML leaves out; stops where it gets too deep."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = _line(event)
        depth += _step(event)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > DEEPEST:
            yield line, f"dit zit te diep: hooguit {DEEPEST} lagen."
            return
        if documents > 1:
            yield line, "een bestand bevat één document; haal de tweede --- weg."
            return
        if sentence := _oddity(event):
            yield line, sentence


def _line(place: yaml.Event | yaml.Node) -> int:
    mark = place.start_mark
    return mark.line + 1 if mark else 1


def _step(event: yaml.Event) -> int:
    opens = isinstance(event, yaml.CollectionStartEvent)
    return opens - isinstance(event, yaml.CollectionEndEvent)


def _oddity(event: yaml.Event) -> str | None:
    if not isinstance(event, yaml.NodeEvent):
        return None
    if event.anchor is not None:  # also of an alias
        return "ankers (&) en verwijzingen (*) mogen niet; schrijf de tekst uit."
    if getattr(event, "tag", None) is not None:
        return "tags (!) mogen niet."
    return None


def _read(tree: Tree, path: Path, node: yaml.Node) -> object:
    tree.lines.setdefault(path, _line(node))
    if isinstance(node, yaml.MappingNode):
        return _read_mapping(tree, path, node)
    if isinstance(node, yaml.SequenceNode):
        return [_read(tree, (*path, place), item) for place, item in enumerate(node.value)]
    return _read_value(tree, path, node)


def _read_mapping(tree: Tree, path: Path, node: yaml.MappingNode) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        line = _line(key_node)
        if not isinstance(key, str) or key_node.tag == _MERGE:
            _refuse(tree, (*path, "?"), line, "dit kan geen naam van een veld zijn.")
        elif key in mapping:
            first = tree.lines[*path, key]
            _refuse(tree, (*path, key), line, f"dit veld staat er al, op regel {first}.")
        else:
            tree.lines[*path, key] = line
            mapping[key] = _read(tree, (*path, key), value_node)
    return mapping


def _refuse(tree: Tree, path: Path, line: int, sentence: str) -> None:
    """Note a fault at a line of its own: the place itself may be another one's, or none's."""
    tree.faults.append(LinedFault(path, sentence, line))


@dataclass(frozen=True, slots=True)
class LinedFault(Fault):
    """A fault whose line can't be told from its path."""

    line: int


def _read_value(tree: Tree, path: Path, node: yaml.Node) -> object:
    if node.tag not in _CONSTRUCTED:
        return node.value  # a date stays the text that it is
    if len(node.value) > LONGEST_NUMBER:
        tree.faults.append(Fault(path, "dit getal is te lang."))
        return None
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except ValueError:
        tree.faults.append(Fault(path, "dit getal kan niet gelezen worden."))
        return None
