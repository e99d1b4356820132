"""Two who change the same thing: the second hears of the first, before anything is saved."""

import hashlib
import json
from collections.abc import Iterable

LENGTH = 32


class ChangedMeanwhileError(Exception):
    """Somebody changed it since it was looked at; nothing was saved."""


def seen_in(thing: object, fields: Iterable[str]) -> str:
    """Return by what a page remembers how it showed these fields."""
    values = {name: getattr(thing, name) for name in fields}
    content = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:LENGTH]


def refuse_changed(thing: object, fields: Iterable[str], seen: str) -> None:
    """Raise ``ChangedMeanwhileError`` when these fields aren't as they were seen; ``""`` is any."""
    if seen and seen != seen_in(thing, fields):
        raise ChangedMeanwhileError
