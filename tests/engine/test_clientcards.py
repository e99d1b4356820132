"""What is counted of client cards."""

from datetime import date

import pytest

from scans.engine.clientcards import (
    CardCounts,
    CardFacts,
    count_cards,
    is_long_ago,
    months_before,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 3, date(2026, 8, 22)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2028, 5, 31), 3, date(2028, 2, 29)),
        (date(2026, 3, 1), 3, date(2025, 12, 1)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
    ],
)
def test_months_before_a_day_is_the_same_day_or_the_last_of_a_shorter_month(day, months, before):
    assert months_before(day, months) == before


@pytest.mark.parametrize(
    ("visited_on", "long_ago"),
    [(date(2026, 8, 21), True), (date(2026, 8, 22), False), (TODAY, False)],
)
def test_a_visit_is_long_ago_after_three_months(visited_on, long_ago):
    assert is_long_ago(visited_on, TODAY) is long_ago


def test_lines_and_visits_are_counted_and_never_is_not_long_ago():
    cards = [
        CardFacts(known=3, assumed=0, visited_on=TODAY),
        CardFacts(known=1, assumed=2, visited_on=date(2025, 1, 1)),
        CardFacts(known=0, assumed=1, visited_on=None),
    ]

    counts = count_cards(cards, TODAY)

    assert counts == CardCounts(cards=3, known=4, assumed=3, long_ago=1, never=1)
    assert counts.lines == 7
    assert CardCounts.from_json(counts.to_json()) == counts


def test_without_cards_there_is_nothing_to_count():
    assert count_cards([], TODAY) is None
