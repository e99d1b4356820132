"""Forms of the aanvrager; saving is a service's work."""

from typing import TYPE_CHECKING

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scans.engine.questionnaire import ContextQuestion
from scans.services.starting import ScanRequest
from scans.web.owner.planning import PlanForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _address(*, required: bool, hint: "str | _StrPromise" = "") -> forms.EmailField:
    invalid = _("Vul een geldig e-mailadres in, zoals naam@organisatie.nl.")
    return forms.EmailField(
        label=_("E-mailadres") if required else _("E-mailadres (mag leeg blijven)"),
        help_text=hint,
        required=required,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Vul een e-mailadres in."),
            "invalid": invalid,
            "max_length": invalid,
        },
    )


class StartForm(PlanForm):
    """Which department is scanned and how; the context questions come from the questionnaire."""

    organisation = forms.CharField(
        label=_("Organisatie"),
        max_length=200,
        help_text=_(
            "De naam komt op je rapport en op de uitnodiging. De adviseur ziet hem alleen als jij "
            "dat goedvindt."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={
            "required": _("Vul de naam van je organisatie in."),
            "max_length": _("Maak de naam van je organisatie korter: hoogstens 200 tekens."),
        },
    )
    department = forms.CharField(
        label=_("Afdeling of team"),
        max_length=200,
        help_text=_("Bijvoorbeeld: Communicatie, of Communicatie en Marketing."),
        error_messages={
            "required": _("Vul de naam van je afdeling of team in."),
            "max_length": _("Maak de naam van je afdeling of team korter: hoogstens 200 tekens."),
        },
    )
    email = _address(
        required=False,
        hint=_(
            "We mailen je de link naar je eigen pagina. Raak je die kwijt, dan krijg je met dit "
            "adres een nieuwe. We bewaren het versleuteld. Je krijgt verder alleen bericht als de "
            "ronde vanzelf sluit, als er veel meer mensen beginnen dan verwacht, voordat we je scan "
            "wissen, of als je zelf om een herinnering vraagt."
        ),
    )

    benchmark = forms.BooleanField(
        label=_("Onze scores mogen meetellen in de benchmark"),
        help_text=_(
            "Dit hoeft niet. Alleen scores van de afdeling als geheel tellen mee, nooit losse "
            "antwoorden en nooit een naam. We laten ze alleen zien samen met die van anderen, in "
            "groepen van minstens 10 organisaties. Elke organisatie meldt zichzelf aan. Je kunt "
            "dit op je eigen pagina weer intrekken. Je telt dan niet meer mee zodra een groep nieuwe "
            "cijfers krijgt: op zijn vroegst bij de volgende editie, en alleen als er minstens 5 "
            "nieuwe organisaties bij zijn. Een scan die je alleen invult, of samen aan één tafel, telt pas "
            "mee als je e-mailadres is bevestigd."
        ),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "ja"}),
    )

    contact = forms.BooleanField(
        label=_("De adviseur mag weten wie we zijn en contact opnemen"),
        help_text=_(
            "Dit hoeft niet. Zonder vinkje ziet de adviseur geen naam en geen open antwoorden: "
            "alleen bijvoorbeeld ‘een gemeente, 6–10 personen’. Met een vinkje ziet die de naam van "
            "je organisatie en afdeling, en de uitkomst zoals jij hem ziet. Losse antwoorden van je "
            "team of van interne klanten ziet de adviseur nooit. Je kunt dit op je eigen pagina "
            "weer intrekken."
        ),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "ja"}),
    )

    def asked(self) -> tuple[ContextQuestion, ...]:
        """Return all context questions that are put at the start."""
        return tuple(self.questions)

    def order(self) -> list[str]:
        """Return the fields from top to bottom."""
        about = ["organisation", "department", *(q.code for q in self.questions)]
        return [*about, *PlanForm.base_fields, "email", "benchmark", "contact"]

    def layout(self) -> Layout:
        """Return the fields as they stand under each other."""
        about = ("organisation", "department", *(q.code for q in self.questions))
        return Layout(*about, *self.plan_layout(), "email", "benchmark", "contact")

    def scan_request(self) -> ScanRequest:
        """Return what was filled in, when it is valid."""
        return ScanRequest(
            organisation=self.cleaned_data["organisation"],
            department=self.cleaned_data["department"],
            department_size=self.department_size(),
            context={q.code: self.cleaned_data[q.code] for q in self.questions if q.options},
            plan=self.plan(),
            language=get_language() or "nl",
            benchmark=self.cleaned_data["benchmark"],
            contact=self.cleaned_data["contact"],
            module_ids=self.module_ids(),
        )


class AddressForm(forms.Form):
    """Where the aanvrager's own link is mailed to."""

    email = _address(required=True)

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True  # the page's own form tag carries the proof of origin


class DeleteForm(forms.Form):
    """Whether it is meant."""

    zeker = forms.BooleanField(
        label=_("Ja, verwijder alles. Ik weet dat dit niet terug te draaien is."),
        widget=forms.CheckboxInput(attrs={"value": "ja"}),
        error_messages={
            "required": _("Zet een vinkje als je zeker weet dat alles weg mag. Er is niets gewist.")
        },
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
