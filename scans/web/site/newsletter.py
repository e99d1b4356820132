"""The newsletter: asking for it, confirming that, and leaving it."""

import hashlib
from datetime import datetime

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from scans.models import Subscriber
from scans.models.links import TOKEN_PATTERN, digest_of
from scans.services.keys import is_first_use
from scans.services.newsletter import confirm_subscription, is_too_late, unsubscribe
from scans.services.sealing import address_digest, seal
from scans.tasks import send_mail, send_newsletter_confirmation
from scans.web.formkeys import key_for, key_of
from scans.web.limits import refused
from scans.web.surroundings import surroundings_now

METHODS = ["GET", "HEAD", "POST"]
DONE = "gelukt"

CONSENT_VERSION = 1
"""Goes up with every change of the words below: it is part of the proof."""

CONSENT = _(
    "Ja, {owner} mag mijn e-mailadres gebruiken om mij de nieuwsbrief te sturen. Ik kan me altijd "
    "met één druk op de knop afmelden; mijn adres wordt dan gewist."
)

INVALID = _("Vul een geldig e-mailadres in, zoals naam@organisatie.nl.")


class SubscribeForm(forms.Form):
    """Where the newsletter goes; ``tekst`` is a digest of the words that were on the page."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Vul een e-mailadres in."),
            "invalid": INVALID,
            "max_length": INVALID,
        },
    )
    akkoord = forms.BooleanField(
        widget=forms.CheckboxInput(attrs={"value": "ja"}),
        error_messages={
            "required": _("Zet een vinkje als je de nieuwsbrief wilt. Zonder sturen we niets.")
        },
    )
    tekst = forms.CharField(required=False)

    def __init__(self, *args: object, consent: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own form takes them
        self.fields["akkoord"].label = consent
        self.consent_digest = hashlib.sha256(consent.encode()).hexdigest()

    def clean(self) -> dict[str, object]:
        """Refuse an agreement to other words than those in force."""
        cleaned = super().clean() or {}
        if "akkoord" in cleaned and cleaned.get("tekst") != self.consent_digest:
            self.add_error("akkoord", _("Deze tekst is net veranderd. Lees hem nog eens door."))
        return cleaned


@require_http_methods(METHODS)
def page(request: HttpRequest) -> HttpResponse:
    """Ask for an address; whether it was known is never told."""
    house = surroundings_now().house
    if not house.is_known:
        raise Http404
    consent = str(CONSENT).format(owner=house.owner_name)
    posted = request.POST if request.method == "POST" else None
    form = SubscribeForm(posted, consent=consent)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        if answer := refused(request, "newsletter", address_digest(address).hex()):
            return answer
        _ask(address, consent, key_of(request), timezone.now())
        return redirect(f"{reverse('newsletter')}?{DONE}=1")
    context = {
        "form": form,
        "asked": DONE in request.GET,
        "days": settings.RETENTION.unconfirmed_days,
        "key": key_for(request),
    }
    return render(request, "site/newsletter.html", context, status=422 if form.errors else 200)


@transaction.atomic  # a form that was sent and its task: both or neither
def _ask(address: str, consent: str, key: str, moment: datetime) -> None:
    if is_first_use(key, ["newsletter", address], moment):
        send_newsletter_confirmation.enqueue(
            seal(address), get_language() or "nl", consent, CONSENT_VERSION, moment.isoformat()
        )


@require_http_methods(METHODS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Put on the list whose link this is by a button: what opens links in a mail does nothing."""
    subscriber = _subscriber("confirm_digest", token)
    if request.method == "POST":
        with transaction.atomic():  # a mail and the task that sends it: both or neither
            mail_id = confirm_subscription(token=token, moment=timezone.now())
            if mail_id is not None:
                send_mail.enqueue(str(mail_id))
        return redirect("newsletter_confirm", token=token)
    if subscriber.confirmed_at is None and is_too_late(subscriber, timezone.now()):
        raise Http404
    context = {"confirmed": subscriber.confirmed_at is not None}
    return render(request, "site/newsletter_confirm.html", context)


# A mail program sends this by itself (RFC 8058): it has no cookie, and the link is the proof.
@csrf_exempt
@require_http_methods(METHODS)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Take somebody off the list by one press; a second one gets the same answer, as any link does."""
    if request.method == "POST":
        if not TOKEN_PATTERN.fullmatch(token):
            raise Http404
        unsubscribe(token=token)
        return render(request, "site/newsletter_leave.html", {"left": True})
    _subscriber("unsubscribe_digest", token)
    return render(request, "site/newsletter_leave.html", {"left": False})


def _subscriber(field: str, token: str) -> Subscriber:
    if not TOKEN_PATTERN.fullmatch(token):
        raise Http404
    found = Subscriber.objects.filter(**{field: digest_of(token)}).first()
    if found is None:
        raise Http404
    return found
