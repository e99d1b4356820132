"""What must hold between the fields of a questionnaire document.

The rules read the document as it stands and step over whatever has the wrong shape, so that
somebody who mends a file hears everything at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scans.engine.questionnaire import LANGUAGES

WORDS_PER_STATEMENT = 20
REVERSED_PER_THEME = 2
TAKEN = {
    *("later", "opslaan", "overzicht", "versturen", "afronding"),  # parts of addresses
    *("naar", "sleutel", "organisation", "department", "csrfmiddlewaretoken"),  # form fields
}

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at one place of a document; ``sentence`` is for the one who writes it."""

    path: Path
    sentence: str


@dataclass(frozen=True, slots=True)
class _Item:
    path: Path
    value: dict[str, Any]


def faults_between_fields(data: object) -> list[Fault]:
    """Return every break of a rule that spans more than one field."""
    root = _Item((), data if isinstance(data, dict) else {})
    return [
        *_repeated_codes(root),
        *_taken_names(root),
        *_repeated_theme_marks(root),
        *_repeated_options(root),
        *_too_many_reversed(root),
        *_too_many_words(root),
        *_mirrors_without_a_face(root),
    ]


def _coded(root: _Item) -> list[_Item]:
    clients = _part(root, "clients")
    return [
        *_statements(root),
        *_items(_part(root, "role"), "pairs"),
        *_items(root, "context"),
        *_items(root, "open"),
        *_items(clients, "statements"),
        *_items(clients, "pairs"),
    ]


def _repeated_codes(root: _Item) -> Iterator[Fault]:
    return _repeated(_coded(root), "code", "deze code komt al eerder voor")


def _taken_names(root: _Item) -> Iterator[Fault]:
    """Refuse names that addresses or forms use: a published code can never change again."""
    named = [(item, "code") for item in _coded(root)]
    named += [(item, "key") for item in (*_items(root, "themes"), _part(root, "role"))]
    for item, field in named:
        name = item.value.get(field)
        if name in TAKEN or (isinstance(name, str) and name.startswith("initial-")):
            yield Fault((*item.path, field), f"{name} is een naam die de site zelf gebruikt.")


def _repeated_theme_marks(root: _Item) -> Iterator[Fault]:
    marked = [*_items(root, "themes"), _part(root, "role")]
    yield from _repeated(marked, "key", "deze sleutel komt al eerder voor")
    yield from _repeated(marked, "letter", "deze letter komt al eerder voor")


def _repeated_options(root: _Item) -> Iterator[Fault]:
    for question in _items(root, "context"):
        yield from _repeated(
            _items(question, "options"), "value", "deze waarde komt al eerder voor"
        )


def _too_many_reversed(root: _Item) -> Iterator[Fault]:
    for theme in _items(root, "themes"):
        turned = [s for s in _items(theme, "statements") if s.value.get("reversed") is True]
        for statement in turned[REVERSED_PER_THEME:]:
            yield Fault(
                (*statement.path, "reversed"),
                f"een thema heeft hooguit {REVERSED_PER_THEME} omgekeerde stellingen.",
            )


def _too_many_words(root: _Item) -> Iterator[Fault]:
    for statement in [*_statements(root), *_items(_part(root, "clients"), "statements")]:
        texts = _part(statement, "text")
        for language in LANGUAGES:
            count = len(str(texts.value.get(language, "")).split())
            if count > WORDS_PER_STATEMENT:
                yield Fault(
                    (*texts.path, language),
                    f"een stelling heeft hooguit {WORDS_PER_STATEMENT} woorden; "
                    f"dit zijn er {count}.",
                )


def _mirrors_without_a_face(root: _Item) -> Iterator[Fault]:
    clients = _part(root, "clients")
    pairs = _items(_part(root, "role"), "pairs")
    for mirrored, faces, name in (
        (_items(clients, "statements"), _statements(root), "stelling"),
        (_items(clients, "pairs"), pairs, "paar"),
    ):
        codes = [face.value.get("code") for face in faces]
        for item in mirrored:
            code = item.value.get("mirrors")
            if isinstance(code, str) and code not in codes:
                yield Fault((*item.path, "mirrors"), f"er is geen {name} met de code {code}.")
        yield from _repeated(mirrored, "mirrors", "dit wordt hiervoor al gespiegeld")


def _repeated(items: list[_Item], field: str, sentence: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for item in items:
        value = item.value.get(field)
        if not isinstance(value, str):
            continue
        if value in seen:
            yield Fault((*item.path, field), f"{sentence}: {value}.")
        seen.add(value)


def _statements(root: _Item) -> list[_Item]:
    return [s for theme in _items(root, "themes") for s in _items(theme, "statements")]


def _part(item: _Item, field: str) -> _Item:
    value = item.value.get(field)
    return _Item((*item.path, field), value if isinstance(value, dict) else {})


def _items(item: _Item, field: str) -> list[_Item]:
    values = item.value.get(field)
    return [
        _Item((*item.path, field, place), value)
        for place, value in enumerate(values if isinstance(values, list) else [])
        if isinstance(value, dict)
    ]
