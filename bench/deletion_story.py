"""A scan that leaves traces wherever it can, is deleted, and is looked for everywhere.

It runs in a Django process with the settings of the site: whoever fills something in comes through
the pages, the adviseur too, and the search opens what is sealed. As a program
(``python -m bench.deletion_story PORT COUNT``) it prints what it found as JSON.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from django.db import connection

from bench.client import Client as Visitor
from bench.client import UnexpectedError

if TYPE_CHECKING:
    from django.test import Client as DjangoClient

HIDDEN = re.compile(
    r'<input[^>]*?type="hidden"[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', re.DOTALL
)
SEALED = re.compile(rb"gAAAAA[\w-]{60,}={0,2}")
TEAM = 10
"""Open texts are shown from ten persons."""

TABLES = [
    "scans_actionplan",
    "scans_benchmarkrow",
    "scans_clientcard",
    "scans_contactrequest",
    "scans_department",
    "scans_followup",
    "scans_listedscan",
    "scans_note",
    "scans_organisation",
    "scans_outgoingmail",
    "scans_owner",
    "scans_planstep",
    "scans_reportfile",
    "scans_response",
    "scans_result",
    "scans_scan",
    "scans_scanlink",
    "scans_subscriber",
]
"""What of a scan stands in; after the deletion of all of them these are empty."""


class Browser(Protocol):
    """Whoever looks at the site."""

    def get(self, path: str) -> str:
        """Return a page."""
        ...

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form and return where that leads."""
        ...


class OverHttp:
    """A visitor of the real site, with the proof of origin that its forms ask for."""

    def __init__(self, port: int) -> None:
        self._visitor = Visitor(port, timeout=60)
        self._proof = b""

    def get(self, path: str) -> str:
        """Return a page; a file that is being made is waited for."""
        answer = self._visitor.get(path)
        while answer.status == 202:  # noqa: PLR2004 - not ready yet
            time.sleep(0.2)
            answer = self._visitor.get(path)
        if answer.status != 200:  # noqa: PLR2004 - a page
            raise UnexpectedError(f"{path}: {answer.status}")
        if b"csrfmiddlewaretoken" in answer.body:
            self._proof = answer.csrf
        return answer.body.decode(errors="replace")

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form."""
        body = self._proof + b"&" + urlencode(fields).encode()
        answer = self._visitor.post(path, body)
        if answer.status not in {200, 302}:
            raise UnexpectedError(f"{path}: {answer.status}")
        return answer.location.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Marks:
    """Words that stand nowhere else, by which a scan is found again."""

    number: int

    @property
    def organisation(self) -> str:
        """The name of the organisation."""
        return f"Gemeente Wortelmarkt{self.number:04}"

    @property
    def department(self) -> str:
        """The name of the department."""
        return f"Zilverdraad{self.number:04}"

    @property
    def address(self) -> str:
        """Where the aanvrager is mailed."""
        return f"zilverdraad{self.number:04}@voorbeeld.nl"

    @property
    def reader(self) -> str:
        """Where the newsletter goes."""
        return f"lezeres{self.number:04}@voorbeeld.nl"

    def text(self, of: str) -> str:
        """A text of this kind, that nobody else writes."""
        return f"Kruidnagelzin{self.number:04}{of}"

    def words(self) -> set[str]:
        """All of it."""
        kinds = ("antwoord", "naam", "bereik", "bericht", "kaart", "stap", "notitie")
        named = {self.organisation, self.department, self.address, self.reader}
        return named | {self.text(kind) for kind in kinds}


def form_of(page: str, **fields: str) -> dict[str, str]:
    """Return the hidden fields of a page with these."""
    hidden = {name: value for name, value in HIDDEN.findall(page) if name != "csrfmiddlewaretoken"}
    return {**hidden, **fields}


def press(browser: Browser, path: str, *, read_from: str = "", **fields: str) -> str:
    """Open a page, the same or another, and send its form."""
    return browser.post(path, form_of(browser.get(read_from or path), **fields))


def live(visitor: Browser, adviser: Browser, marks: Marks, work: Callable[[], None]) -> "Lived":
    """Let a scan go through everything, and return how it can be deleted and found.

    ``work`` has the background tasks done.
    """
    own = _started(visitor, marks)
    _answered(visitor, own, marks)
    press(visitor, f"{own}afsluiten/", ronde="1")
    _afterwards(visitor, own, marks)
    work()
    result = _first_link(visitor.get(own), "/resultaat/")
    _fetch(visitor, work, f"{result}rapport.pdf", f"{own}plan-maken/1/rapport.pdf")
    name, reach, message = (marks.text(one) for one in ("naam", "bereik", "bericht"))
    contact = {"name": name, "reach": f"{reach}@voorbeeld.nl", "message": message}
    press(visitor, f"{result}contact/", **contact)
    press(visitor, "/nieuwsbrief/", email=marks.reader, akkoord="ja")
    work()
    _advised(adviser, marks)
    return Lived(own=own, links=_links_of(own.split("/")[2]))


@dataclass(frozen=True, slots=True)
class Lived:
    """A scan that has been everywhere: the aanvrager's page, and all its secret links."""

    own: str
    links: frozenset[str]


def delete(visitor: Browser, lived: Lived) -> None:
    """Delete everything, as the aanvrager does, and take the reader off the newsletter."""
    from scans.models import Subscriber  # noqa: PLC0415 - settings come first

    press(visitor, f"{lived.own}verwijderen/", zeker="ja")
    for subscriber in Subscriber.objects.all():
        press(visitor, f"/nieuwsbrief/afmelden/{subscriber.unsubscribe_token}/")


def _started(visitor: Browser, marks: Marks) -> str:
    from django.utils import timezone  # noqa: PLC0415 - settings come first

    last_day = timezone.localdate() + timedelta(days=7)  # noqa: TID251 - as the page does
    fields = {
        "organisation": marks.organisation,
        "department": marks.department,
        "sector": "gemeente",
        "organisatiegrootte": "250-999",
        "afdelingsgrootte": str(TEAM + 2),
        "plaats": "directie",
        "wijze": "team",
        "verwacht_team": str(TEAM),
        "klanten": "nee",
        "sluit_op": last_day.isoformat(),
        "email": marks.address,
        "benchmark": "ja",
        "contact": "ja",
    }
    return press(visitor, "/start/", **fields)


def _answered(visitor: Browser, own: str, marks: Marks) -> None:
    """Let one person come through the pages, and the others be there."""
    from bench.visitor import papers  # noqa: PLC0415 - reads a file
    from scans.models import Group, Response, Scan  # noqa: PLC0415 - settings come first
    from scans.services.starting import create_response  # noqa: PLC0415 - the same

    [paper] = papers(1)
    answers = {**paper.answers, "open1": marks.text("antwoord")}
    join = _first_link(visitor.get(f"{own}uitnodigen/team/"), "/team/")
    person = press(visitor, join)
    press(visitor, f"{person}later/", email=marks.address)
    scan = Scan.objects.get(links__digest=digest_of(join))
    for _other in range(TEAM - 1):
        create_response(scan, Group.TEAM)
    scan.responses.exclude(link_digest=digest_of(person)).update(answers=answers, sent=True)
    Response.objects.filter(link_digest=digest_of(person)).update(answers=answers)
    press(visitor, f"{person}versturen/", read_from=f"{person}overzicht/")
    visitor.get(f"{person}beeld/")


def _afterwards(visitor: Browser, own: str, marks: Marks) -> None:
    card = {"name": "Wethouder", "said": marks.text("kaart")}
    press(visitor, f"{own}klantkaarten/nieuw/", **card)
    step = {"text": marks.text("stap"), "who": "AB", "due_on": "", "place": "1"}
    press(visitor, f"{own}plan-maken/1/stap/", **step)
    plan = f"{own}plan-maken/1/"
    press(visitor, f"{plan}herinneren/", read_from=plan, herinneren="ja")
    press(visitor, f"{own}herinnering/", over="6")


def _fetch(visitor: Browser, work: Callable[[], None], *paths: str) -> None:
    """Ask for files, have them made, and get them."""
    for path in paths:
        visitor.get(path)
    work()
    for path in paths:
        visitor.get(path)


def _advised(adviser: Browser, marks: Marks) -> None:
    """Look at it in the dashboard in every way, and write something down."""
    page = adviser.get(f"/dashboard/scans/?zoek={marks.organisation.split()[1]}")
    adviser.get(f"/dashboard/scans/export.csv?zoek={marks.organisation.split()[1]}")
    scan = _first_link(page, "/dashboard/scans/", r"[0-9a-f-]{36}")
    press(adviser, f"{scan}notitie/", read_from=scan, text=marks.text("notitie"))
    press(adviser, f"{scan}opvolging/", read_from=scan, state="contact", due_on="")
    for path in (f"{scan}presentatie/", "/dashboard/aanvragen/", "/dashboard/logboek/"):
        adviser.get(path)


def _first_link(page: str, start: str, rest: str = "[a-z2-7]{32}") -> str:
    found = re.search(f"{start}{rest}/", page)
    if found is None:
        raise UnexpectedError(f"no {start} in the page")
    return found[0]


def digest_of(path: str) -> bytes:
    """Return what the database holds of the secret in an address."""
    return hashlib.sha256(path.split("/")[2].encode()).digest()


def _links_of(owner_token: str) -> frozenset[str]:
    """Return the secret part of every link that leads to anything of this department."""
    from scans.models import ActionPlan, LinkKind, Owner, Response, ScanLink, Subscriber  # noqa: PLC0415 - after Django is set up
    from scans.models.links import derive_token  # noqa: PLC0415 - settings come first

    owner = Owner.objects.get(link_digest=hashlib.sha256(owner_token.encode()).digest())
    of_scans = {"scan__department": owner.department_id}
    plans = ActionPlan.objects.filter(result__scan__department=owner.department_id)
    subscribers = Subscriber.objects.all()
    return frozenset(
        {
            owner_token,
            *(link.token for link in ScanLink.objects.filter(**of_scans)),
            *(
                derive_token(LinkKind.RESPONDENT, one.pk, one.link_generation)
                for one in Response.objects.filter(**of_scans)
            ),
            *(plan.stop_token for plan in plans),
            *(one.confirm_token for one in subscribers),
            *(one.unsubscribe_token for one in subscribers),
        }
    )


def hits(found: Iterable[bytes], needles: Iterable[bytes]) -> int:
    """Count the places in which any of these stands, whatever the capitals."""
    wanted = re.compile(b"|".join(re.escape(one) for one in sorted(needles)), re.IGNORECASE)
    return sum(len(wanted.findall(one)) for one in found)


def needles_of(marks: Iterable[Marks], lived: Iterable[Lived]) -> set[bytes]:
    """Return all that may stand nowhere: words, links, and what the database holds of links."""
    words = {word.encode() for one in marks for word in one.words()}
    tokens = {token.encode() for one in lived for token in one.links}
    return words | tokens | {hashlib.sha256(one).hexdigest().encode() for one in tokens}


def places(folders: Iterable[Path]) -> dict[str, list[bytes]]:
    """Return everything that the site keeps, by where it stands: sealed texts opened.

    Queue, cache and sessions are parts of the database, and so of the dump; they are counted apart
    all the same. The raw files of PostgreSQL are not looked into: it overwrites them in its time.
    """
    from django.contrib.sessions.models import Session  # noqa: PLC0415 - settings come first
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - the same

    from scans.web.adviser.sessions import SessionStore  # noqa: PLC0415 - the same

    sessions = [
        json.dumps(SessionStore().decode(one.session_data)).encode()
        for one in Session.objects.all()
    ]
    queue = [
        json.dumps([one.args_kwargs, one.traceback, one.exception_class_path]).encode()
        for one in DBTaskResult.objects.all()
    ]
    files = [
        path for folder in folders for path in folder.rglob("*") if path.is_file() and _ours(path)
    ]
    whole = dump()
    return {
        "a fresh dump of the database": [whole, *_opened(whole)],
        "the queue": [part for one in queue for part in (one, *_opened(one))],
        "caches and sessions": [*sessions, *_cached()],
        "files and logs": [part for path in files for part in _read(path)],
    }


def _ours(path: Path) -> bool:
    return not {"data", "data.new", "static"}.intersection(path.parts)


def _read(path: Path) -> list[bytes]:
    content = path.read_bytes()
    if path.suffix != ".log" or b"Content-Type: multipart" not in content:
        return [content]
    mail = message_from_bytes(content, policy=default)
    return [content, *(part.get_payload(decode=True) or b"" for part in mail.walk())]


def _opened(text: bytes) -> list[bytes]:
    """Return what is sealed in a text, as only the site can read it."""
    from scans.services.sealing import BrokenSealError, unseal  # noqa: PLC0415 - settings first

    found = []
    for sealed in SEALED.findall(text):
        with suppress(BrokenSealError):
            found.append(unseal(sealed.decode()).encode())
    return found


def _cached() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM scans_cache")
        rows = cursor.fetchall()
    return [part for key, value in rows for part in (key.encode(), base64.b64decode(value))]


def dump() -> bytes:
    """Return the whole database as ``pg_dump`` writes it."""
    from afdelingsscan.embedded_places import programs_for  # noqa: PLC0415 - only here

    place = connection.get_connection_params()
    parts = {"-h": place.get("host"), "-p": place.get("port"), "-U": place.get("user")}
    options = [word for name, value in parts.items() if value for word in (name, str(value))]
    command = [str(programs_for(None) / "pg_dump"), *options, "-d", str(place["dbname"])]
    environment = {**os.environ, "PGPASSWORD": str(place.get("password") or "")}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603 - our own command
    return done.stdout


def rows_left() -> int:
    """Return how many rows are left of any scan."""
    with connection.cursor() as cursor:
        counts = []
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names of our own
            counts.append(cursor.fetchone()[0])
    return sum(counts)


def adviser_browser() -> "InProcess":
    """Return an adviseur who signed in with a second factor, by way of Django's own client."""
    from allauth.account.internal.flows.login import record_authentication  # noqa: PLC0415 - after Django is set up
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415 - settings come first
    from django.test import Client  # noqa: PLC0415 - the same

    from scans.models import Account, Role  # noqa: PLC0415 - the same

    account = Account.objects.create_account(
        email="ada@bureau.nl", name="Ada", password=token_urlsafe(), role=Role.BEHEERDER
    )
    TOTP.activate(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(account)
    session = client.session
    record_authentication(_WithSession(session), account, "mfa")
    session.save()
    return InProcess(client)


class _WithSession:
    def __init__(self, session: object) -> None:
        self.session = session


class InProcess:
    """A visitor by way of Django's own client."""

    def __init__(self, client: "DjangoClient") -> None:
        self._client = client

    def get(self, path: str) -> str:
        """Return a page."""
        answer = self._client.get(path)
        if answer.status_code not in {200, 202}:
            raise UnexpectedError(f"{path}: {answer.status_code}")
        return b"".join(answer).decode(errors="replace")

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form."""
        answer = self._client.post(path, fields)
        if answer.status_code not in {200, 302}:
            raise UnexpectedError(f"{path}: {answer.status_code}")
        return str(answer.headers.get("Location", "")).partition("?")[0]


def offer_newsletter() -> None:
    """Let the site be somebody's: without a name nobody is asked for an address."""
    from django.utils import timezone  # noqa: PLC0415 - settings come first

    from scans.engine.colour import STANDARD  # noqa: PLC0415 - the same
    from scans.models import Account  # noqa: PLC0415 - the same
    from scans.services.housestyle import Sender, change_style  # noqa: PLC0415 - the same
    from scans.web import surroundings  # noqa: PLC0415 - the same

    moment = timezone.now()  # noqa: TID251 - as the page does
    sender = Sender("Bureau Zo", "", "", "", "", STANDARD.accent)
    change_style(sender=sender, by=Account.objects.earliest("pk"), moment=moment)
    surroundings.look_again()


def main() -> int:
    """Tell it to the real site on this port, so many times, and print what is found."""
    import django  # noqa: PLC0415 - only as a program

    django.setup()
    port, count = int(sys.argv[1]), int(sys.argv[2])
    visitor, adviser = OverHttp(port), adviser_browser()
    of_others = rows_left()  # what was measured before on this site may have left scans
    offer_newsletter()
    time.sleep(6)  # the web workers look once in a while whose the site is
    marks = [Marks(number) for number in range(count)]
    lived = []
    for one in marks:
        lived.append(live(visitor, adviser, one, _wait_for_worker))
        _forget_tries()
    needles, folders = needles_of(marks, lived), [Path.cwd() / "var", Path.cwd() / "site.log"]
    before = {place: hits(parts, needles) for place, parts in places(folders).items()}
    for one in lived:
        delete(visitor, one)
    _wait_for_worker()
    after = {place: hits(parts, needles) for place, parts in places(folders).items()}
    sys.stdout.write(
        json.dumps({"before": before, "after": after, "rows": rows_left() - of_others})
    )
    return 0


def _forget_tries() -> None:
    """Let the next scan be another visitor's: all of these come from one place."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM scans_cache WHERE cache_key LIKE '%:rl:%'")


def _wait_for_worker() -> None:
    """Wait until the worker has nothing left that is due."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT count(*) FROM django_tasks_database_dbtaskresult "
                "WHERE status IN ('READY', 'RUNNING') AND (run_after IS NULL OR run_after <= now())"
            )
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
