"""Who is asked in a round, and until when: the part that every form of a round has."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scans.engine.disclosure import SMALLEST_GROUP
from scans.engine.figures import Kind
from scans.engine.questionnaire import ContextQuestion, Moment, Questionnaire
from scans.models import Scan
from scans.services.starting import Plan
from scans.web.owner.modules import FIELD, ModuleChoices, ModulesField, Offer, ids_of
from scans.web.texts import hint_in_language, in_language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_PERSONS = 2000
ALONE, TOGETHER, WHOLE_TEAM = "alleen", "samen", "team"
"""By whom the scan is filled in; the button for a team that is too small sends the second too."""

YES, NO = "ja", "nee"

USUAL_TERM = timedelta(days=14)
LONGEST_TERM = timedelta(days=365)
DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y"]


def _together_button(field: str) -> HTML:
    """Return the way on, one press away, beside the message that a team is too small."""
    return HTML(f"{{% include 'owner/together.html' with field='{field}' %}}")


def posted_plan(posted: QueryDict) -> QueryDict:
    """Return what was posted, with the choice that the button for small teams makes."""
    filled = posted.copy()
    if filled.get("naar") == TOGETHER:
        filled["wijze"] = TOGETHER
    return filled


def _persons(label: "_StrPromise", hint: "_StrPromise", too_few: "_StrPromise") -> forms.Field:
    problem = _("Vul een heel getal in, van 5 tot en met 2000.")
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=SMALLEST_GROUP,
        max_value=MAX_PERSONS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": problem, "max_value": problem, "min_value": too_few},
    )


class PlanForm(forms.Form):
    """The plan of a round, and how many persons the department has.

    Only what the choices call for is looked at: a number of clients that was typed before
    choosing not to invite them counts for nothing.
    """

    wijze = forms.ChoiceField(
        label=_("Hoe vullen jullie de scan in?"),
        choices=[
            (ALONE, _("Ik vul hem alleen in")),
            (TOGETHER, _("We vullen hem samen in, aan één tafel")),
            (WHOLE_TEAM, _("Met het hele team, ieder voor zich")),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial=ALONE,
        error_messages={"invalid_choice": _("Kies hoe jullie de scan invullen.")},
    )
    verwacht_team = _persons(
        _("Hoeveel teamleden doen er mee?"),
        _("Vanaf 5. Je krijgt één link voor het hele team; wie wat antwoordde, zie je niet."),
        _(
            "Met minder dan vijf teamleden is te raden wie wat antwoordde. Vul de scan dan "
            "samen in, aan één tafel."
        ),
    )
    klanten = forms.ChoiceField(
        label=_("Vraag je ook interne klanten?"),
        help_text=_(
            "Collega’s van buiten de afdeling, voor wie jullie werken. Zij geven in vier minuten "
            "hun kijk op jullie werk. Je ziet die naast jullie eigen beeld."
        ),
        choices=[(NO, _("Nee, nu niet")), (YES, _("Ja, met een eigen link"))],
        widget=forms.RadioSelect,
        required=False,
        initial=NO,
        error_messages={"invalid_choice": _("Kies of je interne klanten vraagt.")},
    )
    verwacht_klanten = _persons(
        _("Hoeveel interne klanten vraag je?"),
        _("Vanaf 5. Vraag er liever een paar meer: niet iedereen komt eraan toe."),
        _(
            "Met minder dan vijf interne klanten is te raden wie wat antwoordde. Vraag er "
            "minstens vijf, of kies ‘Nee, nu niet’."
        ),
    )
    sluit_op = forms.DateField(
        label=_("Tot en met welke dag kan iedereen invullen?"),
        help_text=_("Daarna sluit de ronde vanzelf. Eerder afsluiten kan ook."),
        required=False,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Kies een dag: van morgen tot en met over een jaar.")},
    )

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        questionnaire: Questionnaire,
        today: date,
        initial: Mapping[str, object] | None = None,
        offers: Sequence[Offer] = (),
    ) -> None:
        super().__init__(data, initial={"sluit_op": today + USUAL_TERM, **(initial or {})})
        self.today = today
        self.offers = offers
        self.questions = questionnaire.context_at(Moment.START)
        self.size = next(q for q in self.questions if not q.options)
        for question in self.asked():
            self.fields[question.code] = context_field(question)
        if offers:
            self.fields[FIELD] = ModulesField(offers)
        self.fields["sluit_op"].widget.attrs |= {
            "min": (today + timedelta(days=1)).isoformat(),
            "max": (today + LONGEST_TERM).isoformat(),
        }
        self.order_fields(self.order())
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.template = "respondent/fields.html"
        self.helper.layout = self.layout()

    def asked(self) -> tuple[ContextQuestion, ...]:
        """Return the context questions on this form: here, only the size of the department."""
        return (self.size,)

    def order(self) -> list[str]:
        """Return the fields from top to bottom."""
        return [self.size.code, *PlanForm.base_fields]

    def layout(self) -> Layout:
        """Return the fields as they stand under each other."""
        return Layout(self.size.code, *self.plan_layout())

    def plan_layout(self) -> tuple[object, ...]:
        """Return the part about the plan; without a style sheet all of it shows."""
        return (
            "wijze",
            _together_button("wijze"),
            Div("verwacht_team", _together_button("verwacht_team"), css_class="for-team"),
            "klanten",
            Div("verwacht_klanten", css_class="for-clients"),
            Div("sluit_op", css_class="for-invited"),
            *((ModuleChoices(self.offers, folded=True),) if self.offers else ()),
        )

    def clean_sluit_op(self) -> date | None:
        """Refuse a day that has come, or that is too far away."""
        day: date | None = self.cleaned_data["sluit_op"]
        if day is not None and not self.today < day <= self.today + LONGEST_TERM:
            raise ValidationError(self.fields["sluit_op"].error_messages["invalid"])
        return day

    def clean(self) -> None:
        """Look at what the choices call for, and at nothing else."""
        team = self.cleaned_data.get("wijze") == WHOLE_TEAM
        clients = self.cleaned_data.get("klanten") == YES
        if team and self._is_small():
            self.add_error("wijze", ValidationError(self._small_team(), code="small"))
            team = False
        self._settle("verwacht_team", gettext("Vul in hoeveel teamleden er meedoen."), needed=team)
        self._settle(
            "verwacht_klanten", gettext("Vul in hoeveel klanten je vraagt."), needed=clients
        )
        self._settle("sluit_op", gettext("Kies de laatste dag."), needed=team or clients)
        if team:
            self._fit_in_department()

    def _is_small(self) -> bool:
        size = self.cleaned_data.get(self.size.code)
        return size is not None and size < SMALLEST_GROUP

    def _small_team(self) -> str:
        return gettext(
            "Jullie zijn met minder dan vijf. Dan is te raden wie wat antwoordde. Vul de scan "
            "samen in, aan één tafel."
        )

    def _settle(self, name: str, lacking: str, *, needed: bool) -> None:
        if not needed:
            self.errors.pop(name, None)
            self.cleaned_data[name] = None
        elif name not in self.errors and self.cleaned_data.get(name) is None:
            self.add_error(name, lacking)

    def _fit_in_department(self) -> None:
        size, team = (self.cleaned_data.get(code) for code in (self.size.code, "verwacht_team"))
        if size is not None and team is not None and team > size:
            message = gettext(
                "Dat zijn er meer dan er op de afdeling werken: je vulde %(size)d in."
            )
            self.add_error("verwacht_team", message % {"size": size})

    @property
    def too_small_at(self) -> str:
        """The field that says that the team is too small to fill in each for themselves, or ""."""
        if self.has_error("wijze", "small"):
            return "wijze"
        return "verwacht_team" if self.has_error("verwacht_team", "min_value") else ""

    def plan(self) -> Plan:
        """Return who is asked and until when, when the form is valid."""
        filled = self.cleaned_data
        return Plan(
            kind=Kind.TEAM if filled["wijze"] == WHOLE_TEAM else Kind.SOLO,
            expected_team=filled["verwacht_team"],
            expected_clients=filled["verwacht_klanten"],
            closes_on=filled["sluit_op"],
            together=filled["wijze"] == TOGETHER,
        )

    def module_ids(self) -> tuple[int, ...]:
        """Return the modules that were chosen, when the form is valid."""
        return ids_of(self.offers, self.cleaned_data.get(FIELD, ()))

    def department_size(self) -> int:
        """Return how many persons the department has, when the form is valid."""
        return int(self.cleaned_data[self.size.code])


def plan_of(scan: Scan) -> dict[str, object]:
    """Return a round's plan as a form starts with it; the last day only if there is one."""
    kept = {
        "wijze": _manner(scan),
        "verwacht_team": scan.expected_team,
        "klanten": NO if scan.expected_clients is None else YES,
        "verwacht_klanten": scan.expected_clients,
        "sluit_op": scan.closes_on,
    }
    return {name: value for name, value in kept.items() if value is not None}


def _manner(scan: Scan) -> str:
    if scan.kind == Kind.TEAM:
        return WHOLE_TEAM
    return TOGETHER if scan.together else ALONE


def context_field(question: ContextQuestion) -> forms.Field:
    """Return the field of a context question that has to be answered."""
    label = in_language(question.label)
    hint = hint_in_language(question.hint)
    if not question.options:
        problem = _("Vul bij ‘%(question)s’ een heel getal in, van 1 tot en met 2000.") % {
            "question": label
        }
        return forms.IntegerField(
            label=label,
            help_text=hint,
            min_value=1,
            max_value=MAX_PERSONS,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"), problem
            ),
        )
    choices = [("", _("Kies …")), *((o.value, in_language(o.text)) for o in question.options)]
    problem = _("Kies een antwoord bij ‘%(question)s’") % {"question": label}
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        error_messages={"required": problem, "invalid_choice": problem},
    )
