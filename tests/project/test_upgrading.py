"""Upgrading and going back on a server, with stand-ins for systemd, curl and the building."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLDEST, OLD, NEW = "0.1.0-oldest", "0.2.0-old", "0.3.0-new"

# What these scripts do to a server itself; where they put things is a folder of the test.
STAND_INS = """
base={here}/srv
etc={here}/etc
systemd={here}/systemd
command={here}/afdelingsscan
need_root() {{ :; }}
has_systemd() {{ :; }}
release_name() {{ echo {new}; }}
build_release() {{ :; }}
prepare_release() {{ :; }}
sleep() {{ :; }}
date() {{ seconds=$(($(cat {here}/clock) + 7)); echo $seconds | tee {here}/clock; }}
"""

SYSTEMCTL = """#!/bin/sh
release=$(basename "$(readlink -f {here}/srv/current)")
echo "$release: $*" >>{here}/told
"""

CURL = """#!/bin/sh
for address; do :; done
release=$(basename "$(readlink -f {here}/srv/current)")
echo "$release: $address" >>{here}/asked
! grep -qsx "$release: $address" {here}/failing
"""


@dataclass(frozen=True)
class Server:
    """A server on which nothing runs, but that notes what it is told."""

    here: Path

    def release(self, name: str, *units: str) -> Path:
        """Put a release there whose units, and command, hold its name."""
        release = self.here / "srv" / "releases" / name
        folder = release / "deploy" / "systemd"
        fence = folder / "afdelingsscan-.service.d" / "hardening.conf"
        fence.parent.mkdir(parents=True)
        for unit in ("web.socket", "web.service", "worker@.service", "backup.timer", *units):
            (folder / f"afdelingsscan-{unit}").write_text(name)
        for file in (fence, folder / "journald.conf", release / "deploy" / "manage.sh"):
            file.write_text(name)
        (release / ".complete").touch()
        return release

    def point(self, link: str, name: str) -> None:
        """Let a link point at a release."""
        (self.here / "srv" / link).symlink_to(self.here / "srv" / "releases" / name)

    def points(self, link: str) -> str | None:
        """Return at which release a link points."""
        place = self.here / "srv" / link
        return place.resolve().name if place.is_symlink() else None

    def run(self, script: str, *arguments: str) -> tuple[int, str]:
        """Run a script of this checkout; return its status and what it says at the end."""
        source = self.here / "source"
        shutil.copytree(ROOT / "deploy", source / "deploy")
        (source / "scripts").mkdir()
        (source / "scripts" / "system-packages.sh").touch()
        with (source / "deploy" / "lib.sh").open("a") as lib:
            lib.write(STAND_INS.format(here=self.here, new=NEW))
        result = subprocess.run(
            ["/bin/sh", source / "deploy" / script, *arguments],
            env={**os.environ, "PATH": f"{self.here / 'bin'}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )
        return result.returncode, (result.stdout + result.stderr).strip()

    def fails(self, *lines: str) -> None:
        """Let these pages (``RELEASE: ADDRESS``) give an error."""
        (self.here / "failing").write_text("".join(f"{line}\n" for line in lines))

    def asked(self) -> list[str]:
        """Return which pages were asked, each once."""
        return list(dict.fromkeys((self.here / "asked").read_text().splitlines()))

    def told(self) -> list[str]:
        """Return what systemd was told."""
        return (self.here / "told").read_text().splitlines()

    def units(self) -> dict[str, str]:
        """Return of which release each file is that was installed."""
        files = [*(self.here / "systemd").rglob("*"), self.here / "afdelingsscan"]
        return {file.name: file.read_text() for file in files if file.is_file()}


READY, FRONT = "http://localhost/healthz/ready", "http://localhost/"
INSTALLED = (
    *("afdelingsscan-web.socket", "afdelingsscan-web.service", "afdelingsscan-worker@.service"),
    *("afdelingsscan-backup.timer", "hardening.conf", "afdelingsscan.conf", "afdelingsscan"),
)
SEE = "Zie: journalctl -u 'afdelingsscan-*'"


@pytest.fixture
def server(tmp_path):
    """A server with three releases, on the second of them."""
    for program, text in {"systemctl": SYSTEMCTL, "curl": CURL}.items():
        path = tmp_path / "bin" / program
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.format(here=tmp_path))
        path.chmod(0o755)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "env").write_text("ALLOWED_HOSTS=scan.example.nl\n")
    (tmp_path / "clock").write_text("0")
    made = Server(tmp_path)
    for name in (OLDEST, OLD, NEW):
        made.release(name)
    made.point("previous", OLDEST)
    made.point("current", OLD)
    return made


def test_an_upgrade_installs_the_units_and_asks_whether_the_site_is_ready(server):
    status, said = server.run("upgrade.sh")

    assert (status, said) == (
        0,
        f"De site draait op {NEW}; terug kan met deploy/rollback.sh.",
    )
    assert (server.points("current"), server.points("previous")) == (NEW, OLD)
    assert server.units() == dict.fromkeys(INSTALLED, NEW)
    assert server.asked() == [f"{NEW}: {READY}", f"{NEW}: {FRONT}"]


@pytest.mark.parametrize("address", [READY, FRONT])
def test_a_release_that_is_not_ready_is_replaced_by_the_old_one_and_its_units(server, address):
    server.fails(f"{NEW}: {address}")

    status, said = server.run("upgrade.sh")

    assert (status, said) == (
        1,
        f"De nieuwe release start of antwoordt niet; {OLD} is teruggezet. {SEE}",
    )
    assert (server.points("current"), server.points("previous")) == (OLD, OLDEST)
    assert server.units() == dict.fromkeys(INSTALLED, OLD)
    # The units are read again after they were put back, and before they start anything.
    assert server.told()[-4:] == [
        f"{OLD}: daemon-reload",
        f"{OLD}: restart afdelingsscan-web.service",
        f"{OLD}: restart afdelingsscan-worker@*.service",
        f"{OLD}: try-restart afdelingsscan-metrics.service",
    ]


@pytest.mark.parametrize("unit", ["afdelingsscan-web.service", "afdelingsscan-worker@*.service"])
def test_a_release_whose_units_do_not_start_goes_back(server, unit):
    broken = f"""#!/bin/sh
grep -qs {NEW} {server.here}/systemd/system/*web.service && [ "$*" = 'restart {unit}' ] && exit 1
exit 0
"""
    (server.here / "bin" / "systemctl").write_text(broken)

    status, said = server.run("upgrade.sh")

    assert (status, said) == (
        1,
        f"De nieuwe release start of antwoordt niet; {OLD} is teruggezet. {SEE}",
    )
    assert server.units() == dict.fromkeys(INSTALLED, OLD)


def test_when_the_old_release_does_not_answer_either_that_is_said(server):
    server.fails(f"{NEW}: {READY}", f"{OLD}: {READY}")

    status, said = server.run("upgrade.sh")

    assert (status, said) == (
        1,
        f"De nieuwe release start of antwoordt niet, en {OLD}, die is teruggezet, ook niet. {SEE}",
    )
    assert server.points("current") == OLD
    assert server.units() == dict.fromkeys(INSTALLED, OLD)


def test_the_first_upgrade_that_goes_back_leaves_no_release_before(server):
    (server.here / "srv" / "previous").unlink()
    server.fails(f"{NEW}: {READY}")

    status, _said = server.run("upgrade.sh")

    assert status == 1
    assert (server.points("current"), server.points("previous")) == (OLD, None)


def test_without_a_release_to_go_back_to_that_is_said(server):
    (server.here / "srv" / "current").unlink()
    (server.here / "srv" / "previous").unlink()
    server.fails(f"{NEW}: {READY}")

    assert server.run("upgrade.sh") == (
        1,
        f"De nieuwe release start of antwoordt niet, en er is geen vorige. {SEE}",
    )
    assert server.points("current") == NEW


def test_a_rollback_puts_the_units_of_the_release_back_and_takes_later_ones_away(server):
    later = ("purge.timer", "purge.service", "scan@.service")
    shutil.rmtree(server.here / "srv" / "releases" / OLD)
    newer = server.release(OLD, *later)
    folder = server.here / "systemd" / "system"
    folder.mkdir(parents=True)
    for unit in later:
        shutil.copy(newer / "deploy" / "systemd" / f"afdelingsscan-{unit}", folder)
    (folder / "afdelingsscan-copies.timer").write_text("made on this machine")

    status, said = server.run("rollback.sh")

    assert (status, said) == (0, f"De site draait weer op {OLDEST}.")
    assert (server.points("current"), server.points("previous")) == (OLDEST, OLD)
    assert server.units() == {
        **dict.fromkeys(INSTALLED, OLDEST),
        "afdelingsscan-copies.timer": "made on this machine",
    }
    assert server.told()[:6] == [
        f"{OLDEST}: {word} {unit}"
        for unit, running in (
            ("afdelingsscan-purge.timer", "afdelingsscan-purge.timer"),
            ("afdelingsscan-purge.service", "afdelingsscan-purge.service"),
            ("afdelingsscan-scan@.service", "afdelingsscan-scan@*.service"),
        )
        for word, unit in (("disable --quiet", unit), ("stop", running))
    ]


def test_a_rollback_to_what_does_not_answer_says_so(server):
    server.fails(f"{OLDEST}: {READY}")

    assert server.run("rollback.sh") == (
        1,
        f"{OLDEST} is teruggezet, maar start of antwoordt niet. {SEE}",
    )
    assert server.units() == dict.fromkeys(INSTALLED, OLDEST)


def test_a_site_gets_a_minute_to_become_ready(server):
    server.fails(f"{OLDEST}: {READY}")

    server.run("rollback.sh")

    # The clock of the test moves seven seconds each time somebody looks at it.
    assert (server.here / "asked").read_text().splitlines() == [f"{OLDEST}: {READY}"] * 8
