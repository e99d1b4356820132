"""Visitors of the dashboard, as far in as a test needs them."""

import re
import time

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from scans.models import Account, AuditRecord, Role
from scans.web.adviser.access import note_factor

PASSWORD = "een zin van vijf woorden"  # noqa: S105 - of people who don't exist
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - the same


def account(role=Role.ADVISEUR, *, name="Ada", factor=True, **fields):
    """Somebody with an account, by default with an app and recovery codes."""
    made = Account.objects.create_account(
        email=fields.pop("email", f"{name.lower()}@bureau.nl"),
        name=name,
        password=PASSWORD,
        role=role,
    )
    EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=True)
    if factor:
        TOTP.activate(made, SECRET)
        RecoveryCodes.activate(made)
    for field, value in fields.items():
        setattr(made, field, value)
    made.save()
    return made


def manager(name="Mo", **fields):
    """A beheerder."""
    return account(Role.BEHEERDER, name=name, **fields)


def signed_in(who, *, with_factor=True, just_proved=False):
    """A browser in which somebody went through the whole door, or through half of it.

    ``just_proved``: and proved it again, as is asked before changing a second factor.
    """
    client = Client()
    client.force_login(who)
    if with_factor:
        change_session(client, lambda request: record_authentication(request, who, "mfa"))
    if just_proved:
        change_session(client, lambda request: note_factor(request, who))
    return client


class _Request:
    def __init__(self, session):
        self.session = session


def change_session(client, change):
    """Do something with what the server keeps of a browser."""
    session = client.session
    change(_Request(session))
    session.save()


def code_at(counter, secret=SECRET):
    """The code that an app shows in one half minute."""
    return format_hotp_value(hotp_value(secret, counter))


def wrong_code(secret=SECRET):
    """A code that no app with this secret shows now, a little earlier or a little later."""
    now = int(time.time()) // 30
    shown = {code_at(now + step, secret) for step in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in shown)


def current_code(secret=SECRET):
    """The code that an app shows now."""
    return code_at(int(time.time()) // 30, secret)


def recovery_codes(who):
    """The recovery codes that somebody has left."""
    return Authenticator.objects.get(user=who, type="recovery_codes").wrap().get_unused_codes()


def link_in(text, kind):
    """The one-time link that a text holds."""
    return re.search(rf"https?://[^\s<\"]+/dashboard/{kind}/[a-z2-7]{{32}}/", text)[0]


def recorded():
    """What the audit log holds, oldest first."""
    return list(AuditRecord.objects.order_by("pk").values_list("what", flat=True))
