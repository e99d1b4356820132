"""Asking the adviseur for a talk, from a result."""

from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from scans.models import Result
from scans.services.contacting import Contact, TooManyRequestsError, request_contact
from scans.web.access import result_for
from scans.web.limits import refused
from scans.web.surroundings import surroundings_now

DONE = "gelukt"


class ContactForm(forms.Form):
    """Who wants to talk, and about what; ``sleutel`` makes two presses one request."""

    name = forms.CharField(
        label=_("Je naam"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Vul je naam in."),
            "max_length": _("Maak je naam korter: hoogstens 100 tekens."),
        },
    )
    reach = forms.CharField(
        label=_("E-mailadres of telefoonnummer"),
        max_length=254,
        help_text=_("Waar we je op kunnen bereiken."),
        error_messages={
            "required": _("Vul een e-mailadres of een telefoonnummer in."),
            "max_length": _("Dit is te lang: hoogstens 254 tekens."),
        },
    )
    message = forms.CharField(
        label=_("Waar wil je het over hebben? (mag leeg blijven)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Noem geen namen van collega’s."),
        error_messages={"max_length": _("Maak je bericht korter: hoogstens 2000 tekens.")},
    )
    sleutel = forms.CharField(widget=forms.HiddenInput, required=False)

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True  # the page's own form tag carries the proof of origin

    def clean_reach(self) -> str:
        """Refuse what can be neither an address nor a number."""
        reach: str = self.cleaned_data["reach"].strip()
        if "@" not in reach and sum(sign.isdigit() for sign in reach) < 8:  # noqa: PLR2004 - shortest number abroad
            raise forms.ValidationError(
                _("Vul een e-mailadres in, of een telefoonnummer met minstens acht cijfers.")
            )
        return reach

    def key(self) -> UUID:
        """Return the key of this form; a new one when it holds something else."""
        try:
            return UUID(self.cleaned_data["sleutel"])
        except ValueError:
            return uuid4()

    def contact(self) -> Contact:
        """Return what was filled in, when it is valid."""
        filled = self.cleaned_data
        return Contact(filled["name"], filled["reach"], filled["message"])


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Say who reads what is filled in here; keep it when the button is pressed."""
    result = result_for(token)
    if not surroundings_now().house.is_known:
        raise Http404
    form = ContactForm(
        request.POST if request.method == "POST" else None, initial={"sleutel": uuid4()}
    )
    if request.method == "POST" and form.is_valid():
        if answer := refused(request, "contact"):
            return answer
        if _ask(result, form):
            path = reverse("result_contact", kwargs={"token": token})
            return redirect(f"{path}?{DONE}=1")
    context = {"form": form, "token": token, "asked": DONE in request.GET, "result": result}
    return render(request, "report/contact.html", context, status=422 if form.errors else 200)


def _ask(result: Result, form: ContactForm) -> bool:
    try:
        request_contact(
            key=form.key(),
            department=result.scan.department,
            contact=form.contact(),
            today=timezone.localdate(),
        )
    except TooManyRequestsError:
        form.add_error(
            None,
            _("Vandaag is dit voor jullie scan al vaak gevraagd. Probeer het morgen nog eens."),
        )
        return False
    return True
