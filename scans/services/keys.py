"""What is made by a form gets its key from that form: sent twice, it is made once."""

import hashlib
import json
import uuid

KEY_LENGTH = 20
"""A shorter key could be somebody else's too."""


def id_from(key: str, request: object) -> uuid.UUID:
    """Return an object's key from the page's; a digest, so that the stored one starts nothing."""
    if len(key) < KEY_LENGTH:
        return uuid.uuid4()
    content = json.dumps([key, request], sort_keys=True, default=str)
    return uuid.UUID(bytes=hashlib.sha256(content.encode()).digest()[:16])
