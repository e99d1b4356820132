"""What allauth and Django tell when somebody signs in or changes a second factor: the audit log."""

from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from scans.models import Account, Action
from scans.services.audit import record
from scans.web.adviser.access import begin_session, note_factor
from scans.web.adviser.noticing import tell
from scans.web.adviser.sessions import end_sessions


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: Account, **_kwargs: object) -> None:
    begin_session(request)
    record(who=user, what=Action.SIGNED_IN, about=user, moment=timezone.now())


@receiver(user_logged_out)
def _signed_out(user: Account | None, **_kwargs: object) -> None:
    if user is not None:
        record(who=user, what=Action.SIGNED_OUT, about=user, moment=timezone.now())


@receiver(user_login_failed)
def _failed(credentials: dict[str, str], **_kwargs: object) -> None:
    # Of an address that is nobody's only that it was tried: it may be a stranger's.
    account = Account.objects.filter(email=credentials.get("email", "").lower()).first()
    record(who=None, what=Action.SIGN_IN_FAILED, about=account, moment=timezone.now())


@receiver(factors.authentication_failed)
def _second_step_failed(user: Account, **_kwargs: object) -> None:
    record(who=None, what=Action.SECOND_STEP_FAILED, about=user, moment=timezone.now())


@receiver(factors.authenticator_used)
def _used(user: Account, authenticator: Authenticator, **_kwargs: object) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        record(who=user, what=Action.CODE_USED, about=user, moment=timezone.now())


@receiver(factors.authenticator_added)
def _added(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_kwargs: object
) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # they come along with the first factor
    note_factor(request, user)
    end_sessions(user, but=request.session.session_key)
    tell(user, "added")
    record(
        who=user,
        what=Action.FACTOR_ADDED,
        about=user,
        details=authenticator.type,
        moment=timezone.now(),
    )


@receiver(factors.authenticator_removed)
def _removed(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_kwargs: object
) -> None:
    end_sessions(user, but=request.session.session_key)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:  # they go along with the last one
        tell(user, "removed")
    record(
        who=user,
        what=Action.FACTOR_REMOVED,
        about=user,
        details=authenticator.type,
        moment=timezone.now(),
    )


@receiver(factors.authenticator_reset)
def _renewed(request: HttpRequest, user: Account, **_kwargs: object) -> None:
    end_sessions(user, but=request.session.session_key)
    tell(user, "codes")
    record(who=user, what=Action.CODES_RENEWED, about=user, moment=timezone.now())
