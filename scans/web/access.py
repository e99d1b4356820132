"""From a secret link to what it opens: the only way in for views.

Unknown, deleted and somebody else's: the same 404.
"""

from django.http import Http404
from django.urls import reverse

from scans.models import ActionPlan, Group, LinkKind, Owner, Response, Result, Scan, ScanLink
from scans.models.links import TOKEN_PATTERN, digest_of


def _digest_or_404(token: str) -> bytes:
    if not TOKEN_PATTERN.fullmatch(token):
        raise Http404
    return digest_of(token)


def response_for(token: str) -> Response:
    """Return the response, with its scan, that a respondent's own link opens."""
    digest = _digest_or_404(token)
    try:
        return Response.objects.select_related("scan").get(link_digest=digest)
    except Response.DoesNotExist:
        raise Http404 from None


def owner_for(token: str) -> Owner:
    """Return the aanvrager, with department and organisation, whom this link belongs to."""
    digest = _digest_or_404(token)
    try:
        return Owner.objects.select_related("department__organisation").get(link_digest=digest)
    except Owner.DoesNotExist:
        raise Http404 from None


def confirming_for(token: str) -> Owner:
    """Return the aanvrager whose e-mail address this link confirms, or confirmed before."""
    digest = _digest_or_404(token)
    try:
        return Owner.objects.get(confirm_digest=digest)
    except Owner.DoesNotExist:
        raise Http404 from None


def reminded_plan_for(token: str) -> ActionPlan:
    """Return the plan about whose steps this link stops the mails, or stopped them before."""
    digest = _digest_or_404(token)
    try:
        return ActionPlan.objects.get(stop_digest=digest)
    except ActionPlan.DoesNotExist:
        raise Http404 from None


INVITATIONS = {Group.TEAM: LinkKind.TEAM, Group.CLIENT: LinkKind.CLIENTS}


def invitation_for(token: str, group: Group) -> Scan:
    """Return the scan, with what it is called, that an invitation link of this group opens."""
    digest = _digest_or_404(token)
    try:
        scan = Scan.objects.select_related("department__organisation").get(
            links__digest=digest, links__kind=INVITATIONS[group]
        )
    except Scan.DoesNotExist:
        raise Http404 from None
    if scan.expected(group) is None:  # the plan was changed: this group isn't invited any more
        raise Http404
    return scan


def result_for(token: str) -> Result:
    """Return the frozen result, with all that a report names, that a results link opens."""
    digest = _digest_or_404(token)
    try:
        return Result.objects.select_related("scan__department__organisation").get(
            scan__links__digest=digest, scan__links__kind=LinkKind.RESULT
        )
    except Result.DoesNotExist:
        raise Http404 from None


def result_path(scan: Scan) -> str:
    """Return the address of a scan's result."""
    link = ScanLink.objects.get(scan=scan, kind=LinkKind.RESULT)
    return reverse("result", kwargs={"token": link.token})


def owner_path(owner: Owner) -> str:
    """Return the address of an aanvrager's own page."""
    return reverse("owner", kwargs={"token": owner.token})
