"""What stands in the database unreadably: sealed with a key that is kept elsewhere."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class BrokenSealError(Exception):
    """This can't be opened: it was sealed with another key."""


def seal(text: str) -> str:
    """Return a text as only this site can read it."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed; ``BrokenSealError`` when the key is not what it was."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise BrokenSealError from None


def address_digest(address: str) -> bytes:
    """Return by what an e-mail address is found again, however its capitals are typed."""
    message = f"address:{address.strip().casefold()}".encode()
    return hmac.digest(settings.LINK_KEY.encode(), message, "sha256")


def _box() -> Fernet:
    key = hashlib.sha256(b"mail queue:" + settings.LINK_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
