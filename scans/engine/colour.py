"""One accent colour, and the shades of it that the pages need: readable wherever they stand.

Contrast is that of WCAG 2.2: from 1 (the same) to 21 (black on white).
"""

from dataclasses import dataclass

READABLE = 4.5
"""The least contrast of text, WCAG 2.2 AA."""

WHITE = "#ffffff"
PANEL = "#ebe4d5"
"""The darkest of the warm planes on which links stand (``--wash-deep``)."""

DEEPER = 0.26
"""How far the shade for hovering and for the cover lies from the accent towards black."""

LIGHTER = 0.9
"""How far the tint behind what is chosen lies from the accent towards white."""

STEP = 0.02

Parts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Shades:
    """The accent as it is used, a deeper shade and a tint of it, each as ``#rrggbb``."""

    accent: str
    deep: str
    tint: str


STANDARD = Shades(accent="#0b5563", deep="#073f4a", tint="#e4eff0")
"""Those of tokens.css, for a site that chose no colour."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(colour: str) -> bool:
    """Tell whether a colour can be read on white, and white on it."""
    return contrast(colour, WHITE) >= READABLE


def shades_of(colour: str) -> Shades:
    """Return what a readable colour becomes.

    On the warm planes it has less contrast than on white, so it is darkened until it can be read
    there too.
    """
    if colour == STANDARD.accent:
        return STANDARD
    accent, darker = colour, 0.0
    while contrast(accent, PANEL) < READABLE:
        darker += STEP
        accent = _mixed(colour, (0, 0, 0), darker)
    return Shades(accent, _mixed(accent, (0, 0, 0), DEEPER), _mixed(accent, (255,) * 3, LIGHTER))


def parts_of(colour: str) -> Parts:
    """Return red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: str, other: tuple[int, ...], share: float) -> str:
    mixed = (
        round(own + (theirs - own) * share)
        for own, theirs in zip(parts_of(colour), other, strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in parts_of(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's
