"""Inviting a group: its link, its QR code and texts to send with it."""

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from scans.models import LinkKind
from scans.services.owners import renew_owner_link
from scans.services.rounds import allow_more, renew_link
from scans.web.access import INVITATIONS, owner_for
from scans.web.owner.messages import messages_for
from scans.web.owner.overview import GROUPS, Invited, OwnerVisit, visit_for
from scans.web.qr import qr_code

LARGEST_SEEN = 1_000_000


@require_safe
def invite(request: HttpRequest, token: str, group: str) -> HttpResponse:
    """Show all that is needed to invite a group; once the round is closed, nobody is."""
    visit, invited = _invited(token, group)
    if invited is None:
        return redirect("owner", token=token)
    link = request.build_absolute_uri(invited.path)
    context = {
        "visit": visit,
        "round": visit.round,
        "invited": invited,
        "link": link,
        "qr": qr_code(link),
        "qr_file": segno.make(link, error="m", micro=False).svg_data_uri(scale=8, border=4),
        "messages": messages_for(visit, invited, link),
    }
    return render(request, "owner/invite.html", context)


class _SeenForm(forms.Form):
    """What a button was made for: pressed again, or on an old page, it does nothing."""

    seen_limit = forms.IntegerField(min_value=0, max_value=LARGEST_SEEN, required=False)
    seen_generation = forms.IntegerField(min_value=0, max_value=LARGEST_SEEN, required=False)


OWN, RESULT = "eigen", "resultaat"
"""What the links that invite nobody are called in an address."""


@require_POST
def renew(request: HttpRequest, token: str, group: str) -> HttpResponse:
    """Make a link worthless and show the new one: of an invitation, a result, or the own page."""
    seen = _seen(request, "seen_generation")
    if group == OWN:
        owner = owner_for(token)
        if seen is not None:
            owner = renew_owner_link(owner=owner, seen_generation=seen)
        return redirect("owner", token=owner.token)
    if group == RESULT:
        return _renew_result(request, token, seen)
    visit, invited = _invited(token, group)
    if invited is None or seen is None or not visit.is_about_this_round(request):
        return redirect("owner", token=token)
    renew_link(scan_id=visit.round.scan.pk, kind=INVITATIONS[invited.group], seen_generation=seen)
    return redirect("owner_invite", token=token, group=group)


def _renew_result(request: HttpRequest, token: str, seen: int | None) -> HttpResponse:
    visit = visit_for(token, timezone.localdate())
    for closed in visit.closed:
        if request.POST.get("ronde") == str(closed.scan.number) and seen is not None:
            renew_link(scan_id=closed.scan.pk, kind=LinkKind.RESULT, seen_generation=seen)
    return redirect("owner", token=token)


@require_POST
def allow(request: HttpRequest, token: str, group: str) -> HttpResponse:
    """Let more persons start than was asked about."""
    visit, invited = _invited(token, group)
    seen = _seen(request, "seen_limit")
    if invited is not None and seen is not None and visit.is_about_this_round(request):
        allow_more(scan_id=visit.round.scan.pk, group=invited.group, seen_limit=seen)
    return redirect("owner", token=token)


def _seen(request: HttpRequest, name: str) -> int | None:
    form = _SeenForm(request.POST)
    form.is_valid()
    seen: int | None = form.cleaned_data.get(name)
    return seen


def _invited(token: str, group: str) -> tuple[OwnerVisit, Invited | None]:
    """Return the invited group; ``None`` once the round is closed, 404 if it wasn't invited."""
    visit = visit_for(token, timezone.localdate())
    if group in GROUPS and not visit.round.is_open:
        return visit, None
    return visit, visit.round.invitation(group)
