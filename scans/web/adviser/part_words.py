"""What the places of a questionnaire document are called on screen."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from scans.content.editing import Part

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WORDS: Mapping[str, "_StrPromise"] = {
    "title": gettext_lazy("Titel"),
    "intro": gettext_lazy("Inleiding"),
    "scale": gettext_lazy("Antwoorden"),
    "labels": gettext_lazy("Antwoord"),
    "unknown": gettext_lazy("Weet niet"),
    "themes": gettext_lazy("Thema"),
    "question": gettext_lazy("Vraag van dit onderdeel"),
    "meaning": gettext_lazy("Wat het betekent"),
    "statements": gettext_lazy("Stelling"),
    "text": gettext_lazy("Tekst"),
    "reversed": gettext_lazy("Telt omgekeerd"),
    "levels": gettext_lazy("Uitleg bij"),
    "laag": gettext_lazy("laag"),
    "midden": gettext_lazy("midden"),
    "hoog": gettext_lazy("hoog"),
    "explanation": gettext_lazy("Uitleg"),
    "card": gettext_lazy("Gesprekskaart"),
    "step": gettext_lazy("Kleine stap"),
    "role": gettext_lazy("Rol"),
    "now": gettext_lazy("Nu"),
    "wanted": gettext_lazy("Gewenst"),
    "poles": gettext_lazy("Uiteinde"),
    "maker": gettext_lazy("Maker"),
    "meedenker": gettext_lazy("Meedenker"),
    "pairs": gettext_lazy("Paar"),
    "topic": gettext_lazy("Onderwerp"),
    "gaps": gettext_lazy("Uitleg bij"),
    "naar_meedenker": gettext_lazy("naar meedenker"),
    "naar_maker": gettext_lazy("naar maker"),
    "tevreden": gettext_lazy("tevreden"),
    "profiles": gettext_lazy("Profiel"),
    "between": gettext_lazy("Tussen profielen"),
    "brandblusser": gettext_lazy("brandblusser"),
    "productiehuis": gettext_lazy("productiehuis"),
    "klankbord": gettext_lazy("klankbord"),
    "strategisch_partner": gettext_lazy("strategisch partner"),
    "sentence": gettext_lazy("Zin"),
    "advice": gettext_lazy("Advies"),
    "context": gettext_lazy("Contextvraag"),
    "label": gettext_lazy("Vraag"),
    "hint": gettext_lazy("Toelichting"),
    "options": gettext_lazy("Keuze"),
    "open": gettext_lazy("Open vraag"),
    "max_length": gettext_lazy("Langste antwoord, in tekens"),
    "clients": gettext_lazy("Interne klanten"),
    "mirrors": gettext_lazy("Spiegelt"),
    "code": gettext_lazy("Code"),
    "nl": gettext_lazy("Nederlands"),
    "en": gettext_lazy("Engels"),
}
"""By the name in a document; what is not here, such as a code, is shown as it is."""

PARTS: Mapping[str, "_StrPromise"] = {
    "algemeen": gettext_lazy("Algemeen"),
    "rol": gettext_lazy("Rol"),
    "profielen": gettext_lazy("Profielen"),
    "tussen": gettext_lazy("Tussen twee profielen"),
    "vragen": gettext_lazy("Context en open vragen"),
    "klanten": gettext_lazy("Interne klanten"),
}


def part_title(data: Mapping[str, Any], part: Part) -> str:
    """Return what a part is called; a theme by its own title."""
    if part.key in PARTS:
        return str(PARTS[part.key])
    theme = data["themes"][part.roots[0][1]]
    return _("Thema {title}").format(title=theme["title"][get_language() or "nl"])


def word(name: object) -> str:
    """Return what one step of a path is called."""
    return str(WORDS.get(str(name), name))


def words_of(path: Iterable[object]) -> str:
    """Return what a place is called, from large to small."""
    return " · ".join(
        " – ".join(map(word, str(step).split("-"))) if _is_border(step) else word(step)
        for step in path
    )


def _is_border(step: object) -> bool:
    """Whether this names the ground between two profiles."""
    return all(part in WORDS for part in str(step).split("-"))
