"""`make run` as whoever types it meets it: one sentence when it can't, all of it when it can."""

import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from afdelingsscan import runner
from afdelingsscan.children import Child
from afdelingsscan.embedded_places import EmbeddedPostgresError
from afdelingsscan.embedded_postgres import EmbeddedPostgres
from scans.models import Edition
from scans.queries.demonstration import MADE_UP, REAL
from tests.factories import TODAY, OrganisationFactory
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
        "SITE_URL": f"http://127.0.0.1:{free_port}",
        "WEB_WORKERS": "1",
    }
    return dict(os.environ) | own


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


def test_a_folder_that_cannot_be_written_is_named(environment, tmp_path):
    (tmp_path / "file").touch()
    inside_a_file = str(tmp_path / "file" / "var")

    (line,) = refused(environment | {"VAR_DIR": inside_a_file, "SECRET_KEY": ""})

    assert line.startswith("Het lukt niet: ")
    assert inside_a_file in line


def test_an_unreachable_database_is_said_without_its_password(environment, free_port):
    url = f"postgresql://ann:geheim@127.0.0.1:{free_port}/site"

    (line,) = refused(environment | {"DATABASE_URL": url})

    assert line.startswith("De database van DATABASE_URL is niet bereikbaar: ")
    assert "geheim" not in line


def test_another_kind_of_database_is_refused(environment):
    (line,) = refused(environment | {"DATABASE_URL": "mysql://ann:geheim@db.example/site"})

    assert line == "DATABASE_URL must look like postgresql://user:password@host:5432/name."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "demonstration", "reason"), [("demo-1", "False", MADE_UP), ("2026-11", "True", REAL)]
)
def test_a_demonstration_is_never_shown_as_the_real_thing_nor_the_other_way_round(
    environment, name, demonstration, reason
):
    OrganisationFactory()
    Edition.objects.create(name=name, published_on=TODAY)
    own = urlsplit(os.environ["DATABASE_URL"])
    url = own._replace(path=f"/{settings.DATABASES['default']['NAME']}").geturl()

    lines = refused(environment | {"DATABASE_URL": url, "DEMONSTRATION": demonstration})

    assert lines == [reason]


@pytest.mark.parametrize(
    ("request_to_stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGHUP, 0)]
)
def test_it_runs_survives_its_database_and_leaves_nothing_behind(
    environment, tmp_path, free_port, request_to_stop, code
):
    with socket.create_server(("127.0.0.1", 0)) as place:
        metrics_port = place.getsockname()[1]
    environment["METRICS_PORT"] = str(metrics_port)
    with (
        database_home(tmp_path) as home,
        subprocess.Popen(RUNNER, env=environment, stdout=subprocess.PIPE, text=True) as site,
    ):
        try:
            lines = iter(site.stdout.readline, "")
            first_account = next(line for line in lines if "/dashboard/uitnodiging/" in line)
            assert first_account.strip().startswith(f"http://127.0.0.1:{free_port}/dashboard/")
            address = next(line for line in lines if line.startswith("De Afdelingsscan draait op "))
            assert f"http://127.0.0.1:{free_port} " in address
            assert health(free_port) == 200
            wait_until(lambda: figures(metrics_port), "Prometheus should get figures")

            os.kill(server_process(home), signal.SIGKILL)
            wait_until(lambda: health(free_port) == 200, "the site should come back")

            site.send_signal(request_to_stop)
            assert site.wait(PATIENCE) == code
        finally:
            site.kill()
        assert not (home / "data" / "postmaster.pid").exists()
        with pytest.raises(ConnectionRefusedError):
            health(free_port)


def test_with_a_database_of_the_environment_it_starts_none_of_its_own(
    environment, tmp_path, free_port
):
    with database_home(tmp_path / "elsewhere") as home:
        server = EmbeddedPostgres(home)
        with (
            server.lease(),
            subprocess.Popen(
                RUNNER,
                env=environment | {"DATABASE_URL": server.url()},
                stdout=subprocess.PIPE,
                text=True,
            ) as site,
        ):
            next(line for line in iter(site.stdout.readline, "") if "draait op" in line)
            assert health(free_port) == 200
            site.terminate()
            assert site.wait(PATIENCE) == 0
            assert server.lives()

    assert not (tmp_path / "postgres").exists()


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


def figures(port: int) -> bool:
    """Whether Prometheus would get any there."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/metrics")
        return b"afdelingsscan_info{" in connection.getresponse().read()
    except ConnectionRefusedError:
        return False
    finally:
        connection.close()


def health(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz/ready")
        return connection.getresponse().status
    finally:
        connection.close()


def port_is_free(port: int) -> bool:
    try:
        health(port)
    except ConnectionError:
        return True
    return False


def test_a_disk_that_is_nearly_full_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "FREE_MEGABYTES", 10**9)

    with pytest.raises(runner.RunnerError, match="De schijf is bijna vol"):
        runner._check_disk(tmp_path)


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]"), ("scan.example", "scan.example")],
)
def test_the_site_knows_its_own_address(monkeypatch, host, shown):
    monkeypatch.setenv("ALLOWED_HOSTS", "")
    monkeypatch.delenv("ALLOWED_HOSTS")

    assert runner._set_address(host, 8001) == f"http://{shown}:8001"
    assert shown in os.environ["ALLOWED_HOSTS"].split(",")


def test_open_to_the_network_it_shows_an_address_that_others_can_reach(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "")
    monkeypatch.delenv("ALLOWED_HOSTS")

    address = runner._set_address("0.0.0.0", 8001)  # noqa: S104 - nothing is opened here

    assert address == f"http://{runner._own_address()}:8001"


def test_names_of_the_environment_go_first(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "scan.example")

    runner._set_address("127.0.0.1", 8001)

    assert os.environ["ALLOWED_HOSTS"] == "scan.example"


def test_a_web_server_that_dies_at_once_is_reported(free_port):
    with (
        Child([sys.executable, "-c", ""], stop_seconds=1) as web,
        pytest.raises(runner.RunnerError, match="De website start niet"),
    ):
        runner.wait_for_first_page(web, "127.0.0.1", free_port)


def test_a_database_that_cannot_come_back_is_tried_again_and_again(monkeypatch, capsys):
    class Broken(EmbeddedPostgres):
        def __init__(self) -> None:
            self.tries = 0

        def ensure_running(self) -> None:
            self.tries += 1
            if self.tries == 3:
                raise runner.Stopped(signal.SIGTERM)
            raise EmbeddedPostgresError("De schijf is vol.")

    monkeypatch.setattr(runner, "LOOK_SECONDS", 0)
    monkeypatch.setattr(runner, "RETRY_SECONDS", 0)

    with pytest.raises(runner.Stopped):
        runner._keep_going(Broken(), [])

    assert capsys.readouterr().err == "De schijf is vol.\n" * 2


def test_without_a_database_of_its_own_it_looks_after_its_children_only(monkeypatch):
    class Watched(Child):
        def restart_if_dead(self) -> None:
            raise runner.Stopped(signal.SIGTERM)

    monkeypatch.setattr(runner, "LOOK_SECONDS", 0)

    with pytest.raises(runner.Stopped):
        runner._keep_going(None, [Watched([], stop_seconds=0)])
