"""The aanvrager's link: mailing it, replacing it, and deleting all that it opens."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from scans.models import ActionPlan, Deleted, LinkKind, Owner
from scans.models.links import derive_token, digest_of
from scans.services.deleting import delete_department
from scans.services.journal import note_deletion
from scans.services.mailing import TooManyMailsError, queue_owner_mail
from scans.services.sealing import BrokenSealError, address_digest, seal, unseal

MAILS_A_DAY = 5
"""To one aanvrager: enough for who mistypes, too little to flood a mailbox."""

ADDRESS_MAILS_A_DAY = 10
"""To one address, over all aanvragers who gave it."""


@transaction.atomic
def remember_address(*, owner: Owner, address: str, language: str, today: date) -> UUID:
    """Keep where the aanvrager can be reached and mail them their link; return the mail's key.

    ``TooManyMailsError`` past the limit of a day: nothing is changed then.
    """
    kept = Owner.objects.select_for_update().get(pk=owner.pk)
    _count_mail(kept, address_digest(address), today)
    digest = address_digest(address)
    if kept.address_digest is None or bytes(kept.address_digest) != digest:
        kept.address_confirmed = False
    kept.address_sealed = seal(address.strip())
    kept.address_digest = digest
    token = confirm_token(kept)
    kept.confirm_digest = digest_of(token)
    kept.language = language
    kept.save()
    return queue_owner_mail(
        subject="link",
        owners=[kept],
        address=address,
        language=language,
        confirm="" if kept.address_confirmed else token,
    )


def confirm_token(owner: Owner) -> str:
    """Return the secret part of the link that confirms the owner's address; another has another."""
    assert owner.address_digest is not None
    of_address = int.from_bytes(bytes(owner.address_digest), "big")
    return derive_token(LinkKind.CONFIRM, owner.pk, of_address)


def confirm_address(*, owner: Owner) -> None:
    """Note that the address is read by somebody; not if it changed since the link was opened."""
    Owner.objects.filter(pk=owner.pk, confirm_digest=owner.confirm_digest).update(
        address_confirmed=True
    )


@transaction.atomic
def renew_owner_link(*, owner: Owner, seen_generation: int) -> Owner:
    """Make the aanvrager's own link worthless and return them with the new one."""
    kept = Owner.objects.select_for_update().get(pk=owner.pk)
    if kept.link_generation == seen_generation:
        kept.link_generation += 1
        kept.link_digest = digest_of(kept.token)
        kept.save(update_fields=["link_generation", "link_digest"])
    return kept


@transaction.atomic
def forget_address(*, owner: Owner) -> None:
    """Forget where the aanvrager can be reached; the link goes on working, mails about plans stop."""
    Owner.objects.filter(pk=owner.pk).update(
        address_sealed="",
        address_digest=None,
        confirm_digest=None,
        address_confirmed=False,
        again_on=None,
    )
    ActionPlan.objects.filter(remind_to=owner).update(remind_to=None, remind_since=None)
    note_deletion(kind=Deleted.ADDRESS, key=owner.pk)


@transaction.atomic
def replace_lost_links(*, address: str, language: str, today: date) -> UUID | None:
    """Give every aanvrager with this address a new link and mail them; the old links die.

    Return the mail's key, or ``None`` when the address is nobody's or was mailed too often.
    """
    digest = address_digest(address)
    found = Owner.objects.select_for_update().filter(address_digest=digest)
    owners = list(found.order_by("pk"))
    renewed = []
    for owner in owners:
        try:
            _count_mail(owner, digest, today)
        except TooManyMailsError:
            continue
        owner.link_generation += 1
        owner.link_digest = digest_of(owner.token)
        owner.save()
        renewed.append(owner)
    if not renewed:
        return None
    return queue_owner_mail(subject="lost", owners=renewed, address=address, language=language)


@transaction.atomic
def tell_owners(*, department_id: UUID, subject: str, today: date) -> list[UUID]:
    """Queue a mail to every aanvrager of a department who gave an address; return their keys.

    Whoever was mailed often enough today is left alone.
    """
    owners = Owner.objects.select_for_update().filter(
        department=department_id, address_digest__isnull=False
    )
    return [mail_id for owner in owners.order_by("pk") for mail_id in _tell(owner, subject, today)]


def _tell(owner: Owner, subject: str, today: date) -> list[UUID]:
    try:
        return tell_owner(owner=owner, subject=subject, today=today)
    except TooManyMailsError:
        return []


def tell_owner(*, owner: Owner, subject: str, today: date) -> list[UUID]:
    """Queue a mail to an owner whose row the caller has locked; return its key, if there is one.

    ``TooManyMailsError`` past the limit of a day.
    """
    address = address_to_mail(owner=owner, today=today)
    if address is None:
        return []
    return [
        queue_owner_mail(subject=subject, owners=[owner], address=address, language=owner.language)
    ]


def mail_allowed(*, owner: Owner, today: date) -> str | None:
    """Return where a mail to an owner goes, as ``address_to_mail``; ``None`` past the limit too."""
    try:
        return address_to_mail(owner=owner, today=today)
    except TooManyMailsError:
        return None


def address_to_mail(*, owner: Owner, today: date) -> str | None:
    """Count a mail to an owner whose row the caller has locked, and return the address it goes to.

    ``None`` when there is no address: without the key it can't be read either.
    ``TooManyMailsError``, and nothing counted, past the limit of a day.
    """
    try:
        address = unseal(owner.address_sealed)
    except BrokenSealError:
        return None
    _count_mail(owner, address_digest(address), today)
    owner.save(update_fields=["mails_on", "mails_sent"])
    return address


@transaction.atomic
def delete_everything(*, owner: Owner) -> None:
    """Delete the owner's department with all rounds, answers, results, files and links.

    An organisation without departments goes with it. Deleting twice is the same as once.
    """
    delete_department(department_id=owner.department_id)


def _count_mail(owner: Owner, digest: bytes, today: date) -> None:
    """Count a mail to this address; the caller saves the owner, whose row it has locked."""
    if owner.mails_on != today:
        owner.mails_on, owner.mails_sent = today, 0
    others = Owner.objects.filter(address_digest=digest, mails_on=today).exclude(pk=owner.pk)
    elsewhere = others.aggregate(sent=Sum("mails_sent"))["sent"] or 0
    if owner.mails_sent >= MAILS_A_DAY or owner.mails_sent + elsewhere >= ADDRESS_MAILS_A_DAY:
        raise TooManyMailsError
    owner.mails_sent += 1
