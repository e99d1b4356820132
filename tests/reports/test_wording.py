from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from scans.reports.source import clients
from scans.reports.wording import (
    amount,
    as_title,
    day,
    figure,
    in_sentence,
    joined,
    number,
    rounded,
    straight,
    unwidowed,
)
from scans.templatetags.report import name_size


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (62.5, "63"),
        (62.49999999999999, "63"),
        (62.4999, "62"),
        (0.0, "0"),
        (0.4, "0"),
        (-0.4, "0"),
        (-31.5, "−32"),
        (100.0, "100"),
    ],
)
def test_a_score_is_shown_as_a_whole_number_rounded_half_up(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize(("language", "shown"), [("nl", "3,5"), ("en", "3.5")])
def test_the_decimal_sign_is_that_of_the_language(language, shown):
    with translation.override(language):
        assert number(3.45, 1) == shown


@pytest.mark.parametrize(
    ("count", "dutch", "english"),
    [(0, "0", "0"), (999, "999", "999"), (1000, "1.000", "1,000"), (46273, "46.273", "46,273")],
)
def test_thousands_have_the_sign_of_the_language(count, dutch, english):
    assert amount(count) == dutch
    with translation.override("en"):
        assert amount(count) == english


def test_rounding_looks_through_the_noise_of_binary_arithmetic():
    assert rounded(0.1 + 0.2 - 0.3 + 62.5 - 1e-12) == Decimal(63)


@pytest.mark.parametrize(
    ("language", "shown"),
    [("nl", "22\u00a0november\u00a02026"), ("en", "22\u00a0November\u00a02026")],
)
def test_a_date_is_written_out(language, shown):
    with translation.override(language):
        assert day(date(2026, 11, 22)) == shown


@pytest.mark.parametrize(
    ("parts", "shown"),
    [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")],
)
def test_a_list_is_written_as_people_say_it(parts, shown):
    assert joined(parts) == shown


def test_a_title_starts_small_within_a_sentence():
    assert in_sentence("Relevantie en Timing") == "relevantie en Timing"
    assert in_sentence("Eén contentstrategie") == "één contentstrategie"


def test_a_sentence_starts_with_a_capital():
    assert as_title("timing en resultaat") == "Timing en resultaat"


def test_a_name_cant_turn_the_text_around_it():
    assert straight("Team \u202eX\u2066 \u0627\u200f") == "Team X \u0627\u200f"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("een zin met een slot", "een zin met een\u00a0slot"),
        ("Woord", "Woord"),
        ("een verantwoordelijkheidsgevoel hebben", "een verantwoordelijkheidsgevoel hebben"),
    ],
)
def test_the_last_word_is_bound_unless_that_would_be_too_long(text, shown):
    assert unwidowed(text) == shown


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Communicatie", "s"),
        ("Concerncommunicatieafdeling", "m"),
        ("Communicatie " * 6, "m"),
        ("a" * 80, "l"),
        ("naam " * 60, "l"),
        ("", "s"),
    ],
)
def test_a_long_name_is_set_smaller_on_the_cover(name, size):
    assert name_size(name) == size


def test_a_score_that_is_not_known_is_a_dash():
    assert figure(None, None) == "–"


@pytest.mark.parametrize(("count", "said"), [(1, "1 interne klant"), (3, "3 interne klanten")])
def test_clients_without_an_expected_number_are_counted(count, said):
    assert clients(count, None) == said
