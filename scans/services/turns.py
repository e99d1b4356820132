"""Heavy work: one at a time for one person, and two at once in all, over all machines.

The database holds the turns, as locks of a session: whatever happens to who has one - a worker that
is killed, a cut connection, a machine that is switched off - its turn ends with its connection.
Behind a pooler they need one that keeps a session together (`pool_mode = session`).
"""

from contextlib import suppress
from dataclasses import dataclass

from django.db import Error, connection

AT_ONCE = 2


class TurnTakenError(Exception):
    """There is no turn now; ``own`` says that this very person has one."""

    def __init__(self, *, own: bool) -> None:
        super().__init__("own" if own else "all")
        self.own = own


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that was taken, by the locks that it holds; each is given back once."""

    locks: tuple[str, ...]

    def give_back(self) -> None:
        """Let others have their turn; a connection that is lost already did."""
        with suppress(Error), connection.cursor() as cursor:
            for lock in self.locks:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [lock])


def take_turn(kind: str, person: str) -> Turn:
    """Take a turn for this kind of work; ``TurnTakenError`` when there is none now."""
    own = f"turn:{kind}:{person}"
    if not _locked(own):
        raise TurnTakenError(own=True)
    for number in range(AT_ONCE):
        lock = f"turn:{kind}:{number} of all"
        if _locked(lock):
            return Turn((lock, own))
    Turn((own,)).give_back()
    raise TurnTakenError(own=False)


def _locked(lock: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [lock])
        return bool(cursor.fetchone()[0])
