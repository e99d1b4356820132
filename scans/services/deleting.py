"""Deleting all that there is of a department, so that nothing of it is left anywhere."""

from uuid import UUID

from django.db import transaction

from scans.models import (
    ActionPlan,
    Deleted,
    Department,
    LinkKind,
    Organisation,
    Owner,
    Response,
    Scan,
    ScanLink,
)
from scans.models.links import derive_token, digest_of
from scans.services.journal import note_deletion, note_deletions
from scans.services.listing import list_department
from scans.services.queue import forget_addresses
from scans.services.undelivered import forget_mails


@transaction.atomic
def delete_department(*, department_id: UUID) -> bool:
    """Delete a department with all rounds, answers, results, files and links; say whether it was there.

    An organisation without departments goes with it, and so does mail with its links that waits.
    """
    # Whoever joins, saves, sends or closes at this moment finishes first, and finds nothing next:
    # locked in the order in which they lock.
    scans = list(Scan.objects.select_for_update().filter(department=department_id).order_by("pk"))
    department = Department.objects.select_for_update().filter(pk=department_id).first()
    if department is None:
        return False
    # Each scan too: in an older backup they may be of two departments that were made one since.
    note_deletion(kind=Deleted.DEPARTMENT, key=department_id)
    note_deletions(kind=Deleted.SCAN, keys=[scan.pk for scan in scans])
    forget_addresses()
    forget_mails(links=_links_of(department_id))
    department.delete()
    Organisation.objects.filter(pk=department.organisation_id, departments=None).delete()
    return True


def _links_of(department_id: UUID) -> frozenset[bytes]:
    """Return the digests of all secret links of a department, those that were replaced too."""
    of_scans = {"scan__department": department_id}
    digests = [
        *ScanLink.objects.filter(**of_scans).values_list("digest", flat=True),
        *Response.objects.filter(**of_scans).values_list("link_digest", flat=True),
        *ActionPlan.objects.filter(result__scan__department=department_id).values_list(
            "stop_digest", flat=True
        ),
    ]
    for owner in Owner.objects.filter(department=department_id):
        digests += [
            digest_of(derive_token(LinkKind.OWNER, owner.pk, generation))
            for generation in range(1, owner.link_generation + 1)
        ]
        digests += [owner.confirm_digest] if owner.confirm_digest is not None else []
    return frozenset(bytes(digest) for digest in digests)


@transaction.atomic
def delete_scan(*, scan_id: UUID) -> bool:
    """Delete one round that wasn't closed; with it the department when it has no other.

    Say whether it was there, and open.
    """
    scan = Scan.objects.select_for_update().filter(pk=scan_id, closed_on=None).first()
    if scan is None:
        return False
    others = Scan.objects.filter(department=scan.department_id).exclude(pk=scan_id)
    if not others.exists():
        return delete_department(department_id=scan.department_id)
    scan.delete()
    list_department(scan.department_id)
    return True
