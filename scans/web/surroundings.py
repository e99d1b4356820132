"""What every page shows around its own: kept by each process, and read again when it changed.

A process looks every few seconds which version is in force; that is one small question, and on
most pages none.
"""

import time
from dataclasses import dataclass

from django.db import Error

from scans.queries.content import NOTHING, Surroundings, surroundings, surroundings_version

LOOK_EVERY = 5.0
"""Seconds; how long another process may still show what was changed here."""


@dataclass
class _Kept:
    around: Surroundings = NOTHING
    looked_at: float | None = None


_kept = _Kept()


def surroundings_now() -> Surroundings:
    """Return what is in force; a database that doesn't answer changes nothing."""
    now = time.monotonic()
    if _kept.looked_at is None or now - _kept.looked_at >= LOOK_EVERY:
        try:
            look_again()
        except Error:  # a page about that must still be a page
            _kept.looked_at = now
    return _kept.around


def look_again() -> Surroundings:
    """Return what is in force at this moment, and keep it."""
    if _kept.looked_at is None or surroundings_version() != _kept.around.version:
        _kept.around = surroundings()
    _kept.looked_at = time.monotonic()
    return _kept.around


def keep(around: Surroundings) -> None:
    """Take it that this is in force, until the next look."""
    _kept.around, _kept.looked_at = around, time.monotonic()
