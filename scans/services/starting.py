"""Starting a scan: a first one of a department, or the next round."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction

from scans.engine.figures import Kind
from scans.models import (
    Department,
    Group,
    LinkKind,
    Organisation,
    Owner,
    QuestionnaireVersion,
    Response,
    Scan,
    ScanLink,
    ScanStatus,
)
from scans.models.links import derive_token, digest_of
from scans.services.keys import id_from
from scans.services.listing import list_department

PUBLIC_FROM = 2
"""A link that is used this many times as often as expected may have been made public."""


class RoundStillOpenError(Exception):
    """A department has one open round at a time."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is asked in a round, and until when; ``None``: this group isn't invited.

    ``together`` is whether a team fills in one solo scan at one table.
    With invitations ``closes_on`` is needed; expected numbers are at least five. A constraint
    in the database refuses anything else.
    """

    kind: Kind = Kind.SOLO
    expected_team: int | None = None
    expected_clients: int | None = None
    closes_on: date | None = None
    together: bool = False


ALONE = Plan()


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What the aanvrager filled in at the start; ``department_size`` counts persons, from 1 up.

    ``context`` holds option values by question code, sector and size of organisation included.
    ``benchmark`` is whether the scores may count in the benchmark, ``contact`` whether the adviseur
    may know who they are. ``module_ids`` are versions of modules, in the order of the pages.
    """

    organisation: str
    department: str
    department_size: int
    context: Mapping[str, str]
    plan: Plan = ALONE
    language: str = "nl"
    benchmark: bool = False
    contact: bool = False
    module_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StartedScan:
    """A scan that was just started, and its aanvrager.

    ``respondent_token`` is the secret link of the one person who fills in a scan alone.
    ``is_new`` is false when the same page had started it before.
    """

    scan: Scan
    owner: Owner
    respondent_token: str | None
    is_new: bool


def start_scan(
    *, request: ScanRequest, questionnaire: QuestionnaireVersion, today: date, key: str = ""
) -> StartedScan:
    """Create a department with its first scan, an owner and all links.

    ``key`` is what the start page was made with: the same page sent twice, also at the same
    moment, gives one scan. Without it every call gives a new one.
    """
    scan_id = id_from(key, asdict(request))
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                name=request.organisation,
                sector=request.context.get("sector", ""),
                size_class=request.context.get("organisatiegrootte", ""),
            )
            department = Department.objects.create(
                organisation=organisation,
                name=request.department,
                in_benchmark_since=today if request.benchmark else None,
                contact_since=today if request.contact else None,
            )
            scan = Scan(
                id=scan_id,
                department=department,
                questionnaire=questionnaire,
                department_size=request.department_size,
                context=dict(request.context),
                module_ids=list(request.module_ids),
                opened_on=today,
            )
            _open(scan, request.plan)
            return _started(scan, _create_owner(department, request.language), is_new=True)
    except IntegrityError:
        if not Scan.objects.filter(pk=scan_id).exists():
            raise  # a plan that can't be
        return _started_before(scan_id)


def start_next_round(  # noqa: PLR0913 - a plan, its owner and the day are three things
    *,
    owner: Owner,
    plan: Plan,
    department_size: int,
    questionnaire: QuestionnaireVersion,
    today: date,
    key: str = "",
    module_ids: tuple[int, ...] = (),
) -> StartedScan:
    """Open the next round of the owner's department; the earlier ones stay as they are.

    The context is taken over from the round before. ``RoundStillOpenError`` while a round is
    open; the same page sent twice gives one round.
    """
    scan_id = id_from(key, [str(owner.pk), asdict(plan), department_size, module_ids])
    with transaction.atomic():
        department = Department.objects.select_for_update().get(pk=owner.department_id)
        if Scan.objects.filter(pk=scan_id).exists():
            return _started_before(scan_id)
        earlier = department.scans.order_by("number").last()
        assert earlier is not None
        if earlier.status != ScanStatus.CLOSED:
            raise RoundStillOpenError
        scan = Scan(
            id=scan_id,
            department=department,
            number=earlier.number + 1,
            questionnaire=questionnaire,
            department_size=department_size,
            context=earlier.context,
            module_ids=list(module_ids),
            opened_on=today,
        )
        _open(scan, plan)
        # Nobody has to be told any more that it is time for it.
        department.owners.update(again_on=None)
        return _started(scan, owner, is_new=True)


def set_plan(scan: Scan, plan: Plan) -> None:
    """Write a plan onto a scan that isn't saved yet, or that nobody has started to fill in."""
    scan.kind = plan.kind
    scan.together = plan.together
    scan.expected_team = plan.expected_team
    scan.expected_clients = plan.expected_clients
    scan.closes_on = plan.closes_on
    scan.doubles_team = scan.doubles_clients = 0
    scan.team_limit = PUBLIC_FROM * (plan.expected_team or 0)
    scan.clients_limit = PUBLIC_FROM * (plan.expected_clients or 0)


def create_links(scan: Scan) -> None:
    """Give a scan the links that its plan needs and that it hasn't got."""
    kinds = [LinkKind.RESULT]
    if scan.expected_team is not None:
        kinds.append(LinkKind.TEAM)
    if scan.expected_clients is not None:
        kinds.append(LinkKind.CLIENTS)
    ScanLink.objects.bulk_create(
        [
            ScanLink(scan=scan, kind=kind, digest=digest_of(derive_token(kind, scan.pk, 1)))
            for kind in kinds
        ],
        ignore_conflicts=True,
    )


def create_response(scan: Scan, group: Group, response_id: uuid.UUID | None = None) -> str:
    """Create an empty response and return the secret part of its own link."""
    response = Response(id=response_id or uuid.uuid4(), scan=scan, group=group)
    token = own_token(response)
    response.link_digest = digest_of(token)
    response.save(force_insert=True)
    return token


def own_token(response: Response) -> str:
    """Return the secret part of a respondent's own link."""
    return derive_token(LinkKind.RESPONDENT, response.pk, response.link_generation)


def _open(scan: Scan, plan: Plan) -> None:
    set_plan(scan, plan)
    scan.save(force_insert=True)
    create_links(scan)
    if plan.kind == Kind.SOLO:
        create_response(scan, Group.TEAM)
    list_department(scan.department_id)


def _create_owner(department: Department, language: str) -> Owner:
    owner = Owner(department=department, language=language)
    owner.link_digest = digest_of(owner.token)
    owner.save(force_insert=True)
    return owner


def _started(scan: Scan, owner: Owner, *, is_new: bool) -> StartedScan:
    alone = scan.responses.filter(group=Group.TEAM).first() if scan.kind == Kind.SOLO else None
    token = None if alone is None else own_token(alone)
    return StartedScan(scan=scan, owner=owner, respondent_token=token, is_new=is_new)


def _started_before(scan_id: uuid.UUID) -> StartedScan:
    scan = Scan.objects.get(pk=scan_id)
    return _started(scan, Owner.objects.filter(department=scan.department_id)[0], is_new=False)
