"""Publishing a questionnaire: from then on it never changes."""

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
