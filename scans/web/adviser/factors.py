"""The second factors of one's own account: an app, passkeys and recovery codes."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from scans.web.adviser.access import account_of
from scans.web.adviser.signing import DONE, page


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what protects this account; to somebody without a second factor, how to get one."""
    app, codes, passkeys = None, 0, []
    for one in Authenticator.objects.filter(user=account_of(request)).order_by("pk"):
        if one.type == Authenticator.Type.TOTP:
            app = one
        elif one.type == Authenticator.Type.WEBAUTHN:
            passkeys.append(one)
        else:
            codes = len(one.wrap().get_unused_codes())
    done = request.GET.get(DONE, "")
    context = {"app": app, "codes": codes, "passkeys": passkeys, "done": done}
    template = "mfa/index.html" if app or passkeys else "mfa/start.html"
    return render(request, template, context)


class _Codes(ViewRecoveryCodesView):
    http_method_names = ["get", "head"]


class _RemovePasskey(RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")


add_app = page(ActivateTOTPView)
remove_app = page(DeactivateTOTPView)
add_passkey = page(AddWebAuthnView)
remove_passkey = page(_RemovePasskey)
codes = page(_Codes)
renew_codes = page(GenerateRecoveryCodesView)
