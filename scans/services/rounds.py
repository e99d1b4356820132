"""An open round: joining it, leaving it, and what its aanvrager may still change."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from scans.engine.figures import Kind
from scans.models import Deleted, Group, LinkKind, Response, Scan, ScanLink, ScanStatus
from scans.models.links import derive_token, digest_of
from scans.services.answering import NotOpenError
from scans.services.journal import note_deletion
from scans.services.keys import id_from
from scans.services.listing import list_department
from scans.services.starting import Plan, create_links, create_response, own_token, set_plan


class RoundFullError(Exception):
    """So many started that the link may be public: the aanvrager has to say that it's all right."""


class AlreadyAnsweredError(Exception):
    """Somebody has begun: what respondents are told is fixed."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who was invited and begins: the secret part of their own link.

    ``fills_up`` is true for the one after whom nobody can start before the aanvrager says so.
    """

    token: str
    fills_up: bool


@transaction.atomic
def join_round(*, scan_id: UUID, group: Group, today: date, key: str = "") -> Joined:
    """Start a response of somebody who was invited.

    ``key`` is what the invitation's page was made with: the same page sent twice, also at the
    same moment, starts one response. Once something was answered in that, it starts another: it
    may be a colleague, at the same computer, who went back to that page.

    ``NotOpenError`` when no answers are taken any more, ``RoundFullError`` past the limit.
    """
    # Whoever joins at the same moment waits here: the limit is exact.
    scan = Scan.objects.select_for_update(no_key=True).get(pk=scan_id)
    if not scan.takes_answers(today):
        raise NotOpenError
    response_id = id_from(key, [str(scan_id), group])
    if before := Response.objects.filter(pk=response_id).first():
        if not before.answers:
            return Joined(token=own_token(before), fills_up=False)
        response_id = uuid4()
    left = places_left(scan, group)
    if left <= 0:
        raise RoundFullError
    return Joined(token=create_response(scan, group, response_id), fills_up=left == 1)


def places_left(scan: Scan, group: Group) -> int:
    """Return how many of a group may still start before the aanvrager is asked."""
    limit = scan.team_limit if group == Group.TEAM else scan.clients_limit
    return limit - Response.objects.filter(scan=scan, group=group).count()


@transaction.atomic
def withdraw_response(*, response_id: UUID, today: date) -> None:
    """Delete everything of one person; ``NotOpenError`` once the round is closed.

    Withdrawing twice is the same as once.
    """
    scans = Scan.objects.select_for_update(of=("self",), no_key=True)
    scan = scans.filter(responses=response_id).first()
    if scan is None:
        return
    if not scan.takes_answers(today):
        raise NotOpenError
    Response.objects.filter(pk=response_id).delete()
    note_deletion(kind=Deleted.RESPONSE, key=response_id)


def allow_more(*, scan_id: UUID, group: Group, seen_limit: int) -> bool:
    """Let as many again start as were expected; say whether that changed anything.

    ``seen_limit`` is the limit that the aanvrager saw: pressing twice is the same as once.
    """
    limit, expected = (
        ("team_limit", "expected_team")
        if group == Group.TEAM
        else ("clients_limit", "expected_clients")
    )
    open_scans = Scan.objects.filter(pk=scan_id, status=ScanStatus.OPEN, **{limit: seen_limit})
    return bool(open_scans.update(**{limit: F(limit) + F(expected)}))


@transaction.atomic
def renew_link(*, scan_id: UUID, kind: LinkKind, seen_generation: int) -> None:
    """Make a link of a scan worthless and give a new one; all others go on working.

    ``seen_generation`` is that of the link that the aanvrager saw: twice is the same as once.
    """
    link = ScanLink.objects.select_for_update().get(scan=scan_id, kind=kind)
    if link.generation != seen_generation:
        return
    link.generation += 1
    link.digest = digest_of(derive_token(kind, scan_id, link.generation))
    link.save(update_fields=["generation", "digest"])


@transaction.atomic
def change_plan(*, scan_id: UUID, plan: Plan, department_size: int) -> None:
    """Change who is asked and until when, as long as nobody has begun.

    ``AlreadyAnsweredError`` after that, ``NotOpenError`` once the round is closed.
    """
    scan = Scan.objects.select_for_update().get(pk=scan_id)
    if scan.status != ScanStatus.OPEN:
        raise NotOpenError
    if has_begun(scan):
        raise AlreadyAnsweredError
    was_solo = scan.kind == Kind.SOLO
    set_plan(scan, plan)
    scan.department_size = department_size
    scan.save()
    # Links that are not needed stay, and open nothing: made anew they would be the old ones.
    create_links(scan)
    if plan.kind == Kind.TEAM:
        scan.responses.all().delete()
    elif not was_solo:
        create_response(scan, Group.TEAM)
    list_department(scan.department_id)


def has_begun(scan: Scan) -> bool:
    """Whether anybody was told what happens in this round.

    Who was invited and pressed start was; who fills in alone and has not answered was not.
    """
    others = scan.responses.all()
    if scan.kind == Kind.SOLO:
        others = others.exclude(group=Group.TEAM, answers={})
    return others.exists()
