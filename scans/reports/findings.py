"""What it may mean that clients see a theme as the team does, or otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scans.engine.roundreport import ComparedTheme
from scans.reports.source import Source
from scans.reports.wording import in_sentence, joined


@dataclass(frozen=True, slots=True)
class Meaning:
    """A finding in words, what it means, and a question for the talk."""

    word: str
    meaning: str
    question: str


def meaning_of(source: Source, finding: str) -> Meaning:
    """Return the texts of one of ``FINDINGS`` for this reader."""
    return {
        "bevestigde kracht": Meaning(
            word=_("bevestigde kracht"),
            meaning=source.voice(
                _("Zelf zie je dat dit goed gaat, en je interne klanten zien het ook."),
                _("Zelf zien jullie dat dit goed gaat, en jullie interne klanten zien het ook."),
            ),
            question=_("Wat doen we hier dat ook ergens anders kan werken?"),
        ),
        "bevestigd ontwikkelpunt": Meaning(
            word=_("bevestigd ontwikkelpunt"),
            meaning=source.voice(
                _(
                    "Zelf zie je hier ruimte om te groeien, en je interne klanten ook: over het "
                    "begin van het gesprek zijn jullie het al eens."
                ),
                _(
                    "Zelf zien jullie hier ruimte om te groeien, en jullie interne klanten ook: "
                    "over het begin van het gesprek zijn jullie het al eens."
                ),
            ),
            question=_("Met welke interne klant zetten we hier samen een eerste stap?"),
        ),
        "blinde vlek": Meaning(
            word=_("blinde vlek"),
            meaning=source.voice(
                _(
                    "Zelf zie je hier meer goed gaan dan je interne klanten; misschien gebeurt er "
                    "veel dat zij niet te zien krijgen."
                ),
                _(
                    "Zelf zien jullie hier meer goed gaan dan jullie interne klanten; misschien "
                    "gebeurt er veel dat zij niet te zien krijgen."
                ),
            ),
            question=_("Waaraan zou een interne klant merken dat we dit doen?"),
        ),
        "verborgen kracht": Meaning(
            word=_("verborgen kracht"),
            meaning=source.voice(
                _(
                    "Je interne klanten zien hier meer goed gaan dan je zelf denkt; misschien is "
                    "het zo gewoon geworden dat het niet meer opvalt."
                ),
                _(
                    "Jullie interne klanten zien hier meer goed gaan dan jullie zelf denken; "
                    "misschien is het zo gewoon geworden dat het niet meer opvalt."
                ),
            ),
            question=_("Wat waarderen interne klanten aan ons dat we zelf gewoon vinden?"),
        ),
    }[finding]


def summary_of(source: Source, themes: tuple[ComparedTheme, ...]) -> str | None:
    """Say what matters most: where clients see something else, and first where that is firm."""
    found = [theme for theme in themes if theme.finding is not None]
    if not found:
        return None
    blind, hidden = _apart_at(found, _("blinde vlek")), _apart_at(found, _("verborgen kracht"))
    firm = [theme for theme in (*blind, *hidden) if not theme.hint]
    if firm:
        blind, hidden = ([theme for theme in group if not theme.hint] for group in (blind, hidden))
    if not (blind or hidden):
        return _("Waar ze te vergelijken zijn, wijzen zelfbeeld en klantbeeld dezelfde kant op.")
    itself = source.voice(
        pgettext("kritischer dan", "jij"), pgettext("kritischer dan", "jullie zelf")
    )
    sentence = _difference(blind, hidden) if firm else _maybe_difference(blind, hidden)
    return sentence.format(blind=_named(blind), hidden=_named(hidden), itself=itself)


def _apart_at(found: Sequence[ComparedTheme], word: str) -> list[ComparedTheme]:
    return [theme for theme in found if theme.finding == word]


def _named(themes: Sequence[ComparedTheme]) -> str:
    return joined([in_sentence(theme.title) for theme in themes])


def _difference(blind: Sequence[ComparedTheme], hidden: Sequence[ComparedTheme]) -> str:
    if blind and hidden:
        return _(
            "Interne klanten zijn over {blind} kritischer dan {itself}, en over {hidden} positiever."
        )
    if blind:
        return _("Interne klanten zijn over {blind} kritischer dan {itself}.")
    return _("Interne klanten zijn over {hidden} positiever dan {itself}.")


def _maybe_difference(blind: Sequence[ComparedTheme], hidden: Sequence[ComparedTheme]) -> str:
    if blind and hidden:
        return _(
            "Interne klanten lijken over {blind} kritischer dan {itself}, en over {hidden} "
            "positiever."
        )
    if blind:
        return _("Interne klanten lijken over {blind} kritischer dan {itself}.")
    return _("Interne klanten lijken over {hidden} positiever dan {itself}.")
