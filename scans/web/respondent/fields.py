"""The fields of a form as HTML; those that nobody has touched are the same for everybody.

A form with many options costs more than all the rest of its page, so an empty one is rendered
once per language. It knows no request, so nothing of a visitor can end up in it.
"""

from functools import lru_cache

from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from scans.models import Group, Scan
from scans.queries.questionnaires import asked_by_id
from scans.web.respondent.forms import StepForm
from scans.web.respondent.steps import Step

KEPT_FORMS = 256
"""All pages of some versions of the questionnaire in two languages; a few MB at most."""


def step_fields(form: StepForm, scan: Scan, group: Group) -> SafeString:
    """Return the fields of a page of the questionnaire."""
    if form.is_bound or form.initial:
        return rows_of(form)
    asked = (scan.questionnaire_id, tuple(scan.module_ids))
    return _empty_step(asked, group, form.step, get_language())


@lru_cache(maxsize=KEPT_FORMS)
def _empty_step(
    asked: tuple[int, tuple[int, ...]], group: Group, step: Step, language: str | None
) -> SafeString:
    version_id, module_ids = asked
    questionnaire = asked_by_id(version_id, group, module_ids)
    form = StepForm(questionnaire=questionnaire, step=step, answers={})
    return rows_of(form)


def rows_of(form: StepForm) -> SafeString:
    """Return the fields of a page of any questionnaire, made anew."""
    # Only the layout: what crispy-forms puts around it costs more than these rows themselves.
    context = Context({"form_show_labels": True, "form_show_errors": True})
    return SafeString(form.helper.render_layout(form, context))
