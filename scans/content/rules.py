"""What must hold between the fields of a questionnaire document.

The rules read the document as it stands and step over whatever has the wrong shape, so that
somebody who mends a file hears everything at once.
"""

from collections.abc import Iterator

from scans.content.faults import (
    TAKEN,
    Fault,
    Item,
    Path,
    items_in,
    part_of,
    repeated,
    too_many_reversed,
    too_many_words,
)

__all__ = ["Fault", "Path", "faults_between_fields"]


def faults_between_fields(data: object) -> list[Fault]:
    """Return every break of a rule that spans more than one field."""
    root = Item((), data if isinstance(data, dict) else {})
    return [
        *_repeated_codes(root),
        *_taken_names(root),
        *_repeated_theme_marks(root),
        *_repeated_options(root),
        *_too_many_reversed(root),
        *_too_many_words(root),
        *_mirrors_without_a_face(root),
    ]


def _coded(root: Item) -> list[Item]:
    clients = part_of(root, "clients")
    return [
        *_statements(root),
        *items_in(part_of(root, "role"), "pairs"),
        *items_in(root, "context"),
        *items_in(root, "open"),
        *items_in(clients, "statements"),
        *items_in(clients, "pairs"),
    ]


def _repeated_codes(root: Item) -> Iterator[Fault]:
    return repeated(_coded(root), "code", "deze code komt al eerder voor")


def _taken_names(root: Item) -> Iterator[Fault]:
    """Refuse names that addresses or forms use: a published code can never change again."""
    named = [(item, "code") for item in _coded(root)]
    named += [(item, "key") for item in (*items_in(root, "themes"), part_of(root, "role"))]
    for item, field in named:
        name = item.value.get(field)
        if isinstance(name, str) and (name in TAKEN or name.startswith("initial-")):
            yield Fault((*item.path, field), f"{name} is een naam die de site zelf gebruikt.")


def _repeated_theme_marks(root: Item) -> Iterator[Fault]:
    marked = [*items_in(root, "themes"), part_of(root, "role")]
    yield from repeated(marked, "key", "deze sleutel komt al eerder voor")
    yield from repeated(marked, "letter", "deze letter komt al eerder voor")


def _repeated_options(root: Item) -> Iterator[Fault]:
    for question in items_in(root, "context"):
        yield from repeated(
            items_in(question, "options"), "value", "deze waarde komt al eerder voor"
        )


def _too_many_reversed(root: Item) -> Iterator[Fault]:
    for theme in items_in(root, "themes"):
        yield from too_many_reversed(theme)


def _too_many_words(root: Item) -> Iterator[Fault]:
    for statement in [*_statements(root), *items_in(part_of(root, "clients"), "statements")]:
        yield from too_many_words(part_of(statement, "text"))


def _mirrors_without_a_face(root: Item) -> Iterator[Fault]:
    clients = part_of(root, "clients")
    pairs = items_in(part_of(root, "role"), "pairs")
    for mirrored, faces, name in (
        (items_in(clients, "statements"), _statements(root), "stelling"),
        (items_in(clients, "pairs"), pairs, "paar"),
    ):
        codes = [face.value.get("code") for face in faces]
        for item in mirrored:
            code = item.value.get("mirrors")
            if isinstance(code, str) and code not in codes:
                yield Fault((*item.path, "mirrors"), f"er is geen {name} met de code {code}.")
        yield from repeated(mirrored, "mirrors", "dit wordt hiervoor al gespiegeld")


def _statements(root: Item) -> list[Item]:
    return [s for theme in items_in(root, "themes") for s in items_in(theme, "statements")]
