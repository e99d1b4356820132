"""Filling in: one theme a page, kept as it is answered, sent once."""

from dataclasses import dataclass

import segno
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scans.engine.answers import InvalidAnswerError
from scans.engine.questionnaire import Questionnaire
from scans.models import Response, ScanStatus
from scans.queries.questionnaires import questionnaire_by_id
from scans.services.answering import NothingAnsweredError, NotOpenError, save_answers, send_answers
from scans.services.mailing import TooManyMailsError, queue_link_mail
from scans.tasks import send_mail
from scans.web.access import response_for, result_path
from scans.web.respondent.fields import step_fields
from scans.web.respondent.forms import MailForm, StepForm
from scans.web.respondent.overview import overview_of
from scans.web.respondent.saving import as_field, bases_in, changes_in
from scans.web.respondent.steps import OVERVIEW, Step, first_open, steps_of

MAILED = "gemaild"
"""In the address of the page that says that the mail is on its way."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A respondent on one of their pages."""

    token: str
    response: Response
    questionnaire: Questionnaire

    @property
    def is_open(self) -> bool:
        """Whether answers are still taken."""
        return not self.response.sent and self.response.scan.status == ScanStatus.OPEN

    def step(self, key: str) -> Step:
        """Return the page with this key, or 404."""
        for step in steps_of(self.questionnaire):
            if step.key == key:
                return step
        raise Http404


def _visit(token: str) -> Visit:
    response = response_for(token)
    return Visit(token, response, questionnaire_by_id(response.scan.questionnaire_id))


def _already_sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Bring a reader to the result; tell whoever tried to change something that nothing changed."""
    if request.method != "POST":
        return redirect(result_path(visit.response.scan))
    context = {"result_url": result_path(visit.response.scan), "response": visit.response}
    return render(request, "respondent/closed.html", context, status=409)


@require_safe
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Welcome whoever begins; bring back whoever goes on to the first unanswered statement."""
    visit = _visit(token)
    if not visit.is_open:
        return _already_sent(request, visit)
    answers = visit.response.answers
    if not answers:
        first = steps_of(visit.questionnaire)[0]
        context = {
            "questionnaire": visit.questionnaire,
            "intro": visit.questionnaire.intro[get_language() or "nl"],
            "token": token,
            "first": first,
            "link": request.build_absolute_uri(reverse("answer", kwargs={"token": token})),
        }
        return render(request, "respondent/welcome.html", context)
    unanswered = first_open(visit.questionnaire, answers)
    if unanswered is None:
        return redirect("answer_overview", token=token)
    step, code = unanswered
    return redirect(reverse("answer_step", kwargs={"token": token, "key": step.key}) + f"#{code}")


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Show one page of the questionnaire; keep what was touched and go to the next."""
    visit = _visit(token)
    page = visit.step(key)
    if not visit.is_open:
        return _already_sent(request, visit)
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
            return _already_sent(request, visit)
        return redirect(_next_url(visit, page, request.POST.get("naar", "")))
    return _render_step(request, visit, page, form)


def _save_touched(visit: Visit, form: StepForm) -> None:
    changes = form.answers()
    if changes:
        save_answers(
            response_id=visit.response.pk, questionnaire=visit.questionnaire, changes=changes
        )


def _next_url(visit: Visit, page: Step, towards: str) -> str:
    pages = steps_of(visit.questionnaire)
    last = page.number == len(pages)
    if towards == "later":
        return reverse("answer_later", kwargs={"token": visit.token})
    if last or towards == OVERVIEW:
        return reverse("answer_overview", kwargs={"token": visit.token})
    following = pages[page.number]
    return reverse("answer_step", kwargs={"token": visit.token, "key": following.key})


def _render_step(request: HttpRequest, visit: Visit, page: Step, form: StepForm) -> HttpResponse:
    pages = steps_of(visit.questionnaire)
    context = {
        "form": form,
        "fields": step_fields(form, visit.response.scan.questionnaire_id),
        "page": page,
        "pages": pages,
        "previous": pages[page.number - 2] if page.number > 1 else None,
        "percent": round(100 * page.number / len(pages)),
        "token": visit.token,
        "response": visit.response,
        "subject": _subject(visit.questionnaire, page),
        "language": get_language(),
        "is_role": page.key == visit.questionnaire.role.key,
    }
    return render(request, "respondent/step.html", context, status=422 if form.errors else 200)


def _subject(questionnaire: Questionnaire, page: Step) -> dict[str, str]:
    """Return the title and the question that head a page."""
    language = get_language() or "nl"
    if subject := questionnaire.subjects.get(page.key):
        return {
            "title": subject.title[language],
            "question": subject.question[language],
            "letter": subject.letter,
        }
    return {
        "title": _("Afronding"),
        "question": _("Nog twee korte vragen. Ze tellen niet mee in je scores."),
        "letter": "",
    }


@require_POST
def save(request: HttpRequest, token: str) -> HttpResponse:
    """Keep answers the moment they are given.

    The page hears which are kept, which gave way to what was kept since it last knew (with that
    answer), or what is wrong.
    """
    visit = _visit(token)
    if not visit.is_open:
        return _nothing_saved(token)
    try:
        changes = changes_in(request.POST, visit.questionnaire)
        stale = save_answers(
            response_id=visit.response.pk,
            questionnaire=visit.questionnaire,
            changes=changes,
            bases=bases_in(request.POST, changes, visit.questionnaire),
        )
    except InvalidAnswerError as error:
        message = _("Dit antwoord kunnen we niet bewaren.")
        return JsonResponse({"errors": {error.field: message}}, status=422)
    except NotOpenError:
        return _nothing_saved(token)
    return JsonResponse(
        {
            "saved": [code for code in changes if code not in stale],
            "stale": {code: as_field(answer) for code, answer in stale.items()},
        }
    )


def _nothing_saved(token: str) -> JsonResponse:
    message = _("Deze scan is al verstuurd. Er is niets veranderd.")
    url = reverse("answer", kwargs={"token": token})
    return JsonResponse({"message": message, "url": url}, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, token: str) -> HttpResponse:
    """Show the link to go on with, on any device; mail it when asked."""
    visit = _visit(token)
    if not visit.is_open:
        return _already_sent(request, visit)
    link = request.build_absolute_uri(reverse("answer", kwargs={"token": token}))
    form = MailForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _mail_link(visit.response, form.cleaned_data["email"], link)
        except TooManyMailsError:
            form.add_error("email", _("Deze link is al drie keer gemaild. Kopieer hem hieronder."))
        else:
            return redirect(f"{request.path}?{MAILED}=1")
    context = {
        "form": form,
        "mailed": MAILED in request.GET,
        "link": link,
        "qr": qr_code(link),
        "token": token,
    }
    return render(request, "respondent/later.html", context, status=422 if form.errors else 200)


def _mail_link(response: Response, address: str, link: str) -> None:
    with transaction.atomic():  # a mail and the task that sends it: both or neither
        mail_id = queue_link_mail(
            response=response, address=address, url=link, language=get_language() or "nl"
        )
        send_mail.enqueue(str(mail_id))


def qr_code(link: str) -> SafeString:
    """Return a link as an inline SVG; what it says also stands beside it as text."""
    code = segno.make(link, error="m", micro=False)
    svg = code.svg_inline(scale=4, border=2, dark="#1b2a33", light="#fff", omitsize=True)
    return mark_safe(svg)  # noqa: S308 - drawn by segno; the link is only in its squares


@require_safe
def overview(request: HttpRequest, token: str) -> HttpResponse:
    """Show all answers before they are sent, and what is still open."""
    visit = _visit(token)
    if not visit.is_open:
        return _already_sent(request, visit)
    return _render_overview(request, visit)


def _render_overview(request: HttpRequest, visit: Visit, problem: str = "") -> HttpResponse:
    context = {
        "overview": overview_of(visit.questionnaire, visit.response.answers),
        "token": visit.token,
        "response": visit.response,
        "problem": problem,
    }
    return render(request, "respondent/overview.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, token: str) -> HttpResponse:
    """Send the answers and go to the result; twice is the same as once."""
    visit = _visit(token)
    if request.method != "POST":  # whoever reloads the page that says what is wrong
        return redirect("answer_overview", token=token)
    try:
        send_answers(
            response_id=visit.response.pk,
            questionnaire=visit.questionnaire,
            today=timezone.localdate(),
        )
    except NothingAnsweredError:
        return _render_overview(
            request, visit, _("Je hebt nog niets beantwoord. Vul eerst een paar stellingen in.")
        )
    except NotOpenError:
        return _already_sent(request, visit)
    return redirect(result_path(visit.response.scan))
