"""One press of a button, twenty times at the same moment: what it makes is there once.

All over the real web server, with several processes, and a real PostgreSQL; mails are counted
where they arrive.
"""

import html
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from bench.client import Answer, Client, UnexpectedError, expect
from bench.desk_ready import ADDRESS as ADVISER
from bench.single import printed
from bench.site import Row, Site, wait_for
from bench.visitor import begin, digest_of, papers, walk

AT_ONCE = 20
REFUSED, BROKEN = 400, 500
"""Statuses from here up: one press at least must be taken, and none may break anything."""

PATIENCE = 60
"""Seconds for what the worker still has to do, and for a page to learn of a change."""

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
OF_ORGANISATION = (
    " FROM scans_organisation o JOIN scans_department d ON d.organisation_id = o.id"
    " JOIN scans_scan s ON s.department_id = d.id WHERE o.name = %s"
)


@dataclass(frozen=True, slots=True)
class Press:
    """A request ready to be sent; without a body it is a GET."""

    client: Client
    path: str
    body: bytes | None = None

    def send(self, client: Client) -> Answer:
        """Send it as this visitor."""
        if self.body is None:
            return client.get(self.path)
        return client.post(self.path, self.body)


@dataclass(frozen=True, slots=True)
class Double:
    """What was pressed, how many there should be of what it makes, and how many there are."""

    name: str
    expected: int
    found: int


@dataclass
class Presses:
    """Presses every button of the site twenty times at once, and counts."""

    site: Site
    questions: list[tuple[str, int, Callable[[], int]]] = field(default_factory=list)

    def all(self) -> list[Double]:
        """Press them all; count when the worker has nothing to do any more."""
        cookie, draft = printed(self.site, "bench.desk_ready")
        self._starting()
        self._team()
        self._finished()
        self._waiting_for_mail()
        self._desk(cookie, draft)
        self._settle()
        return [Double(name, expected, count()) for name, expected, count in self.questions]

    # -- the aanvrager and the team --------------------------------------------------------------

    def _starting(self) -> None:
        client = self.site.client()
        for name, more in (("alone", {}), ("team", _team_plan())):
            organisation, address = f"Dubbel {name}", f"start-{name}@example.org"
            page = client.get("/start/")
            filled = _start(organisation) | {"email": address} | more
            self._press(client, "/start/", page, filled)
            self._expect_rows(f"starting a scan, {name}", 1, OF_ORGANISATION, organisation)
            self._expect_mails(f"the mail about starting, {name}", 1, address)
        client.close()

    def _team(self) -> None:
        client = self.site.client()
        organisation = "Dubbel ronde"
        page = client.get("/start/")
        filled = _start(organisation) | _team_plan()
        owner = expect(client.post("/start/", _body(page, filled)), 302, "starting").location
        shown = client.get(owner).body.decode()
        for slug in ("team", "klanten"):
            link = _first(rf"/{slug}/[a-z2-7]{{32}}/", shown)
            self._press(client, link, client.get(link), {})
            self._expect_rows(
                f"joining a round, {slug}",
                1,
                " FROM scans_response r JOIN scans_scan s ON s.id = r.scan_id JOIN scans_department"
                ' d ON d.id = s.department_id WHERE r."group" = %s AND d.organisation_id ='
                " (SELECT id FROM scans_organisation WHERE name = %s)",
                {"team": "team", "klanten": "client"}[slug],
                organisation,
            )
        self._form(client, f"{owner}bewaren/", {"email": "aanvrager@example.org"})
        self._form(client, f"{owner}klantkaarten/nieuw/", {"name": "Directie"})
        self._expect_rows(
            "a client card",
            1,
            " FROM scans_clientcard c JOIN scans_department d ON d.id = c.department_id JOIN"
            " scans_organisation o ON o.id = d.organisation_id WHERE o.name = %s",
            organisation,
        )
        self._form(client, f"{owner}benchmark/", {"meetellen": "ja"})
        self._form(client, f"{owner}contact/", {"contact": "ja"})
        self._expect_rows(
            "consent to benchmark and contact",
            1,
            OF_ORGANISATION
            + " AND s.number = 1 AND in_benchmark_since IS NOT NULL AND contact_since IS NOT NULL",
            organisation,
        )
        self._form(client, f"{owner}afsluiten/", {})
        self._expect_rows("closing a round", 1, _results(), organisation)
        self._form(client, f"{owner}volgende/", _team_plan() | {"afdelingsgrootte": "20"})
        self._expect_rows("the next round", 1, OF_ORGANISATION + " AND s.number = 2", organisation)
        gone = "Dubbel weg"
        page = client.get("/start/")
        away = expect(client.post("/start/", _body(page, _start(gone) | _team_plan())), 302, "s")
        self._form(client, f"{away.location}verwijderen/", {"zeker": "ja"})
        self._expect_rows("deleting everything", 0, OF_ORGANISATION, gone)
        client.close()

    # -- the respondent and the result -----------------------------------------------------------

    def _finished(self) -> None:
        client, paper = self.site.client(), papers(1)[0]
        own = begin(client, paper)
        self._form(client, f"{own}later/", {"email": "later@example.org"})
        self._expect_mails("a respondent's own link", 1, "later@example.org")
        answers = urlencode({"rel1": "4", "initial-rel1": ""}).encode()
        csrf = client.get(f"{own}later/").csrf
        expect(client.post(f"{own}opslaan/", csrf + b"&" + answers), 200, "saving")
        overview = client.get(f"{own}overzicht/")
        self._press(client, f"{own}versturen/", overview, {})
        self._expect_rows(
            "sending answers",
            1,
            " FROM scans_response r JOIN scans_result x ON x.scan_id = r.scan_id"
            " WHERE r.sent AND r.link_digest = %s",
            digest_of(own),
        )
        done = walk(client, paper)
        self._at_once(Press(client, f"{done.result_path}rapport.pdf"))
        self._expect_rows(
            "ordering a PDF",
            1,
            " FROM django_tasks_database_dbtaskresult WHERE task_path LIKE %s",
            "%render_report",
        )
        self._expect_rows("the PDF", 1, " FROM scans_reportfile WHERE content IS NOT NULL")
        sent = client.get(own).body.decode()
        plan = f"{_first(r'/scan/[a-z2-7]{32}/', sent)}plan-maken/1/stap/"
        self._form(client, plan, {"text": "Bellen.", "place": "1"})
        self._expect_rows("a step in the plan", 1, " FROM scans_planstep")
        self.result_path = done.result_path
        client.close()

    # -- whose work comes by mail ----------------------------------------------------------------

    def _waiting_for_mail(self) -> None:
        client, reader = self.site.client(), "lezer@example.org"
        self._settle()
        self._form(client, "/scan/kwijt/", {"email": "aanvrager@example.org"})
        self._expect_mails("the aanvrager's link, and once it was lost", 2, "aanvrager@example.org")
        wait_for(
            lambda: client.get("/nieuwsbrief/").status == 200,  # noqa: PLR2004 - a page
            seconds=PATIENCE,
            what="the newsletter",
        )
        page = client.get("/nieuwsbrief/")
        self._press(client, "/nieuwsbrief/", page, {"email": reader, "akkoord": "ja"})
        self._settle()
        self._expect_rows("asking for the newsletter", 1, " FROM scans_subscriber")
        link = _first(r"/nieuwsbrief/bevestigen/[a-z2-7]{32}/", self._mail_to(reader))
        self._form(client, link, {})
        self._expect_mails("confirming the newsletter", 2, reader)
        asked = {"name": "Noor", "reach": "noor@example.org", "message": ""}
        self._form(client, f"{self.result_path}contact/", asked)
        self._expect_rows("asking for a talk", 1, " FROM scans_contactrequest")
        self._form(client, "/dashboard/wachtwoord/", {"email": ADVISER})
        self._expect_mails("a forgotten password", 1, ADVISER)
        client.close()

    # -- the adviseur ----------------------------------------------------------------------------

    def _desk(self, cookie: str, draft: str) -> None:
        client = self.site.client()
        name, _, value = cookie.partition("=")
        client.cookies[name.encode()] = value.encode()
        address = f"/dashboard/vragenlijsten/concept/{draft}/"
        self._press(client, f"{address}publiceren/", client.get(address), {"revisie": "1"})
        self._expect_rows(
            "publishing a questionnaire",
            1,
            " FROM scans_auditrecord WHERE what = %s",
            "questionnaire_published",
        )
        page = client.get("/dashboard/benchmark/publiceren/")
        path = "/dashboard/benchmark/publiceren/bevestigen/"
        self._press(client, path, page, {"name": "2026-11"})
        self._expect_rows("publishing an edition", 1, " FROM scans_edition")
        guest = {"email": "genodigd@example.org", "role": "adviseur"}
        page = client.get("/dashboard/accounts/")
        self._press(client, "/dashboard/accounts/uitnodigen/", page, guest)
        self._expect_mails("inviting an adviseur", 1, guest["email"])
        [(published,)] = self.site.rows("SELECT max(id) FROM scans_questionnaireversion")
        page = client.get(f"/dashboard/vragenlijsten/{published}/")
        self._press(client, f"/dashboard/vragenlijsten/{published}/concept/", page, {})
        self._expect_rows("beginning a new version", 1, " FROM scans_questionnairedraft")
        tip = {"title": "Lezen", "url": "https://example.org/", "kind": "artikel", "language": "nl"}
        self._form(client, "/dashboard/inhoud/lees-verder/nieuw/", tip)
        self._expect_rows("a tip to read", 1, " FROM scans_readingtip")
        [(scan,)] = self.site.rows("SELECT scan_id FROM scans_result LIMIT 1")
        path = f"/dashboard/scans/{scan}/"
        page = client.get(path)
        self._press(client, f"{path}notitie/", page, {"text": "Belde terug."})
        self._expect_rows("a note", 1, " FROM scans_note")
        self._press(client, f"{path}opvolging/", page, {"state": "contact", "due_on": ""})
        self._expect_rows(
            "the follow-up", 1, " FROM scans_auditrecord WHERE what = %s", "followed_up"
        )
        client.close()

    # -- pressing and counting -------------------------------------------------------------------

    def _form(self, client: Client, path: str, filled: dict[str, str]) -> None:
        self._press(client, path, expect(client.get(path), 200, path), filled)

    def _press(self, client: Client, path: str, page: Answer, filled: dict[str, str]) -> None:
        self._at_once(Press(client, path, _body(page, filled)))

    def _at_once(self, press: Press) -> None:
        """Send it from as many browsers, released at the same moment."""
        gate, answers = threading.Barrier(AT_ONCE), list[Answer]()

        def one() -> None:
            client = self.site.client(timeout=PATIENCE)
            client.cookies.update(press.client.cookies)
            gate.wait(PATIENCE)
            answers.append(press.send(client))
            client.close()

        threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        statuses = sorted(answer.status for answer in answers)
        if len(statuses) < AT_ONCE or statuses[0] >= REFUSED or statuses[-1] >= BROKEN:
            raise UnexpectedError(f"{press.path}: {statuses}")

    def _expect_rows(self, name: str, expected: int, what: str, *values: object) -> None:
        def count() -> int:
            [(found,)] = self.site.rows("SELECT count(*)" + what, *values)
            return int(found)

        self.questions.append((name, expected, count))

    def _expect_mails(self, name: str, expected: int, address: str) -> None:
        line = f"To: {address}\n"
        self.questions.append((name, expected, lambda: self._mails().count(line)))

    def _mails(self) -> str:
        folder = self.site.folder / "var" / "mail"
        return "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.log")))

    def _mail_to(self, address: str) -> str:
        text = self._mails().partition(f"To: {address}\n")[2]
        return text.replace("=\n", "")

    def _settle(self) -> None:
        """Wait until the worker has done all that was asked of it."""
        waiting = (
            "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'"
            " OR status = 'READY' AND (run_after <= now() OR run_after > '9000-01-01')"
        )
        wait_for(lambda: self.site.rows(waiting) == [(0,)], seconds=PATIENCE, what="an empty queue")


def _start(organisation: str) -> dict[str, str]:
    start = dict(parse_qsl(papers(1)[0].start.decode().lstrip("&")))
    return start | {"organisation": organisation}


def _team_plan() -> dict[str, str]:
    today = datetime.now(UTC).date()  # noqa: TID251 - a visitor's own calendar
    return {
        "wijze": "team",
        "afdelingsgrootte": "20",
        "verwacht_team": "10",
        "klanten": "ja",
        "verwacht_klanten": "10",
        "sluit_op": str(today + timedelta(days=14)),
    }


def _body(page: Answer, filled: dict[str, str]) -> bytes:
    """Return what the page's form sends: its hidden fields, and what was filled in."""
    hidden = {name: html.unescape(value) for name, value in HIDDEN.findall(page.body.decode())}
    return urlencode(hidden | filled).encode()


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return found[0]


def _results() -> str:
    return OF_ORGANISATION.replace(" WHERE", " JOIN scans_result x ON x.scan_id = s.id WHERE")


def parallel(site: Site, *, short: bool) -> list[Row]:
    """Press every button of the site twenty times at once."""
    doubles = Presses(site).all()
    wrong = [one for one in doubles if one.found != one.expected]
    named = "; ".join(f"{one.name}: {one.found} for {one.expected}" for one in wrong)
    return [
        Row(
            f"{AT_ONCE} identical requests at once, {len(doubles)} buttons: doubled or missing",
            "0",
            f"{len(wrong)}" + (f"  ({named})" if wrong else ""),
            not wrong,
        )
    ]
