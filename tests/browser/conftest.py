"""A real Chromium against a real server and a real worker."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Condition

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

# Playwright runs an event loop in this thread; the ORM is used between its calls, never in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PATIENCE = 30_000
"""How long to wait for what should happen, in ms: a machine that is busy may be slow."""
expect.set_options(timeout=PATIENCE)

PHONE = {"width": 320, "height": 640}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without the calls home that a closed network would refuse."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    assert executable, "Chromium is missing; `make test` installs it on Debian."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


class Requests:
    """How many requests the server has in hand."""

    def __init__(self) -> None:
        self.in_hand = 0
        self._changed = Condition()

    def __enter__(self) -> "Requests":
        request_started.connect(self._start)
        request_finished.connect(self._finish)
        return self

    def __exit__(self, *_error: object) -> None:
        request_started.disconnect(self._start)
        request_finished.disconnect(self._finish)

    def _start(self, **_kwargs: object) -> None:
        self._count(1)

    def _finish(self, **_kwargs: object) -> None:
        self._count(-1)

    def _count(self, step: int) -> None:
        with self._changed:
            self.in_hand += step
            self._changed.notify_all()

    def wait_for_none(self) -> None:
        """Return when the server is idle: the tables can't be emptied under a request."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.in_hand <= 0, timeout=PATIENCE / 1000)


@pytest.fixture
def requests(live_server) -> Iterator[Requests]:
    """The requests of this test, counted in the server's own process, which is ours."""
    with Requests() as counted:
        yield counted


@pytest.fixture
def open_context(
    browser: Browser, live_server, requests: Requests
) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser of one's own (its own cookies and storage); it stays with our host."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def watch(address: str) -> None:
        if not address.startswith((live_server.url, "data:", "blob:")):
            strangers.append(address)

    def opened(**options) -> BrowserContext:
        options = {"viewport": PHONE, "base_url": live_server.url, "locale": "nl-NL", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: watch(request.url))
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()  # may still send what was not saved
    requests.wait_for_none()
    assert strangers == []


@pytest.fixture
def page(open_context) -> Page:
    """One page on a phone."""
    return open_context().new_page()


@pytest.fixture
def published(transactional_db) -> None:
    """The questionnaire, as `make run` publishes it."""
    call_command("questionnaire", "load", str(kern_path()))


def kern_path() -> Path:
    """Return the document of the core questionnaire."""
    return Path(__file__).parents[2] / "scans" / "content" / "kern" / "1.0.yaml"


def run_worker() -> None:
    """Let a worker do what is waiting, as the one beside the site would."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def violations(page: Page) -> list[str]:
    """Return what axe finds on this page: rule, and where."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG["runOnly"]}})
    return [
        f"{violation['id']}: {node['target']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
