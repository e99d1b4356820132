"""Which hosts any page makes a browser contact: only our own."""

import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from bench.crawl import Walk, crawl
from bench.site import Row, Site

BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PUBLIC = ("/", "/start/", "/scan/kwijt/", "/nieuwsbrief/", "/bestaat/niet/", "/dashboard/inloggen/")


def hosts(site: Site, *, short: bool) -> list[Row]:
    """Walk a demonstration through, as everybody at once: visitor, aanvrager, respondent, adviseur."""
    _run(site, "manage.py", "demo", "--departments", "40", DEMONSTRATION="True")
    cookies, starts = _doors(_run(site, "-m", "bench.security_doors"))
    walk = _walk(f"http://127.0.0.1:{site.port}", cookies, starts, 1 if short else 3)
    strangers = walk.hosts - {f"127.0.0.1:{site.port}"}
    return [
        Row("hosts contacted by any page, not our own", "0", _list(strangers), not strangers),
        Row("  kinds of pages opened, pages in all", "", _count(walk), None),
        Row("  refused by our own policies", "0", _list(set(walk.refused)), not walk.refused),
        Row("  pages with an error", "0", _list(set(walk.failed)), not walk.failed),
    ]


def _walk(base: str, cookies: dict[str, str], starts: list[str], of_a_kind: int) -> Walk:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(BROWSER))
        context = browser.new_context(locale="nl-NL")
        context.add_cookies(
            [{"name": name, "value": value, "url": base} for name, value in cookies.items()]
        )
        walk = crawl(context, base, [*PUBLIC, *starts, "/dashboard/"], of_a_kind=of_a_kind)
        browser.close()
    return walk


def _run(site: Site, *arguments: str, **settings: str) -> str:
    """Run something of ours in the site's folder with its own settings; return what it prints."""
    environment = site.environment() | {"DJANGO_SETTINGS_MODULE": "afdelingsscan.settings"}
    done = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, *arguments],
        cwd=site.folder,
        env=environment | settings,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return done.stdout


def _doors(told: str) -> tuple[dict[str, str], list[str]]:
    lines = [line.split() for line in told.splitlines()]
    cookies = {words[1]: words[2] for words in lines if words[0] == "cookie"}
    return cookies, [words[1] for words in lines if words[0] == "start"]


def _list(found: set[str]) -> str:
    return ", ".join(sorted(found)) or "0"


def _count(walk: Walk) -> str:
    return f"{len(walk.kinds)}, {walk.kinds.total()}"
