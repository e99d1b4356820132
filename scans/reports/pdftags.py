"""What the tags of a PDF must still say: whose header a cell is, and where a figure stands.

WeasyPrint leaves out the first and gives the second in pixels from the top, where PDF counts points
from the bottom (ISO 32000-1, 14.8.5.4.3 and 14.8.5.7). Works on the objects of the PDF just before
they are written; references between them look like ``b"12 0 R"``.
"""

from collections.abc import Sequence
from typing import Any

Tags = dict[str, Any]

POINTS = 0.75
"""In a pixel."""


def complete_tags(objects: Sequence[Any]) -> None:
    """Give every header cell its scope and every figure its place."""
    for one in objects:
        kind = one.get("S") if isinstance(one, dict) else None
        if kind == "/TH":
            in_head = _named(objects, _named(objects, one, "P"), "P").get("S") == "/THead"
            one["A"]["Scope"] = "/Column" if in_head else "/Row"
        elif kind == "/Figure":
            _place(one["A"]["BBox"], _named(objects, one, "Pg")["MediaBox"])


def _named(objects: Sequence[Any], holder: Tags, key: str) -> Tags:
    found: Tags = objects[int(holder[key].split()[0])]
    return found


def _place(box: list[float], sheet: Sequence[float]) -> None:
    left, top, right, bottom = (value * POINTS for value in box)
    box[:] = [left, sheet[3] - bottom, right, sheet[3] - top]
