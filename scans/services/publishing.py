"""Publishing a questionnaire: from then on it never changes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from scans.content.loader import Document
from scans.models import QuestionnaireVersion


class AlreadyPublishedError(Exception):
    """This version of this questionnaire was published with other contents."""


@transaction.atomic
def publish_questionnaire(
    *, document: Document, moment: datetime
) -> tuple[QuestionnaireVersion, bool]:
    """Publish a checked document and say whether that was new.

    The same document again changes nothing. ``AlreadyPublishedError`` when the version exists
    with another digest: an improvement needs a version number of its own.
    """
    version, created = QuestionnaireVersion.objects.get_or_create(
        slug=document.data["slug"],
        version=document.data["version"],
        defaults={
            "digest": document.digest,
            "source": document.source,
            "data": document.data,
            "published_at": moment,
        },
    )
    if version.digest != document.digest:
        raise AlreadyPublishedError(str(version))
    return version, created


@transaction.atomic
def publish_shipped(*, documents: Sequence[Document], moment: datetime) -> list[Document]:
    """Publish what comes with the product, per questionnaire the oldest first, as far as needed.

    Returns the documents that were left out: those of a questionnaire of which somebody here
    published a version of their own. An upgrade doesn't replace that, and takes no number of it.
    """
    shipped = {document.digest for document in documents}
    left_out = []
    for document in documents:
        versions = QuestionnaireVersion.objects.filter(slug=document.slug)
        if versions.filter(digest=document.digest).exists():
            continue
        newest = versions.order_by("published_at", "pk").last()
        is_taken = versions.filter(version=document.version).exists()
        if is_taken or (newest is not None and newest.digest not in shipped):
            left_out.append(document)
        else:
            publish_questionnaire(document=document, moment=moment)
    return left_out
