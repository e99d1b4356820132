"""Going away: to come back later, or for good."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from scans.services.answering import NotOpenError
from scans.services.keys import is_first_use
from scans.services.mailing import TooManyMailsError, queue_link_mail
from scans.services.rounds import withdraw_response
from scans.tasks import send_mail
from scans.web.formkeys import key_for, key_of
from scans.web.qr import qr_code
from scans.web.respondent.browser import forget_sent
from scans.web.respondent.closed import no_longer_open
from scans.web.respondent.forms import MailForm
from scans.web.respondent.visit import Visit, visit_of

MAILED = "gemaild"
"""In the address of the page that says that the mail is on its way."""


@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, token: str) -> HttpResponse:
    """Show the link to go on with, on any device; mail it when asked."""
    visit = visit_of(token)
    if not visit.is_open:
        return no_longer_open(request, visit)
    link = visit.link(request)
    form = MailForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _mail_link(visit, form.cleaned_data["email"], link, key_of(request))
        except TooManyMailsError:
            form.add_error("email", _("Deze link is al drie keer gemaild. Kopieer hem hieronder."))
        else:
            return redirect(f"{request.path}?{MAILED}=1")
    context = {
        "visit": visit,
        "form": form,
        "mailed": MAILED in request.GET,
        "link": link,
        "qr": qr_code(link),
        "token": token,
        "key": key_for(request),
    }
    return render(request, "respondent/later.html", context, status=422 if form.errors else 200)


def _mail_link(visit: Visit, address: str, link: str, key: str) -> None:
    with transaction.atomic():  # a mail and the task that sends it: both or neither
        if not is_first_use(key, ["own link", visit.response.pk, address], timezone.now()):
            return
        mail_id = queue_link_mail(
            response=visit.response, address=address, url=link, language=get_language() or "nl"
        )
        send_mail.enqueue(str(mail_id))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Say what withdrawing does; on the press of the button delete everything of this person."""
    visit = visit_of(token)
    if not visit.is_invited:
        raise Http404
    if request.method != "POST":
        return _render_withdraw(request, visit, status=200)
    try:
        withdraw_response(response_id=visit.response.pk, today=visit.today)
    except NotOpenError:
        return _render_withdraw(request, visit_of(token), status=409)
    page = redirect("withdrawn")
    if visit.response.sent:
        forget_sent(page, visit.scan, visit.group)
    return page


def _render_withdraw(request: HttpRequest, visit: Visit, status: int) -> HttpResponse:
    template = "respondent/withdraw.html"
    if not visit.takes_answers:
        template = "respondent/withdraw_closed.html"
    context = {"visit": visit, "response": visit.response, "token": visit.token}
    return render(request, template, context, status=status)


@require_safe
def withdrawn(request: HttpRequest) -> HttpResponse:
    """Say that it was done; the same page for everybody, for nobody is known here any more."""
    return render(request, "respondent/withdrawn.html")
