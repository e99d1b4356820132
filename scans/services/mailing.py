"""Mail: composed here, sealed until the worker sends it.

A mail waits in a table, encrypted: a copy of the database shows neither the address nor the
secret link in it, and ties neither to an answer.
"""

import json
import logging
import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from scans.models import AccountLink, ActionPlan, LinkKind, OutgoingMail, Owner, Response
from scans.services.sealing import BrokenSealError, seal, unseal

logger = logging.getLogger(__name__)

MAX_LINK_MAILS = 3
"""How often one link can be mailed; how many scans somebody starts is not limited here."""


PERMANENT = 500
"""From this SMTP code up asking again gives the same answer (RFC 5321, 4.2.1)."""


class MailNotSentError(Exception):
    """The mail server did not take the mail; the message names the error and no address."""


class RecipientRefusedError(MailNotSentError):
    """The mail server works, and doesn't take mail for this address now."""


class TooManyMailsError(Exception):
    """This link was mailed often enough."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, ready to go: plain text and the same as HTML, and headers of its own."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def queue_link_mail(*, response: Response, address: str, url: str, language: str) -> UUID:
    """Seal a mail with somebody's own link for the worker and return its key.

    ``TooManyMailsError`` past the limit.
    """
    counted = Response.objects.filter(pk=response.pk, mails_sent__lt=MAX_LINK_MAILS).update(
        mails_sent=F("mails_sent") + 1
    )
    if not counted:
        raise TooManyMailsError
    with translation.override(language):
        # Nothing that a visitor typed: our mail carries nobody else's words to a stranger.
        mail = compose("own_link", address, _("Je link naar de Afdelingsscan"), {"url": url})
    return queue_mail(mail)


OWNER_MAILS = ("link", "lost", "closed", "full", "again")
"""Why an aanvrager gets mail: asked for the link, lost it, the round closed by itself, a link was
used so often that they are asked whether that's all right, or it is time for another round."""


def queue_owner_mail(
    *, subject: str, owners: Sequence[Owner], address: str, language: str, confirm: str = ""
) -> UUID:
    """Seal a mail with the aanvrager's links for the worker; return its key.

    ``subject`` is one of ``OWNER_MAILS``. All ``owners`` have this one address. ``confirm`` is
    the secret part of the link that confirms it, empty when there is nothing to confirm.
    """
    with translation.override(language):
        subjects = {
            "link": _("Je eigen pagina bij de Afdelingsscan"),
            "lost": _("Je nieuwe link naar de Afdelingsscan"),
            "closed": _("De ronde is gesloten: de uitkomst staat klaar"),
            "full": _("Er zijn meer mensen begonnen dan je verwachtte"),
            "again": _("Tijd om opnieuw te meten?"),
        }
        # Never by the name that a visitor asked for: this goes to somebody else's mailbox.
        context = {
            "urls": [f"{settings.SITE_URL}/scan/{owner.token}/" for owner in owners],
            "about": subject,
            "confirm": f"{settings.SITE_URL}/bevestigen/{confirm}/" if confirm else "",
        }
        mail = compose("owner", address, subjects[subject], context)
    return queue_mail(mail)


def queue_reminder_mail(*, plan: ActionPlan, owner: Owner, address: str, count: int) -> UUID:
    """Seal a mail that the day of so many steps has come for the worker; return its key.

    It says nothing of what the steps are.
    """
    with translation.override(owner.language):
        context = {
            "count": count,
            "url": f"{settings.SITE_URL}/scan/{owner.token}/plan-maken/{plan.result.scan.number}/",
            "stop_url": f"{settings.SITE_URL}/herinneringen/{plan.stop_token}/",
        }
        mail = compose("reminder", address, _("Vandaag op je plan"), context)
    return queue_mail(mail)


def compose(name: str, to: str, subject: str, context: Mapping[str, object]) -> Mail:
    """Return a mail made from the templates of this name, in the language of the moment."""
    known = {**context, "demonstration": settings.DEMONSTRATION}
    return Mail(
        to=to,
        subject=subject,
        text=render_to_string(f"mail/{name}.txt", known),
        html=render_to_string(f"mail/{name}.html", known),
    )


def account_url(link: AccountLink) -> str:
    """Return the address of a one-time link of the dashboard."""
    page = {LinkKind.INVITATION: "uitnodiging", LinkKind.PASSWORD: "wachtwoord"}
    return f"{settings.SITE_URL}/dashboard/{page[LinkKind(link.kind)]}/{link.token}/"


def queue_account_mail(*, link: AccountLink, address: str, language: str) -> UUID:
    """Seal a mail with a one-time link of the dashboard for the worker; return its key."""
    with translation.override(language):
        subjects = {
            LinkKind.INVITATION: _("Je uitnodiging voor het dashboard van de Afdelingsscan"),
            LinkKind.PASSWORD: _("Kies een nieuw wachtwoord voor de Afdelingsscan"),
        }
        context = {"url": account_url(link), "about": link.kind}
        mail = compose("account", address, subjects[LinkKind(link.kind)], context)
    return queue_mail(mail)


def queue_notice_mail(*, about: str, address: str, language: str) -> UUID:
    """Seal a mail that tells somebody what changed in how they sign in; return its key.

    ``about`` is ``"password"``, ``"added"`` or ``"removed"`` (a second factor), or ``"codes"``.
    It holds no link: whoever imitates it has nothing to imitate.
    """
    with translation.override(language):
        subject = _("Er is iets veranderd aan je account van de Afdelingsscan")
        mail = compose("notice", address, subject, {"about": about})
    return queue_mail(mail)


def queue_backup_mail(*, address: str, language: str, at: datetime | None) -> UUID:
    """Seal a mail that the last good backup, of ``at`` or none, is too old; return its key."""
    with translation.override(language):
        mail = compose(
            "backup", address, _("Er is geen verse backup van de Afdelingsscan"), {"at": at}
        )
    return queue_mail(mail)


def queue_newsletter_mail(
    *, about: str, address: str, language: str, unsubscribe_url: str, confirm_url: str = ""
) -> UUID:
    """Seal a mail about the newsletter for the worker; return its key.

    ``about`` is ``"confirm"``, with the link that does it, or ``"welcome"``. Mail programs find in
    its headers how to take somebody off the list by one press (RFC 8058).
    """
    with translation.override(language):
        subjects = {
            "confirm": _("Bevestig je aanmelding voor de nieuwsbrief"),
            "welcome": _("Je krijgt voortaan onze nieuwsbrief"),
        }
        context = {"about": about, "url": confirm_url, "unsubscribe_url": unsubscribe_url}
        mail = compose("newsletter", address, subjects[about], context)
    mail.headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
    mail.headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return queue_mail(mail)


def queue_mail(mail: Mail) -> UUID:
    """Seal a mail for the worker and return its key."""
    return OutgoingMail.objects.create(sealed=seal(json.dumps(asdict(mail)))).pk


@transaction.atomic
def deliver_mail(*, mail_id: UUID) -> None:
    """Hand a mail to the mail server and forget it; one that is gone was sent before.

    ``MailNotSentError`` when the server doesn't take it, ``RecipientRefusedError`` when that is for
    who it is to: the mail then stays.
    """
    waiting = OutgoingMail.objects.select_for_update().filter(pk=mail_id).first()
    if waiting is None:
        return
    try:
        mail = Mail(**json.loads(unseal(waiting.sealed)))
    except BrokenSealError:
        waiting.delete()
        logger.warning("A mail can't be opened, and was dropped: LINK_KEY is not what it was.")
        return
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=mail.headers)
    message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        if any(code < PERMANENT for code, _reason in error.recipients.values()):
            raise RecipientRefusedError(type(error).__name__) from None
        logger.warning("The mail server knows no such address: the mail was dropped.")
    except (OSError, smtplib.SMTPException) as error:
        # What the server said may repeat the address, and a failed task keeps its traceback.
        raise MailNotSentError(type(error).__name__) from None
    waiting.delete()
    if not settings.EMAIL_HOST:
        logger.info("No mail server is set: the mail was written to %s.", settings.EMAIL_FILE_PATH)


def give_up_mail(*, mail_id: UUID) -> None:
    """Forget a mail that no server took for too long."""
    OutgoingMail.objects.filter(pk=mail_id).delete()
