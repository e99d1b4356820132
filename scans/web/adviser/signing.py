"""Signing in and out, the second step, and a forgotten password."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib.auth import logout as end_session
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import View

from scans.models import LinkKind
from scans.services.accounts import WorthlessLinkError, accept_invitation, choose_password
from scans.services.keys import is_first_use
from scans.services.sealing import seal
from scans.tasks import send_password_link
from scans.web.adviser.access import forget_outdated_start, link_for
from scans.web.adviser.forms import AcceptForm, ForgottenForm, PasswordForm
from scans.web.adviser.noticing import tell
from scans.web.formkeys import key_for, key_of

DONE = "gelukt"
"""In an address: what was done on the page before."""

METHODS = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422
CONFLICT = 409


def page(view_class: type[View], **options: object) -> Callable[..., HttpResponse]:
    """Return one of allauth's pages, that answers as ours do: 422 when a form comes back."""
    inner = view_class.as_view(**options)

    @require_http_methods(METHODS)
    def view(request: HttpRequest, **kwargs: object) -> HttpResponse:
        response = inner(request, **kwargs)
        assert isinstance(response, HttpResponse)
        if request.method == "POST" and response.status_code == 200:  # noqa: PLR2004 - OK
            response.status_code = UNPROCESSABLE
        return response

    return view


class _Login(LoginView):
    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return {**context, "done": self.request.GET.get(DONE, "")}


class _ConfirmByPasskey(ReauthenticateWebAuthnView):
    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data())
        return response


login = page(_Login)
_second_step = page(AuthenticateView)
confirm = page(ReauthenticateView)
confirm_by_passkey = page(_ConfirmByPasskey)


def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of who began with the password that is theirs now."""
    forget_outdated_start(request)
    return _second_step(request)


def _status(form: Form) -> int:
    return UNPROCESSABLE if form.errors else 200


@contextmanager
def _worthless_is_404() -> Iterator[None]:
    """Answer as for any link that opens nothing, when it was used between two looks at it."""
    try:
        yield
    except WorthlessLinkError:
        raise Http404 from None


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session, and a sign-in that is half way."""
    end_session(request)
    return redirect(f"{reverse('account_login')}?{DONE}=uitgelogd")


@require_http_methods(METHODS)
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask whose password is forgotten; whether somebody is known here is never told."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"].lower()
        refused = ratelimit.consume_or_429(request, action="reset_password", key=address)
        if isinstance(refused, HttpResponse):
            return refused
        _ask_password_link(address, key_of(request))
        return redirect(f"{reverse('account_reset_password')}?{DONE}=1")
    context = {"form": form, "asked": DONE in request.GET, "key": key_for(request)}
    return render(request, "account/forgotten.html", context, status=_status(form))


@transaction.atomic  # a form that was sent and its task: both or neither
def _ask_password_link(address: str, key: str) -> None:
    if is_first_use(key, ["password link", address], timezone.now()):
        send_password_link.enqueue(seal(address), get_language() or "nl")


@sensitive_post_parameters("password")
@require_http_methods(METHODS)
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose another password; the second step is asked at the next sign-in as always."""
    link = link_for(token, LinkKind.PASSWORD)
    assert link.account is not None  # a constraint
    form = PasswordForm(request.POST if request.method == "POST" else None, account=link.account)
    if request.method == "POST" and form.is_valid():
        with _worthless_is_404(), transaction.atomic():  # a password and the mail about it
            choose_password(
                link_id=link.pk, password=form.cleaned_data["password"], moment=timezone.now()
            )
            tell(link.account, "password")
        return redirect(f"{reverse('account_login')}?{DONE}=wachtwoord")
    context = {"form": form, "account": link.account}
    return render(request, "account/new_password.html", context, status=_status(form))


@sensitive_post_parameters("password")
@require_http_methods(METHODS)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Make the account that somebody was invited to."""
    link = link_for(token, LinkKind.INVITATION)
    form = AcceptForm(request.POST if request.method == "POST" else None, address=link.email)
    if request.method == "POST" and form.is_valid():
        with _worthless_is_404():
            accept_invitation(
                link_id=link.pk,
                email=form.cleaned_data.get("email", ""),
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                moment=timezone.now(),
            )
        return redirect(f"{reverse('account_login')}?{DONE}=account")
    context = {"form": form, "link": link}
    return render(request, "account/invitation.html", context, status=_status(form))
