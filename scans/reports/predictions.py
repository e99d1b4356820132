"""The aannametoets: what the team thought that internal clients would say, and what they said."""

from django.utils.translation import gettext as _

from scans.engine.figures import RoundFigures, ScoreFigures
from scans.engine.questionnaire import NOW, Role, Theme
from scans.engine.roundreport import ForeseenTheme, PredictionSection
from scans.reports.mirror import bounds, value_of
from scans.reports.source import Source

RIGHT = 10
"""A prediction that is less than this many points off is said to be about right."""


def prediction_section(source: Source, figures: RoundFigures) -> PredictionSection | None:
    """Return the section; ``None`` when there is no prediction beside a client image."""
    themes = tuple(
        _theme(source, subject, figures)
        for key, subject in source.questionnaire.subjects.items()
        if _is_known(source, figures, key)
    )
    if not themes:
        return None
    most = max(theme.predicted.n for theme in themes)
    return PredictionSection(
        lead=_(
            "Vooraf is gevraagd hoe interne klanten de afdeling zouden beoordelen, per onderwerp "
            "met één antwoord. Ernaast staat wat zij echt antwoordden. Zie het als een grove "
            "vergelijking: een verschil van minder dan 10 punten noemen we klein."
        ),
        basis=(
            _("De verwachting is van één persoon.")
            if source.solo
            else _("{count} teamleden vulden hun verwachting in.").format(count=most)
        ),
        themes=themes,
    )


def _is_known(source: Source, figures: RoundFigures, key: str) -> bool:
    predicted, pair = figures.prediction.get(key), _pair(source, figures, key)
    return (
        predicted is not None
        and predicted.score is not None
        and pair is not None
        and pair[1].score is not None
    )


def _pair(
    source: Source, figures: RoundFigures, key: str
) -> tuple[ScoreFigures, ScoreFigures] | None:
    """Return what both said, of a theme or of the place that the department has now."""
    role = key == source.questionnaire.role.key
    compared = figures.mirror_role.get(NOW) if role else figures.mirror.get(key)
    return None if compared is None else (compared.own, compared.clients)


def _theme(source: Source, subject: Theme | Role, figures: RoundFigures) -> ForeseenTheme:
    pair = _pair(source, figures, subject.key)
    assert pair is not None
    own, said = pair
    predicted = figures.prediction[subject.key]
    return ForeseenTheme(
        key=subject.key,
        letter=subject.letter,
        title=source.say(subject.title),
        own=value_of(own),
        predicted=value_of(predicted),
        clients=value_of(said),
        sentence=_sentence(predicted, said, place=isinstance(subject, Role)),
    )


def _sentence(predicted: ScoreFigures, said: ScoreFigures, *, place: bool) -> str:
    (low, high), (least, most) = bounds(predicted), bounds(said)
    if low - most >= RIGHT:
        return (
            _("Interne klanten zien de afdeling meer als maker dan verwacht.")
            if place
            else _("Interne klanten zijn kritischer dan verwacht.")
        )
    if least - high >= RIGHT:
        return (
            _("Interne klanten zien de afdeling meer als meedenker dan verwacht.")
            if place
            else _("Interne klanten zijn positiever dan verwacht.")
        )
    if max(high - least, most - low) < RIGHT:
        return _("De verwachting klopt aardig.")
    return _("Of de verwachting klopt, is aan deze woorden niet te zien.")
