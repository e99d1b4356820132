"""What every published text must keep to: hard questions, missing texts, texts that read badly.

For the core questionnaire and every module that comes with the product. The reader can't ask what
a statement means, so a statement has one idea in few words, and no denial of a denial. That a
statement has one idea, and that a text is true and kind, no test can tell.
"""

from itertools import product
from pathlib import Path

import pytest

from scans.content.document import is_module
from scans.content.files import all_documents, newest_version_of
from scans.content.loader import read_document
from scans.content.readability import Readability, sentences_of, words_of

LANGUAGES = ("nl", "en")
DENIALS = {
    "nl": {"niet", "geen", "nooit", "niemand", "nauwelijks", "zonder"},
    "en": {"not", "no", "never", "nobody", "hardly", "without"},
}
WORDS = 20
REVERSED = 2
ASKED = range(10, 17)
TITLE = 40

EASE = 60.0
"""The lowest reading ease of a document as a whole: Douma calls it "normal" from here."""
EASE_OF_ONE = {12: 30.0, 20: 45.0}
"""The lowest of one text of so many words or more: not "very hard", and with more words not "hard".

A shorter one isn't held against it: the formula has nothing to go by. The one word
*communicatieafdeling* takes 35 points from a text of 12 words, and 70 from one of 6.
"""
SENTENCE = 15.0
"""The mean length of a document's sentences in words, at most."""
LONGEST = 25
"""The length of one sentence in words, at most."""

PAGE = (
    (Path(__file__).parents[2] / "docs" / "readability.md").read_text(encoding="utf-8").splitlines()
)
DOCUMENTS = {
    f"{path.parent.name}/{path.stem}": read_document(path).data for path in all_documents()
}
MODULES = {name: data for name, data in DOCUMENTS.items() if is_module(data)}

NEWEST = [
    name for name in MODULES if name.partition("/")[2] == newest_version_of(name.partition("/")[0])
]

of_each_document = pytest.mark.parametrize("name", DOCUMENTS)
of_each_module = pytest.mark.parametrize("name", MODULES)


def texts_in(value, language, place=""):
    """Return every text of a language by its place: the names on the way to it."""
    if isinstance(value, list):
        named = [
            (next((one[n] for n in ("code", "key", "value") if n in one), number), one)
            for number, one in enumerate(value)
            if isinstance(one, dict)
        ]
    elif isinstance(value, dict):
        if isinstance(value.get(language), str):
            return {place: value[language]}
        named = list(value.items())
    else:
        return {}
    return {
        inner: text
        for key, one in named
        for inner, text in texts_in(one, language, f"{place}.{key}" if place else key).items()
    }


def whole_sentences_in(data):
    """Return the Dutch texts that are sentences: labels and titles read otherwise."""
    return {
        place: text
        for place, text in texts_in(data, "nl").items()
        if text.rstrip("’”)").endswith((".", "?", "!"))
    }


def themes_of(data):
    return [*data["themes"], *((data["clients"] or {}).get("themes", []))]


def statements_of(data):
    mirrored = (data["clients"] or {}).get("statements", [])
    return [*mirrored, *(one for theme in themes_of(data) for one in theme["statements"])]


def pairs_of(data):
    return [pair for position in data["positions"] for pair in position["pairs"]]


def denials_in(text, language):
    return [word for word in words_of(text.lower()) if word in DENIALS[language]]


def advices_in(value):
    """Return every explanation with its card and step, wherever they stand."""
    if isinstance(value, list):
        return [one for item in value for one in advices_in(item)]
    if not isinstance(value, dict):
        return []
    if "explanation" in value:
        return [value]
    return [one for item in value.values() for one in advices_in(item)]


@of_each_document
def test_a_statement_has_twenty_words_at_most(name):
    too_long = [
        statement["text"][language]
        for statement in statements_of(DOCUMENTS[name])
        for language in LANGUAGES
        if len(statement["text"][language].split()) > WORDS
    ]

    assert too_long == []


@of_each_document
def test_a_statement_denies_once_at_most(name):
    denied_twice = [
        statement["text"][language]
        for statement in statements_of(DOCUMENTS[name])
        for language in LANGUAGES
        if len(denials_in(statement["text"][language], language)) > 1
    ]

    assert denied_twice == []


@of_each_document
def test_a_theme_has_two_reversed_statements_at_most(name):
    lopsided = {
        theme["key"]: turned
        for theme in themes_of(DOCUMENTS[name])
        if (turned := sum(one["reversed"] for one in theme["statements"])) > REVERSED
    }

    assert lopsided == {}


@of_each_module
def test_a_theme_has_at_least_two_statements(name):
    assert {t["key"] for t in themes_of(MODULES[name]) if len(t["statements"]) < 2} == set()


@of_each_module
def test_a_module_asks_a_team_ten_to_sixteen_things(name):
    data = MODULES[name]

    own = [one for theme in data["themes"] for one in theme["statements"]]
    asked = len(own) + len(pairs_of(data)) + len(data["choices"])

    assert asked in ASKED


@of_each_document
def test_every_level_of_every_theme_has_its_texts_in_every_language(name):
    data = DOCUMENTS[name]

    found = {
        (theme["key"], level, part, language)
        for theme in themes_of(data)
        for level, advice in theme["levels"].items()
        for part, text in advice.items()
        for language in text
        if text[language].strip()
    }

    assert found == set(
        product(
            [theme["key"] for theme in themes_of(data)],
            ("laag", "midden", "hoog"),
            ("explanation", "card", "step"),
            LANGUAGES,
        )
    )


@of_each_document
def test_every_advice_has_its_three_texts_and_every_text_both_languages(name):
    data = DOCUMENTS[name]

    assert {tuple(sorted(advice)) for advice in advices_in(data)} == {
        ("card", "explanation", "step")
    }
    assert texts_in(data, "nl").keys() == texts_in(data, "en").keys()


@of_each_document
def test_a_card_asks_something(name):
    mute = [
        advice["card"][language]
        for advice in advices_in(DOCUMENTS[name])
        for language in LANGUAGES
        if not advice["card"][language].endswith("?")
    ]

    assert mute == []


@pytest.mark.parametrize("name", NEWEST)
def test_a_heading_that_clients_read_is_put_to_clients(name):
    """A theme of theirs is headed by its question, one with mirrored statements by its title."""
    clients = MODULES[name]["clients"] or {"statements": [], "themes": []}
    mirrored = {one["mirrors"] for one in clients["statements"]}
    headings = [one["question"] for one in clients["themes"]] + [
        theme["title"]
        for theme in MODULES[name]["themes"]
        if mirrored & {one["code"] for one in theme["statements"]}
    ]

    said = [words_of(heading["nl"].lower()) for heading in headings]

    assert [words for words in said if {"jullie"} & {*words} or words[0] == "je"] == []


@of_each_document
def test_quotes_and_apostrophes_are_typographic(name):
    straight = [
        text
        for language in LANGUAGES
        for text in texts_in(DOCUMENTS[name], language).values()
        if set(text) & set("'\"`")
    ]

    assert straight == []


@of_each_module
def test_titles_are_short(name):
    long = {
        place: text
        for language in LANGUAGES
        for place, text in texts_in(MODULES[name], language).items()
        if place.endswith("title") and len(text) > TITLE
    }

    assert long == {}


@of_each_document
def test_a_document_reads_easily_as_a_whole(name):
    counts = Readability.of_all(whole_sentences_in(DOCUMENTS[name]).values())

    assert counts.ease >= EASE
    assert counts.words_per_sentence <= SENTENCE


@of_each_document
@pytest.mark.parametrize(("words", "ease"), EASE_OF_ONE.items())
def test_no_text_reads_hard(name, words, ease):
    hard = {
        place: text
        for place, text in whole_sentences_in(DOCUMENTS[name]).items()
        if (counts := Readability.of(text)).words >= words and counts.ease < ease
    }

    assert hard == {}


@of_each_document
def test_the_page_on_readability_shows_what_is_measured(name):
    texts = whole_sentences_in(DOCUMENTS[name]).values()
    counts = Readability.of_all(texts)

    row = (
        f"| {name} | {len(texts)} | {counts.words} | {counts.words_per_sentence:.1f} "
        f"| {counts.syllables_per_word:.2f} | {counts.ease:.1f} |"
    )

    assert [line for line in PAGE if line.startswith(f"| {name} ")] == [row]


@of_each_document
def test_no_sentence_is_very_long(name):
    long = [
        sentence
        for text in whole_sentences_in(DOCUMENTS[name]).values()
        for sentence in sentences_of(text)
        if len(words_of(sentence)) > LONGEST
    ]

    assert long == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("We beginnen nooit zonder doel.", "nl", ["nooit", "zonder"]),
        ("Niet alles kan tegelijk.", "nl", ["niet"]),
        ("We never start without a goal.", "en", ["never", "without"]),
        ("We know what counts.", "en", []),
    ],
)
def test_denials_are_found_as_whole_words(text, language, found):
    assert denials_in(text, language) == found
