"""A second embedded PostgreSQL that follows a first one, and a first one that can be followed."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from afdelingsscan.embedded_places import private_folder
from afdelingsscan.embedded_postgres import EmbeddedPostgres


class EmbeddedPrimary(EmbeddedPostgres):
    """A server that keeps enough of its log for a replica that was away for a while."""

    extra: Mapping[str, str] = {"wal_keep_size": "256MB"}


class EmbeddedReplica(EmbeddedPostgres):
    """A server that replays all that another one writes, and can only be read."""

    # A row that somebody is reading here must not be swept away there, or the reading breaks off.
    extra: Mapping[str, str] = {"hot_standby_feedback": "on"}

    def __init__(self, home: Path, *, primary: EmbeddedPostgres, durable: bool = True) -> None:
        super().__init__(home, durable=durable)
        self._primary = primary

    def begin_anew(self) -> None:
        """Forget the copy when nobody runs it: what it missed may not be there to catch up with."""
        if not self.lives():
            shutil.rmtree(self._data, ignore_errors=True)

    def _create(self) -> None:
        """Copy the primary as it is now; it must run."""
        fresh = self._home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        private_folder(fresh, self._account)
        self._run(
            *("pg_basebackup", "--dbname", self._primary.url(), "--pgdata", str(fresh)),
            *("--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf"),
            *(() if self._durable else ("--no-sync",)),
        )
        fresh.rename(self._data)
