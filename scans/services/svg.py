"""A drawing that somebody uploads, written anew from what a logo needs and nothing else.

Nothing is copied: every element and attribute is on a list here, or it isn't in the result. So no
script, address, entity, animation or piece of HTML can come through, known or not yet known.
"""

import math
import re
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

MOST_BYTES = 200_000
MOST_ELEMENTS = 5_000
MOST_DEPTH = 40
MOST_UNITS = 100_000

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

SHAPES = ("circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect")
PAINT = ("clipPath", "defs", "linearGradient", "radialGradient", "stop")
ELEMENTS = frozenset((*SHAPES, *PAINT))
GRADIENTS = ("linearGradient", "radialGradient")

UNDRAWN = ("image", "style", "switch", "symbol", "text", "use")
"""What would be missed in the picture: said, not left out in silence."""

GEOMETRY = frozenset(
    [
        "clipPathUnits",
        "cx",
        "cy",
        "d",
        "fx",
        "fy",
        "gradientTransform",
        "gradientUnits",
        "height",
        "offset",
        "pathLength",
        "points",
        "r",
        "rx",
        "ry",
        "spreadMethod",
        "transform",
        "width",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
    ]
)
PRESENTATION = frozenset(
    [
        "clip-path",
        "clip-rule",
        "fill",
        "fill-opacity",
        "fill-rule",
        "opacity",
        "stop-color",
        "stop-opacity",
        "stroke",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-width",
    ]
)

# No colon, slash, quote or backslash: no address and nothing that is written another way.
PLAIN = re.compile(r"[\w#.,%()\s+-]*", re.ASCII)
OWN = re.compile(r"url\(\s*[\"']?#([A-Za-z_][\w.-]*)[\"']?\s*\)", re.ASCII)
NAME = re.compile(r"[A-Za-z_][\w.-]{0,99}", re.ASCII)
LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)(?:px|pt|mm|cm|in)?\s*", re.ASCII)


class UnusableDrawingError(ValueError):
    """A drawing that can't be taken: ``reason`` is ``"broken"``, ``"large"`` or an element's name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Writer:
    """Takes what the parser finds, and writes what is on the lists."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.open: list[str] = []
        self.elements = 0
        self.skipping = 0
        self.names: set[str] = set()
        self.gradients: set[str] = set()
        self.size = (0.0, 0.0)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS or len(self.open) + self.skipping >= MOST_DEPTH:
            raise UnusableDrawingError("large")
        space, _, local = name.rpartition(" ")
        if not self.open and not self.skipping:
            self._root(space, local, attributes)
        elif self.skipping or space != SVG or local not in ELEMENTS:
            self._leave_out(space, local)
        else:
            self.open.append(local)
            self.parts.append(f"<{local}{self._kept(local, attributes)}>")
            if local in GRADIENTS:  # from here on others can go on from it, but it can't itself
                self.gradients.add(attributes.get("id", ""))

    def end(self, _name: str) -> None:
        if self.skipping:
            self.skipping -= 1
        else:
            self.parts.append(f"</{self.open.pop()}>")

    def _leave_out(self, space: str, local: str) -> None:
        if space == SVG and local in UNDRAWN and not self.skipping:
            raise UnusableDrawingError(local)
        self.skipping += 1

    def _root(self, space: str, local: str, attributes: Mapping[str, str]) -> None:
        if (space, local) != (SVG, "svg"):
            raise UnusableDrawingError("broken")
        left, top, width, height = _box(attributes)
        self.size = (width, height)
        self.open.append("svg")
        inherited = {name: value for name, value in attributes.items() if name in PRESENTATION}
        self.parts.append(
            f'<svg xmlns="{SVG}" viewBox="{left:g} {top:g} {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}"{self._kept("svg", inherited)}>'
        )

    def _kept(self, element: str, attributes: Mapping[str, str]) -> str:
        styled = dict(attributes)
        for rule in styled.pop("style", "").split(";"):
            name, colon, value = rule.partition(":")
            if colon and name.strip() in PRESENTATION:
                styled[name.strip()] = value.strip()
        kept = {}
        for name, value in styled.items():
            written = self._value(element, name, value)
            if written is not None:
                kept[name.removeprefix(f"{XLINK} ")] = written
        return "".join(f" {name}={quoteattr(value)}" for name, value in kept.items())

    def _value(self, element: str, name: str, value: str) -> str | None:
        if name == "id":
            return self._named(value)
        if name in ("href", f"{XLINK} href"):
            return self._inherits(element, value)
        if name in PRESENTATION and (own := OWN.fullmatch(value.strip())):
            # A clip path that is clipped by itself never ends.
            inside = "clipPath" in (element, *self.open)
            return None if inside and name == "clip-path" else f"url(#{own[1]})"
        if name not in GEOMETRY and name not in PRESENTATION:
            return None
        return value if PLAIN.fullmatch(value) and "url" not in value.lower() else None

    def _named(self, value: str) -> str | None:
        if not NAME.fullmatch(value) or value in self.names:
            return None
        self.names.add(value)
        return value

    def _inherits(self, element: str, value: str) -> str | None:
        """Let a gradient go on from an earlier one, and so never from itself."""
        known = value.startswith("#") and value[1:] in self.gradients & self.names
        return value if element in GRADIENTS and known else None


def cleaned_svg(data: bytes) -> tuple[bytes, int, int]:
    """Return a drawing, written anew, with its width and height in whole units.

    Raises ``UnusableDrawingError``.
    """
    if len(data) > MOST_BYTES:
        raise UnusableDrawingError("large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableDrawingError("broken") from None
    writer = _Writer()
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.StartDoctypeDeclHandler = _doctype
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parser.SkippedEntityHandler = _refuse
    try:
        parser.Parse(text.encode(), True)  # noqa: FBT003 - expat takes no keyword
    except expat.ExpatError:
        raise UnusableDrawingError("broken") from None
    width, height = writer.size
    return "".join(writer.parts).encode(), max(1, round(width)), max(1, round(height))


def _doctype(_name: str, _system: str | None, _public: str | None, internal: int) -> None:
    if internal:
        raise UnusableDrawingError("broken")


def _refuse(*_what: object) -> int:
    raise UnusableDrawingError("broken")


def _box(attributes: Mapping[str, str]) -> tuple[float, float, float, float]:
    """Return what part of the plane is drawn: left, top, width, height."""
    parts = attributes.get("viewBox", "").replace(",", " ").split()
    if not parts:
        lengths = [LENGTH.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
        parts = ["0", "0", *(found[1] if found else "" for found in lengths)]
    try:
        left, top, width, height = map(float, parts)
    except ValueError:
        raise UnusableDrawingError("broken") from None
    numbers = (left, top, width, height)
    if not all(math.isfinite(one) and abs(one) <= MOST_UNITS for one in numbers):
        raise UnusableDrawingError("broken")
    if min(width, height) <= 0:
        raise UnusableDrawingError("broken")
    return numbers
