"""Forms of the dashboard's accounts; saving is a service's work, or allauth's."""

from typing import TYPE_CHECKING

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scans.models import Account, Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


INVALID_ADDRESS = _("Vul een geldig e-mailadres in, zoals naam@organisatie.nl.")


def _address(autocomplete: str = "username") -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mailadres"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete}),
        error_messages={
            "required": _("Vul een e-mailadres in."),
            "invalid": INVALID_ADDRESS,
            "max_length": INVALID_ADDRESS,
        },
    )


def _password(label: "str | _StrPromise", autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={
            "required": _("Vul een wachtwoord in."),
            "max_length": _("Kies een korter wachtwoord: hoogstens 1000 tekens."),
        },
    )


def _code() -> forms.CharField:
    return forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code-input"}
        ),
        error_messages={"required": _("Vul de code in."), "max_length": _("Deze code is te lang.")},
    )


class LoginForm(AllauthLoginForm):
    """Who somebody is, and the first thing by which they prove it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address()
        self.fields["password"] = _password(_("Wachtwoord"), "current-password")


class AuthenticateForm(AllauthAuthenticateForm):
    """The code of an app, or a recovery code."""

    code = _code()


class ReauthenticateForm(AllauthReauthenticateForm):
    """The same, before something that matters."""

    code = _code()


class ActivateTOTPForm(AllauthActivateTOTPForm):
    """The first code of an app, by which it shows that it holds the secret."""

    code = _code()


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey, with a name by which its owner knows it from others."""

    name = forms.CharField(
        label=_("Naam"),
        required=False,
        max_length=100,
        help_text=_("Waaraan je hem herkent. Bijvoorbeeld: laptop van het werk."),
        error_messages={"max_length": _("Kies een kortere naam: hoogstens 100 tekens.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = ""

    def clean_name(self) -> str:
        """Return the name, or the word for what it is."""
        name: str = self.cleaned_data["name"]
        return name.strip() or str(_("Passkey"))


class ForgottenForm(forms.Form):
    """Whose password is forgotten."""

    email = _address("email")


class PasswordForm(forms.Form):
    """A new password."""

    password = _password(_("Nieuw wachtwoord"), "new-password")

    def __init__(self, *args: object, account: Account, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own form takes them
        self.account = account
        self.fields["password"].help_text = _("Minstens 12 tekens. Een zin onthoud je makkelijk.")

    def about(self) -> Account:
        """Return whose password it becomes, as far as known now."""
        return self.account

    def clean(self) -> dict[str, object]:
        """Refuse what others would guess."""
        cleaned = super().clean() or {}
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], self.about())
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class OwnPasswordForm(PasswordForm):
    """Another password, by who knows the one of now."""

    current = _password(_("Wachtwoord van nu"), "current-password")
    field_order = ["current", "password"]

    def clean_current(self) -> str:
        """Refuse whoever sits down at somebody else's screen."""
        current: str = self.cleaned_data["current"]
        if not self.account.check_password(current):
            raise ValidationError(_("Dit is niet je wachtwoord van nu."))
        return current


class AcceptForm(PasswordForm):
    """Who the new account is of."""

    email = _address()
    name = forms.CharField(
        label=_("Je naam"),
        max_length=200,
        help_text=_("Zo zien je collega’s wie wat deed."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Vul je naam in."),
            "max_length": _("Maak je naam korter: hoogstens 200 tekens."),
        },
    )
    field_order = ["email", "name", "password"]

    def __init__(self, *args: object, address: str, **kwargs: object) -> None:
        super().__init__(*args, account=Account(email=address), **kwargs)
        if address:
            del self.fields["email"]

    def about(self) -> Account:
        """Return whose account it becomes."""
        filled = self.cleaned_data
        return Account(email=filled.get("email", self.account.email), name=filled.get("name", ""))


ROLES = [
    (Role.ADVISEUR.value, _("adviseur")),
    (Role.BEHEERDER.value, _("beheerder: mag ook accounts beheren en het logboek lezen")),
]


class InviteForm(forms.Form):
    """Who is invited, and as what."""

    email = _address("off")
    role = forms.ChoiceField(
        label=_("Rol"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies een rol."),
            "invalid_choice": _("Kies een rol."),
        },
    )


class RoleForm(forms.Form):
    """Somebody's other role."""

    role = forms.ChoiceField(choices=ROLES)
