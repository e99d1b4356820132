"""The themes and the impact index as the reader sees them."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scans.engine.disclosure import SMALLEST_GROUP
from scans.engine.figures import ScoreFigures
from scans.engine.module import ModuleTheme
from scans.engine.questionnaire import Theme
from scans.engine.report import ImpactSection, ThemeSection
from scans.engine.scoring import theme_coverage
from scans.reports.source import Source, persons
from scans.reports.wording import as_title, figure, in_sentence, joined, number, unwidowed

NOTHING = ScoreFigures(
    n=0, score=None, interval=None, agreement=None, agreement_word=None, level=None
)


def impact_section(source: Source) -> ImpactSection:
    """Return the index with the weakest themes, or why there is none."""
    impact, questionnaire = source.figures.impact, source.questionnaire
    if impact.index is None or impact.weakest is None:
        return ImpactSection(index=None, weakest_key=None, weakest=None, sentence=_no_index(source))
    sentence = _weakest(source)
    # Of a group a score shown as 0 may be more: it is rounded before it is published.
    if source.solo and any(_score(source, theme) < 1 for theme in questionnaire.themes):
        floor = _("Elk thema telt voor minstens 1.")
        sentence = f"{sentence} {unwidowed(floor)}"
    if any(figures.extreme is not None for figures in source.figures.themes.values()):
        border = _("Van een score die als woord staat, telt hier de grens mee.")
        sentence = f"{sentence} {unwidowed(border)}"
    return ImpactSection(
        index=impact.index,
        weakest_key=impact.weakest,
        weakest=source.say(questionnaire.theme(impact.weakest).title),
        sentence=sentence,
    )


def lowest_themes(source: Source) -> list[Theme]:
    """Return the scored themes that share the lowest score.

    Compared as frozen, unrounded: equal answers give equal floats, and what differs by less than
    a point is still lower. A score beyond a border tells no order: then the weakest theme is the
    one that the figures name. None when no theme has a score.
    """
    themes, figures = source.questionnaire.themes, source.figures.themes
    scored = [theme for theme in themes if figures[theme.key].score is not None]
    if source.figures.impact.weakest is not None:
        lowest = figures[source.figures.impact.weakest]
    else:
        lowest = min((figures[theme.key] for theme in scored), key=_order, default=NOTHING)
    return [theme for theme in scored if _order(figures[theme.key]) == _order(lowest)]


def _order(figures: ScoreFigures) -> tuple[float, str]:
    return figures.score or 0.0, figures.extreme or ""


def _score(source: Source, theme: Theme) -> float:
    return source.figures.themes[theme.key].score or 0.0


def _weakest(source: Source) -> str:
    lowest = lowest_themes(source)
    names = joined([in_sentence(source.say(theme.title)) for theme in lowest])
    high = source.figures.themes[lowest[0].key].level == "hoog"
    if len(lowest) == len(source.questionnaire.themes):
        if source.figures.themes[lowest[0].key].extreme is not None:
            return (
                _("De drie thema’s scoren alle drie hoog.")
                if high
                else _("De drie thema’s scoren alle drie laag.")
            )
        return (
            _("De drie thema’s scoren gelijk, alle drie hoog.")
            if high
            else _("De drie thema’s scoren gelijk.")
        )
    if len(lowest) > 1:
        sentence = (
            _("{themes} scoren het laagst, en ook dat is hoog.")
            if high
            else _("{themes} scoren het laagst: daar valt het meest te winnen.")
        )
        return sentence.format(themes=as_title(names))
    if high:
        return _("Het laagst scoort {weakest}, en ook dat is hoog.").format(weakest=names)
    return _("Het zwakste thema is {weakest}: daar valt het meest te winnen.").format(weakest=names)


def _no_index(source: Source) -> str:
    missing = [
        in_sentence(source.say(theme.title))
        for theme in source.questionnaire.themes
        if source.figures.themes[theme.key].score is None
    ]
    if not missing:
        return _(
            "De impactindex laten we niet als getal zien, omdat een van de thema’s alleen als "
            "woord te lezen is."
        )
    if not source.solo:
        return _(
            "Er is geen impactindex: daarvoor zijn alle drie de thema’s nodig, en bij {themes} "
            "konden minder dan {smallest} teamleden genoeg stellingen beoordelen."
        ).format(themes=joined(missing), smallest=SMALLEST_GROUP)
    return _(
        "Er is geen impactindex: daarvoor zijn alle drie de thema’s nodig, en bij {themes} is te "
        "weinig ingevuld."
    ).format(themes=joined(missing))


def theme_section(source: Source, theme: Theme) -> ThemeSection:
    """Return one theme with its score, how sure it is, and the texts of its level."""
    figures = source.figures.themes[theme.key]
    return scored_section(
        source, theme, figures, basis=_basis(source, theme), missing=_too_few(source, theme)
    )


def scored_section(
    source: Source, theme: Theme | ModuleTheme, figures: ScoreFigures, *, basis: str, missing: str
) -> ThemeSection:
    """Return a theme with these figures; ``missing`` is said when there is no score."""
    level = figures.level or figures.extreme
    known = figures.score is not None and level is not None
    return ThemeSection(
        key=theme.key,
        letter=theme.letter if isinstance(theme, Theme) else "",
        title=source.say(theme.title),
        meaning=source.say(theme.meaning),
        score=figures.score,
        interval=_clipped(figures),
        level=level,
        level_word=_level_word(level),
        basis=basis,
        certainty=_certainty(source, figures),
        finding=source.finding(theme.levels[level]) if level else None,
        missing=None if known else missing,
        extreme=figures.extreme,
        shown=_shown(figures),
    )


def _shown(figures: ScoreFigures) -> str | None:
    if figures.extreme is None:
        return None
    return _("{level}: {figure}").format(
        level=_level_word(figures.extreme), figure=figure(figures.score, figures.extreme)
    )


def _level_word(level: str | None) -> str | None:
    words = {
        "laag": pgettext("niveau", "laag"),
        "midden": pgettext("niveau", "midden"),
        "hoog": pgettext("niveau", "hoog"),
    }
    return None if level is None else words[level]


def _basis(source: Source, theme: Theme) -> str:
    coverage = theme_coverage(theme, source.figures.answers)
    if not source.solo and source.figures.themes[theme.key].score is None:
        return _("{statements} stellingen").format(statements=coverage.asked)
    by = in_sentence(persons(source, source.figures.themes[theme.key].n))
    # Of a group the single answers are not known here.
    if not source.solo or coverage.answered == coverage.asked:
        return _("{statements} stellingen, {persons}").format(statements=coverage.asked, persons=by)
    return _("{answered} van de {statements} stellingen beantwoord, {persons}").format(
        answered=coverage.answered, statements=coverage.asked, persons=by
    )


def _too_few(source: Source, theme: Theme) -> str:
    if not source.solo:
        return _(
            "Geen score: minder dan {smallest} teamleden konden genoeg van deze stellingen "
            "beoordelen."
        ).format(smallest=SMALLEST_GROUP)
    coverage = theme_coverage(theme, source.figures.answers)
    return _(
        "Geen score: daarvoor is een antwoord nodig op minstens {needed} van de {total} "
        "stellingen; ‘weet ik niet’ telt niet mee."
    ).format(needed=coverage.needed, total=coverage.asked)


def _clipped(figures: ScoreFigures) -> tuple[float, float] | None:
    if figures.interval is None:
        return None
    low, high = figures.interval
    return max(low, 0.0), min(high, 100.0)


def _certainty(source: Source, figures: ScoreFigures) -> str:
    if source.solo:
        return _("Daarom staat er geen marge bij.")
    interval = _clipped(figures)
    if figures.extreme is not None:
        return _agreed(figures, _("Een marge laten we bij dit woord niet zien."))
    if interval is None:
        return _("Te weinig antwoorden om een marge te berekenen.")
    low, high = interval
    if figures.n == source.figures.department_size:
        return _agreed(figures, _("Iedereen deed mee: dit is de score van de hele afdeling."))
    return _agreed(
        figures,
        _("Voor de hele afdeling ligt de score met 95% zekerheid tussen {low} en {high}.").format(
            low=number(low), high=number(high)
        ),
    )


def _agreed(figures: ScoreFigures, sentence: str) -> str:
    if figures.agreement_word is None:
        return sentence
    more = _("Eensgezindheid: {word}.").format(word=agreement_in_words(figures.agreement_word))
    return f"{sentence} {more}"


def agreement_in_words(word: str) -> str:
    """Return the word for an agreement in the active language."""
    return {
        "geen": pgettext("eensgezindheid", "geen"),
        "zwak": pgettext("eensgezindheid", "zwak"),
        "matig": pgettext("eensgezindheid", "matig"),
        "sterk": pgettext("eensgezindheid", "sterk"),
        "zeer sterk": pgettext("eensgezindheid", "zeer sterk"),
    }[word]
