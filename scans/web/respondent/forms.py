"""Forms turn what was posted into typed values; saving is a service's work."""

from collections.abc import Mapping
from functools import lru_cache

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from scans.engine.questionnaire import ContextQuestion, Moment, OpenQuestion, Questionnaire
from scans.web.respondent.layout import (
    HiddenInitials,
    PairRows,
    PredictionRows,
    StatementRows,
)
from scans.web.respondent.modulelayout import ModuleRows
from scans.web.respondent.saving import UNKNOWN, as_field, to_answer
from scans.web.respondent.steps import CLOSING, PREDICTING, Step, module_of
from scans.web.texts import hint_in_language, in_language


class StepForm(forms.Form):
    """One page of the questionnaire; nothing on it is obligatory.

    Each field carries what was kept when the page was made (a hidden initial), so that only
    fields that were touched are saved: an old tab can't undo what a newer one did.
    """

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        questionnaire: Questionnaire,
        step: Step,
        answers: Mapping[str, int | str | None],
    ) -> None:
        super().__init__(
            data, initial={code: as_field(answers[code]) for code in step.codes if code in answers}
        )
        self.questionnaire = questionnaire
        self.step = step
        self.module = module_of(questionnaire, step.key)
        for code in step.codes:
            self.fields[code] = self._field(code)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def answers(self) -> dict[str, int | str | None]:
        """Return the answers that were touched, as the engine knows them."""
        return {
            code: to_answer(code, self.cleaned_data[code], self.questionnaire)
            for code in self.changed_data
            if self.cleaned_data[code] != "" or self._is_open(code)
        }

    def _is_open(self, code: str) -> bool:
        return any(question.code == code for question in self.questionnaire.open)

    def _field(self, code: str) -> forms.Field:
        if self.module and code in self.module.option_values:
            return option_field(self.module.option_values[code])
        if self.step.key != CLOSING:
            return SCALE_FIELD
        for question in self.questionnaire.open:
            if question.code == code:
                return open_field(question)
        asked = {q.code: q for q in self.questionnaire.context}
        return choice_field(asked[code])

    def _layout(self) -> Layout:
        if self.step.key == CLOSING:
            asked = self.questionnaire.context_at(Moment.RESPONDENT)
            return Layout(*self.step.codes, HiddenInitials(*(q.code for q in asked)))
        if self.step.key == self.questionnaire.role.key:
            return Layout(PairRows())
        if self.step.key == PREDICTING:
            return Layout(PredictionRows())
        return Layout(ModuleRows(self.module) if self.module else StatementRows())


SCALE_CHOICES = [(str(value), str(value)) for value in range(1, 6)] + [(UNKNOWN, UNKNOWN)]


class ScaleField(forms.ChoiceField):
    """One answer on the scale of five, or "weet ik niet"; nothing is obligatory."""

    def __init__(self) -> None:
        super().__init__(
            choices=SCALE_CHOICES,
            required=False,
            show_hidden_initial=True,
            error_messages={
                "invalid_choice": _("Kies een van de vijf antwoorden, of weet ik niet.")
            },
        )


# One for all forms: it holds nothing of any of them, and making it costs more than asking it.
SCALE_FIELD = ScaleField()


@lru_cache(maxsize=512)
def option_field(values: frozenset[str]) -> forms.ChoiceField:
    """Return the field of a question of a module with options; one for all with the same."""
    return forms.ChoiceField(
        choices=[(value, value) for value in (*sorted(values), UNKNOWN)],
        required=False,
        show_hidden_initial=True,
        error_messages={"invalid_choice": _("Kies een van de antwoorden, of weet ik niet.")},
    )


def choice_field(question: ContextQuestion) -> forms.Field:
    """Return the field of a context question that each respondent may answer."""
    return forms.ChoiceField(
        label=in_language(question.label),
        help_text=hint_in_language(question.hint),
        choices=[(o.value, in_language(o.text)) for o in question.options],
        widget=forms.RadioSelect,
        required=False,
        show_hidden_initial=True,
    )


class OpenField(forms.CharField):
    """A free answer; a line break counts as one character, as it does in the browser."""

    def to_python(self, value: str | None) -> str:
        """Return the text with line breaks as we keep them."""
        return str(super().to_python(value)).replace("\r\n", "\n")


def open_field(question: OpenQuestion) -> forms.Field:
    """Return the field of an open question."""
    return OpenField(
        label=in_language(question.label),
        help_text=hint_in_language(question.hint),
        max_length=question.max_length,
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        show_hidden_initial=True,
    )


class MailForm(forms.Form):
    """Where somebody's own link is mailed to."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        help_text=_("We gebruiken je adres één keer, voor deze mail. We bewaren het niet."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True  # the page's own form tag carries the proof of origin
