"""What the aanvrager sees of their rounds: who was asked, how many answered, and nothing of what.

Nothing here reads an answer: of an open round only sent responses are counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scans.engine.disclosure import SMALLEST_GROUP
from scans.engine.figures import Kind
from scans.models import Group, LinkKind, Owner, Response, Scan, ScanLink, ScanStatus
from scans.queries.questionnaires import module_by_id
from scans.services.rounds import has_begun
from scans.services.starting import own_token
from scans.web.access import INVITATIONS, owner_for
from scans.web.texts import in_language

GROUPS: Mapping[str, Group] = {"team": Group.TEAM, "klanten": Group.CLIENT}
"""What a group is called in an address."""

INVITED_BY = {group: name for name, group in GROUPS.items()}
JOINS = {Group.TEAM: "join_team", Group.CLIENT: "join_clients"}


@dataclass(frozen=True, slots=True)
class Invited:
    """A group that is invited by a link: how far it is, in numbers only.

    ``sent`` counts who sent their answers; ``doubles`` those sent from a browser that had sent
    some before; ``is_full`` is whether nobody can start before the aanvrager says so.
    """

    group: Group
    link: ScanLink
    expected: int
    sent: int
    doubles: int
    limit: int
    is_full: bool

    @property
    def slug(self) -> str:
        """The group in an address."""
        return INVITED_BY[self.group]

    @property
    def path(self) -> str:
        """The address that the group is invited with."""
        return reverse(JOINS[self.group], kwargs={"token": self.link.token})

    @property
    def is_team(self) -> bool:
        """Whether this is the department itself."""
        return self.group == Group.TEAM

    @property
    def is_too_small(self) -> bool:
        """Whether nothing of this group would be shown if the round were closed now."""
        return self.sent < SMALLEST_GROUP

    @property
    def title(self) -> str:
        """What the group is called."""
        return _("Het team") if self.is_team else _("Interne klanten")

    @property
    def progress(self) -> str:
        """How many sent their answers, in a sentence."""
        figures = {"sent": self.sent, "expected": self.expected}
        return (self._team_progress() if self.is_team else self._clients_progress()) % figures

    def _team_progress(self) -> str:
        if not self.sent:
            return _("Nog niemand van de %(expected)d verwachte teamleden heeft verstuurd.")
        return ngettext(
            "%(sent)d van de %(expected)d verwachte teamleden heeft verstuurd.",
            "%(sent)d van de %(expected)d verwachte teamleden hebben verstuurd.",
            self.sent,
        )

    def _clients_progress(self) -> str:
        if not self.sent:
            return _("Nog niemand van de %(expected)d verwachte interne klanten heeft verstuurd.")
        return ngettext(
            "%(sent)d van de %(expected)d verwachte interne klanten heeft verstuurd.",
            "%(sent)d van de %(expected)d verwachte interne klanten hebben verstuurd.",
            self.sent,
        )


@dataclass(frozen=True, slots=True)
class Round:
    """A round as its aanvrager sees it.

    ``own`` is the response of a scan that is filled in alone, or together at one table.
    """

    scan: Scan
    is_over: bool
    has_begun: bool
    invited: tuple[Invited, ...]
    own: Response | None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be closed."""
        return self.scan.status == ScanStatus.OPEN

    @property
    def can_change(self) -> bool:
        """Whether who is asked and until when can still be changed."""
        return self.is_open and not self.is_over and not self.has_begun

    @property
    def modules(self) -> tuple[str, ...]:
        """What the modules are called that it asks, in the reader's language."""
        titles = (module_by_id(version_id).title for version_id in self.scan.module_ids)
        return tuple(in_language(title) for title in titles)

    @property
    def own_url(self) -> str:
        """Where the one response of a scan that is filled in alone, or at one table, goes on."""
        assert self.own is not None
        return reverse("answer", kwargs={"token": own_token(self.own)})

    @property
    def result_link(self) -> ScanLink:
        """The link to the result, which is there once it is closed."""
        return _link(self.scan, LinkKind.RESULT)

    @property
    def result_token(self) -> str:
        """The secret part of that link."""
        return self.result_link.token

    def invitation(self, slug: str) -> Invited:
        """Return an invited group by its name in an address, or 404."""
        for one in self.invited:
            if one.slug == slug:
                return one
        raise Http404


@dataclass(frozen=True, slots=True)
class OwnerVisit:
    """An aanvrager on one of their pages; ``earlier`` rounds are closed, newest first."""

    token: str
    owner: Owner
    round: Round
    earlier: tuple[Round, ...]

    @property
    def closed(self) -> tuple[Round, ...]:
        """The rounds that have a result, newest first."""
        return tuple(one for one in (self.round, *self.earlier) if not one.is_open)

    def is_about_this_round(self, request: HttpRequest) -> bool:
        """Whether a form was made for the round of now; an old tab must not close a newer one."""
        return request.method != "POST" or request.POST.get("ronde") == str(self.round.scan.number)


def visit_for(token: str, today: date) -> OwnerVisit:
    """Return the aanvrager whom this link belongs to and their rounds, or 404.

    All of it may be deleted between two questions to the database: then it is gone too.
    """
    owner = owner_for(token)
    scans = list(owner.department.scans.prefetch_related("links").order_by("-number"))
    if not scans:
        raise Http404
    newest, *earlier = scans
    return OwnerVisit(
        token=token,
        owner=owner,
        round=_present(newest, today),
        earlier=tuple(_past(scan) for scan in earlier),
    )


def _past(scan: Scan) -> Round:
    return Round(scan=scan, is_over=True, has_begun=True, invited=(), own=None)


def _present(scan: Scan, today: date) -> Round:
    if scan.status == ScanStatus.CLOSED:
        return _past(scan)
    own = None
    if scan.kind == Kind.SOLO:
        own = scan.responses.defer("answers").filter(group=Group.TEAM).first()
        if own is None:
            raise Http404
    return Round(
        scan=scan,
        is_over=not scan.takes_answers(today),
        has_begun=has_begun(scan),
        invited=tuple(_invited(scan)) if scan.is_by_invitation else (),
        own=own,
    )


def _invited(scan: Scan) -> list[Invited]:
    rows = scan.responses.values("group").order_by("group")
    counted = rows.annotate(started=Count("pk"), sent=Count("pk", filter=Q(sent=True)))
    counts = {row["group"]: row for row in counted}
    nobody = {"started": 0, "sent": 0}
    found = []
    for group, limit, doubles in (
        (Group.TEAM, scan.team_limit, scan.doubles_team),
        (Group.CLIENT, scan.clients_limit, scan.doubles_clients),
    ):
        expected = scan.expected(group)
        if expected is None:
            continue
        count = counts.get(group, nobody)
        found.append(
            Invited(
                group=group,
                link=_link(scan, INVITATIONS[group]),
                expected=expected,
                sent=count["sent"],
                doubles=doubles,
                limit=limit,
                is_full=count["started"] >= limit,
            )
        )
    return found


def _link(scan: Scan, kind: LinkKind) -> ScanLink:
    link = next((link for link in scan.links.all() if link.kind == kind), None)
    if link is None:
        raise Http404
    return link
