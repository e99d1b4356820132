"""What is installed on a server: units, scripts and the front are whole and hold together."""

import configparser
import re
import subprocess
from pathlib import Path

import pytest

from afdelingsscan import runner

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("afdelingsscan-*.*"))
UNITS = [unit for unit in UNITS if unit.is_file()]
SCRIPTS = [DEPLOY / "run", *sorted(DEPLOY.glob("*.sh"))]
CURRENT = "/srv/afdelingsscan/current/deploy/run "


class Unit(configparser.RawConfigParser):
    """A unit file: names keep their capitals, and may come more than once."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#", ";"))
        self.optionxform = str  # type: ignore[assignment]  # as documented
        self.read_string(path.read_text())


def commands() -> list[tuple[str, str]]:
    """Return unit and command of each service."""
    units = [(unit.name, Unit(unit)) for unit in UNITS if unit.suffix == ".service"]
    return [(name, unit["Service"]["ExecStart"]) for name, unit in units]


def test_every_unit_starts_a_part_of_the_release_that_counts():
    assert commands() == [
        ("afdelingsscan-alarm@.service", f"{CURRENT}alarm %i"),
        ("afdelingsscan-backup-check.service", f"{CURRENT}manage backup --age"),
        ("afdelingsscan-backup.service", f"{CURRENT}manage backup"),
        ("afdelingsscan-housekeeping.service", f"{CURRENT}manage housekeeping"),
        ("afdelingsscan-metrics.service", f"{CURRENT}manage metrics"),
        ("afdelingsscan-web.service", f"{CURRENT}web"),
        ("afdelingsscan-worker@.service", f"{CURRENT}worker %i"),
    ]


def test_every_timer_has_its_service_and_starts_at_boot():
    timers = [unit for unit in UNITS if unit.suffix == ".timer"]

    assert [timer.stem for timer in timers] == [
        "afdelingsscan-backup-check",
        "afdelingsscan-backup",
        "afdelingsscan-housekeeping",
    ]
    for timer in timers:
        assert timer.with_suffix(".service") in UNITS
        assert Unit(timer)["Install"]["WantedBy"] == "timers.target"


def test_what_a_timer_starts_tells_when_it_failed():
    told = [
        Unit(unit.with_suffix(".service"))["Unit"]["OnFailure"]
        for unit in UNITS
        if unit.suffix == ".timer"
    ]

    assert told == ["afdelingsscan-alarm@%N.service"] * 3


def test_the_socket_outlives_the_web_server():
    service = Unit(DEPLOY / "systemd" / "afdelingsscan-web.service")
    listening = Unit(DEPLOY / "systemd" / "afdelingsscan-web.socket")["Socket"]["ListenStream"]

    assert service["Unit"]["Requires"] == "afdelingsscan-web.socket"
    assert service["Service"]["Type"] == "notify"
    assert f"server unix:{listening} " in (DEPLOY / "nginx" / "nginx.conf").read_text()
    assert f"socket={listening}\n" in (DEPLOY / "lib.sh").read_text()


def test_every_unit_is_fenced_in():
    fence = Unit(DEPLOY / "systemd" / "afdelingsscan-.service.d" / "hardening.conf")["Service"]

    wanted = {
        "User": "afdelingsscan",
        "EnvironmentFile": "/etc/afdelingsscan/env",
        "NoNewPrivileges": "true",
        "CapabilityBoundingSet": "",
        "ProtectSystem": "strict",
        "ProtectHome": "true",
        "PrivateTmp": "true",
        "PrivateDevices": "true",
        "UMask": "0077",
    }
    assert {name: fence[name] for name in wanted} == wanted


def test_a_place_more_to_write_to_is_given_to_all_units_at_once():
    """A drop-in counts for every unit whose name begins as its folder does."""
    page = (ROOT / "docs" / "deployment.md").read_text()
    [folder] = re.findall(r"/etc/systemd/system/(\S+)/journal\.conf", page)

    assert (DEPLOY / "systemd" / folder / "hardening.conf").exists()
    assert all(unit.name.startswith(folder.removesuffix(".service.d")) for unit in UNITS)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_whole_and_stops_at_the_first_error(script):
    result = subprocess.run(["/bin/sh", "-n", script], capture_output=True, text=True, check=False)

    assert (result.returncode, result.stderr) == (0, "")
    sourced = script.name == "lib.sh"
    assert bool(script.stat().st_mode & 0o111) is not sourced
    assert ("\nset -eu\n" in script.read_text()) is not sourced


def test_the_web_server_runs_as_it_does_in_every_test_and_measurement():
    listener = runner._bound("127.0.0.1", 0)
    with listener:
        measured = {
            word
            for word in runner.web_command(f"fd://{listener.fileno()}")
            if re.fullmatch(r"-?-[a-z-]+", word)
        }
    installed = (DEPLOY / "run").read_text()
    web = set(re.findall(r"--[a-z-]+", installed.partition("  web)")[2].partition(";;")[0]))

    # systemd gives the socket, and the front makes a connection per request.
    assert measured - {"--bind", "--keep-alive", "-m"} == web
    for word in (
        "gthread",
        "${WEB_WORKERS:-2}",
        "${WEB_THREADS:-8}",
        "afdelingsscan.gunicorn_conf",
    ):
        assert word in installed


def blocks(text: str) -> list[str]:
    """Return nginx's directives, one by one, without comments."""
    bare = re.sub(r"(?m)^\s*#.*$", "", text).replace("@IPV6@ ", "")
    return [" ".join(part.split()) for part in re.split(r"[;{}]", bare) if part.strip()]


def test_the_front_is_slow_for_nobody_but_who_is_slow_and_keeps_no_trace():
    directives = blocks((DEPLOY / "nginx" / "nginx.conf").read_text())

    wanted = {
        *("proxy_request_buffering on", "proxy_buffering on", "proxy_next_upstream off"),
        *("client_header_timeout 10s", "client_body_timeout 10s", "worker_connections 8192"),
        *("ssl_protocols TLSv1.2 TLSv1.3", "return 301 https://@HOST@$request_uri"),
        *("proxy_set_header X-Forwarded-For $remote_addr", "location /metrics", "return 404"),
    }
    assert wanted - set(directives) == set()
    assert {line for line in directives if line.startswith(("access_log", "error_log"))} == {
        "access_log /var/log/nginx/access.log plain",
        "error_log /var/log/nginx/error.log emerg",
    }
    [log] = [line for line in directives if line.startswith("log_format")]
    assert set(re.findall(r"\$(\w+)", log)) == {
        *("time_iso8601", "request_method", "status", "request_time"),
        *("upstream_response_time", "bytes_sent"),
    }


def test_the_front_opens_and_closes_every_block():
    bare = (DEPLOY / "nginx" / "nginx.conf").read_text()

    depth = 0
    for character in bare:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


def test_every_setting_is_explained():
    names = {
        name
        for file in [*(ROOT / "afdelingsscan").glob("*.py")]
        for name in re.findall(r'(?:env_\w+|_secret)\(\s*"([A-Z_]+)"', file.read_text())
    }
    table = (ROOT / "docs" / "deployment.md").read_text().partition("## Settings")[2]
    explained = {
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([A-Z_]+)`", line.split("|")[1])
    }

    assert "SECRET_KEY" in names
    assert names - explained == set()


def test_every_page_asks_the_same_of_a_pooler():
    """Turns of exports and PDFs hold advisory locks of a session."""
    pages = {
        (str(page.relative_to(ROOT)), mode)
        for page in [*(ROOT / "docs").rglob("*.md"), ROOT / "scans" / "services" / "turns.py"]
        for mode in re.findall(r"pool_mode = (\w+)", page.read_text())
    }

    assert pages == {
        ("docs/deployment.md", "session"),
        ("docs/scaling.md", "session"),
        ("docs/decisions/limits.md", "session"),
        ("scans/services/turns.py", "session"),
    }


def commands_below(title: str) -> dict[str, set[str]]:
    """Return what each `systemctl` command below a title of docs/backup.md names."""
    text = (ROOT / "docs" / "backup.md").read_text().partition(f"### {title}\n")[2]
    whole = text.partition("\n#")[0].replace("\\\n", " ")
    found = re.findall(r"(?m)^    sudo systemctl (\w+) (.+)$", whole)
    return {word: set(names.replace("'", "").split()) for word, names in found}


def test_the_page_about_restoring_stops_everything_and_starts_what_a_server_starts():
    told = commands_below("Stopping and starting on a server")

    running = {unit.name.replace("@.", "@*.") for unit in UNITS}
    at_boot = {
        unit.name.replace("@.", "@1.") for unit in UNITS if Unit(unit).has_section("Install")
    }
    assert told == {
        # A mail that something failed touches nothing.
        "stop": running - {"afdelingsscan-alarm@*.service"},
        "start": at_boot - {"afdelingsscan-metrics.service"},
    }
