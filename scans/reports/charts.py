"""Where the marks of the charts go: sections of a ``Report`` become positions in percent.

A chart has no viewBox: its width is the reader's and its text keeps its size, on a phone as on
paper. Values are strings that fit an SVG attribute in any language. Colours are presentation
attributes, because no stylesheet reaches inside a chart in the PDF.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scans.engine import profiles
from scans.engine.report import ProfileSection, Quadrant, RoleSection, ThemeSection

INK = "#1b2a33"
INK_SOFT = "#4a5960"
PAPER = "#ffffff"
WASH = "#f5f1e8"
WASH_DEEP = "#ebe4d5"
EDGE = "#7d7a70"
ACCENT = "#0b5563"

COLOURS: Mapping[str, str] = MappingProxyType(
    {"relevantie": "#15599f", "timing": "#b04f08", "resultaat": "#6e2b58", "rol": "#28331a"}
)
TINTS: Mapping[str, str] = MappingProxyType(
    {"relevantie": "#dbe6f2", "timing": "#f6e4d6", "resultaat": "#eddfe9", "rol": "#e2e5dc"}
)

# Closer than this the arrow between two marks would be shorter than its own head on a phone.
SHORTEST_ARROW = 12
# A label nearer to an end than this is set flush with its mark instead of centred over it.
LABEL_MARGIN = 14
# Within this share of the map's height a mark would stand upon the name at the outer edge.
NAME_ROOM = 18
# What the label of a mark takes of the map's width on the narrowest phone.
EDGE_ROOM = 20
BORDER, BAND = float(profiles.BORDER), float(profiles.NEAR)

PLACES = {key: place for place, key in profiles.MAP.items()}
"""Where each profile is on the map: (right?, upper half?)."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one chart."""

    colour: str
    tint: str
    ink: str = INK
    soft: str = INK_SOFT
    paper: str = PAPER
    edge: str = EDGE
    wash: str = WASH
    band: str = WASH_DEEP


@dataclass(frozen=True, slots=True)
class ThemeBar:
    """A bar from 0 to its score; ``low`` and ``high`` are the ends of the margin, if any.

    ``open`` are the ends of the stripes that stand for a score beyond a border.
    """

    palette: Palette
    length: str
    low: str | None
    high: str | None
    margin: str | None
    open: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the axis with the side on which its label stands.

    ``open`` are the ends of the stripes from the mark outward, where it is only a border.
    """

    at: str
    anchor: str
    open: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RoleAxis:
    """Marks for now and wanted; ``arrow`` is +1 towards meedenker, -1 towards maker, or 0.

    Without room for an arrow the marks speak for themselves: a dot, and a ring around it.
    """

    palette: Palette
    now: Mark | None
    wanted: Mark | None
    arrow: int


@dataclass(frozen=True, slots=True)
class MapName:
    """The name of a profile in its quadrant; between two profiles both are ``own``."""

    title: str
    x: str
    y: str
    anchor: str
    own: bool


@dataclass(frozen=True, slots=True)
class ProfileMap:
    """The map of role (left to right) by impact (bottom to top), with the own place on it.

    ``quarters`` are the left upper corners of the quadrants that are the own ones; the band
    around each border starts at ``band_start`` and is ``band_width`` wide.
    """

    palette: Palette
    x: str
    y: str
    label_dx: int
    label_dy: int
    label_anchor: str
    border: str
    band_start: str
    band_width: str
    quarters: tuple[tuple[str, str], ...]
    names: tuple[MapName, ...]


def theme_bar(theme: ThemeSection) -> ThemeBar | None:
    """Return the bar of a theme; ``None`` when it has no score."""
    if theme.score is None:
        return None
    low, high = theme.interval or (None, None)
    return ThemeBar(
        palette=palette_of(theme.key),
        length=percent(0 if theme.extreme == "laag" else theme.score),
        low=None if low is None else percent(low),
        high=None if high is None else percent(high),
        margin=None if low is None or high is None else percent(high - low),
        open=stripes(theme.score, theme.extreme),
    )


def role_axis(role: RoleSection) -> RoleAxis | None:
    """Return the axis; ``None`` when neither position is known."""
    if role.now is None and role.wanted is None:
        return None
    return RoleAxis(
        palette=palette_of(role.key),
        now=_mark(role.now, role.now_extreme),
        wanted=_mark(role.wanted, role.wanted_extreme),
        arrow=_arrow(role.now, role.wanted),
    )


def profile_map(profile: ProfileSection) -> ProfileMap | None:
    """Return the map; ``None`` when the department has no place on it."""
    x, y = profile.x, profile.y
    if x is None or y is None:
        return None
    side = _label_side(x)
    own = [key for key in (profile.key, profile.neighbour) if key is not None]
    return ProfileMap(
        palette=Palette(colour=ACCENT, tint=WASH),
        x=percent(x),
        y=percent(100 - y),
        label_dx=14 * side,
        label_dy=_label_drop(y),
        label_anchor="start" if side > 0 else "end",
        border=percent(BORDER),
        band_start=percent(BORDER - BAND),
        band_width=percent(2 * BAND),
        quarters=tuple(_corner(key) for key in own),
        names=tuple(_name(one, y, own=one.key in own) for one in profile.quadrants),
    )


def percent(value: float) -> str:
    """Return a length for an SVG attribute, with a point in every language.

    >>> percent(62.5)
    '62.5%'
    """
    return f"{min(max(value, 0.0), 100.0):.2f}".rstrip("0").rstrip(".") + "%"


def stripes(score: float, extreme: str | None) -> tuple[str, str] | None:
    """Return from where to where the stripes go that stand for a score beyond a border."""
    if extreme is None:
        return None
    return ("0%", percent(score)) if extreme == "laag" else (percent(score), "100%")


def palette_of(key: str) -> Palette:
    """Return the colours of a theme or of the role."""
    # A questionnaire of another subject has other keys: its themes are drawn in the accent.
    return Palette(colour=COLOURS.get(key, ACCENT), tint=TINTS.get(key, WASH_DEEP))


def _mark(value: float | None, extreme: str | None) -> Mark | None:
    if value is None:
        return None
    anchor = "middle"
    if value < LABEL_MARGIN:
        anchor = "start"
    elif value > 100 - LABEL_MARGIN:
        anchor = "end"
    return Mark(at=percent(value), anchor=anchor, open=stripes(value, extreme))


def _arrow(now: float | None, wanted: float | None) -> int:
    if now is None or wanted is None or abs(wanted - now) < SHORTEST_ARROW:
        return 0
    return 1 if wanted > now else -1


def _label_side(x: float) -> int:
    """Return +1 for right, -1 for left: away from the border, unless the edge is too near."""
    outward = 1 if x >= BORDER else -1
    return -outward if min(x, 100 - x) < EDGE_ROOM else outward


def _label_drop(y: float) -> int:
    """Return how many pixels the label stands below its mark: beside it, never on a line."""
    if abs(y - BORDER) < 2 * BAND:
        return -8 if y >= BORDER else 18
    if y > 100 - BAND:
        return 17
    return -6 if y < BAND else 5


def _corner(key: str) -> tuple[str, str]:
    right, top = PLACES[key]
    return percent(BORDER if right else 0), percent(0 if top else BORDER)


def _name(quadrant: Quadrant, y: float, *, own: bool) -> MapName:
    right, top = PLACES[quadrant.key]
    # The own mark may stand where the name would: then the name moves to the inner edge.
    crowded = own and (y > 100 - NAME_ROOM if top else y < NAME_ROOM)
    outer, inner = (7, 40) if top else (95, 62)
    return MapName(
        title=quadrant.title,
        x="97%" if right else "3%",
        y=percent(inner if crowded else outer),
        anchor="end" if right else "start",
        own=own,
    )
