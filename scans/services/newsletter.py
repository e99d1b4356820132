"""The newsletter: who asked for it, confirmed it, and doesn't want it any more.

Nobody is on the list before they pressed a button on a page that only their mailbox leads to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from scans.models import Account, Action, Deleted, Subscriber
from scans.models.links import digest_of
from scans.services.audit import record
from scans.services.batches import delete_in_batches
from scans.services.journal import note_deletion
from scans.services.mailing import queue_newsletter_mail
from scans.services.queue import forget_addresses
from scans.services.sealing import BrokenSealError, address_digest, seal, unseal
from scans.services.undelivered import forget_mails

MAILS_A_DAY = 3
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody agreed to: the words as they read them, which version, when, and in which language."""

    text: str
    version: int
    moment: datetime
    language: str


@transaction.atomic
def ask_subscription(*, address: str, consent: Consent, today: date) -> UUID | None:
    """Note that an address wants the newsletter and queue the mail that asks to confirm it.

    Return the mail's key; ``None`` when the address is on the list or was mailed often enough
    today. Until it is confirmed, each new request takes the place of the one before.
    """
    digest = address_digest(address)
    _make(address.strip(), digest, consent)
    kept = Subscriber.objects.select_for_update().get(address_digest=digest)
    if kept.confirmed_at is not None:
        return None
    if kept.mails_on != today:
        kept.mails_on, kept.mails_sent = today, 0
    if kept.mails_sent >= MAILS_A_DAY:
        return None
    kept.mails_sent += 1
    kept.consent_text, kept.consent_version = consent.text, consent.version
    kept.consented_at, kept.language = consent.moment, consent.language
    kept.save()
    return queue_newsletter_mail(
        about="confirm",
        address=address.strip(),
        language=consent.language,
        confirm_url=f"{settings.SITE_URL}/nieuwsbrief/bevestigen/{kept.confirm_token}/",
        unsubscribe_url=unsubscribe_url(kept),
    )


def _make(address: str, digest: bytes, consent: Consent) -> None:
    made = Subscriber(
        address_sealed=seal(address),
        address_digest=digest,
        language=consent.language,
        consent_text=consent.text,
        consent_version=consent.version,
        consented_at=consent.moment,
    )
    made.confirm_digest = digest_of(made.confirm_token)
    made.unsubscribe_digest = digest_of(made.unsubscribe_token)
    Subscriber.objects.bulk_create([made], ignore_conflicts=True)


def unsubscribe_url(subscriber: Subscriber) -> str:
    """Return the address that takes somebody off the list."""
    return f"{settings.SITE_URL}/nieuwsbrief/afmelden/{subscriber.unsubscribe_token}/"


@transaction.atomic
def confirm_subscription(*, token: str, moment: datetime) -> UUID | None:
    """Put on the list whom this link was mailed to, and queue the mail that says so.

    Return the mail's key; ``None`` when they were on it. ``Subscriber.DoesNotExist`` when the link
    opens nothing, or was made too long ago.
    """
    subscriber = Subscriber.objects.select_for_update().get(confirm_digest=digest_of(token))
    if subscriber.confirmed_at is not None:
        return None
    if is_too_late(subscriber, moment):
        raise Subscriber.DoesNotExist
    subscriber.confirmed_at = moment
    subscriber.save(update_fields=["confirmed_at"])
    try:
        address = unseal(subscriber.address_sealed)
    except BrokenSealError:  # there is no address any more
        return None
    return queue_newsletter_mail(
        about="welcome",
        address=address,
        language=subscriber.language,
        unsubscribe_url=unsubscribe_url(subscriber),
    )


@transaction.atomic
def unsubscribe(*, token: str) -> None:
    """Forget whom this link belongs to, address, proof and all; twice is the same as once."""
    locked = Subscriber.objects.select_for_update()
    found = locked.filter(unsubscribe_digest=digest_of(token)).first()
    if found is None:
        return
    links = (found.confirm_digest, found.unsubscribe_digest)
    forget_addresses()
    forget_mails(links=frozenset(bytes(one) for one in links))
    note_deletion(kind=Deleted.SUBSCRIBER, key=found.pk)
    found.delete()


def is_too_late(subscriber: Subscriber, moment: datetime) -> bool:
    """Whether somebody who didn't confirm it can't do so any more."""
    return subscriber.consented_at < moment - _to_confirm()


def _to_confirm() -> timedelta:
    return timedelta(days=settings.RETENTION.unconfirmed_days)


def delete_unconfirmed(*, moment: datetime) -> int:
    """Forget who never confirmed; return how many."""
    oldest = moment - _to_confirm()
    return delete_in_batches(Subscriber.objects.filter(confirmed_at=None, consented_at__lt=oldest))


def export_subscribers(*, by: Account, moment: datetime) -> Iterator[tuple[Subscriber, str]]:
    """Return everybody on the list with their address, oldest first, and write that in the log.

    Whose address can't be opened any more is left out.
    """
    found = Subscriber.objects.exclude(confirmed_at=None)
    record(who=by, what=Action.SUBSCRIBERS_EXPORTED, details=str(found.count()), moment=moment)
    return _with_address(found.iterator(chunk_size=CHUNK))


def _with_address(found: Iterator[Subscriber]) -> Iterator[tuple[Subscriber, str]]:
    for subscriber in found:
        try:
            address = unseal(subscriber.address_sealed)
        except BrokenSealError:
            continue
        yield subscriber, address
