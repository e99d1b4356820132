"""What is made by a form gets its key from that form: sent twice, it is made once."""

import hashlib
import json
import uuid
from datetime import datetime, timedelta

from django.db import connection

KEY_LENGTH = 20
"""A shorter key could be somebody else's too."""


def id_from(key: str, request: object) -> uuid.UUID:
    """Return an object's key from the page's; a digest, so that the stored one starts nothing."""
    if len(key) < KEY_LENGTH:
        return uuid.uuid4()
    content = json.dumps([key, request], sort_keys=True, default=str)
    return uuid.UUID(bytes=hashlib.sha256(content.encode()).digest()[:16])


SPENT_FOR = timedelta(days=1)
"""How long it is remembered that a form was sent; its mail is long on its way by then."""


def is_first_use(key: str, request: object, moment: datetime) -> bool:
    """Say whether this form is sent for the first time; call it in the transaction of its work.

    Whoever sends the same form at the same moment waits here until that transaction ends: when it
    is undone, theirs is the first. A digest of the form is kept among what is counted for a while
    (``housekeeping`` forgets it), so a crash of the database forgets it too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO scans_cache (cache_key, value, expires) VALUES (%s, '', %s)"
            " ON CONFLICT (cache_key) DO NOTHING RETURNING cache_key",
            [f"form:{id_from(key, request).hex}", moment + SPENT_FOR],
        )
        return cursor.fetchone() is not None
