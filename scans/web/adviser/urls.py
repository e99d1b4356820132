"""Addresses of the dashboard; ``GateMiddleware`` stands before all of them.

The names that begin with ``account_`` and ``mfa_`` are allauth's: it looks its own pages up by
them. What it has besides (signing up, other e-mail addresses) is not here, and so doesn't exist.
"""

from django.urls import path

from scans.web.adviser import accounts, audit, factors, overview, signing

urlpatterns = [
    path("", overview.overview, name="dashboard"),
    path("inloggen/", signing.login, name="account_login"),
    path("inloggen/tweede-stap/", signing.second_step, name="mfa_authenticate"),
    path("uitloggen/", signing.logout, name="account_logout"),
    path("wachtwoord/", signing.forgotten, name="account_reset_password"),
    path("wachtwoord/<str:token>/", signing.new_password, name="account_password"),
    path("uitnodiging/<str:token>/", signing.invitation, name="account_invitation"),
    path("bevestigen/", signing.confirm, name="mfa_reauthenticate"),
    path("bevestigen/passkey/", signing.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("beveiliging/", factors.overview, name="mfa_index"),
    path("beveiliging/app/", factors.add_app, name="mfa_activate_totp"),
    path("beveiliging/app/verwijderen/", factors.remove_app, name="mfa_deactivate_totp"),
    path("beveiliging/passkey/", factors.add_passkey, name="mfa_add_webauthn"),
    path(
        "beveiliging/passkey/<int:pk>/verwijderen/",
        factors.remove_passkey,
        name="mfa_remove_webauthn",
    ),
    path("beveiliging/codes/", factors.codes, name="mfa_view_recovery_codes"),
    path("beveiliging/codes/nieuw/", factors.renew_codes, name="mfa_generate_recovery_codes"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/uitnodigen/", accounts.invite, name="accounts_invite"),
    path(
        "accounts/uitnodiging/<uuid:link_id>/intrekken/",
        accounts.withdraw,
        name="accounts_withdraw",
    ),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/<int:account_id>/rol/", accounts.role, name="account_role"),
    path("accounts/<int:account_id>/toegang/", accounts.access, name="account_access"),
    path("accounts/<int:account_id>/opnieuw/", accounts.afresh, name="account_afresh"),
    path("logboek/", audit.log, name="audit"),
]
