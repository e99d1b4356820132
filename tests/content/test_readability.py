"""The reading ease of Dutch text, held against counts by hand."""

import pytest

from scans.content.readability import Readability, sentences_of, syllables_in, words_of


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("kat", 1),
        ("maan", 1),
        ("nieuw", 1),
        ("eeuw", 1),
        ("groei", 1),
        ("bij", 1),
        ("bijeen", 2),
        ("mooie", 2),
        ("bureau", 2),
        ("opening", 3),
        ("beoordelen", 4),
        ("reageren", 4),
        ("sociale", 4),
        ("organisatie", 5),
        ("communicatie", 5),
        ("actueel", 3),
        ("ideeën", 3),
        ("reëel", 2),
        ("naïef", 2),
        ("coördinatie", 5),
        ("beïnvloeden", 4),
        ("één", 1),
        ("Eén", 1),
        ("collega’s", 3),
        ("type", 2),
        ("royaal", 2),
        ("essay", 2),
        ("n.v.t", 1),
        ("12", 1),
    ],
)
def test_syllables_are_counted_as_a_dutch_reader_does(word, count):
    assert syllables_in(word) == count


@pytest.mark.parametrize(
    ("word", "count", "counted"), [("online", 2, 3), ("team", 1, 2), ("museum", 3, 2)]
)
def test_the_count_is_off_by_one_for_words_that_do_not_follow_the_spelling(word, count, counted):
    assert syllables_in(word) == counted != count


def test_a_mark_ends_a_sentence_only_before_a_capital_or_a_figure():
    text = "Er zijn er 1.000. Kies ‘n.v.t.’ als het mag. ‘Echt?’ Ja! 3 keer: zo; klaar"

    assert sentences_of(text) == [
        "Er zijn er 1.000.",
        "Kies ‘n.v.t.’ als het mag.",
        "‘Echt?",
        "Ja!",
        "3 keer: zo; klaar",
    ]


def test_what_a_hyphen_or_apostrophe_joins_is_one_word():
    assert words_of("Foto’s van de non-profit (n.v.t.), 1.000 stuks – of meer.") == [
        "Foto’s",
        "van",
        "de",
        "non-profit",
        "n.v.t",
        "1.000",
        "stuks",
        "of",
        "meer",
    ]


def test_a_text_has_the_ease_that_was_worked_out_by_hand():
    # Wij / ma-ken / een / plan (5). Daar-na / be-oor-de-len / col-le-ga’s / het (10).
    counts = Readability.of("Wij maken een plan. Daarna beoordelen collega’s het.")

    assert counts == Readability(sentences=2, words=8, syllables=15)
    assert counts.words_per_sentence == 4
    assert counts.syllables_per_word == 1.875
    assert counts.ease == pytest.approx(206.84 - 3.72 - 144.375)


def test_texts_together_weigh_by_their_words():
    assert Readability.of_all(["De kat slaapt.", "Wij maken een plan. Klaar"]) == Readability(
        sentences=3, words=8, syllables=9
    )


def test_a_text_without_words_counts_nothing():
    assert Readability.of("– … !") == Readability(0, 0, 0)
