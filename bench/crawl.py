"""A browser that opens every kind of page and notes which hosts that made it contact."""

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import BrowserContext, Page

FILES = (".pdf", ".csv", ".xlsx", ".yaml", ".json", "/download/", "/export/")
"""What is downloaded is no page."""

LEAVING = ("/uitloggen/",)
VARIABLE = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z2-7]{32}|\d{4}-\d\d|(?<=/)\d+(?=/)|(?<==)[^&]*"
)
"""Keys, secret links, editions and numbers: what differs between pages of one kind."""

REFUSED = re.compile("Content Security Policy|Permissions policy|TrustedHTML|TrustedScript|CORP")
LIMIT = 30_000
"""Milliseconds for one page."""


@dataclass
class Walk:
    """Where a browser was: kinds of pages, and what they made it do."""

    kinds: Counter[str] = field(default_factory=Counter)
    hosts: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def kind_of(path: str) -> str:
    """Return the address without what differs between pages of one kind."""
    return VARIABLE.sub("*", path)


def crawl(context: BrowserContext, base: str, starts: Iterable[str], *, of_a_kind: int) -> Walk:
    """Open these pages and all that they name, so many of each kind; nothing is pressed."""
    walk = Walk()
    context.on("request", lambda request: _note_host(walk, request.url))
    page = context.new_page()
    page.on("console", lambda line: _note_refusal(walk, line.text))
    page.on("pageerror", lambda error: walk.failed.append(f"{page.url}: {error}"))
    waiting, seen = deque(starts), set[str]()
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if path in seen or walk.kinds[kind] >= of_a_kind or _is_left_out(path):
            continue
        seen.add(path)
        walk.kinds[kind] += 1
        answer = page.goto(base + path, timeout=LIMIT, wait_until="load")
        if answer is None or answer.status >= 500:  # noqa: PLR2004 - the site's own errors
            walk.failed.append(f"{path}: {answer and answer.status}")
        waiting.extend(sorted(_named(page, base)))
    page.close()
    return walk


def _is_left_out(path: str) -> bool:
    return urlsplit(path).path.endswith((*FILES, *LEAVING))


def _named(page: Page, base: str) -> set[str]:
    """Return every address of this site that the page links to or shows."""
    links: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    links += re.findall(re.escape(base) + r"/[\w/.-]*", page.inner_text("body"))
    own = (urldefrag(link).url for link in links if link.startswith(f"{base}/"))
    return {link.removeprefix(base) for link in own}


def _note_host(walk: Walk, address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"data", "blob"}:
        walk.hosts.add(parts.netloc)


def _note_refusal(walk: Walk, line: str) -> None:
    if REFUSED.search(line):
        walk.refused.append(line)
