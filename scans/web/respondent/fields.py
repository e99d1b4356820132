"""The fields of a form as HTML; those that nobody has touched are the same for everybody.

A form with many options costs more than all the rest of its page, so an empty one is rendered
once per language. It knows no request, so nothing of a visitor can end up in it.
"""

from functools import lru_cache

from crispy_forms.utils import render_crispy_form
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from scans.queries.questionnaires import questionnaire_by_id
from scans.web.respondent.forms import StartForm, StepForm
from scans.web.respondent.steps import Step

KEPT_FORMS = 256
"""All pages of some versions of the questionnaire in two languages; a few MB at most."""


def start_fields(form: StartForm, version_id: int) -> SafeString:
    """Return the fields of the start page."""
    if form.is_bound:
        return SafeString(render_crispy_form(form))
    return _empty_start(version_id, get_language())


def step_fields(form: StepForm, version_id: int) -> SafeString:
    """Return the fields of a page of the questionnaire."""
    if form.is_bound or form.initial:
        return _rows(form)
    return _empty_step(version_id, form.step, get_language())


@lru_cache(maxsize=KEPT_FORMS)
def _empty_start(version_id: int, language: str | None) -> SafeString:
    return SafeString(render_crispy_form(StartForm(questionnaire=questionnaire_by_id(version_id))))


@lru_cache(maxsize=KEPT_FORMS)
def _empty_step(version_id: int, step: Step, language: str | None) -> SafeString:
    form = StepForm(questionnaire=questionnaire_by_id(version_id), step=step, answers={})
    return _rows(form)


def _rows(form: StepForm) -> SafeString:
    # Only the layout: what crispy-forms puts around it costs more than these rows themselves.
    context = Context({"form_show_labels": True, "form_show_errors": True})
    return SafeString(form.helper.render_layout(form, context))
