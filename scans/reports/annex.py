"""All answers of a solo scan, one by one, as its maker gave them."""

from django.utils.translation import gettext as _

from scans.engine.figures import ScanFigures
from scans.engine.questionnaire import NOW, WANTED, ContextQuestion, Moment, Questionnaire, Theme
from scans.engine.report import Annex, AnswerGroup, AnswerRow, ContextRow, RoleRow


def list_answers(figures: ScanFigures, questionnaire: Questionnaire, language: str) -> Annex:
    """Return every statement and pair with its answer in words."""
    return Annex(
        groups=tuple(
            AnswerGroup(
                key=theme.key,
                letter=theme.letter,
                title=theme.title[language],
                rows=_rows(figures, questionnaire, theme, language),
            )
            for theme in questionnaire.themes
        ),
        role=tuple(
            RoleRow(
                topic=pair.topic[language],
                maker=pair.maker[language],
                meedenker=pair.meedenker[language],
                now=_place(figures, f"{pair.code}.{NOW}"),
                wanted=_place(figures, f"{pair.code}.{WANTED}"),
            )
            for pair in questionnaire.role.pairs
        ),
        context=tuple(
            ContextRow(question.label[language], _option(question, given, language))
            for question in questionnaire.context_at(Moment.RESPONDENT)
            if (given := figures.context_answers.get(question.code)) is not None
        ),
    )


def answer_in_words(value: int, questionnaire: Questionnaire, language: str) -> str:
    """Return the words of the scale for an answer of 1-5, as given."""
    return questionnaire.scale[value - 1][language]


def _rows(
    figures: ScanFigures, questionnaire: Questionnaire, theme: Theme, language: str
) -> tuple[AnswerRow, ...]:
    return tuple(
        AnswerRow(
            text=statement.text[language],
            value=figures.answers.get(statement.code),
            answer=_words(figures, statement.code, questionnaire, language),
            reversed=statement.reversed,
        )
        for statement in theme.statements
    )


def _words(figures: ScanFigures, code: str, questionnaire: Questionnaire, language: str) -> str:
    value = figures.answers.get(code)
    if value is not None:
        return answer_in_words(value, questionnaire, language)
    known = code in figures.answers
    return questionnaire.unknown[language] if known else _("Niet ingevuld")


def _option(question: ContextQuestion, given: str, language: str) -> str:
    texts = {option.value: option.text[language] for option in question.options}
    return texts.get(given, given)


def _place(figures: ScanFigures, code: str) -> str:
    value = figures.answers.get(code)
    return "–" if value is None else str(value)
