"""A ``Report`` becomes the HTML document of which the PDF is made, complete in itself."""

import base64
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from fontTools.ttLib import woff2  # type: ignore[import-untyped]  # comes without types

from scans.engine.colour import Shades
from scans.engine.offer import House, Offer
from scans.engine.report import Report
from scans.queries.content import logo_bytes
from scans.reports.cards import cards_of

FONTS = (
    ("Source Sans 3", 400, "fonts/source-sans-3-latin-400-normal.woff2"),
    ("Source Sans 3", 600, "fonts/source-sans-3-latin-600-normal.woff2"),
    ("Source Serif 4", 400, "fonts/source-serif-4-latin-400-normal.woff2"),
    ("Source Serif 4", 600, "fonts/source-serif-4-latin-600-normal.woff2"),
)


NO_OFFER = Offer(House(), ())


def report_html(report: Report, offer: Offer = NO_OFFER) -> str:
    """Return one HTML document in the report's language, styles, fonts and logo within it."""
    with translation.override(report.language):
        context = {
            "report": report,
            "offer": offer,
            "logo": _logo(offer.house),
            "style": _style(offer.house.shades),
            "paper": True,
            "demonstration": settings.DEMONSTRATION,
        }
        return render_to_string("report/pdf.html", context)


CARDS_A_SHEET = 4


def cards_html(report: Report) -> str:
    """Return one HTML document with the cards to cut out, four on a page; there is one at least."""
    with translation.override(report.language):
        cards = cards_of(report)
        context = {
            "report": report,
            "sheets": [
                cards[first : first + CARDS_A_SHEET]
                for first in range(0, len(cards), CARDS_A_SHEET)
            ],
            "style": _style(NO_OFFER.house.shades),
            "demonstration": settings.DEMONSTRATION,
        }
        return render_to_string("report/cards.html", context)


def _logo(house: House) -> str:
    data = logo_bytes() if house.logo else None
    if house.logo is None or data is None:
        return ""
    return f"data:{house.logo.kind};base64,{base64.b64encode(data).decode('ascii')}"


@lru_cache(maxsize=2)  # the colours of now, and of before
def _style(shades: Shades) -> SafeString:
    """Return everything that the document needs to look like itself, read once a process."""
    tokens = dict(re.findall(r"--([\w-]+):\s*([^;]+);", _sheet("css/tokens.css")))
    own = {"accent": shades.accent, "accent-deep": shades.deep, "accent-tint": shades.tint}
    css = "\n".join((*_faces(), _resolved(_sheet("css/print.css"), {**tokens, **own})))
    # Our own files, in a style element: nothing of a reader is in it.
    return mark_safe(css)  # noqa: S308 - the reason stands above


@cache
def _faces() -> tuple[str, ...]:
    return tuple(_font_face(family, weight, _static(path)) for family, weight, path in FONTS)


def _resolved(css: str, tokens: Mapping[str, str]) -> str:
    """Write the values of the tokens out: as custom properties every element would carry them."""
    return re.sub(r"var\(--([\w-]+)\)", lambda match: tokens[match[1]], css)


def _sheet(path: str) -> str:
    return re.sub(r"/\*.*?\*/", "", _static(path).read_text(encoding="utf-8"), flags=re.DOTALL)


def _font_face(family: str, weight: int, path: Path) -> str:
    # Unpacked here, once; otherwise it would be done again for every report.
    unpacked = BytesIO()
    woff2.decompress(BytesIO(path.read_bytes()), unpacked)
    data = base64.b64encode(unpacked.getvalue()).decode("ascii")
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f"src: url(data:font/ttf;base64,{data}) }}"
    )


def _static(path: str) -> Path:
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return Path(found)
