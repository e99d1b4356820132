"""Working on a draft of a questionnaire: a part at a time, then publishing it."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scans.content.editing import Part, parts_of
from scans.models import QuestionnaireDraft, QuestionnaireVersion
from scans.services import drafting
from scans.services.meanwhile import ChangedMeanwhileError
from scans.web.adviser.access import account_of
from scans.web.adviser.draft_forms import REVISION, PartForm, RevisionForm
from scans.web.adviser.part_words import part_title, words_of
from scans.web.adviser.questionnaires import as_file, differences, first_for_clients, first_for_team
from scans.web.adviser.signing import CONFLICT, DONE, UNPROCESSABLE


@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show a draft: its parts, what it changes, and what is still wrong."""
    return _page(request, _draft(draft_id))


def _draft(draft_id: int) -> QuestionnaireDraft:
    return get_object_or_404(QuestionnaireDraft, pk=draft_id)


def _page(
    request: HttpRequest, shown: QuestionnaireDraft, problem: str = "", status: int = 200
) -> HttpResponse:
    data = drafting.in_order(shown.data)
    before = QuestionnaireVersion.objects.filter(slug=shown.slug)
    newest = before.order_by("published_at", "pk").last()
    context = {
        "draft": shown,
        "parts": [(part.key, part_title(data, part)) for part in parts_of(data)],
        "before": newest,
        "differences": differences(newest, data) if newest else [],
        "faults": [(words_of(fault.path), fault.sentence) for fault in drafting.faults_of(shown)],
        "first_for_team": first_for_team(data),
        "first_for_clients": first_for_clients(data),
        "problem": problem,
        "done": request.GET.get(DONE, ""),
    }
    return render(request, "adviser/draft.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, draft_id: int, key: str) -> HttpResponse:
    """Edit one part; what was filled in stays on the page until it is good."""
    shown = _draft(draft_id)
    document = drafting.in_order(shown.data)
    chosen = next((one for one in parts_of(document) if one.key == key), None)
    if chosen is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = PartForm(posted, document=document, part=chosen)
    if posted is None:
        return _render_part(request, shown, chosen, form)
    try:
        saved = _saved(request, shown, chosen, form)
    except ChangedMeanwhileError:
        return _changed_meanwhile(request, draft_id)
    if saved:
        return redirect(f"{reverse('draft', kwargs={'draft_id': draft_id})}?{DONE}=bewaard")
    return _render_part(request, shown, chosen, form)


def _saved(request: HttpRequest, shown: QuestionnaireDraft, chosen: Part, form: PartForm) -> bool:
    """Put it in, or tell the form why not; what fits another state of the draft isn't even read."""
    if _seen_revision(request) != shown.revision:
        raise ChangedMeanwhileError
    if not form.is_valid():
        return False
    try:
        drafting.change_draft(
            edit=drafting.Edit(shown.pk, shown.revision, chosen, form.values()),
            by=account_of(request),
            moment=timezone.now(),
        )
    except drafting.FaultyPartError as error:
        form.tell(error.faults, error.outcome)
        return False
    return True


def _render_part(
    request: HttpRequest, shown: QuestionnaireDraft, chosen: Part, form: PartForm
) -> HttpResponse:
    context = {
        "draft": shown,
        "form": form,
        "title": part_title(form.document, chosen),
        "key": chosen.key,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "adviser/draft_part.html", context, status=status)


def _seen_revision(request: HttpRequest) -> int:
    """Return which state was on the page; 0, which none is, when it doesn't say."""
    form = RevisionForm(request.POST)
    return form.cleaned_data[REVISION] if form.is_valid() else 0


def _changed_meanwhile(request: HttpRequest, draft_id: int) -> HttpResponse:
    problem = _(
        "Iemand anders heeft dit concept intussen veranderd. Er is niets gedaan. "
        "Hieronder staat hoe het nu is."
    )
    return _page(request, _draft(draft_id), problem, CONFLICT)


View = Callable[..., HttpResponse]


def _on_seen(view: View) -> View:
    """Do it only to the draft as it was on the page; else show how it is now."""

    @wraps(view)
    def guarded(request: HttpRequest, draft_id: int) -> HttpResponse:
        try:
            return view(request, _draft(draft_id))
        except ChangedMeanwhileError:
            return _changed_meanwhile(request, draft_id)

    return guarded


@require_POST
@_on_seen
def publish(request: HttpRequest, shown: QuestionnaireDraft) -> HttpResponse:
    """Publish a draft: nothing of it changes any more."""
    try:
        version = drafting.publish_draft(
            draft_id=shown.pk,
            seen_revision=_seen_revision(request),
            by=account_of(request),
            moment=timezone.now(),
        )
    except drafting.FaultyDraftError:
        return _page(request, shown, _("Er klopt nog iets niet. Kijk hieronder."), UNPROCESSABLE)
    except drafting.VersionTakenError:
        problem = _("Van deze versie is er al een, of een latere. Begin een nieuw concept.")
        return _page(request, shown, problem, CONFLICT)
    address = reverse("questionnaire_version", kwargs={"version_id": version.pk})
    return redirect(f"{address}?{DONE}=gepubliceerd")


@require_POST
@_on_seen
def delete(request: HttpRequest, shown: QuestionnaireDraft) -> HttpResponse:
    """Throw a draft away."""
    drafting.delete_draft(
        draft_id=shown.pk,
        seen_revision=_seen_revision(request),
        by=account_of(request),
        moment=timezone.now(),
    )
    return redirect(f"{reverse('questionnaires')}?{DONE}=weg")


@require_safe
def download(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Give the document of a draft as it is now."""
    return as_file(request, _draft(draft_id))
