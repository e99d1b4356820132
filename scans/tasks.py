"""Background tasks: what must not hold up a page."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from scans.models import FileKind
from scans.queries.listing import keep_priors
from scans.services.accounts import ask_password_link, delete_old_links
from scans.services.again import invite_again
from scans.services.audit import delete_old_records
from scans.services.backing_up import delete_old_backups
from scans.services.backup_alarm import warn_of_late_backup
from scans.services.contacting import delete_old_requests
from scans.services.housekeeping import close_due_rounds, delete_single_answers, forget_old_tries
from scans.services.journal import keep_journal
from scans.services.mailing import (
    MailNotSentError,
    RecipientRefusedError,
    deliver_mail,
    give_up_mail,
    queue_account_mail,
)
from scans.services.newsletter import Consent, ask_subscription, delete_unconfirmed
from scans.services.owners import replace_lost_links
from scans.services.quality import refresh_all_quality
from scans.services.queue import forget_done_tasks, waiting_tasks
from scans.services.reminding import remind_of_steps
from scans.services.reporting import make_report
from scans.services.retention import (
    delete_finished,
    delete_forgotten_accounts,
    delete_unfinished,
    warn_of_the_end,
)
from scans.services.sealing import unseal
from scans.services.turns import TurnTakenError, take_turn
from scans.services.undelivered import delete_old_mail_files, delete_old_mails

logger = logging.getLogger(__name__)

MAIL_TRIES = 10
"""With the pauses below (1, 2, 4 ... minutes) a mail server may be down for eight hours."""

TURN_PAUSE = timedelta(seconds=2)
"""After which a PDF that had to wait for others is tried again; a worker does other work first."""


@task()
def render_report(
    result_id: int, language: str, *, anonymous: bool = False, kind: str = FileKind.REPORT
) -> None:
    """Make a PDF of a result; one at a time of each result, and two at once by all workers."""
    try:
        turn = take_turn("pdf", str(result_id))
    except TurnTakenError:
        soon = render_report.using(run_after=timezone.now() + TURN_PAUSE)
        soon.enqueue(result_id, language, anonymous=anonymous, kind=kind)
        return
    try:
        make_report(
            result_id=result_id, language=language, anonymous=anonymous, kind=FileKind(kind)
        )
    finally:
        turn.give_back()


@task()
def send_mail(mail_id: str, tries: int = 1, *, refused: bool = False) -> None:
    """Send one waiting mail; a dead mail server is tried again, at growing intervals.

    ``refused`` says that the last time the server took no mail for this address, for monitoring.
    """
    try:
        deliver_mail(mail_id=UUID(mail_id))
    except MailNotSentError as error:
        if tries >= MAIL_TRIES:
            give_up_mail(mail_id=UUID(mail_id))
            raise
        pause = timedelta(minutes=2 ** (tries - 1))
        logger.warning("A mail could not be sent (try %s); trying again in %s.", tries, pause)
        # Said only when it is so: a release from before this argument can do all other mail.
        told = {"refused": True} if isinstance(error, RecipientRefusedError) else {}
        send_mail.using(run_after=timezone.now() + pause).enqueue(mail_id, tries + 1, **told)


@task()
def send_lost_links(sealed_address: str, language: str) -> None:
    """Mail new links to an address, if it is somebody's.

    Done here and not while the visitor waits: how long it takes would tell who has a scan.
    """
    mail_id = replace_lost_links(
        address=unseal(sealed_address), language=language, today=timezone.localdate()
    )
    if mail_id is not None:
        send_mail.enqueue(str(mail_id))


@task()
def send_password_link(sealed_address: str, language: str) -> None:
    """Mail a link to choose a new password with to an address, if it is somebody's.

    Done here for the same reason as above: how long it takes would tell who has an account.
    """
    address = unseal(sealed_address)
    with transaction.atomic():  # a link, the mail about it and the task that sends it
        link = ask_password_link(email=address, moment=timezone.now())
        if link is not None:
            mail_id = queue_account_mail(link=link, address=address, language=language)
            send_mail.enqueue(str(mail_id))


@task()
def send_newsletter_confirmation(
    sealed_address: str, language: str, text: str, version: int, moment: str
) -> None:
    """Mail an address that wants the newsletter the link to confirm it, if it isn't on the list.

    Done here for the same reason as above. ``moment`` is when they agreed, in ISO 8601.
    """
    consent = Consent(text, version, datetime.fromisoformat(moment), language)
    with transaction.atomic():  # a subscriber, the mail to them and the task that sends it
        mail_id = ask_subscription(
            address=unseal(sealed_address), consent=consent, today=timezone.localdate()
        )
        if mail_id is not None:
            send_mail.enqueue(str(mail_id))


HOUSEKEEPING_PAUSE = timedelta(minutes=10)
"""A round whose last day has passed is closed within this time of midnight."""


@task()
def housekeep() -> None:
    """Do what has to happen by itself.

    The next time is planned first: whatever goes wrong now, also a worker that dies, it comes.
    """
    plan_housekeeping(HOUSEKEEPING_PAUSE)
    keep_house(today=timezone.localdate(), moment=timezone.now())


def keep_house(*, today: date, moment: datetime) -> dict[str, int]:
    """Do each chore; return how much each that deletes, closes or mails did, by its name.

    One that fails doesn't stop the others: what went wrong first is raised after the last. Twice is
    the same as once.
    """
    done: dict[str, int] = {}
    failures: list[Exception] = []
    for name, chore in _chores(today, moment).items():
        try:
            done[name] = chore() or 0
        except Exception as error:  # raised below, after the others
            logger.error("Housekeeping: %s failed (%s).", name, type(error).__name__)  # noqa: TRY400 - what an error says may name somebody
            failures.append(error)
    if failures:
        raise failures[0]
    return done


Chore = Callable[[], int | None]


def _chores(today: date, moment: datetime) -> dict[str, Chore]:
    """Return what has to happen, in this order."""
    return {
        "tasks": partial(forget_done_tasks, moment=moment),
        "account links": partial(delete_old_links, moment=moment),
        "audit records": partial(delete_old_records, moment=moment),
        "accounts": delete_forgotten_accounts,
        "subscriptions": partial(delete_unconfirmed, moment=moment),
        "contact requests": partial(delete_old_requests, moment=moment, today=today),
        "mails": partial(delete_old_mails, today=today),
        "mail files": partial(delete_old_mail_files, moment=moment),
        "sign-in tries": partial(forget_old_tries, moment=moment),
        "journal": partial(keep_journal, moment=moment),
        "backups": partial(delete_old_backups, folder=settings.BACKUP_DIR, moment=moment),
        "late backup": partial(warn_of_late_backup, moment=moment, send=_enqueue_mail),
        "sessions": SessionStore.clear_expired,
        "rounds": partial(close_due_rounds, today=today, send=_enqueue_mail),
        "answers": partial(delete_single_answers, today=today),
        "unfinished scans": partial(delete_unfinished, today=today),
        "warnings": partial(warn_of_the_end, today=today, send=_enqueue_mail),
        "departments": partial(delete_finished, today=today),
        "reminders": partial(remind_of_steps, today=today, send=_enqueue_mail),
        # After the rounds that are due: a department with an open one isn't asked for another.
        "next rounds": partial(invite_again, today=today, send=_enqueue_mail),
        "quality": partial(refresh_all_quality, today=today),
        "means": keep_priors,
    }


def _enqueue_mail(mail_id: UUID) -> None:
    send_mail.enqueue(str(mail_id))


@transaction.atomic
def plan_housekeeping(pause: timedelta) -> None:
    """See to it that the next housekeeping waits in the queue, once for all workers."""
    if not waiting_tasks(housekeep.module_path):
        housekeep.using(run_after=timezone.now() + pause).enqueue()
