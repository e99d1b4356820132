"""The restore drill: the database of a full site is lost, and comes back from its backup."""

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from typing import NamedTuple

import psycopg2
from psycopg2 import sql

from afdelingsscan.environment import database_from_url
from bench.single import helper
from bench.site import Row, Site, scratch_site

SCANS, SHORT_SCANS = 100_000, 500
DELETED = 5
"""Departments that are deleted between the backup and the loss."""

CHANGED = {"scans_backuprun"}
"""The run that made a backup hadn't finished yet in what it backed up."""

RESTORED = "drill"


class Done(NamedTuple):
    """What a command said, how long it took (s), and the most memory that it took (MB)."""

    said: str
    seconds: float
    memory: float


def drill(_site: Site, *, short: bool, scans: int = SCANS) -> list[Row]:
    """Fill, back up, delete, lose the database, restore, and look whether all is as it was."""
    count = SHORT_SCANS if short else scans
    with scratch_site() as site:
        helper(site, "bench.desk_fill", str(count))
        return _drill(site, count)


def _drill(site: Site, count: int) -> list[Row]:
    folder = site.folder / "var"
    known = site.environment() | {
        "BACKUP_DIR": str(folder / "backup"),
        "JOURNAL_DIR": str(folder / "journal"),
    }
    key = folder / "key"
    said = _command(site, known, "backup", "--new-key", str(key)).said
    known["BACKUP_RECIPIENTS"] = said.strip().rpartition("=")[2]
    backup = _command(site, known, "backup")
    [path] = (folder / "backup").glob("*.age")
    before = json.loads(_steps(site, known, "delete", str(DELETED)))
    size, address = _lose(known["DATABASE_URL"])
    restored = known | {"DATABASE_URL": address}
    restore = _command(site, restored, "restore", str(path), "--key", str(key))
    after = json.loads(_steps(site, restored, "look", *before["kept"], *before["gone"]))
    differ = {
        table
        for table in {*before["tables"], *after["tables"]}
        if before["tables"].get(table) != after["tables"].get(table)
    }
    rows = sum(one["rows"] for one in after["tables"].values())
    statuses = [200] * len(before["kept"]) + [404] * len(before["gone"])
    what = f"drill, {count:,} scans"
    return [
        Row(
            f"{what}: backup of {size / 1e6:.0f} MB",
            "",
            f"{backup.seconds:.0f} s, {path.stat().st_size / 1e6:.0f} MB encrypted, "
            f"{backup.memory:.0f} MB memory",
            None,
        ),
        Row(
            "  restore in an empty database, all of it",
            "",
            f"{restore.seconds:.0f} s, {restore.memory:.0f} MB memory",
            None,
        ),
        Row(
            f"  tables that differ ({len(after['tables'])} tables, {rows:,} rows)",
            "0",
            f"{len(differ - CHANGED)} {' '.join(sorted(differ - CHANGED))}".strip(),
            not differ - CHANGED,
        ),
        Row(
            f"  deleted since the backup and gone again; {restore.said.splitlines()[1]}",
            f"{DELETED}",
            f"{after['statuses'][len(before['kept']) :].count(404)}",
            after["statuses"] == statuses,
        ),
    ]


def _command(site: Site, environment: dict[str, str], *arguments: str) -> Done:
    begin = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", *arguments],
        cwd=site.folder,
        env=environment,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    said = process.stdout.read().decode()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode != 0:
        raise RuntimeError(f"{arguments[0]}: {said}")
    return Done(said, time.monotonic() - begin, usage.ru_maxrss / 1024)


def _steps(site: Site, environment: dict[str, str], *arguments: str) -> str:
    environment = environment | {"DJANGO_SETTINGS_MODULE": "afdelingsscan.settings"}
    return subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "bench.drill_steps", *arguments],
        cwd=site.folder,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout


def _lose(url: str) -> tuple[int, str]:
    """Throw the database of a site away under its hands; return its size and an empty one."""
    name = str(database_from_url(url)["NAME"])
    with closing(psycopg2.connect(url, dbname="postgres")) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(%s)", [name])
            size = cursor.fetchone()[0]
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            cursor.execute(drop)
            cursor.execute(f"CREATE DATABASE {RESTORED} TEMPLATE template0")
    return size, url.replace(f"/{name}?", f"/{RESTORED}?")
