"""A questionnaire as respondents meet it, for who makes it: no scan, and nothing to send.

It stands under ``/dashboard/``, so the gate of the dashboard guards it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from scans.content.document import is_module, module_from, questionnaire_from
from scans.engine.asking import asked_of_clients
from scans.engine.questionnaire import LANGUAGES, Questionnaire
from scans.models import Group, QuestionnaireDraft, QuestionnaireVersion
from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.web.respondent.fields import rows_of
from scans.web.respondent.forms import StepForm
from scans.web.respondent.steps import Step, steps_of
from scans.web.respondent.subjects import subject_of

AUDIENCES = {"team": Group.TEAM, "klanten": Group.CLIENT}
LANGUAGE = "taal"


@dataclass(frozen=True, slots=True)
class Preview:
    """What is looked at: the name of its address, its key there, and what it asks."""

    url_name: str
    key: dict[str, int]
    back: str
    name: str
    data: Mapping[str, Any]


@require_safe
def of_version(request: HttpRequest, version_id: int, audience: str, key: str) -> HttpResponse:
    """Show a page of a published version."""
    version = get_object_or_404(QuestionnaireVersion, pk=version_id)
    known = {"version_id": version_id}
    back = reverse("questionnaire_version", kwargs=known)
    shown = Preview("preview_version", known, back, str(version), version.data)
    return _page(request, shown, audience, key)


@require_safe
def of_draft(request: HttpRequest, draft_id: int, audience: str, key: str) -> HttpResponse:
    """Show a page of a draft as it is now."""
    draft = get_object_or_404(QuestionnaireDraft, pk=draft_id)
    known = {"draft_id": draft_id}
    back = reverse("draft", kwargs=known)
    return _page(
        request, Preview("preview_draft", known, back, str(draft), draft.data), audience, key
    )


def _page(request: HttpRequest, shown: Preview, audience: str, key: str) -> HttpResponse:
    group = AUDIENCES.get(audience)
    if group is None:
        raise Http404
    language = request.GET.get(LANGUAGE, "")
    if language not in LANGUAGES:
        language = LANGUAGES[0]
    asked = _asked(shown.data, group)
    steps = _steps(asked, shown.data)
    page = next((step for step in steps if step.key == key), None)
    if page is None:
        raise Http404
    with translation.override(language):
        response = _render(request, shown, asked, (audience, language, page, steps))
    response.headers["Content-Language"] = language
    return response


def _asked(data: Mapping[str, Any], group: Group) -> Questionnaire:
    """Return what a group is asked; a module is shown with the core that new scans are on."""
    if is_module(data):
        try:
            core = questionnaire_by_id(newest_version(CORE).pk)
        except QuestionnaireVersion.DoesNotExist:
            raise Http404 from None
        asked = replace(core, modules=(module_from(data),))
    else:
        asked = questionnaire_from(data)
    return asked if group == Group.TEAM else asked_of_clients(asked)


def _steps(asked: Questionnaire, data: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the pages of this document: all, or of a module the one that it has, if any."""
    if is_module(data):
        own = [step for step in steps_of(asked) if step.key == data["slug"]]
        return tuple(replace(step, number=1) for step in own)
    # Clients foresee nothing, and a questionnaire as they meet it asks it of nobody.
    return steps_of(asked, predicts=True)


def _render(
    request: HttpRequest,
    shown: Preview,
    asked: Questionnaire,
    at: tuple[str, str, Step, tuple[Step, ...]],
) -> HttpResponse:
    audience, language, page, steps = at
    form = StepForm(questionnaire=asked, step=page, answers={})
    other = _other(AUDIENCES, audience)
    others = _steps(_asked(shown.data, AUDIENCES[other]), shown.data)

    def address(step: Step | None, chosen: str = language, who: str = audience) -> str:
        if step is None:
            return ""
        known = {**shown.key, "audience": who, "key": step.key}
        return f"{reverse(shown.url_name, kwargs=known)}?{LANGUAGE}={chosen}"

    context = {
        "form": form,
        "fields": rows_of(form),
        "page": page,
        "pages": steps,
        "percent": round(100 * page.number / len(steps)),
        "subject": subject_of(asked, page.key, for_clients=audience == "klanten"),
        "shown": shown,
        "audience": audience,
        "language": language,
        "other_language": address(page, _other(LANGUAGES, language)),
        "other_audience": address(others[0] if others else None, who=other),
        "previous": address(steps[page.number - 2] if page.number > 1 else None),
        "next": address(steps[page.number] if page.number < len(steps) else None),
    }
    return render(request, "respondent/preview.html", context)


def _other(two: Iterable[str], one: str) -> str:
    return next(each for each in two if each != one)
