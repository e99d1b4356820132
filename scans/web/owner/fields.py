"""The fields of the start page as HTML; empty, they are the same for everybody on one day.

A form with many options costs more than all the rest of its page, so the empty one is rendered
once per language and day (it proposes a last day). It knows no request, so nothing of a visitor
can end up in it.
"""

from datetime import date
from functools import lru_cache

from crispy_forms.utils import render_crispy_form
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from scans.queries.questionnaires import questionnaire_by_id
from scans.web.owner.forms import StartForm
from scans.web.owner.modules import Offer
from scans.web.owner.planning import PlanForm

KEPT_FORMS = 16


def start_fields(form: StartForm, version_id: int) -> SafeString:
    """Return the fields of the start page."""
    if form.is_bound:
        return plan_fields(form)
    return _empty_start(version_id, tuple(form.offers), get_language(), form.today)


def plan_fields(form: PlanForm) -> SafeString:
    """Return the fields of a form about a round."""
    return SafeString(render_crispy_form(form, context={"too_small_at": form.too_small_at}))


@lru_cache(maxsize=KEPT_FORMS)
def _empty_start(
    version_id: int, offers: tuple[Offer, ...], language: str | None, today: date
) -> SafeString:
    questionnaire = questionnaire_by_id(version_id)
    return plan_fields(StartForm(questionnaire=questionnaire, today=today, offers=offers))
