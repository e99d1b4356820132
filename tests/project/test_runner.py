"""`make run` as whoever types it meets it: one sentence when it can't, all of it when it can."""

import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.project.places import PATIENCE, database_home, wait_until

RUNNER = [sys.executable, "-m", "afdelingsscan.runner"]


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environment(tmp_path, free_port):
    """A machine of its own: no database named, nothing in ``var``."""
    own = {
        "DATABASE_URL": "",
        "HOST": "127.0.0.1",
        "PORT": str(free_port),
        "VAR_DIR": str(tmp_path),
        "STATIC_ROOT": str(tmp_path / "static"),
        "DJANGO_SETTINGS_MODULE": "afdelingsscan.settings_test",
        "WEB_WORKERS": "1",
    }
    return {name: value for name, value in os.environ.items() if name != "SITE_URL"} | own


def refused(environment) -> list[str]:
    """Start what can't start; return what it said, line by line."""
    result = subprocess.run(
        RUNNER, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert result.returncode == 1
    assert result.stdout == ""
    return result.stderr.splitlines()


def test_a_port_in_use_is_said_with_another_one_to_try(environment, free_port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()

        (line,) = refused(environment)

    assert line.startswith(f"Poort {free_port} op 127.0.0.1 is niet vrij")
    assert line.endswith(f"PORT={free_port + 1} make run")


@pytest.mark.parametrize("port", ["acht", "0", "65536", "-1"])
def test_a_port_that_does_not_exist_is_refused(environment, port):
    (line,) = refused(environment | {"PORT": port})

    assert line == f"PORT is '{port}'; kies een getal van 1 tot en met 65535."


def test_a_host_that_does_not_exist_is_refused(environment):
    (line,) = refused(environment | {"HOST": "geen adres"})

    assert line == "HOST is 'geen adres'; dat adres bestaat niet."


def test_an_unreachable_database_is_said_without_its_password(environment, free_port):
    url = f"postgresql://ann:geheim@127.0.0.1:{free_port}/site"

    lines = refused(environment | {"DATABASE_URL": url})

    assert lines[0].startswith("De database van DATABASE_URL is niet bereikbaar: ")
    assert lines[1:] == ["De Afdelingsscan is niet gestart."]
    assert "geheim" not in lines[0]


def test_another_kind_of_database_is_refused(environment):
    lines = refused(environment | {"DATABASE_URL": "mysql://ann:geheim@db.example/site"})

    assert lines == [
        "DATABASE_URL must look like postgresql://user:password@host:5432/name.",
        "De Afdelingsscan is niet gestart.",
    ]


@pytest.mark.parametrize(
    ("request_to_stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGHUP, 0)]
)
def test_it_runs_survives_its_database_and_leaves_nothing_behind(
    environment, tmp_path, free_port, request_to_stop, code
):
    with (
        database_home(tmp_path) as home,
        subprocess.Popen(RUNNER, env=environment, stdout=subprocess.PIPE, text=True) as site,
    ):
        try:
            lines = iter(site.stdout.readline, "")
            address = next(line for line in lines if line.startswith("De Afdelingsscan draait op "))
            assert f"http://127.0.0.1:{free_port} " in address
            assert health(free_port) == 200

            os.kill(server_process(home), signal.SIGKILL)
            wait_until(lambda: health(free_port) == 200, "the site should come back")

            site.send_signal(request_to_stop)
            assert site.wait(PATIENCE) == code
        finally:
            site.kill()
        assert not (home / "data" / "postmaster.pid").exists()
        with pytest.raises(ConnectionRefusedError):
            health(free_port)


def test_when_it_is_killed_its_children_stop_and_the_next_start_finds_the_database(
    environment, tmp_path, free_port
):
    with database_home(tmp_path) as home:
        with subprocess.Popen(RUNNER, env=environment, stdout=subprocess.PIPE, text=True) as first:
            next(line for line in iter(first.stdout.readline, "") if "draait op" in line)
            first.kill()
        wait_until(lambda: port_is_free(free_port), "the web server should have stopped")
        kept = server_process(home)

        with subprocess.Popen(RUNNER, env=environment, stdout=subprocess.PIPE, text=True) as second:
            next(line for line in iter(second.stdout.readline, "") if "draait op" in line)
            found = server_process(home)
            second.terminate()
            assert second.wait(PATIENCE) == 0

        assert found == kept
        assert not (home / "data" / "postmaster.pid").exists()


def server_process(home: Path) -> int:
    return int((home / "data" / "postmaster.pid").read_text().split()[0])


def health(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    finally:
        connection.close()


def port_is_free(port: int) -> bool:
    try:
        health(port)
    except ConnectionError:
        return True
    return False
