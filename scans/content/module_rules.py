"""What must hold between the fields of a module's document."""

from collections.abc import Iterator

from scans.content.faults import (
    TAKEN,
    Fault,
    Item,
    items_in,
    part_of,
    repeated,
    too_many_reversed,
    too_many_words,
)

CORE = "kern"
INITIAL = "initial"
"""What the name of a field begins with in which a form tells what was kept before."""
CLIENTS_OF_CORE = "k"
"""What the codes of the core's questions for clients begin with, as those of a module of that slug."""

PAGES_OF_CORE = {"relevantie", "timing", "resultaat", "rol"}
"""Parts of addresses of the core's pages, beside which a module has its own."""

UNKNOWN = "x"
"""How a form writes "weet ik niet": no value of a document can be that too."""


def faults_in_module(data: object) -> list[Fault]:
    """Return every break of a rule that spans more than one field."""
    root = Item((), data if isinstance(data, dict) else {})
    return [
        *_taken_slug(root),
        *_nothing_asked(root),
        *_repeated_names(root),
        *_repeated_answers(root),
        *_names_of_another(root),
        *_repeated_values(root),
        *_statements_too_hard(root),
        *_mirrors_without_a_face(root),
        *_links_to_nothing(root),
    ]


def _all_themes(root: Item) -> list[Item]:
    return [*items_in(root, "themes"), *items_in(part_of(root, "clients"), "themes")]


def _statements(root: Item) -> list[Item]:
    return [s for theme in items_in(root, "themes") for s in items_in(theme, "statements")]


def _coded(root: Item) -> list[Item]:
    clients = part_of(root, "clients")
    return [
        *(s for theme in _all_themes(root) for s in items_in(theme, "statements")),
        *items_in(clients, "statements"),
        *(p for position in items_in(root, "positions") for p in items_in(position, "pairs")),
        *(row for block in items_in(root, "coverage") for row in items_in(block, "rows")),
    ]


def _keyed(root: Item) -> list[Item]:
    blocks = (
        item for field in ("positions", "choices", "coverage") for item in items_in(root, field)
    )
    return [*_all_themes(root), *blocks]


def _taken_slug(root: Item) -> Iterator[Fault]:
    slug = root.value.get("slug")
    if isinstance(slug, str) and slug in TAKEN | PAGES_OF_CORE | {CORE, CLIENTS_OF_CORE, INITIAL}:
        yield Fault(("slug",), f"{slug} is een naam die de site zelf gebruikt.")


def _nothing_asked(root: Item) -> Iterator[Fault]:
    if not any(items_in(root, field) for field in ("themes", "positions", "choices", "coverage")):
        yield Fault((), "deze module vraagt niets.")


def _repeated_names(root: Item) -> Iterator[Fault]:
    yield from repeated(_coded(root), "code", "deze code komt al eerder voor")
    yield from repeated(_keyed(root), "key", "deze sleutel komt al eerder voor")
    for block in items_in(root, "coverage"):
        yield from repeated(items_in(block, "aspects"), "code", "deze code komt al eerder voor")
    yield from repeated(
        items_in(part_of(root, "chain"), "links"), "key", "deze sleutel komt al eerder voor"
    )


def _repeated_answers(root: Item) -> Iterator[Fault]:
    """Refuse a choice that is answered under the code of a pair or of a row."""
    coded = [item.value.get("code") for item in _coded(root)]
    for choice in items_in(root, "choices"):
        key = choice.value.get("key")
        if isinstance(key, str) and key in coded:
            yield Fault((*choice.path, "key"), f"deze sleutel is ook een code: {key}.")


def _names_of_another(root: Item) -> Iterator[Fault]:
    """Refuse names without the slug before them: another module may have the same."""
    start = f"{root.value.get('slug')}-"
    for field, named in (("code", _coded(root)), ("key", _keyed(root))):
        for item in named:
            name = item.value.get(field)
            if isinstance(name, str) and not name.startswith(start):
                yield Fault((*item.path, field), f"{name} hoort met {start} te beginnen.")


def _repeated_values(root: Item) -> Iterator[Fault]:
    choices = [(one, "alternatives") for one in items_in(root, "choices")]
    aspects = [
        (one, "cells") for block in items_in(root, "coverage") for one in items_in(block, "aspects")
    ]
    for item, field in (*choices, *aspects):
        values = items_in(item, field)
        yield from repeated(values, "value", "deze waarde komt al eerder voor")
        for one in values:
            if one.value.get("value") == UNKNOWN:
                yield Fault((*one.path, "value"), "x is al de waarde van ‘weet ik niet’.")


def _statements_too_hard(root: Item) -> Iterator[Fault]:
    for theme in _all_themes(root):
        yield from too_many_reversed(theme)
        for statement in items_in(theme, "statements"):
            yield from too_many_words(part_of(statement, "text"))
    for statement in items_in(part_of(root, "clients"), "statements"):
        yield from too_many_words(part_of(statement, "text"))


def _mirrors_without_a_face(root: Item) -> Iterator[Fault]:
    mirrored = items_in(part_of(root, "clients"), "statements")
    codes = [face.value.get("code") for face in _statements(root)]
    for item in mirrored:
        code = item.value.get("mirrors")
        if isinstance(code, str) and code not in codes:
            yield Fault((*item.path, "mirrors"), f"er is geen stelling met de code {code}.")
    yield from repeated(mirrored, "mirrors", "dit wordt hiervoor al gespiegeld")


def _links_to_nothing(root: Item) -> Iterator[Fault]:
    """Refuse a link to a theme that isn't there, of this module or of the core."""
    known = [*PAGES_OF_CORE, *(theme.value.get("key") for theme in _all_themes(root))]
    for link in items_in(part_of(root, "chain"), "links"):
        subjects = link.value.get("of")
        for place, key in enumerate(subjects if isinstance(subjects, list) else []):
            if isinstance(key, str) and key not in known:
                yield Fault((*link.path, "of", place), f"er is geen thema met de sleutel {key}.")
