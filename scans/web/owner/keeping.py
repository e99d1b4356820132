"""Keeping the aanvrager's link safe, and deleting all that it opens."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from scans.engine.months import months_after
from scans.models import Owner
from scans.services.keys import is_first_use
from scans.services.mailing import TooManyMailsError
from scans.services.owners import MAILS_A_DAY, delete_everything, forget_address, remember_address
from scans.services.retention import renew
from scans.tasks import send_mail
from scans.web.formkeys import key_for, key_of
from scans.web.owner.ending import end_for
from scans.web.owner.forms import AddressForm, DeleteForm
from scans.web.owner.overview import visit_for
from scans.web.owner.rounds import SAVED

FORGET = "vergeten"
"""What the button sends that makes us forget the address."""

BACK_TO = {"plan": "owner_steps_newest", "seintje": "owner_again", "benchmark": "owner_benchmark"}
"""Where somebody came from who needs an address there, as their link names it."""


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, token: str) -> HttpResponse:
    """Mail the own link, and keep the address for when it gets lost; or forget it."""
    visit = visit_for(token, timezone.localdate())
    if request.POST.get("naar") == FORGET:
        forget_address(owner=visit.owner)
        return redirect("owner", token=token)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _remember(visit.owner, form.cleaned_data["email"], key_of(request))
        except TooManyMailsError:
            message = _("Vandaag mailden we je deze link al %(times)d keer. Probeer het morgen.")
            form.add_error("email", message % {"times": MAILS_A_DAY})
        else:
            return redirect(_after(request, token))
    context = {
        "form": form,
        "visit": visit,
        "key": key_for(request),
        "link": request.build_absolute_uri(reverse("owner", kwargs={"token": token})),
    }
    return render(request, "owner/mail.html", context, status=422 if form.errors else 200)


def _after(request: HttpRequest, token: str) -> str:
    """Return where somebody goes who gave an address: where they needed it, or the own page."""
    place = BACK_TO.get(request.GET.get("voor", ""))
    if place is None:
        return f"{reverse('owner', kwargs={'token': token})}?{SAVED}=1"
    return reverse(place, kwargs={"token": token})


def _remember(owner: Owner, address: str, key: str) -> None:
    with transaction.atomic():  # a mail and the task that sends it: both or neither
        if not is_first_use(key, ["link", owner.pk, address], timezone.now()):
            return
        mail_id = remember_address(
            owner=owner,
            address=address,
            language=get_language() or "nl",
            today=timezone.localdate(),
        )
        send_mail.enqueue(str(mail_id))


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Say what goes; delete it when that was confirmed."""
    visit = visit_for(token, timezone.localdate())
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        delete_everything(owner=visit.owner)
        return redirect("deleted")
    context = {"form": form, "visit": visit, "rounds": 1 + len(visit.earlier)}
    return render(request, "owner/delete.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def longer(request: HttpRequest, token: str) -> HttpResponse:
    """Say until when everything is kept; keep it longer when the button is pressed."""
    today = timezone.localdate()
    visit = visit_for(token, today)
    until = end_for(visit)
    if request.method == "POST" and until is not None:
        renew(department_id=visit.owner.department_id, today=today)
        return redirect("owner", token=token)
    context = {
        "visit": visit,
        "kept_until": until,
        "longer_until": months_after(today, settings.RETENTION.results_months),
    }
    return render(request, "owner/longer.html", context)
