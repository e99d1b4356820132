"""What is different here from how allauth does it by itself: its two adapters."""

import hashlib
import hmac
from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scans.models import Account
from scans.services.sealing import seal, unseal
from scans.web.adviser.access import has_factor, note_password

TOO_OFTEN = _("Dit is te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw.")
WRONG_CODE = _("Deze code klopt niet, of is al gebruikt. Wacht op de volgende en vul die in.")


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up, one answer for every failed try, and no address of a visitor kept."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Dit e-mailadres en dit wachtwoord horen niet bij elkaar."),
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: who needs an account is invited."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: str) -> Account | None:
        """Return who this is; somebody whose account is disabled is nobody."""
        self.pre_authenticate(request, **credentials)
        account = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if not isinstance(account, Account):
            return None
        self._rollback_login_failed_rl_usage()
        note_password(request, account)
        return account

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return under what tries are counted: a keyed digest, so that no address is kept."""
        address = truncate_ip(_plain(super().get_client_ip(request)))
        return hmac.new(
            settings.LINK_KEY.encode(), f"visitor:{address}".encode(), hashlib.sha256
        ).hexdigest()

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: our pages are pages."""
        return False

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, str]]:
        """Return how somebody proves again who they are: by second factor, never by password."""
        types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        by_code, by_passkey = (
            {"id": name, "url": reverse(name), "description": ""}
            for name in ("mfa_reauthenticate", "mfa_reauthenticate_webauthn")
        )
        if Authenticator.Type.WEBAUTHN not in types:
            return [by_code]
        # Who has no app can still use a recovery code; the passkey is asked first.
        return [by_code, by_passkey] if Authenticator.Type.TOTP in types else [by_passkey, by_code]

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whether that is asked: not of who has nothing to prove it by yet."""
        user = self.request.user
        return not isinstance(user, Account) or has_factor(user)


def _plain(address: str) -> str:
    """Return an IPv4 address as itself, also when a socket for both kinds wrote it as IPv6.

    As IPv6 all of them together would be one /64.
    """
    found = ip_address(address)
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped or found)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed with a key that the database doesn't hold."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what was sealed."""
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return "Afdelingsscan"
