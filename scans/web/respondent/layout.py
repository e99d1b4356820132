"""How crispy-forms lays out statements and role pairs.

Bootstrap's own radio rows cost a template per choice, and this page is asked for more often than
all others together. So each statement is one template, and its HTML is kept: a statement has only
seven states (unanswered, five choices, "weet ik niet"), whoever answers it.
"""

from collections.abc import Container
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from crispy_forms.utils import TEMPLATE_PACK
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scans.engine.questionnaire import NOW, WANTED, Questionnaire, RolePair
from scans.web.respondent.lines import position_words
from scans.web.respondent.predicting import predictions_of, unknown_word
from scans.web.respondent.saving import FROM_FORM, UNKNOWN

if TYPE_CHECKING:
    from scans.web.respondent.forms import StepForm

KEPT_PIECES = 8192
"""Enough for every state of all questions of the core and some modules, in two languages; some MB."""


class Words(NamedTuple):
    """What the choices of a row are called: those of the scale, and "weet ik niet"."""

    scale: tuple[tuple[str, str], ...]
    unknown: str


class Answered(NamedTuple):
    """One field as it stands: which choice is made now, and which was kept before."""

    name: str
    chosen: str
    initial: str
    error: str

    def row(self, words: Words) -> dict[str, Any]:
        """Return what the template of a row of choices needs to know."""
        return {
            "name": self.name,
            "initial": self.initial,
            "error": self.error,
            "choices": [(key, word, key == self.chosen) for key, word in words.scale],
            "unknown": (UNKNOWN, words.unknown, self.chosen == UNKNOWN),
        }


def answered(
    form: "StepForm", code: str, allowed: Container[str] = frozenset(FROM_FORM)
) -> Answered:
    """Return how a field of this form stands; ``allowed`` are the values that it may have."""
    initial = chosen = form.initial.get(code, "")
    if form.is_bound:
        chosen = form.data.get(code, "")
        # What was kept when the page was first made, also on a page that comes back with an
        # error: else that page would take what an old tab shows for a new answer.
        posted = form.data.get(form.add_initial_prefix(code), "")
        initial = posted if posted in allowed else ""
    error = str(form.errors[code][0]) if code in form.errors else ""
    # Whatever else was posted is no choice on the page, and must not fill the memory either.
    return Answered(code, chosen if chosen in allowed else "", initial, error)


class StatementRows:
    """The statements of a theme, each a fieldset of its own."""

    def render(
        self,
        form: "StepForm",
        context: Context,
        template_pack: str = TEMPLATE_PACK,
        **kwargs: object,
    ) -> SafeString:
        """Return the fieldsets of this page."""
        language = get_language() or "nl"
        asked = form.questionnaire
        words = scale_words(asked, language)
        rows = [
            statement_row(
                answered(form, code), words, asked.statements[code].text[language], number
            )
            for number, code in enumerate(form.step.codes, start=1)
        ]
        return mark_safe("".join(rows))  # noqa: S308 - made by templates


class PairRows:
    """The role pairs, each with a row for now and a row for as wanted."""

    def render(
        self,
        form: "StepForm",
        context: Context,
        template_pack: str = TEMPLATE_PACK,
        **kwargs: object,
    ) -> SafeString:
        """Return the pairs of this page."""
        language = get_language() or "nl"
        role = form.questionnaire.role
        labels = (role.now[language], role.wanted[language])
        pairs = [
            pair_row(
                answered(form, f"{pair.code}.{NOW}"),
                answered(form, f"{pair.code}.{WANTED}"),
                _pair_words(form.questionnaire, pair, language),
                labels,
                number,
            )
            for number, pair in enumerate(role.pairs, start=1)
        ]
        return mark_safe("".join(pairs))  # noqa: S308 - made by templates


class PredictionRows:
    """What internal clients will say, per theme and for the role."""

    def render(
        self,
        form: "StepForm",
        context: Context,
        template_pack: str = TEMPLATE_PACK,
        **kwargs: object,
    ) -> SafeString:
        """Return the fieldsets of this page."""
        unknown = unknown_word()
        rows = [
            statement_row(
                answered(form, asked.code),
                Words(tuple((str(n), word) for n, word in enumerate(asked.words, 1)), unknown),
                asked.legend,
                number,
                asked.help,
            )
            for number, asked in enumerate(predictions_of(form.questionnaire), start=1)
        ]
        return mark_safe("".join(rows))  # noqa: S308 - made by templates


class HiddenInitials:
    """What was kept of radio questions, which crispy-forms leaves out of its own rows."""

    def __init__(self, *codes: str) -> None:
        self.codes = codes

    def render(
        self,
        form: "StepForm",
        context: Context,
        template_pack: str = TEMPLATE_PACK,
        **kwargs: object,
    ) -> SafeString:
        """Return a hidden field for each."""
        hidden = [form[code].as_hidden(only_initial=True) for code in self.codes]
        return format_html_join("", "{}", ([field] for field in hidden))


class PairWords(NamedTuple):
    """The texts of a pair in one language: its two ends, and what each is called in a word."""

    topic: str
    low: str
    high: str
    low_name: str
    high_name: str
    unknown: str


def scale_words(questionnaire: Questionnaire, language: str) -> Words:
    """Return the five answers of the scale, and "weet ik niet"."""
    scale = enumerate(questionnaire.scale, start=1)
    return Words(
        tuple((str(number), text[language]) for number, text in scale),
        questionnaire.unknown[language],
    )


def _pair_words(questionnaire: Questionnaire, pair: RolePair, language: str) -> PairWords:
    return PairWords(
        pair.topic[language],
        pair.maker[language],
        pair.meedenker[language],
        _("maker"),
        _("meedenker"),
        questionnaire.unknown[language],
    )


@lru_cache(maxsize=KEPT_PIECES)
def statement_row(
    answered: Answered, words: Words, legend: str, number: int, explained: str = ""
) -> str:
    """Return a statement with its choices."""
    context = {
        **answered.row(words),
        "legend": legend,
        "number": number,
        "help": explained,
    }
    return get_template("components/choice_field.html").render(context)


@lru_cache(maxsize=KEPT_PIECES)
def pair_row(
    now: Answered, wanted: Answered, texts: PairWords, labels: tuple[str, str], number: int
) -> str:
    """Return a pair with a row for now and a row for as wanted."""
    positions = position_words(texts.low, texts.high)
    words = Words(tuple((str(n), word) for n, word in positions.items()), texts.unknown)
    context = {
        "number": number,
        "topic": texts.topic,
        "low": texts.low,
        "high": texts.high,
        "low_name": texts.low_name,
        "high_name": texts.high_name,
        "now": {**now.row(words), "legend": labels[0]},
        "wanted": {**wanted.row(words), "legend": labels[1]},
    }
    return get_template("components/pair_field.html").render(context)
