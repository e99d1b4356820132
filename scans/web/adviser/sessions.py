"""Sessions of the dashboard in the database, under a digest of what the browser holds.

A copy of the database then lets nobody in, as with every other secret of this site. Only the
synchronous half of Django's store is adapted: this site has no asynchronous pages.
"""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.encoding import force_str

from scans.models import Account
from scans.services.sealing import BrokenSealError, seal, unseal

KEPT_BYTES = 20
"""160 bits in base32 are 32 characters; the column has room for 40."""


def kept_key(session_key: str) -> str:
    """Return under which key the database knows a session."""
    digest = hashlib.sha256(session_key.encode()).digest()
    return base64.b32encode(digest[:KEPT_BYTES]).decode().lower()


class SessionStore(db.SessionStore):
    """Django's store, that keeps no key with which somebody could sign in."""

    def _get_session_from_db(self) -> Session | None:
        known = Session.objects.filter(
            session_key=kept_key(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if known is None:
            self._session_key = None
        return known

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return super().exists(kept_key(session_key))

    def create_model_instance(self, data: dict[str, object]) -> Session:
        """Return the row of this session."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.session_key = kept_key(row.session_key)
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Seal what a session holds: while an app is set up, that is its secret."""
        return seal(super().encode(session_dict))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return what a session holds; nothing when it was sealed with another key."""
        try:
            return super().decode(unseal(force_str(session_data)))
        except BrokenSealError:
            return {}

    def delete(self, session_key: str | None = None) -> None:
        """Delete this session, or another one."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(kept_key(key))


def sessions_of(account: Account) -> Iterator[tuple[Session, dict[str, Any]]]:
    """Go through the sessions of somebody, each with what it holds.

    All that are kept have to be opened: there are as many as people at work.
    """
    store = SessionStore()
    for row in Session.objects.filter(expire_date__gt=timezone.now()):
        data = store.decode(row.session_data)
        if data.get(SESSION_KEY) == str(account.pk) and constant_time_compare(
            data.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash()
        ):
            yield row, data


def end_sessions(account: Account, *, but: str | None = None) -> None:
    """Sign somebody out everywhere; ``but`` is the key of a session that goes on."""
    ended = {row.session_key for row, _data in sessions_of(account)} - {kept_key(but or "")}
    Session.objects.filter(session_key__in=ended).delete()
