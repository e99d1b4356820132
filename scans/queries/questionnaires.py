"""Reads on published questionnaires."""

from functools import lru_cache

from scans.content.document import questionnaire_from
from scans.engine.asking import asked_of_clients
from scans.engine.questionnaire import Questionnaire
from scans.models import Group, QuestionnaireVersion

CORE = "kern"


@lru_cache(maxsize=64)
def questionnaire_by_id(version_id: int) -> Questionnaire:
    """Return a published questionnaire; kept in memory, for it never changes."""
    return questionnaire_from(QuestionnaireVersion.objects.get(pk=version_id).data)


@lru_cache(maxsize=64)
def asked_by_id(version_id: int, group: Group) -> Questionnaire:
    """Return a published questionnaire as this group meets it."""
    questionnaire = questionnaire_by_id(version_id)
    return questionnaire if group == Group.TEAM else asked_of_clients(questionnaire)


def newest_version(slug: str) -> QuestionnaireVersion:
    """Return the version that new scans use; ``DoesNotExist`` before the first publication."""
    versions = QuestionnaireVersion.objects.defer("source", "data")
    return versions.filter(slug=slug).latest("published_at", "pk")


def previous_version(version: QuestionnaireVersion) -> QuestionnaireVersion | None:
    """Return the version that was published before this one; ``None`` of the first."""
    earlier = QuestionnaireVersion.objects.filter(slug=version.slug, pk__lt=version.pk)
    return earlier.order_by("published_at", "pk").last()
