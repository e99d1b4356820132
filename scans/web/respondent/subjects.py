"""What heads a page of the questionnaire."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scans.engine.questionnaire import Questionnaire
from scans.web.respondent.steps import PREDICTING, module_of


@dataclass(frozen=True, slots=True)
class PageSubject:
    """The title of a page, the one question that it is about, and what is told before it."""

    title: str
    question: str
    intro: str = ""


def subject_of(questionnaire: Questionnaire, key: str, *, for_clients: bool) -> PageSubject:
    """Return the title and the question that head a page, in the reader's language."""
    language = get_language() or "nl"
    if subject := questionnaire.subjects.get(key):
        question = _client_question(key) if for_clients else subject.question[language]
        return PageSubject(subject.title[language], question)
    if module := module_of(questionnaire, key):
        question = _client_question(key) if for_clients else module.question[language]
        return PageSubject(module.title[language], question, module.intro[language])
    if key == PREDICTING:
        return PageSubject(
            _("Aannametoets"),
            _("Wat denk je: hoe beoordelen interne klanten de afdeling? Overslaan mag."),
        )
    return PageSubject(_("Afronding"), _("Nog twee korte vragen. Ze tellen niet mee in je scores."))


def _client_question(key: str) -> str:
    """Return what a page asks of clients; the document's own question is put to the team."""
    questions = {
        "relevantie": _("Doet de communicatieafdeling voor jou de juiste dingen?"),
        "timing": _("Werken jullie op het juiste moment samen?"),
        "resultaat": _("Merk je effect van wat de communicatieafdeling doet?"),
        "rol": _("Hoe werkt de communicatieafdeling nu met je, en hoe zou je het willen?"),
    }
    return questions.get(key, _("Hoe ervaar jij dit, als interne klant?"))
