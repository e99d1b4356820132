"""When two names are the same: capitals of the Latin script and white space make no difference.

The database must find the same as Python does, whatever its own rules for capitals are. So both
work by the same two rows of signs, one for one.
"""

_LATIN = [chr(code) for code in range(0x41, 0x250)]
_CAPITALS = "".join(sign for sign in _LATIN if len(sign.lower()) == 1 and sign != sign.lower())
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace() and chr(code) != " ")

WRITTEN = _CAPITALS + _SPACES
"""The signs that don't make a name another name."""

COUNTED = _CAPITALS.lower() + " " * len(_SPACES)
"""What each of those counts as, in the same order."""

_TABLE = str.maketrans(WRITTEN, COUNTED)


def key_of(name: str) -> str:
    """Return what every spelling of a name has in common."""
    return " ".join(name.translate(_TABLE).split())
