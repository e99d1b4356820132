"""The terms come from the environment, and none that can't be answered for is taken."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from afdelingsscan.retention import RANGES, Retention, retention_from_environment


@pytest.fixture(autouse=True)
def no_environment(monkeypatch):
    for name in RANGES:
        monkeypatch.delenv(name, raising=False)


def test_without_an_environment_the_terms_are_those_of_the_privacy_page():
    assert retention_from_environment() == Retention(
        unfinished_days=30,
        answers_days=30,
        results_months=24,
        warning_days=42,
        unconfirmed_days=7,
        contact_days=90,
        unanswered_days=365,
        mail_days=3,
        audit_months=24,
        logs_days=30,
    )


@pytest.mark.parametrize("name", RANGES)
def test_the_shortest_and_the_longest_term_are_taken_and_nothing_beyond(monkeypatch, name):
    shortest, longest = RANGES[name]
    field = list(RANGES).index(name)

    for term in (shortest, longest):
        monkeypatch.setenv(name, str(term))
        values = [getattr(retention_from_environment(), one) for one in Retention.__slots__]
        assert values[field] == term
    for term in (shortest - 1, longest + 1):
        monkeypatch.setenv(name, str(term))
        with pytest.raises(ImproperlyConfigured, match=f"{name} is {term}"):
            retention_from_environment()
