"""`make cluster` as whoever types it meets it: all of it when it can, one sentence when it can't."""

import os
import shutil
import socket
import subprocess
import sys
from contextlib import suppress
from http.client import HTTPConnection

import psycopg2
import pytest

from afdelingsscan.children import Child
from afdelingsscan.cluster import __main__ as cluster
from afdelingsscan.cluster import balancer
from afdelingsscan.embedded_postgres import EmbeddedPostgres
from afdelingsscan.runner import RunnerError
from bench.cluster import port_with_two_more
from tests.project.places import PATIENCE, wait_until

COMMAND = [sys.executable, "-m", "afdelingsscan.cluster"]


@pytest.fixture
def port():
    return port_with_two_more()


@pytest.fixture
def environment(tmp_path, port):
    """A machine of its own, that inherits nothing of the test run's database."""
    own = {
        "PORT": str(port),
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "afdelingsscan.settings_test",
        "WEB_WORKERS": "1",
    }
    gone = {"DATABASE_URL", "STATIC_ROOT", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_FILE_PATH"}
    return {name: value for name, value in os.environ.items() if name not in gone} | own


def status(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def replicas_of(server):
    with suppress(psycopg2.OperationalError):
        connection = psycopg2.connect(server.url())
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
            [count] = cursor.fetchone()
        connection.close()
        return count
    return None


@pytest.fixture
def servers(tmp_path):
    """The two servers of the cluster; what they keep may be elsewhere, and goes from there too."""
    homes = [tmp_path / "cluster" / name for name in ("postgres", "replica")]
    yield [EmbeddedPostgres(home) for home in homes]
    for home in homes:
        # What is killed may still write for a moment.
        wait_until(lambda: is_gone(home.resolve()), "what the cluster keeps should go")  # noqa: B023 - called at once


def is_gone(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def started(environment):
    """Start the cluster; return it with what it said of where it is."""
    site = subprocess.Popen(COMMAND, env=environment, stdout=subprocess.PIPE, text=True)
    lines = iter(site.stdout.readline, "")
    first = next(line for line in lines if line.startswith("Het cluster draait op "))
    return site, [first, *(next(lines) for _ in range(3))]


def test_it_runs_all_of_itself_and_leaves_nothing_behind(environment, port, tmp_path, servers):
    site, said = started(environment)
    with site:
        try:
            every = (port, port + 1, port + 2)
            # The balancer may just have thought on a busy machine that a node is away.
            wait_until(lambda: [status(one) for one in every] == [200] * 3, "all should answer")
            wait_until(lambda: replicas_of(servers[0]) == 1, "the replica should follow")
        finally:
            site.terminate()
        code = site.wait(PATIENCE)

    assert said[0] == f"Het cluster draait op http://127.0.0.1:{port} (stoppen: Ctrl-C)\n"
    assert said[1:3] == [f"  web-{number}: http://127.0.0.1:{port + number}\n" for number in (1, 2)]
    assert code == 0
    assert [server.lives() for server in servers] == [False, False]
    _killed_it_stops_too(environment, port, servers)


def _killed_it_stops_too(environment, port, servers):
    """The same cluster once more: it need not be made again, which takes most of the time."""
    site, _said = started(environment)
    with site:
        site.kill()

    wait_until(lambda: all(is_free(port + more) for more in range(3)), "nobody should listen")
    wait_until(lambda: not any(server.lives() for server in servers), "no server should be left")


def test_a_port_in_use_is_said_before_anything_starts(environment, port, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 2))
        taken.listen()
        result = subprocess.run(
            COMMAND, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Poort {port + 2} is niet vrij; kies er een die met de twee")
    assert not (tmp_path / "cluster").exists()


def test_without_the_load_balancer_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setattr(balancer, "PLACES", "")
    monkeypatch.setenv("PATH", "/nonexistent")

    with pytest.raises(RunnerError, match=r"^HAProxy ontbreekt; .*system-packages.sh cluster"):
        balancer.program()


def test_a_database_that_does_not_start_is_reported(tmp_path):
    with (
        Child(["/bin/false"], stop_seconds=5) as keeper,
        pytest.raises(RunnerError, match="PostgreSQL start niet"),
    ):
        cluster._wait_for_database(keeper, f"postgresql:///site?host={tmp_path}")


def test_a_node_that_can_not_be_prepared_is_reported(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///site?host=/nowhere")

    with pytest.raises(RunnerError, match="Voorbereiden lukt niet"):
        cluster._prepare(tmp_path)


def test_only_what_may_happen_twice_is_asked_of_two_nodes():
    lines = balancer.configuration("127.0.0.1", 80, {"web-1": 81, "web-2": 82}).splitlines()

    said = [line.strip() for line in lines]
    assert [line for line in said if line.startswith(("acl", "http-request", "server"))] == [
        "acl reads method GET HEAD",
        "acl saves path_end /opslaan/",
        "http-request disable-l7-retry unless reads or saves",
        "server web-1 127.0.0.1:81",
        "server web-2 127.0.0.1:82",
    ]
