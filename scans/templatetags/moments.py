"""Moments as people write them, on the clock of the site."""

from datetime import datetime

from django import template
from django.utils.timezone import get_current_timezone

from scans.reports import wording

register = template.Library()


@register.filter
def day_of(value: datetime) -> str:
    """Write the day of a moment as "22 november 2026"."""
    return wording.day(value.astimezone(get_current_timezone()).date())
