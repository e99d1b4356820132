"""One's own password, and where one is signed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from scans.models import Account, Action
from scans.services.accounts import change_password
from scans.services.audit import record
from scans.web.adviser.access import IDLE, LONGEST, SEEN, STARTED, account_of
from scans.web.adviser.forms import OwnPasswordForm
from scans.web.adviser.noticing import tell
from scans.web.adviser.sessions import kept_key, sessions_of
from scans.web.adviser.signing import DONE, METHODS, UNPROCESSABLE

ALL = "alle"


@sensitive_post_parameters("current", "password")
@require_http_methods(METHODS)
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password by the one of now; every other session ends."""
    me = account_of(request)
    form = OwnPasswordForm(request.POST if request.method == "POST" else None, account=me)
    if request.method == "POST":
        refused = ratelimit.consume_or_429(request, action="change_password", user=me)
        if isinstance(refused, HttpResponse):
            return refused
        if form.is_valid():
            with transaction.atomic():  # a password and the mail about it
                chosen = form.cleaned_data["password"]
                changed = change_password(account=me, password=chosen, moment=timezone.now())
                tell(changed, "password")
            update_session_auth_hash(request, changed)
            return redirect(f"{reverse('mfa_index')}?{DONE}=wachtwoord")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "account/own_password.html", {"form": form}, status=status)


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A browser in which somebody is signed in: since when, and when it was last used.

    ``key`` is what the database knows it by; nobody can sign in with it.
    """

    key: str
    started: datetime
    seen: datetime
    is_this: bool


@require_http_methods(METHODS)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth gives no types
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in, and sign out there."""
    me = account_of(request)
    found = sorted(
        _sessions_of(me, request), key=lambda one: (not one.is_this, -one.seen.timestamp())
    )
    if request.method == "POST":
        asked = request.POST.get("sessie", "")
        ended = [one.key for one in found if not one.is_this and asked in {one.key, ALL}]
        if ended:
            Session.objects.filter(session_key__in=ended).delete()
            record(who=me, what=Action.SESSIONS_ENDED, about=me, moment=timezone.now())
        return redirect(f"{reverse('own_sessions')}?{DONE}=1")
    context = {"sessions": found, "done": DONE in request.GET}
    return render(request, "account/sessions.html", context)


def _sessions_of(account: Account, request: HttpRequest) -> Iterator[OwnSession]:
    """Go through those that aren't over."""
    now, this = timezone.now(), kept_key(request.session.session_key or "")
    for row, data in sessions_of(account):
        started, seen = (_moment(data.get(name, 0)) for name in (STARTED, SEEN))
        if now - seen <= IDLE and now - started <= LONGEST:
            yield OwnSession(row.session_key, started, seen, row.session_key == this)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
