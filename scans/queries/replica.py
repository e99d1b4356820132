"""From which database is read: the primary, or within a scope a streaming replica of it.

Whoever writes, signs in or must see what happened this instant reads from the primary; lists,
exports and figures may come from the replica. ``docs/decisions/replica.md`` says which and why.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

REPLICA = "replica"
"""The name of the replica among Django's databases."""

READABLE_APP = "scans"
ALWAYS_PRIMARY = frozenset({"account", "accountlink", "auditrecord"})
"""Who may sign in and what they did: a moment ago counts. Sessions, second factors, the queue and
the cache are of other apps, and so never read from the replica either."""

PRIMARY_POSITION = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint"
REPLICA_POSITION = "SELECT pg_is_in_recovery(), (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint"

_alias: ContextVar[str] = ContextVar("read_from", default=DEFAULT_DB_ALIAS)


@contextmanager
def read_from(alias: str) -> Iterator[None]:
    """Read from this database meanwhile, in this thread or task only."""
    token = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(token)


def reading_alias() -> str:
    """Return the name of the database to read from now."""
    return _alias.get()


def reading() -> BaseDatabaseWrapper:
    """Return the connection for a query in SQL that only reads."""
    return connections[reading_alias()]


class Router:
    """Where Django reads and writes; writing is never done on the replica."""

    def db_for_read(self, model: type[models.Model], **_hints: object) -> str:
        """Return the replica within its scope, unless the model is always read from the primary.

        Also for what belongs to an object that came from the replica: that was an earlier scope.
        """
        meta = model._meta  # noqa: SLF001 - the documented way to what a model is
        if meta.app_label != READABLE_APP or meta.model_name in ALWAYS_PRIMARY:
            return DEFAULT_DB_ALIAS
        return reading_alias()

    def db_for_write(self, _model: type[models.Model], **_hints: object) -> str:
        """Return the primary, also for an object that came from the replica."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_objects: models.Model, **_hints: object) -> bool:
        """Both hold the same rows, so what came from either may refer to the other."""
        return True

    def allow_migrate(self, db: str, *_: object, **_hints: object) -> bool | None:
        """Only the primary has a schema of its own."""
        return False if db == REPLICA else None


def primary_position() -> int:
    """Return how far the primary has written its log, in bytes; all committed so far is before it."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(PRIMARY_POSITION)
        return int(cursor.fetchone()[0])


def replica_position() -> int | None:
    """Return how much of that log the replica has replayed; ``None`` when it follows nobody.

    A replica that was promoted, or a server that never was one, goes its own way.
    """
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(REPLICA_POSITION)
        follows, position = cursor.fetchone()
    return int(position) if follows and position is not None else None
