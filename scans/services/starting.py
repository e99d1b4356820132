"""Starting a scan."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

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


@transaction.atomic
def start_solo_scan(
    *, request: ScanRequest, questionnaire: QuestionnaireVersion, today: date
) -> StartedScan:
    """Create a scan that one person fills in, with its links."""
    organisation = Organisation.objects.create(
        name=request.organisation,
        sector=request.context.get("sector", ""),
        size_class=request.context.get("organisatiegrootte", ""),
    )
    department = Department.objects.create(organisation=organisation, name=request.department)
    scan = Scan.objects.create(
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
    key = uuid.uuid4()
    token = derive_token(LinkKind.RESPONDENT, key, 1)
    Response.objects.create(id=key, scan=scan, group=group, link_digest=digest_of(token))
    return token
