"""The invitation: who asks, who sees what, and the button to begin."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from scans.models import Group, Scan
from scans.services.answering import NotOpenError
from scans.services.owners import tell_owners
from scans.services.rounds import Joined, RoundFullError, join_round, places_left
from scans.tasks import send_mail
from scans.web.access import invitation_for
from scans.web.estimates import minutes_for
from scans.web.formkeys import key_for, key_of
from scans.web.limits import too_many_joins
from scans.web.respondent.browser import has_sent

INVITATIONS = {Group.TEAM: "respondent/join_team.html", Group.CLIENT: "respondent/join_client.html"}
FULL, CLOSED = "respondent/join_full.html", "respondent/join_closed.html"


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str, group: Group) -> HttpResponse:
    """Tell what happens with answers; on the press of the button give a link of one's own."""
    scan = invitation_for(token, group)
    context = {
        "scan": scan,
        "department": scan.department,
        "organisation": scan.department.organisation,
        "sent_before": has_sent(request, scan, group),
        "minutes": minutes_for(scan, group),
        "key": key_for(request),
    }
    if request.method == "POST":
        if answer := too_many_joins(request, scan, group):
            return answer
        try:
            return redirect("answer", token=_begin(scan, group, key_of(request)).token)
        except RoundFullError:
            return render(request, FULL, context, status=409)
        except NotOpenError:
            return render(request, CLOSED, context, status=409)
    return render(request, _template(scan, group), context)


def _template(scan: Scan, group: Group) -> str:
    if not scan.takes_answers(timezone.localdate()):
        return CLOSED
    return INVITATIONS[group] if places_left(scan, group) > 0 else FULL


def _begin(scan: Scan, group: Group, key: str) -> Joined:
    with transaction.atomic():  # who fills it up, and the mails about that: both or neither
        today = timezone.localdate()
        joined = join_round(scan_id=scan.pk, group=group, today=today, key=key)
        if joined.fills_up:
            told = tell_owners(department_id=scan.department_id, subject="full", today=today)
            for mail_id in told:
                send_mail.enqueue(str(mail_id))
    return joined
