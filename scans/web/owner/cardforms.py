"""The form of a client card; saving is a service's work."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scans.models import MARKED, ClientCard
from scans.services.client_cards import CardFields
from scans.web.owner.planning import DATE_FORMATS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KNOWN, ASSUMED = "weten", "aannemen"

EARLIEST_YEAR = 2000


class LinesField(forms.CharField):
    """Text on several lines; a browser counts a line break as one character, and so does this."""

    def to_python(self, value: object) -> str:
        """Return the text with its line breaks as they were typed."""
        lines = value.replace("\r\n", "\n") if isinstance(value, str) else value
        text = super().to_python(lines)
        return text if isinstance(text, str) else ""


def _lines(label: "_StrPromise", hint: "str | _StrPromise" = "") -> LinesField:
    return LinesField(
        label=label,
        help_text=hint,
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Maak deze tekst korter: hoogstens 1000 tekens.")},
    )


def _mark(about: "_StrPromise") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=about,
        choices=[(KNOWN, _("Weten we")), (ASSUMED, _("Nemen we aan"))],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Kies ‘Weten we’ of ‘Nemen we aan’.")},
    )


class CardForm(forms.Form):
    """One internal client: a function or a department, never a person."""

    name = forms.CharField(
        label=_("Functie of afdeling"),
        help_text=_(
            "Bijvoorbeeld: wethouder Wonen, of directie Bedrijfsvoering. Zet hier geen namen van "
            "personen: een kaart gaat over wat een functie nodig heeft, en anderen kunnen hem lezen."
        ),
        max_length=120,
        error_messages={
            "required": _("Vul in om welke functie of afdeling het gaat."),
            "max_length": _("Maak de naam korter: hoogstens 120 tekens."),
        },
    )
    concerns = _lines(
        _("Wat houdt ze bezig?"), _("Welke vragen en zorgen liggen daar nu op tafel?")
    )
    concerns_known = _mark(_("Weten we wat ze bezighoudt?"))
    wants = _lines(_("Wat willen ze?"), _("En wat juist niet, en waarom?"))
    wants_known = _mark(_("Weten we wat ze willen?"))
    success = _lines(
        _("Wanneer is het voor hen geslaagd?"), _("Wat moet deze klant bereiken, en voor wie?")
    )
    success_known = _mark(_("Weten we wanneer het geslaagd is?"))
    visited_on = forms.DateField(
        label=_("Laatste contact"),
        help_text=_("Leeg betekent: nog niet gesproken."),
        required=False,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Vul een dag in, zoals 22-11-2026.")},
    )
    visited_by = forms.CharField(
        label=_("Wie van ons sprak ze?"),
        help_text=_("Een functie, zoals: adviseur. Mag leeg blijven."),
        max_length=120,
        required=False,
        error_messages={"max_length": _("Maak dit korter: hoogstens 120 tekens.")},
    )
    said = _lines(_("Wat is er gezegd?"))
    next_step = _lines(_("Wat is de volgende stap?"))

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        today: date,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.today = today
        self.fields["visited_on"].widget.attrs["max"] = today.isoformat()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own form tag carries the proof of origin
        self.helper.layout = Layout(
            "name",
            *(Div(field, f"{field}_known", css_class="card-line") for field in MARKED),
            Div("visited_on", "visited_by", "said", "next_step", css_class="card-contact"),
        )

    def clean_visited_on(self) -> date | None:
        """Refuse a day that hasn't come, and one that can only be a slip of the finger."""
        day: date | None = self.cleaned_data["visited_on"]
        if day is not None and day > self.today:
            raise ValidationError(gettext("Deze dag moet nog komen. Vul vandaag of eerder in."))
        if day is not None and day.year < EARLIEST_YEAR:
            raise ValidationError(gettext("Klopt het jaar? Vul een dag vanaf 2000 in."))
        return day

    def clean(self) -> None:
        """Ask for a mark beside every text, and for nothing beside an empty one."""
        for field in MARKED:
            mark = f"{field}_known"
            if mark in self.errors or field in self.errors:
                continue
            if not self.cleaned_data[field]:
                self.cleaned_data[mark] = ""
            elif not self.cleaned_data[mark]:
                self.add_error(
                    mark, gettext("Kies of je dit weet of aanneemt. Bij twijfel: een aanname.")
                )

    def card(self) -> CardFields:
        """Return what was filled in, when it is valid."""
        filled = self.cleaned_data
        marks = {KNOWN: True, ASSUMED: False, "": None}
        return CardFields(
            **{
                **filled,
                **{f"{field}_known": marks[filled[f"{field}_known"]] for field in MARKED},
            }
        )


def initial_of(card: ClientCard) -> dict[str, object]:
    """Return a card as its form starts with it."""
    marks = {True: KNOWN, False: ASSUMED, None: ""}
    return {
        **{name: getattr(card, name) for name in CardForm.base_fields},
        **{f"{field}_known": marks[getattr(card, f"{field}_known")] for field in MARKED},
    }
