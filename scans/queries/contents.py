"""What a database holds, in figures: its tables with their rows and a checksum of all of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r'
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname COLLATE "C"
"""

# Tables, views, sequences and functions that aren't PostgreSQL's own or an extension's.
OBJECTS = """
SELECT count(*) FROM (
    SELECT oid, relnamespace AS space FROM pg_class
    UNION ALL SELECT oid, pronamespace FROM pg_proc
) AS object JOIN pg_namespace n ON n.oid = object.space
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = object.oid AND d.deptype = 'e')
"""

# The sum over the rows doesn't depend on their order, and takes no memory. Two halves of 64 bits
# of each row's SHA-256: two tables that differ have the same sums by a chance of 1 in 2^128.
SUMS = """
SELECT count(*), COALESCE(sum(('x' || substr(digest, 1, 16))::bit(64)::bigint::numeric), 0),
       COALESCE(sum(('x' || substr(digest, 17, 16))::bit(64)::bigint::numeric), 0)
FROM (SELECT encode(sha256(convert_to(row::text, 'UTF8')), 'hex') AS digest FROM {table} row) AS rows
"""

# The text of a value depends on these.
PLAIN = """
SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL statement_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0
"""


@dataclass(frozen=True, slots=True)
class TableContents:
    """How many rows a table has, and a checksum of what stands in them."""

    rows: int
    checksum: str


EMPTY = TableContents(0, "0:0")


def is_empty() -> bool:
    """Whether nothing was ever made in this database."""
    with connection.cursor() as cursor:
        cursor.execute(OBJECTS)
        return bool(cursor.fetchone() == (0,))


def contents(*, without: Collection[str] = ()) -> dict[str, TableContents]:
    """Return the contents of all tables; those of ``without`` count as empty.

    Only within a transaction, and as of its snapshot.
    """
    with connection.cursor() as cursor:
        cursor.execute(PLAIN)
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
        return {name: EMPTY if name in without else _sums(cursor, name) for name in names}


def _sums(cursor: CursorWrapper, table: str) -> TableContents:
    cursor.execute(SUMS.format(table=connection.ops.quote_name(table)))
    rows, first, second = cursor.fetchone()
    return TableContents(rows, f"{first}:{second}")


def differences(
    expected: Mapping[str, TableContents], found: Mapping[str, TableContents]
) -> list[str]:
    """Return the tables that are not what they should be, in alphabetical order."""
    names = sorted({*expected, *found})
    return [name for name in names if expected.get(name) != found.get(name)]


def applied_migrations() -> list[str]:
    """Return what was applied to this database, as ``app.name``, in the order in which it was."""
    migrations = MigrationRecorder.Migration.objects.order_by("pk")
    return [f"{app}.{name}" for app, name in migrations.values_list("app", "name")]


def unknown_migrations(names: Collection[str]) -> list[str]:
    """Return those that this version of the program doesn't have."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    return [name for name in names if name not in known]


def server_version() -> int:
    """Return the major version of the PostgreSQL that we work with."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000
