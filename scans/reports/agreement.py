"""How much a team agrees, where it is divided, and how its answers are distributed."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from scans.engine.figures import CellFigures, RoundFigures
from scans.engine.questionnaire import Theme
from scans.engine.roundreport import (
    AgreedTheme,
    AgreementSection,
    Cell,
    DistributionGroup,
    DistributionRow,
    DistributionSection,
    TalkStatement,
)
from scans.reports.source import Source
from scans.reports.themes import agreement_in_words
from scans.reports.wording import as_title


def agreement_section(source: Source, figures: RoundFigures) -> AgreementSection | None:
    """Return the section; ``None`` when nothing is known of agreement."""
    themes = tuple(
        AgreedTheme(
            key=theme.key,
            letter=theme.letter,
            title=source.say(theme.title),
            word=agreement_in_words(word),
            meaning=_meaning(word),
        )
        for theme in source.questionnaire.themes
        if (word := source.figures.themes[theme.key].agreement_word) is not None
    )
    if not (themes or figures.agreed or figures.divided):
        return None
    return AgreementSection(
        lead=_(
            "Een score is een gemiddelde. Hier lees je of jullie hetzelfde zien, of heel "
            "verschillende dingen."
        ),
        themes=themes,
        note=_note(source, figures),
        agreed=_statements(source, figures.agreed),
        divided=_statements(source, figures.divided),
        question_agreed=_(
            "Klopt dat, of kijken we er misschien allemaal op dezelfde manier langs?"
        ),
        question_divided=_("Aan welk voorbeeld dacht je toen je dit beantwoordde?"),
    )


def _meaning(word: str) -> str:
    return {
        "geen": _(
            "Jullie zien dit heel verschillend. Het gemiddelde zegt hier weinig: vertel elkaar "
            "eerst wat je ziet, en praat daarna pas over de score."
        ),
        "zwak": _(
            "De beelden lopen uiteen. Vraag in het gesprek eerst naar voorbeelden, ook van wie het "
            "anders ziet."
        ),
        "matig": _(
            "Er is een gedeeld beeld, met duidelijke verschillen. Die verschillen zijn een goed "
            "begin van het gesprek."
        ),
        "sterk": _("Jullie zien ongeveer hetzelfde. Je kunt snel doorpraten over wat er nodig is."),
        "zeer sterk": _(
            "Jullie zien hetzelfde. Vraag eens iemand van buiten het team of die het ook zo ziet."
        ),
    }[word]


def _note(source: Source, figures: RoundFigures) -> str | None:
    words = {theme.agreement_word for theme in source.figures.themes.values()}
    if not words & {"geen", "zwak"}:
        return None
    text = _(
        "Weinig eensgezindheid kan twee dingen zijn: twee groepen die tegenover elkaar staan, of "
        "ieder een eigen beeld."
    )
    if not figures.distributions:
        return text
    more = _("De verdeling per stelling laat zien welke van de twee het is.")
    return f"{text} {more}"


def _statements(source: Source, codes: Sequence[str]) -> tuple[TalkStatement, ...]:
    statements, theme_of = source.questionnaire.statements, source.questionnaire.theme_of
    return tuple(
        TalkStatement(
            theme_key=theme_of[code].key,
            letter=theme_of[code].letter,
            theme=source.say(theme_of[code].title),
            text=source.say(statements[code].text),
            reversed=statements[code].reversed,
        )
        for code in codes
    )


def distribution_section(source: Source, figures: RoundFigures) -> DistributionSection | None:
    """Return how the answers to each statement are distributed; ``None`` when none is shown."""
    if not figures.distributions:
        return None
    groups = tuple(_group(source, theme, figures) for theme in source.questionnaire.themes)
    left_out = sum(code not in figures.distributions for code in source.questionnaire.statements)
    return DistributionSection(
        groups=tuple(group for group in groups if group.rows),
        withheld=_withheld(left_out) if left_out else None,
    )


def _withheld(count: int) -> str:
    return ngettext(
        "Eén stelling staat hier niet bij: de verdeling daarvan zou te veel over losse antwoorden "
        "zeggen.",
        "{count} stellingen staan hier niet bij: de verdeling daarvan zou te veel over losse "
        "antwoorden zeggen.",
        count,
    ).format(count=count)


def _group(source: Source, theme: Theme, figures: RoundFigures) -> DistributionGroup:
    return DistributionGroup(
        key=theme.key,
        letter=theme.letter,
        title=source.say(theme.title),
        rows=tuple(
            _row(source, theme, code, figures.distributions)
            for code in (statement.code for statement in theme.statements)
            if figures.distributions.get(code)
        ),
    )


def _row(
    source: Source, theme: Theme, code: str, given: Mapping[str, tuple[CellFigures, ...]]
) -> DistributionRow:
    cells = _cells(given[code])
    statement = next(one for one in theme.statements if one.code == code)
    return DistributionRow(
        code=code,
        text=source.say(statement.text),
        reversed=statement.reversed,
        cells=cells,
        words=as_title(", ".join(f"{cell.label} {cell.count}" for cell in cells)),
    )


def _cells(given: Sequence[CellFigures]) -> tuple[Cell, ...]:
    total = sum(cell.count for cell in given)
    names = {
        "oneens": pgettext("verdeling", "oneens"),
        "neutraal": pgettext("verdeling", "neutraal"),
        "eens": pgettext("verdeling", "eens"),
    }
    cells = []
    before = 0
    for cell in given:
        cells.append(
            Cell(
                classes=cell.classes,
                label=_either([names[one] for one in cell.classes]),
                count=cell.count,
                start=100 * before / total if total else 0.0,
                share=100 * cell.count / total if total else 0.0,
            )
        )
        before += cell.count
    return tuple(cells)


def _either(names: Sequence[str]) -> str:
    """Write neighbouring classes that are counted together as "oneens of neutraal"."""
    return _("{first} of {last}").format(first=names[0], last=names[-1]) if names[1:] else names[0]
