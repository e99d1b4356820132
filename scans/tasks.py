"""Background tasks: what must not hold up a page."""

import logging
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from scans.services.mailing import MailNotSentError, deliver_mail, give_up_mail
from scans.services.reporting import make_report

logger = logging.getLogger(__name__)

MAIL_TRIES = 10
"""With the pauses below (1, 2, 4 ... minutes) a mail server may be down for eight hours."""


@task()
def render_report(result_id: int, language: str) -> None:
    """Make the PDF of a result."""
    make_report(result_id=result_id, language=language)


@task()
def send_mail(mail_id: str, tries: int = 1) -> None:
    """Send one waiting mail; a dead mail server is tried again, at growing intervals."""
    try:
        deliver_mail(mail_id=UUID(mail_id))
    except MailNotSentError:
        if tries >= MAIL_TRIES:
            give_up_mail(mail_id=UUID(mail_id))
            raise
        pause = timedelta(minutes=2 ** (tries - 1))
        logger.warning("A mail could not be sent (try %s); trying again in %s.", tries, pause)
        send_mail.using(run_after=timezone.now() + pause).enqueue(mail_id, tries + 1)
