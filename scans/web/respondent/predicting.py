"""The aannametoets: how a team member thinks that internal clients will score the team."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scans.engine.answers import PREDICTION
from scans.engine.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Prediction:
    """One question of the aannametoets; ``words`` are its five answers, from 1 to 5."""

    code: str
    legend: str
    help: str
    words: tuple[str, ...]


def predictions_of(questionnaire: Questionnaire) -> tuple[Prediction, ...]:
    """Return the questions, in the reader's language: one per theme, and the role."""
    language = get_language() or "nl"
    levels = (_("Heel laag"), _("Laag"), _("Midden"), _("Hoog"), _("Heel hoog"))
    positions = (
        _("Helemaal maker"),
        _("Vooral maker"),
        _("Allebei evenveel"),
        _("Vooral meedenker"),
        _("Helemaal meedenker"),
    )
    graded = tuple(
        Prediction(
            code=f"{PREDICTION}{theme.key}",
            legend=_("%(theme)s: hoe hoog scoren jullie volgens je interne klanten?")
            % {"theme": theme.title[language]},
            help=theme.meaning[language],
            words=levels,
        )
        for theme in questionnaire.themes
    )
    role = questionnaire.role
    placed = Prediction(
        code=f"{PREDICTION}{role.key}",
        legend=_("%(role)s: waar zien je interne klanten jullie nu?")
        % {"role": role.title[language]},
        help=role.meaning[language],
        words=positions,
    )
    return (*graded, placed)


def unknown_word() -> str:
    """Return how somebody says that they can't tell."""
    return _("Weet ik niet")
