"""Reads on published questionnaires."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from django.db.models import QuerySet

from scans.content.document import module_from, questionnaire_from
from scans.engine.asking import asked_of_clients
from scans.engine.questionnaire import Module, Questionnaire
from scans.models import Group, QuestionnaireVersion, Scan

CORE = "kern"


@lru_cache(maxsize=256)
def questionnaire_by_id(version_id: int, module_ids: tuple[int, ...] = ()) -> Questionnaire:
    """Return a published questionnaire, with these modules; kept in memory, for it never changes."""
    if module_ids:
        modules = tuple(module_by_id(module_id) for module_id in module_ids)
        return replace(questionnaire_by_id(version_id), modules=modules)
    return questionnaire_from(QuestionnaireVersion.objects.get(pk=version_id).data)


@lru_cache(maxsize=256)
def module_by_id(version_id: int) -> Module:
    """Return a published module; kept in memory, for it never changes."""
    return module_from(QuestionnaireVersion.objects.get(pk=version_id).data)


@lru_cache(maxsize=256)
def asked_by_id(version_id: int, group: Group, module_ids: tuple[int, ...] = ()) -> Questionnaire:
    """Return a published questionnaire, with these modules, as this group meets it."""
    questionnaire = (
        questionnaire_by_id(version_id, module_ids)
        if module_ids
        else questionnaire_by_id(version_id)
    )
    return questionnaire if group == Group.TEAM else asked_of_clients(questionnaire)


def questionnaire_of(scan: Scan) -> Questionnaire:
    """Return what a scan asks: its questionnaire with its modules."""
    # Without modules asked for as others ask for it: what is kept goes by how it was asked.
    if not scan.module_ids:
        return questionnaire_by_id(scan.questionnaire_id)
    return questionnaire_by_id(scan.questionnaire_id, tuple(scan.module_ids))


def asked_of(scan: Scan, group: Group) -> Questionnaire:
    """Return what a scan asks this group."""
    if not scan.module_ids:
        return asked_by_id(scan.questionnaire_id, group)
    return asked_by_id(scan.questionnaire_id, group, tuple(scan.module_ids))


def newest_version(slug: str) -> QuestionnaireVersion:
    """Return the version that new scans use; ``DoesNotExist`` before the first publication."""
    versions = QuestionnaireVersion.objects.defer("source", "data")
    return versions.filter(slug=slug).latest("published_at", "pk")


def newest_modules() -> tuple[QuestionnaireVersion, ...]:
    """Return the version of each module that new scans may use, in the order of the pages.

    That is the order of their slugs: the same in every language, and for whoever adds a module
    later.
    """
    newest = _modules().order_by("slug", "-published_at", "-pk").distinct("slug")
    # Sorted here: how a database orders letters and hyphens is its own affair.
    return tuple(sorted(newest, key=lambda one: one.slug))


def modules_by_ids(module_ids: Iterable[int]) -> tuple[QuestionnaireVersion, ...]:
    """Return these versions of modules in the order of the pages; what is no module is left out."""
    found = _modules().filter(pk__in=list(module_ids)).order_by("pk")
    return tuple(sorted(found, key=lambda one: one.slug))


def _modules() -> QuerySet[QuestionnaireVersion]:
    # Only few rows, and the trigger that keeps them as they are refuses a column of its own.
    return QuestionnaireVersion.objects.filter(data__kind="module").defer("source", "data")


def previous_version(version: QuestionnaireVersion) -> QuestionnaireVersion | None:
    """Return the version that was published before this one; ``None`` of the first."""
    earlier = QuestionnaireVersion.objects.filter(slug=version.slug, pk__lt=version.pk)
    return earlier.order_by("published_at", "pk").last()
