"""A file that was checked, kept for as long as it takes to decide to import it.

It is sealed and forgotten by itself: ``docs/decisions/import-in-two-steps.md`` says why it isn't
asked for again, nor kept in a table.
"""

import base64
import hashlib
import zlib

from django.core.cache import cache

from scans.models import Account
from scans.services.sealing import BrokenSealError, seal, unseal

KEPT_SECONDS = 30 * 60
"""As long as a session may be silent."""


def keep_checked(content: bytes, *, by: Account) -> str:
    """Keep a file for whoever checked it, and return its SHA-256 by which they get it back."""
    digest = hashlib.sha256(content).hexdigest()
    sealed = seal(base64.b64encode(zlib.compress(content)).decode())
    cache.set(_key(digest, by), sealed, KEPT_SECONDS)
    return digest


def checked_file(digest: str, *, by: Account) -> bytes | None:
    """Return the very bytes that this account checked; ``None`` when they are gone."""
    sealed = cache.get(_key(digest, by))
    if sealed is None:
        return None
    try:
        content = zlib.decompress(base64.b64decode(unseal(sealed)))
    except BrokenSealError:  # the key of the site changed meanwhile
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def forget_checked(digest: str, *, by: Account) -> None:
    """Let go of a file that was imported."""
    cache.delete(_key(digest, by))


def _key(digest: str, by: Account) -> str:
    # Digested again: a digest comes from a form, and could be anything.
    whole = hashlib.sha256(f"{by.pk}:{digest}".encode()).hexdigest()
    return f"checked-file:{whole}"
