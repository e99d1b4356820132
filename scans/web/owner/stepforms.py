"""The form of one step of a plan; saving is a service's work."""

from collections.abc import Mapping
from datetime import date, timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scans.models import PlanStep
from scans.services.action_plans import StepFields
from scans.web.owner.cardforms import LinesField
from scans.web.owner.planning import DATE_FORMATS

MOST_TEXT = 300
LONGEST_AHEAD = timedelta(days=2 * 366)


class StepForm(forms.Form):
    """What will be done, who sees to it, by when, and where it stands in the plan."""

    text = LinesField(
        label=_("Wat gaan jullie doen?"),
        help_text=_("Eén kleine stap, in hoogstens 300 tekens."),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Schrijf op wat jullie gaan doen."),
            "max_length": _("Maak de stap korter: hoogstens 300 tekens."),
        },
    )
    who = forms.CharField(
        label=_("Wie doet dit?"),
        help_text=_("Een functie of initialen. Mag leeg blijven."),
        max_length=60,
        required=False,
        error_messages={"max_length": _("Maak dit korter: hoogstens 60 tekens.")},
    )
    due_on = forms.DateField(
        label=_("Wanneer is het klaar?"),
        help_text=_("Mag leeg blijven. Op deze dag kun je een herinnering krijgen."),
        required=False,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Vul een dag in, zoals 22-11-2026.")},
    )
    place = forms.TypedChoiceField(
        label=_("Plek in het plan"),
        coerce=int,
        error_messages={
            "required": _("Kies een plek in het plan."),
            "invalid_choice": _("Kies een plek in het plan."),
        },
    )

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        today: date,
        places: int,
        initial: Mapping[str, object],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.today = today
        place = self.fields["place"]
        assert isinstance(place, forms.TypedChoiceField)
        place.choices = [(number, str(number)) for number in range(1, places + 1)]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the page's own form tag carries the proof of origin
        self.helper.layout = Layout("text", "who", "due_on", "place")

    def clean_due_on(self) -> date | None:
        """Refuse a day that is over, unless it stood there already."""
        day: date | None = self.cleaned_data["due_on"]
        if day is None or day == self.initial.get("due_on"):
            return day
        if not self.today <= day <= self.today + LONGEST_AHEAD:
            raise ValidationError(gettext("Kies een dag: van vandaag tot en met over twee jaar."))
        return day

    def step(self) -> StepFields:
        """Return what was filled in, when it is valid."""
        filled = self.cleaned_data
        return StepFields(text=filled["text"], who=filled["who"], due_on=filled["due_on"])


def initial_of(step: PlanStep) -> dict[str, object]:
    """Return a step as its form starts with it."""
    return {name: getattr(step, name) for name in StepForm.base_fields}
