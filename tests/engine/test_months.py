"""Months are not equally long."""

from datetime import date, timedelta

import pytest

from scans.engine.months import months_after, months_before


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2028, 11, 22), 24, date(2026, 11, 22)),
        (date(2027, 2, 27), 6, date(2026, 8, 27)),
        (date(2027, 2, 28), 6, date(2026, 8, 31)),
        (date(2027, 3, 30), 6, date(2026, 9, 30)),
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2028, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_so_many_months_before_a_day(day, months, expected):
    assert months_before(day, months) == expected


@pytest.mark.parametrize("months", [1, 6, 24, 25])
def test_a_day_is_in_time_exactly_up_to_the_day_so_many_months_before(months):
    first = date(2026, 12, 1)
    for number in range(800):
        day = first + timedelta(days=number)
        border = months_before(day, months)

        assert months_after(border, months) <= day < months_after(border + timedelta(1), months)
