"""Starting a scan."""

import hashlib
import json
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
    QuestionnaireVersion,
    Response,
    Scan,
    ScanLink,
)
from scans.models.links import derive_token, digest_of

KEY_LENGTH = 20
"""A shorter key could be somebody else's too."""


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What the aanvrager filled in at the start; ``department_size`` counts persons, from 1 up.

    ``context`` holds option values by question code, sector and size of organisation included.
    """

    organisation: str
    department: str
    department_size: int
    context: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StartedScan:
    """A new scan and the secret link with which its only respondent goes on."""

    scan: Scan
    respondent_token: str


def start_solo_scan(
    *, request: ScanRequest, questionnaire: QuestionnaireVersion, today: date, key: str = ""
) -> StartedScan:
    """Create a scan that one person fills in, with its links.

    ``key`` is what the start page was made with: the same page sent twice, also at the same
    moment, gives one scan. Without it every call gives a new one.
    """
    scan_id = _scan_id(request, key)
    try:
        with transaction.atomic():
            return _create_solo_scan(scan_id, request, questionnaire, today)
    except IntegrityError:
        scan = Scan.objects.get(pk=scan_id)
        return StartedScan(scan=scan, respondent_token=_token_of(scan.responses.get()))


def _scan_id(request: ScanRequest, key: str) -> uuid.UUID:
    """Return a scan's key from the page's; a digest, so that the stored one starts nothing."""
    if len(key) < KEY_LENGTH:
        return uuid.uuid4()
    content = json.dumps([key, asdict(request)], sort_keys=True, default=dict)
    return uuid.UUID(bytes=hashlib.sha256(content.encode()).digest()[:16])


def _create_solo_scan(
    scan_id: uuid.UUID, request: ScanRequest, questionnaire: QuestionnaireVersion, today: date
) -> StartedScan:
    organisation = Organisation.objects.create(
        name=request.organisation,
        sector=request.context.get("sector", ""),
        size_class=request.context.get("organisatiegrootte", ""),
    )
    department = Department.objects.create(organisation=organisation, name=request.department)
    scan = Scan.objects.create(
        id=scan_id,
        department=department,
        questionnaire=questionnaire,
        kind=Kind.SOLO,
        department_size=request.department_size,
        context=dict(request.context),
        opened_on=today,
    )
    _create_link(scan, LinkKind.RESULT)
    return StartedScan(scan=scan, respondent_token=_create_response(scan, Group.TEAM))


def _create_link(scan: Scan, kind: LinkKind) -> None:
    token = derive_token(kind, scan.pk, 1)
    ScanLink.objects.create(scan=scan, kind=kind, digest=digest_of(token))


def _create_response(scan: Scan, group: Group) -> str:
    response = Response(scan=scan, group=group)
    token = _token_of(response)
    response.link_digest = digest_of(token)
    response.save(force_insert=True)
    return token


def _token_of(response: Response) -> str:
    return derive_token(LinkKind.RESPONDENT, response.pk, response.link_generation)
