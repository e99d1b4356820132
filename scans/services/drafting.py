"""Drafts of questionnaires: making, uploading, changing and publishing them.

What checks documents is imported where it is used: pages that only show scans do without it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import get_current_timezone

from scans.content.editing import CLIENTS, Changed, Part, Value, changed
from scans.content.rules import Fault
from scans.models import Account, Action, QuestionnaireDraft, QuestionnaireVersion
from scans.services.audit import record
from scans.services.meanwhile import ChangedMeanwhileError


class VersionTakenError(Exception):
    """There is a published version or a draft with this number, or a later one."""


class FaultyPartError(Exception):
    """What was filled in makes no good questionnaire: the faults, and where they were made."""

    def __init__(self, faults: Iterable[Fault], outcome: Changed) -> None:
        self.faults = tuple(faults)
        self.outcome = outcome
        super().__init__("; ".join(fault.sentence for fault in self.faults))


class FaultyDraftError(Exception):
    """The draft as a whole can't be published yet."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody filled in of a part of a draft, and which state of the draft they saw."""

    draft_id: int
    seen_revision: int
    part: Part
    values: Mapping[str, Value]


@transaction.atomic
def make_draft(*, version_id: int, by: Account, moment: datetime) -> QuestionnaireDraft:
    """Begin the next version with the texts of a published one."""
    from scans.content.writing import written  # noqa: PLC0415 - see above

    version = QuestionnaireVersion.objects.get(pk=version_id)
    data = {**in_order(version.data), "version": _next_number(version.slug)}
    draft = _create(data, written(data), moment)
    record(who=by, what=Action.DRAFT_MADE, moment=moment, about=draft, details=str(draft))
    return draft


@transaction.atomic
def upload_draft(*, content: bytes, name: str, by: Account, moment: datetime) -> QuestionnaireDraft:
    """Make a draft of a document; ``DocumentError`` with all that is wrong, and then nothing is.

    ``VersionTakenError`` unless its version comes after all that were published.
    """
    from scans.content.loader import read_document  # noqa: PLC0415 - see above

    document = read_document(content, name)
    _check_number(document.slug, document.version)
    draft = _create(document.data, document.source, moment)
    record(who=by, what=Action.DRAFT_UPLOADED, moment=moment, about=draft, details=str(draft))
    return draft


@transaction.atomic
def change_draft(*, edit: Edit, by: Account, moment: datetime) -> QuestionnaireDraft:
    """Put in what was filled in of a part.

    ``ChangedMeanwhileError`` when it isn't the draft any more that was looked at,
    ``FaultyPartError`` when the part isn't good, or makes another part wrong that was good.
    """
    from scans.content.writing import written  # noqa: PLC0415 - see above

    draft = _locked(edit.draft_id, edit.seen_revision)
    outcome = changed(draft.data, edit.part, edit.values)
    if wrong := _faults(outcome.data, edit.part):
        raise FaultyPartError(wrong, outcome)
    data = in_order(outcome.data)
    if data == draft.data:
        return draft
    draft.data, draft.source = data, written(data)
    draft.revision += 1
    draft.changed_on = _day(moment)
    draft.save()
    details = f"{draft}: {edit.part.key}"
    record(who=by, what=Action.DRAFT_CHANGED, moment=moment, about=draft, details=details)
    return draft


@transaction.atomic
def delete_draft(*, draft_id: int, seen_revision: int, by: Account, moment: datetime) -> None:
    """Throw a draft away; ``ChangedMeanwhileError`` when it isn't what was looked at."""
    draft = _locked(draft_id, seen_revision)
    record(who=by, what=Action.DRAFT_DELETED, moment=moment, about=draft, details=str(draft))
    draft.delete()


@transaction.atomic
def publish_draft(
    *, draft_id: int, seen_revision: int, by: Account, moment: datetime
) -> QuestionnaireVersion:
    """Publish a draft: from then on it never changes, and new scans are on it.

    Open scans stay on the version that they began with. ``FaultyDraftError`` when something is
    still wrong, ``ChangedMeanwhileError`` and ``VersionTakenError`` as above.
    """
    from scans.content.loader import DocumentError, read_document  # noqa: PLC0415 - see above
    from scans.services.publishing import publish_questionnaire  # noqa: PLC0415 - the same

    draft = _locked(draft_id, seen_revision)
    _check_number(draft.slug, draft.version)
    try:
        document = read_document(draft.source.encode(), str(draft))
    except DocumentError as error:
        raise FaultyDraftError from error
    version, _created = publish_questionnaire(document=document, moment=moment)
    record(
        who=by,
        what=Action.QUESTIONNAIRE_PUBLISHED,
        moment=moment,
        about=version,
        details=str(version),
    )
    draft.delete()
    return version


def faults_of(draft: QuestionnaireDraft) -> list[Fault]:
    """Return what must be mended before a draft can be published."""
    from scans.content.schema import faults_in  # noqa: PLC0415 - see above

    return faults_in(draft.data)


def in_order(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a version or a draft as its document has it; a database keeps no order."""
    from scans.content.schema import complete  # noqa: PLC0415 - see above

    return complete(data)


def _faults(data: Mapping[str, Any], part: Part) -> list[Fault]:
    """Return what is wrong now.

    An item of clients may lose what it mirrors: that is mended there, before publishing.
    """
    from scans.content.schema import faults_in  # noqa: PLC0415 - see above

    found = faults_in(data)
    if part.key == CLIENTS:
        return found
    return [fault for fault in found if fault.path[-1:] != ("mirrors",)]


def _locked(draft_id: int, seen_revision: int) -> QuestionnaireDraft:
    draft = QuestionnaireDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None or draft.revision != seen_revision:
        raise ChangedMeanwhileError
    return draft


def _create(data: Mapping[str, Any], source: str, moment: datetime) -> QuestionnaireDraft:
    try:
        with transaction.atomic():
            return QuestionnaireDraft.objects.create(
                slug=data["slug"],
                version=data["version"],
                data=data,
                source=source,
                changed_on=_day(moment),
            )
    except IntegrityError as error:
        raise VersionTakenError from error


def _check_number(slug: str, number: str) -> None:
    if any(_order(number) <= _order(known) for known in _published(slug)):
        raise VersionTakenError


def _next_number(slug: str) -> str:
    """Return the first number after all that were published that isn't a draft's."""
    drafts = QuestionnaireDraft.objects.filter(slug=slug).values_list("version", flat=True)
    major, minor = max(map(_order, [*_published(slug), *drafts]))
    return f"{major}.{minor + 1}"


def _published(slug: str) -> list[str]:
    versions = QuestionnaireVersion.objects.filter(slug=slug)
    return list(versions.values_list("version", flat=True))


def _order(number: str) -> tuple[int, int]:
    major, minor = number.split(".")
    return int(major), int(minor)


def _day(moment: datetime) -> date:
    return moment.astimezone(get_current_timezone()).date()
