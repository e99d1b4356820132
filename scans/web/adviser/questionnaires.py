"""The questionnaires: versions, what differs between them, and their documents."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scans.content.changes import Change, changes_between
from scans.content.document import is_module, module_from, questionnaire_from
from scans.engine.asking import asked_of_clients
from scans.models import Action, QuestionnaireDraft, QuestionnaireVersion
from scans.queries.quality import versions_with_counts
from scans.queries.questionnaires import previous_version
from scans.services.audit import record
from scans.services.drafting import VersionTakenError, in_order, make_draft, upload_draft
from scans.services.keys import is_first_use
from scans.web.adviser.access import account_of
from scans.web.adviser.draft_forms import UploadForm
from scans.web.adviser.part_words import word, words_of
from scans.web.adviser.receiving import takes_file
from scans.web.adviser.signing import DONE, UNPROCESSABLE
from scans.web.formkeys import key_of, new_key

LARGEST = 1_000_000
"""As in the loader: one byte more is read, so that it can say so."""

MOST_PROBLEMS = 100


@require_safe
def questionnaires(request: HttpRequest) -> HttpResponse:
    """Show all versions and drafts."""
    return _list(request, UploadForm())


def _list(
    request: HttpRequest, form: UploadForm, problems: tuple[object, ...] = ()
) -> HttpResponse:
    context = {
        "form": form,
        "problems": problems[:MOST_PROBLEMS],
        "more": max(0, len(problems) - MOST_PROBLEMS),
        "versions": versions_with_counts(),
        "drafts": QuestionnaireDraft.objects.defer("source", "data"),
        "done": request.GET.get(DONE, ""),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "adviser/questionnaires.html", context, status=status)


@takes_file(LARGEST + 1)
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Make a draft of a document; one that isn't good is refused whole, with every reason."""
    from scans.content.loader import DocumentError  # noqa: PLC0415 - only here, for it is large

    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, form)
    file = form.cleaned_data["document"]
    try:
        draft = upload_draft(
            content=file.read(), name=file.name, by=account_of(request), moment=timezone.now()
        )
    except DocumentError as error:
        form.add_error("document", _("Dit bestand is geen goede vragenlijst. Er is niets bewaard."))
        return _list(request, form, error.problems)
    except VersionTakenError:
        form.add_error(
            "document",
            _("Van deze versie is er al een, of een latere. Geef het bestand een hoger nummer."),
        )
        return _list(request, form)
    return redirect("draft", draft_id=draft.pk)


@dataclass(frozen=True, slots=True)
class Difference:
    """A change in words."""

    place: str
    change: Change

    @property
    def names(self) -> str:
        """Return the new order of a list."""
        return ", ".join(word(piece.text) for piece in self.change.pieces)


def differences(before: QuestionnaireVersion, after: dict[str, object]) -> list[Difference]:
    """Return what is new since a version, in words."""
    changes = changes_between(in_order(before.data), after)
    return [Difference(words_of(change.path), change) for change in changes]


def first_for_team(data: Mapping[str, Any]) -> str:
    """Return the first page that a team member meets."""
    return str(data["slug"] if is_module(data) else data["themes"][0]["key"])


def first_for_clients(data: Mapping[str, Any]) -> str:
    """Return the first page that internal clients meet; empty where they are asked nothing."""
    if is_module(data):
        return str(data["slug"]) if module_from(data).client_statements else ""
    asked = asked_of_clients(questionnaire_from(data))
    return next((theme.key for theme in asked.themes), "")


@require_safe
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show one published version, and what it changed."""
    shown = get_object_or_404(versions_with_counts().defer(None), pk=version_id)
    before = previous_version(shown)
    context = {
        "shown": shown,
        "before": before,
        "differences": differences(before, in_order(shown.data)) if before else [],
        "first_for_team": first_for_team(shown.data),
        "first_for_clients": first_for_clients(shown.data),
        "key": new_key(),
        "done": request.GET.get(DONE, ""),
    }
    return render(request, "adviser/questionnaire.html", context)


@require_safe
def download(request: HttpRequest, version_id: int) -> HttpResponse:
    """Give the document as it was published."""
    shown = get_object_or_404(QuestionnaireVersion, pk=version_id)
    return as_file(request, shown)


def as_file(request: HttpRequest, shown: QuestionnaireVersion | QuestionnaireDraft) -> HttpResponse:
    """Give the document of a version or a draft, and write down who took it."""
    record(
        who=account_of(request),
        what=Action.QUESTIONNAIRE_DOWNLOADED,
        moment=timezone.now(),
        about=shown,
        details=str(shown),
    )
    response = HttpResponse(shown.source, content_type="application/yaml; charset=utf-8")
    name = f"{shown.slug}-{shown.version}.yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def draft_make(request: HttpRequest, version_id: int) -> HttpResponse:
    """Begin the next version."""
    shown, moment = get_object_or_404(_versions(), pk=version_id), timezone.now()
    # Taken: somebody else began one at the same moment.
    with suppress(VersionTakenError), transaction.atomic():
        if is_first_use(key_of(request), ["draft", version_id], moment):
            draft = make_draft(version_id=version_id, by=account_of(request), moment=moment)
            return redirect("draft", draft_id=draft.pk)
    made = QuestionnaireDraft.objects.filter(slug=shown.slug).defer("source", "data").last()
    return redirect("draft", draft_id=made.pk) if made else redirect("questionnaires")


def _versions() -> QuerySet[QuestionnaireVersion]:
    return QuestionnaireVersion.objects.defer("source", "data")
