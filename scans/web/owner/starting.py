"""Starting a scan, and finding back the link to it."""

from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from scans.models import Owner, QuestionnaireVersion
from scans.queries.questionnaires import CORE, newest_version, questionnaire_by_id
from scans.services.keys import is_first_use
from scans.services.mailing import TooManyMailsError
from scans.services.owners import remember_address
from scans.services.sealing import seal
from scans.services.starting import StartedScan, start_scan
from scans.tasks import send_lost_links, send_mail
from scans.web.access import owner_path
from scans.web.formkeys import key_for, key_of
from scans.web.limits import refused, too_many_starts
from scans.web.owner.fields import start_fields
from scans.web.owner.forms import AddressForm, StartForm
from scans.web.owner.modules import offers_for
from scans.web.owner.planning import posted_plan

ASKED = "gevraagd"
"""In the address of the page that says that a lost link was asked for."""


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask who is measured and how, then create the scan."""
    version = newest_version(CORE)
    key = key_for(request)
    form = StartForm(
        posted_plan(request.POST) if request.method == "POST" else None,
        questionnaire=questionnaire_by_id(version.pk),
        today=timezone.localdate(),
        offers=offers_for(),
    )
    if request.method == "POST" and form.is_valid():
        return too_many_starts(request) or redirect(first_page(_start(form, version, key)))
    context = {"form": form, "fields": start_fields(form, version.pk), "key": key}
    return render(request, "owner/start.html", context, status=422 if form.errors else 200)


def _start(form: StartForm, version: QuestionnaireVersion, key: str) -> StartedScan:
    today = timezone.localdate()
    address = form.cleaned_data["email"]
    with transaction.atomic():  # a scan, the mail about it and the task that sends it: all or none
        started = start_scan(
            request=form.scan_request(), questionnaire=version, today=today, key=key
        )
        if address and started.is_new:
            _mail_link(started.owner, address, today)
    return started


def _mail_link(owner: Owner, address: str, today: date) -> None:
    try:
        mail_id = remember_address(
            owner=owner, address=address, language=owner.language, today=today
        )
    except TooManyMailsError:
        return  # the scan is there, and its page says that no address is kept
    send_mail.enqueue(str(mail_id))


def first_page(started: StartedScan) -> str:
    """Return where a new round begins: with the questions for one alone, else with inviting.

    An old form sent again shows no link that replaced a lost one: that was mailed to its owner.
    """
    if not started.is_new and started.owner.link_generation > 1:
        return reverse("lost")
    if started.scan.is_by_invitation or started.respondent_token is None:
        return owner_path(started.owner)
    return reverse("answer", kwargs={"token": started.respondent_token})


@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Have a new link mailed; the answer is the same whether the address is known or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if answer := refused(request, "lost"):
            return answer
        _ask_links(form.cleaned_data["email"], key_of(request))
        return redirect(f"{request.path}?{ASKED}=1")
    context = {"form": form, "asked": ASKED in request.GET, "key": key_for(request)}
    return render(request, "owner/lost.html", context, status=422 if form.errors else 200)


@transaction.atomic  # a form that was sent and its task: both or neither
def _ask_links(address: str, key: str) -> None:
    if is_first_use(key, ["lost links", address], timezone.now()):
        send_lost_links.enqueue(seal(address), get_language() or "nl")


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that everything is gone."""
    return render(request, "owner/deleted.html")
