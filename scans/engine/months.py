"""Counting in months, which are not equally long."""

from calendar import monthrange
from datetime import date

MONTHS_A_YEAR = 12


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = _moved(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_before(day: date, months: int) -> date:
    """Return the last day of which ``months_after`` gives this day or an earlier one.

    >>> months_before(date(2027, 2, 28), 6)
    datetime.date(2026, 8, 31)
    """
    year, month = _moved(day, -months)
    last = monthrange(year, month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if is_last else min(day.day, last))


def _moved(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    return day.year + years, month + 1
