"""Mail that didn't leave, in the queue or as a file: letting go of it."""

import email
import email.policy
import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from scans.models import OutgoingMail
from scans.models.links import TOKEN_PATTERN, digest_of
from scans.services.batches import delete_in_batches
from scans.services.sealing import BrokenSealError, unseal

LINK = re.compile(rf"/({TOKEN_PATTERN.pattern})/")


def forget_mails(*, links: frozenset[bytes]) -> None:
    """Forget the waiting mails whose links are all among these digests: they lead nowhere now.

    A mail with another link too goes out: somebody may have no other way in. One that is being sent
    at this moment is gone by itself. Of a site without a mail server the files go as well.
    """
    found = [one.pk for one in OutgoingMail.objects.all() if _only_leads_to(links, _text_of(one))]
    # Only these: whoever forgets others at this moment must find theirs.
    free = OutgoingMail.objects.select_for_update(skip_locked=True).filter(pk__in=found)
    gone = list(free.values_list("pk", flat=True))
    OutgoingMail.objects.filter(pk__in=gone).delete()
    transaction.on_commit(lambda: _forget_files(links), robust=True)


def waiting_mails(*, links: frozenset[bytes]) -> list[tuple[str, date]]:
    """Return the subject of each waiting mail with one of these links, and since when it waits."""
    waiting = OutgoingMail.objects.order_by("queued_on", "pk")
    opened = ((_opened(mail), mail.queued_on) for mail in waiting)
    return [(mail["subject"], since) for mail, since in opened if links & _links_in(mail["text"])]


def _text_of(mail: OutgoingMail) -> str:
    return _opened(mail)["text"]


def _opened(mail: OutgoingMail) -> dict[str, str]:
    try:
        return {**json.loads(unseal(mail.sealed))}
    except BrokenSealError:  # nobody can read it any more, and the worker drops it
        return {"text": ""}


def _links_in(text: str) -> set[bytes]:
    return {digest_of(token) for token in LINK.findall(text)}


def _only_leads_to(links: frozenset[bytes], text: str) -> bool:
    found = _links_in(text)
    return bool(found) and found <= links


def _forget_files(links: frozenset[bytes]) -> None:
    for path in _mail_files():
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = message.get_body(["plain"])
        if body is not None and _only_leads_to(links, body.get_content()):
            path.unlink(missing_ok=True)


def _mail_files() -> list[Path]:
    """Return the mails of a site that writes them to files, because it has no mail server."""
    folder = Path(settings.EMAIL_FILE_PATH)
    return [] if settings.EMAIL_HOST or not folder.is_dir() else sorted(folder.glob("*.log"))


def delete_old_mails(*, today: date) -> int:
    """Forget mails that wait for longer than any mail server is down; return how many.

    Only the day is known on which a mail was queued, and it may have been a minute before midnight:
    that day doesn't count.
    """
    oldest = today - timedelta(days=settings.RETENTION.mail_days)
    return delete_in_batches(OutgoingMail.objects.filter(queued_on__lt=oldest))


def delete_old_mail_files(*, moment: datetime) -> int:
    """Delete mails that were written to files long enough ago; return how many."""
    oldest = (moment - timedelta(days=settings.RETENTION.logs_days)).timestamp()
    old = [path for path in _mail_files() if path.stat().st_mtime <= oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
