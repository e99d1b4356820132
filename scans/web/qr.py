"""Links as pictures that a phone can read."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(link: str) -> SafeString:
    """Return a link as an inline SVG; what it says also stands beside it as text."""
    code = segno.make(link, error="m", micro=False)
    svg = code.svg_inline(scale=4, border=2, dark="#1b2a33", light="#fff", omitsize=True)
    return mark_safe(svg)  # noqa: S308 - drawn by segno; the link is only in its squares
