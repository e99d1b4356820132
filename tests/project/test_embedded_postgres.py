"""The embedded PostgreSQL: shared, stopped by the last user, back after whatever kills it."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
import pytest

from afdelingsscan import embedded_postgres
from afdelingsscan.embedded_places import EmbeddedPostgresError, private_folder
from afdelingsscan.embedded_postgres import EmbeddedPostgres, _failure
from tests.project.places import database_home, wait_until

HOLD_A_LEASE = """
import sys, time
from pathlib import Path
from afdelingsscan.embedded_postgres import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1])).lease():
    print("leased", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """One place for all tests here: making the files of a server takes a second or two."""
    with database_home(tmp_path_factory.mktemp("own")) as home:
        yield home


def ask(server: EmbeddedPostgres, sql: str) -> str:
    connection = psycopg2.connect(server.url())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def kill_server(home) -> int:
    process = int((home / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(process, signal.SIGKILL)
    return process


def test_it_keeps_what_was_committed_and_listens_on_no_network(home):
    server = EmbeddedPostgres(home)

    with server.lease():
        found = [
            ask(server, f"SELECT current_setting('{name}')")
            for name in ("fsync", "synchronous_commit", "full_page_writes", "listen_addresses")
        ]

    assert found == ["on", "on", "on", ""]
    assert not server.lives()


def test_only_its_own_user_can_enter_data_and_socket(home):
    with EmbeddedPostgres(home).lease():
        modes = [(home / name).stat().st_mode & 0o777 for name in ("data", "socket")]

    assert modes == [0o700, 0o700]


def test_two_users_share_one_server_and_the_last_one_stops_it(home):
    first, second = EmbeddedPostgres(home), EmbeddedPostgres(home)

    with first.lease():
        with second.lease():
            assert ask(first, "SELECT pg_postmaster_start_time()::text") == ask(
                second, "SELECT pg_postmaster_start_time()::text"
            )
        assert first.lives()

    assert not first.lives()


def test_a_user_that_was_killed_holds_nothing(home):
    server = EmbeddedPostgres(home)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD_A_LEASE, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout.readline() == "leased\n"
        other.kill()
    assert server.lives()

    with server.lease():
        pass

    assert not server.lives()


def test_after_kill_9_it_starts_again_and_has_lost_nothing(home):
    server = EmbeddedPostgres(home)

    with server.lease():
        ask(
            server,
            "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 1 AS n; SELECT n FROM kept",
        )
        kill_server(home)
        wait_until(lambda: not server.lives(), "the server's processes should have ended")
        server.ensure_running()
        back = ask(server, "SELECT pg_postmaster_start_time()::text")
        server.ensure_running()  # one that lives is left alone

        assert ask(server, "SELECT n FROM kept") == 1
        assert ask(server, "SELECT pg_postmaster_start_time()::text") == back


def test_a_pid_file_left_behind_by_a_crashed_machine_does_not_stop_it(home):
    server = EmbeddedPostgres(home)
    with server.lease():
        kill_server(home)
        wait_until(lambda: not server.lives(), "the server's processes should have ended")
    pid_file = home / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))  # a number that is in use again

    with server.lease():
        assert ask(server, "SELECT 1") == 1


def test_a_server_without_fsync_is_made_anew_after_a_crash(tmp_path):
    with database_home(tmp_path) as home:
        server = EmbeddedPostgres(home, durable=False)
        with server.lease():
            ask(server, "CREATE TABLE gone AS SELECT 1 AS n; SELECT n FROM gone")
            kill_server(home)

        with server.lease():
            assert ask(server, "SELECT to_regclass('gone')") is None


def test_a_server_that_cannot_start_says_why(home):
    server = EmbeddedPostgres(home)
    with server.lease():
        pass
    version = home / "data" / "PG_VERSION"
    text = version.read_text()
    version.write_text("9\n")

    with pytest.raises(EmbeddedPostgresError, match=r"kan niet starten: .*FATAL"), server.lease():
        pass

    version.write_text(text)


def test_a_program_that_fails_says_why(home):
    server = EmbeddedPostgres(home)

    with pytest.raises(EmbeddedPostgresError, match=r"kan niet starten: .*unrecognized option"):
        server._run("initdb", "--nonsense")


def test_a_full_disk_is_said_in_a_sentence():
    output = "FATAL:  could not write lock file: No space left on device\n"

    assert _failure(output).startswith("De schijf is vol")


def test_a_server_that_lives_and_does_not_answer_is_reported(home, monkeypatch):
    monkeypatch.setattr(embedded_postgres, "START_SECONDS", 0.1)
    server = EmbeddedPostgres(home)

    with (home / "server.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(EmbeddedPostgresError, match="antwoordt niet"), server.lease():
            pass


def test_a_server_that_does_not_stop_is_left_to_the_next_user(home, monkeypatch):
    server = EmbeddedPostgres(home)
    with monkeypatch.context() as patch:
        patch.setattr(embedded_postgres, "STOP_SECONDS", 0.1)
        with server.lease():
            process = int((home / "data" / "postmaster.pid").read_text().split()[0])
            os.kill(process, signal.SIGSTOP)
        assert server.lives()
        os.kill(process, signal.SIGCONT)  # now it does what it was asked to do

    wait_until(lambda: not server.lives(), "the server should have stopped")
    with server.lease():
        assert ask(server, "SELECT 1") == 1


def test_a_log_that_grew_large_makes_room_for_a_new_one(home):
    server = EmbeddedPostgres(home)
    log = home / "log"
    log.touch()
    os.truncate(log, embedded_postgres.LOG_BYTES + 1)

    with server.lease():
        pass

    assert 0 < log.stat().st_size < 10_000
    assert log.with_suffix(".old").stat().st_size == embedded_postgres.LOG_BYTES + 1


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder():
    with TemporaryDirectory() as folder:
        long = Path(folder) / ("lang" * 30)
        long.mkdir()
        for each in (folder, long):
            Path(each).chmod(0o755)  # a folder that root's server may enter stays where it is

        with database_home(long) as home:
            server = EmbeddedPostgres(home)
            with server.lease():
                assert ask(server, "SELECT 1") == 1
            shutil.rmtree(server._socket)


def test_a_folder_that_others_can_enter_is_refused(tmp_path):
    folder = tmp_path / "socket"
    folder.mkdir()
    folder.chmod(0o755)

    with pytest.raises(EmbeddedPostgresError, match="van iemand anders"):
        private_folder(folder, None)
