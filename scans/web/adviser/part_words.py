"""What the places of a questionnaire document are called on screen."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from scans.content.editing import Part, at

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
    "summary": gettext_lazy("Samenvatting"),
    "positions": gettext_lazy("Positie"),
    "low": gettext_lazy("Laag uiteinde"),
    "high": gettext_lazy("Hoog uiteinde"),
    "shifts": gettext_lazy("Uitleg bij"),
    "naar_hoog": gettext_lazy("naar hoog"),
    "naar_laag": gettext_lazy("naar laag"),
    "choices": gettext_lazy("Keuzevraag"),
    "alternatives": gettext_lazy("Antwoord"),
    "divided": gettext_lazy("Uitleg als er geen meerderheid is"),
    "coverage": gettext_lazy("Dekking"),
    "aspects": gettext_lazy("Kolom"),
    "cells": gettext_lazy("Antwoord"),
    "moves": gettext_lazy("Hoort ergens anders"),
    "rows": gettext_lazy("Rij"),
    "findings": gettext_lazy("Uitleg bij"),
    "gaten": gettext_lazy("gaten"),
    "verschuiven": gettext_lazy("verschuiven"),
    "gedekt": gettext_lazy("gedekt"),
    "verdeeld": gettext_lazy("verdeeld"),
    "chain": gettext_lazy("Keten"),
    "links": gettext_lazy("Schakel"),
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
    "keten": gettext_lazy("Keten"),
}


def part_title(data: Mapping[str, Any], part: Part) -> str:
    """Return what a part is called; a theme by its own title."""
    if part.key in PARTS:
        return str(PARTS[part.key])
    root = part.roots[0]
    subject = at(data, root[:-1])
    title = subject["title"][get_language() or "nl"]
    if root[0] == "themes":
        return _("Thema {title}").format(title=title)
    return f"{word(root[-3] if root[0] == 'clients' else root[0])}: {title}"


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
