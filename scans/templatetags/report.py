"""Template access to the report's numbers and charts; nothing is computed in a template."""

from datetime import date

from django import template

from scans.engine.report import ProfileSection, RoleSection, ThemeSection
from scans.reports import charts, wording

register = template.Library()


@register.filter
def whole(value: float) -> str:
    """Write a score as a whole number, half up."""
    return wording.number(value)


@register.filter
def day(value: date) -> str:
    """Write a date as "22 november 2026"."""
    return wording.day(value)


@register.filter
def unwidowed(text: str) -> str:
    """Bind the last two words, so that no word stands alone on the last line."""
    return wording.unwidowed(text)


@register.filter
def longest_word(text: str) -> str:
    """Tell how long the longest word is, so that a heading can be set smaller: s, m or l."""
    length = max(map(len, text.split()), default=0)
    if length > 34:  # noqa: PLR2004 - what fits on a line of the cover at its middle size
        return "l"
    return "m" if length > 18 or len(text) > 60 else "s"  # noqa: PLR2004 - at its largest size


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
