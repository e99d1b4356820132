"""What is wrong at one place of a document, and walking over documents that may be wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scans.engine.questionnaire import LANGUAGES

WORDS_PER_STATEMENT = 20
REVERSED_PER_THEME = 2
TAKEN = {
    *("later", "opslaan", "overzicht", "versturen", "afronding"),  # parts of addresses
    *("beeld", "intrekken", "aannametoets"),
    *("naar", "sleutel", "organisation", "department", "csrfmiddlewaretoken"),  # form fields
}

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at one place of a document; ``sentence`` is for the one who writes it."""

    path: Path
    sentence: str


@dataclass(frozen=True, slots=True)
class Item:
    """A branch of a document with where it stands."""

    path: Path
    value: dict[str, Any]


def too_many_reversed(theme: Item) -> Iterator[Fault]:
    """Yield a fault for every reversed statement of a theme beyond those that it may have."""
    turned = [s for s in items_in(theme, "statements") if s.value.get("reversed") is True]
    for statement in turned[REVERSED_PER_THEME:]:
        yield Fault(
            (*statement.path, "reversed"),
            f"een thema heeft hooguit {REVERSED_PER_THEME} omgekeerde stellingen.",
        )


def too_many_words(texts: Item) -> Iterator[Fault]:
    """Yield a fault for every language in which this statement is too long."""
    for language in LANGUAGES:
        count = len(str(texts.value.get(language, "")).split())
        if count > WORDS_PER_STATEMENT:
            yield Fault(
                (*texts.path, language),
                f"een stelling heeft hooguit {WORDS_PER_STATEMENT} woorden; dit zijn er {count}.",
            )


def repeated(items: list[Item], field: str, sentence: str) -> Iterator[Fault]:
    """Yield a fault for every item of which this field was seen before."""
    seen: set[str] = set()
    for item in items:
        value = item.value.get(field)
        if not isinstance(value, str):
            continue
        if value in seen:
            yield Fault((*item.path, field), f"{sentence}: {value}.")
        seen.add(value)


def part_of(item: Item, field: str) -> Item:
    """Return the branch under a field; an empty one where there is none."""
    value = item.value.get(field)
    return Item((*item.path, field), value if isinstance(value, dict) else {})


def items_in(item: Item, field: str) -> list[Item]:
    """Return the branches of a list; what isn't a branch is stepped over."""
    values = item.value.get(field)
    return [
        Item((*item.path, field, place), value)
        for place, value in enumerate(values if isinstance(values, list) else [])
        if isinstance(value, dict)
    ]
