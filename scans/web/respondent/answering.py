"""Filling in: one theme a page, kept as it is answered."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scans.engine.answers import InvalidAnswerError
from scans.services.answering import NotOpenError, save_answers
from scans.web.estimates import minutes_for
from scans.web.respondent.closed import no_longer_open, nothing_saved
from scans.web.respondent.fields import step_fields
from scans.web.respondent.forms import StepForm
from scans.web.respondent.saving import as_field, bases_in, changes_in
from scans.web.respondent.sending import outcome
from scans.web.respondent.steps import OVERVIEW, Step, first_open
from scans.web.respondent.subjects import subject_of
from scans.web.respondent.visit import Audience, Visit, visit_of
from scans.web.texts import in_language


@require_safe
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Welcome whoever begins; bring back whoever goes on to the first unanswered statement.

    Whoever is done sees what becomes of their answers.
    """
    visit = visit_of(token)
    if not visit.is_open:
        return outcome(request, visit)
    answers = visit.response.answers
    if not answers:
        return _welcome(request, visit)
    unanswered = first_open(visit.questionnaire, answers)
    if unanswered is None:
        return redirect("answer_overview", token=token)
    step, code = unanswered
    return redirect(reverse("answer_step", kwargs={"token": token, "key": step.key}) + f"#{code}")


def _welcome(request: HttpRequest, visit: Visit) -> HttpResponse:
    context = {
        "visit": visit,
        "scan": visit.scan,
        "intro": visit.questionnaire.intro[get_language() or "nl"],
        "token": visit.token,
        "first": visit.steps[0],
        "link": visit.link(request),
        "modules": [in_language(module.title) for module in visit.questionnaire.modules],
        "minutes": minutes_for(visit.scan, visit.group),
    }
    return render(request, f"respondent/welcome/{visit.audience}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Show one page of the questionnaire; keep what was touched and go to the next."""
    visit = visit_of(token)
    page = visit.step(key)
    if not visit.is_open:
        return no_longer_open(request, visit)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        questionnaire=visit.questionnaire,
        step=page,
        answers=visit.response.answers,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save_touched(visit, form)
        except NotOpenError:
            return no_longer_open(request, visit_of(token))
        return redirect(_next_url(visit, page, request.POST.get("naar", "")))
    return _render_step(request, visit, page, form)


def _save_touched(visit: Visit, form: StepForm) -> None:
    changes = form.answers()
    if changes:
        save_answers(
            response_id=visit.response.pk,
            questionnaire=visit.questionnaire,
            changes=changes,
            today=visit.today,
            module_ids=visit.scan.module_ids,
        )


def _next_url(visit: Visit, page: Step, towards: str) -> str:
    pages = visit.steps
    last = page.number == len(pages)
    if towards == "later":
        return reverse("answer_later", kwargs={"token": visit.token})
    if last or towards == OVERVIEW:
        return reverse("answer_overview", kwargs={"token": visit.token})
    following = pages[page.number]
    return reverse("answer_step", kwargs={"token": visit.token, "key": following.key})


def _render_step(request: HttpRequest, visit: Visit, page: Step, form: StepForm) -> HttpResponse:
    pages = visit.steps
    context = {
        "form": form,
        "fields": step_fields(form, visit.scan, visit.group),
        "page": page,
        "pages": pages,
        "previous": pages[page.number - 2] if page.number > 1 else None,
        "percent": round(100 * page.number / len(pages)),
        "token": visit.token,
        "response": visit.response,
        "measured": visit.is_invited,
        "subject": subject_of(
            visit.questionnaire, page.key, for_clients=visit.audience == Audience.CLIENT
        ),
    }
    return render(request, "respondent/step.html", context, status=422 if form.errors else 200)


@require_POST
def save(request: HttpRequest, token: str) -> HttpResponse:
    """Keep answers the moment they are given.

    The page hears which are kept, which gave way to what was kept since it last knew (with that
    answer), or what is wrong.
    """
    visit = visit_of(token)
    if not visit.is_open:
        return nothing_saved(visit)
    try:
        changes = changes_in(request.POST, visit.questionnaire, predicts=visit.predicts)
        stale = save_answers(
            response_id=visit.response.pk,
            questionnaire=visit.questionnaire,
            changes=changes,
            today=visit.today,
            bases=bases_in(request.POST, changes, visit.questionnaire),
            module_ids=visit.scan.module_ids,
        )
    except InvalidAnswerError as error:
        message = _("Dit antwoord kunnen we niet bewaren.")
        return JsonResponse({"errors": {error.field: message}}, status=422)
    except NotOpenError:
        return nothing_saved(visit_of(token))
    return JsonResponse(
        {
            "saved": [code for code in changes if code not in stale],
            "stale": {code: as_field(answer) for code, answer in stale.items()},
        }
    )
