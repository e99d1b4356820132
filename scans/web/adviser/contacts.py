"""Who wants to talk: reading their requests and ticking them off."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from scans.models import ContactRequest
from scans.queries.content import requests_from, waiting_requests
from scans.queries.naming import name_for_adviser
from scans.services.contacting import Contact, contact_in, note_reading, tick_off
from scans.web.adviser.access import account_of
from scans.web.adviser.paging import page_in
from scans.web.adviser.signing import DONE

ON_A_PAGE = 25
HANDLED = "afgehandeld"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is read; ``contact`` is ``None`` when it can't be opened any more."""

    request: ContactRequest
    about: str
    contact: Contact | None


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Show who waits for an answer, or who got one; that they were read is written down."""
    handled = request.GET.get("toon") == HANDLED
    number = page_in(request)
    found, more = requests_from((number - 1) * ON_A_PAGE, ON_A_PAGE, handled=handled)
    note_reading(count=len(found), by=account_of(request), moment=timezone.now())
    context = {
        "asked": [Asked(one, name_for_adviser(one.department), contact_in(one)) for one in found],
        "handled": handled,
        "waiting": waiting_requests(),
        "days": settings.RETENTION.contact_days,
        "newer": number - 1 if number > 1 else None,
        "older": number + 1 if more else None,
        "done": request.GET.get(DONE, ""),
    }
    return render(request, "adviser/contacts.html", context)


@require_POST
def tick(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Note that somebody got an answer, or didn't after all."""
    get_object_or_404(ContactRequest, pk=request_id)
    handled = request.POST.get("stand") != "open"
    tick_off(request_id=request_id, handled=handled, by=account_of(request), moment=timezone.now())
    return redirect(f"{reverse('contacts')}?{DONE}={'afgevinkt' if handled else 'open'}")
