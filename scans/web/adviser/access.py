"""The gate of the dashboard: nobody passes without an account and a second factor.

It stands before every address under ``/dashboard/``, also before those that don't exist, so that
a page that somebody adds is shut until it is opened here on purpose.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.stagekit import clear_login, unstash_login
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from scans.models import Account, AccountLink, LinkKind
from scans.models.links import TOKEN_PATTERN, digest_of

PREFIX = "/dashboard/"

OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "mfa_authenticate",
        "account_reset_password",
        "account_password",
        "account_invitation",
    }
)
"""Where somebody comes who isn't signed in, or only half."""

SETTING_UP = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"})
"""Where somebody comes who has no second factor yet: only to get one."""

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
"""How exactly silence is measured: not every page is a write."""

STARTED, SEEN = "dashboard_started", "dashboard_seen"
"""Where a session keeps when it began and when it was last used, in seconds since 1970."""

PASSWORD = "dashboard_password"  # noqa: S105 - where a session keeps a digest of it
"""Where a sign-in that is half way keeps a digest of the password that it began with."""

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes are none: they only replace one that is lost."""

Handler = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]


class GateMiddleware:
    """Let pass who may, send everybody else to the step that they have to take first."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = _stop(request) or self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def _stop(request: HttpRequest) -> HttpResponse | None:
    """Return where to go first; ``None`` when nothing stands in the way."""
    name = _name_of(request.path_info)
    if name in OPEN:
        return None
    account = request.user
    if not isinstance(account, Account) or _is_over(request):
        return _to_login(request)
    if has_factor(account):
        return None if _used_factor(request, account) else _to_login(request)
    return None if name in SETTING_UP else redirect("mfa_index")


def _name_of(path: str) -> str | None:
    try:
        return resolve(path).url_name
    except Resolver404:
        return None


def _to_login(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        logout(request)
    if request.method == "GET":
        return redirect_to_login(request.get_full_path())
    return redirect("account_login")


def begin_session(request: HttpRequest) -> None:
    """Start the two clocks of a session."""
    now = timezone.now().timestamp()
    request.session[STARTED] = request.session[SEEN] = now


def _is_over(request: HttpRequest) -> bool:
    """Whether a session was silent or lasted too long; else note that it is used."""
    now = timezone.now().timestamp()
    started, seen = float(request.session.get(STARTED, 0)), float(request.session.get(SEEN, 0))
    if now - seen > IDLE.total_seconds() or now - started > LONGEST.total_seconds():
        return True
    if now - seen > NOTED_EVERY.total_seconds():
        request.session[SEEN] = now
    return False


def has_factor(account: Account) -> bool:
    """Whether somebody has set up a second factor."""
    return bool(Authenticator.objects.filter(user=account, type__in=FACTORS).exists())


def _used_factor(request: HttpRequest, account: Account) -> bool:
    """Whether a second factor was used in this very session.

    A session from before the factor was set up, by somebody who only knew the password, is none.
    """
    records = get_authentication_records(request, account)
    return any(record["method"] == "mfa" for record in records)


def note_password(request: HttpRequest, account: Account) -> None:
    """Keep, until the second step, by which password somebody got there."""
    request.session[PASSWORD] = account.get_session_auth_hash()


def forget_outdated_start(request: HttpRequest) -> None:
    """End a sign-in that is half way when its password isn't the password any more."""
    login = unstash_login(request, peek=True)
    if login is None or not isinstance(login.user, Account):
        return
    known = str(request.session.get(PASSWORD, ""))
    if not constant_time_compare(known, login.user.get_session_auth_hash()):
        clear_login(request)


def note_factor(request: HttpRequest, account: Account) -> None:
    """Take it that a second factor was used just now: setting one up takes using it."""
    record_authentication(request, account, "mfa", reauthenticated=True)


def account_of(request: HttpRequest) -> Account:
    """Return who is signed in; the gate saw to it that somebody is."""
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return request.user


def for_manager(view: View) -> View:
    """Keep a page to the beheerder."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not account_of(request).is_manager:
            raise PermissionDenied
        return view(request, **kwargs)

    return guarded


def link_for(token: str, kind: LinkKind) -> AccountLink:
    """Return the one-time link that this is; the same 404 for all that doesn't work any more."""
    if not TOKEN_PATTERN.fullmatch(token):
        raise Http404
    found = AccountLink.objects.filter(
        digest=digest_of(token), kind=kind, used_at=None, expires_at__gt=timezone.now()
    ).first()
    if found is None:
        raise Http404
    return found
