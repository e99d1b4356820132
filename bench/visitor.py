"""A visitor who fills in a scan without JavaScript, and what exactly they answered."""

import hashlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml

from bench.client import Client, expect

DOCUMENT = Path(__file__).parent.parent / "scans" / "content" / "kern" / "1.0.yaml"
UNKNOWN_IN = 20
"""One of so many answers is "weet ik niet"."""

Answers = Mapping[str, int | str | None]


@dataclass(frozen=True, slots=True)
class Paper:
    """What one visitor fills in: request bodies made beforehand, and the answers they hold."""

    start: bytes
    steps: tuple[bytes, ...]
    answers: Answers


@dataclass(frozen=True, slots=True)
class Finished:
    """A scan that was sent: who finds it again by ``digest``, what must be in it, where it led."""

    digest: bytes
    answers: Answers
    result_path: str


def digest_of(path: str) -> bytes:
    """Return what the database holds of the secret in ``/invullen/<token>/``."""
    return hashlib.sha256(path.split("/")[2].encode()).digest()


def papers(count: int) -> list[Paper]:
    """Return so many papers, all different and the same in every run."""
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    return [_paper(document, random.Random(seed)) for seed in range(count)]  # noqa: S311 - no secrets


def _paper(document: dict[str, Any], chance: random.Random) -> Paper:
    start: dict[str, str] = {
        "organisation": f"Gemeente Voorbeeld {chance.randrange(10_000)}",
        "department": "Communicatie",
    }
    closing: dict[str, int | str | None] = {}
    for question in document["context"]:
        values = [option["value"] for option in question.get("options") or [{"value": "8"}]]
        if question["moment"] == "start":
            start[question["code"]] = chance.choice(values)
        else:
            closing[question["code"]] = chance.choice(values)
    closing.update(
        {q["code"]: f"Meer rust & ruimte,\nwens {chance.random()}" for q in document["open"]}
    )
    pages: list[dict[str, int | str | None]] = [
        {code: _answer(chance) for code in codes} for codes in _scored(document)
    ]
    pages.append(closing)
    return Paper(
        start=b"&" + urlencode(start).encode(),
        steps=tuple(_body(page) for page in pages),
        answers={code: answer for page in pages for code, answer in page.items()},
    )


def _scored(document: dict[str, Any]) -> Iterator[list[str]]:
    """Yield the codes of each page with scored questions."""
    for theme in document["themes"]:
        yield [statement["code"] for statement in theme["statements"]]
    pairs = document["role"]["pairs"]
    yield [f"{pair['code']}.{when}" for pair in pairs for when in ("huidig", "gewenst")]


def _answer(chance: random.Random) -> int | None:
    return None if chance.randrange(UNKNOWN_IN) == 0 else chance.randint(1, 5)


def as_posted(answer: int | str | None) -> str:
    """Return an answer as a browser posts it."""
    return "x" if answer is None else str(answer).replace("\n", "\r\n")


def _body(page: Answers) -> bytes:
    """Return the body of a page whose fields were all empty when it was opened."""
    fields = {f"initial-{code}": "" for code in page}
    fields |= {code: as_posted(answer) for code, answer in page.items()}
    return b"&" + urlencode({**fields, "naar": ""}).encode()


def begin(client: Client, paper: Paper) -> str:
    """Start a scan, and return the path of the respondent's own link."""
    page = expect(client.get("/start/"), 200, "start")
    return expect(client.post("/start/", page.csrf + paper.start), 302, "starting").location


def first_step(client: Client, own: str) -> str:
    """Read the welcome page, and return the path of the first page with questions."""
    welcome = expect(client.get(own), 200, "welcome").body.decode()
    key = next(key for key in _links_below(own, welcome) if key not in {"later", "overzicht"})
    return f"{own}{key}/"


def _links_below(own: str, html: str) -> Iterator[str]:
    for part in html.split(f'href="{own}')[1:]:
        key = part[: part.index('"')].strip("/")
        if key:
            yield key


def walk(client: Client, paper: Paper) -> Finished:
    """Walk from the front page to the result, every page, without a script."""
    expect(client.get("/"), 200, "front page")
    own = begin(client, paper)
    path = first_step(client, own)
    for body in paper.steps:
        page = expect(client.get(path), 200, "page with questions")
        path = expect(client.post(path, page.csrf + body), 302, "posting answers").location
    overview = expect(client.get(path), 200, "overview")
    sent = expect(client.post(f"{own}versturen/", overview.csrf), 302, "sending")
    expect(client.get(sent.location), 200, "result")
    return Finished(digest_of(own), paper.answers, sent.location)
