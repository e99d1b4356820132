"""Telling somebody by mail that how they sign in was changed, in case it wasn't they who did."""

from django.db import transaction
from django.utils.translation import get_language

from scans.models import Account
from scans.services.mailing import queue_notice_mail
from scans.tasks import send_mail


@transaction.atomic
def tell(account: Account, about: str) -> None:
    """Mail what changed; ``about`` as ``queue_notice_mail`` takes it."""
    mail_id = queue_notice_mail(about=about, address=account.email, language=get_language() or "nl")
    send_mail.enqueue(str(mail_id))
