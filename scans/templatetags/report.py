"""Template access to the report's numbers and charts; nothing is computed in a template."""

from collections.abc import Sequence
from datetime import date

from django import template

from scans.engine.peerreport import PeerMeasure, PeersSection, PeerView
from scans.engine.report import ProfileSection, RoleSection, ThemeSection
from scans.engine.roundreport import ComparedPlace, ComparedTheme, DistributionRow, Value
from scans.engine.trendreport import ChangeRow
from scans.reports import changecharts, charts, peercharts, peerwords, roundcharts, wording

register = template.Library()


@register.filter
def whole(value: float) -> str:
    """Write a score as a whole number, half up."""
    return wording.number(value)


@register.filter
def amount(count: int) -> str:
    """Write how many there are, with the language's sign between thousands."""
    return wording.amount(count)


@register.filter
def signed(value: float) -> str:
    """Write a difference as a whole number with its sign."""
    return wording.signed(value)


@register.filter
def figure(value: Value) -> str:
    """Write a score as a whole number, or as the border beyond which it lies, or as a dash."""
    return wording.figure(value.score, value.extreme)


@register.filter
def place(score: float | None, extreme: str | None) -> str:
    """Write a place on the axis in the same way."""
    return wording.figure(score, extreme)


@register.filter
def day(value: date) -> str:
    """Write a date as "22 november 2026"."""
    return wording.day(value)


@register.filter
def unwidowed(text: str) -> str:
    """Bind the last two words, so that no word stands alone on the last line."""
    return wording.unwidowed(text)


@register.filter
def name_size(name: str) -> str:
    """Tell how large a name can be set on the cover: s (short), m or l (long)."""
    longest = max(map(len, name.split()), default=0)
    # What fits on a line, and on the page, at the three sizes in print.css.
    for size, word, whole_name in (("s", 18, 60), ("m", 34, 120)):
        if longest <= word and len(name) <= whole_name:
            return size
    return "l"


@register.simple_tag
def theme_bar(theme: ThemeSection) -> charts.ThemeBar | None:
    """Return the geometry of a theme's bar."""
    return charts.theme_bar(theme)


@register.simple_tag
def role_axis(role: RoleSection) -> charts.RoleAxis | None:
    """Return the geometry of the role axis."""
    return charts.role_axis(role)


@register.simple_tag
def profile_map(profile: ProfileSection) -> charts.ProfileMap | None:
    """Return the geometry of the profile map."""
    return charts.profile_map(profile)


@register.simple_tag
def dumbbell(key: str, one: ComparedTheme | ComparedPlace) -> roundcharts.Dumbbell | None:
    """Return the geometry of self-image beside client image."""
    return roundcharts.dumbbell(key, one)


@register.simple_tag
def stacked_bar(key: str, row: DistributionRow) -> roundcharts.StackedBar:
    """Return the geometry of the distribution of one statement."""
    return roundcharts.stacked_bar(key, row)


@register.simple_tag
def peer_chart(key: str, view: PeerView) -> peercharts.PeerChart:
    """Return the geometry of a score beside those of other departments."""
    return peercharts.peer_chart(key, view)


@register.filter
def shows_spread(section: PeersSection) -> bool:
    """Tell whether there is more to see of any figure than the middle half."""
    return any(one.chosen.middle is not None for one in section.measures)


@register.simple_tag
def theme_peers(section: PeersSection | None, key: str) -> PeerView | None:
    """Return the others beside a theme; ``None`` when there are too few, or none at all."""
    measures = () if section is None else section.scores
    return next((one.chosen for one in measures if one.key == key), None)


@register.simple_tag
def role_peers_chart(role: Sequence[PeerMeasure]) -> peercharts.RoleChart | None:
    """Return the geometry of both places on the role line beside those of the others."""
    return peercharts.role_chart(role)


@register.filter
def middle_half(view: PeerView) -> str:
    """Write between which points the middle half of the others stands."""
    return peerwords.middle_half(view.low, view.high)


@register.simple_tag
def change_line(row: ChangeRow) -> changecharts.ChangeLine:
    """Return the geometry of a score then and now."""
    return changecharts.change_line(row)
