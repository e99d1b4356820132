"""How easily a Dutch text reads, as one figure: the reading ease of Flesch and Douma.

    ease = 206.84 - 0.93 * words per sentence - 77 * syllables per word

after W.H. Douma, *De leesbaarheid van landbouwbladen* (Landbouwhogeschool Wageningen, bulletin 17,
1960), who fitted the weights of Rudolf Flesch's formula for English to Dutch, where words are
longer. About 100 is very easy and 0 very hard; very short sentences of very short words go over
100. It sees the length of words and sentences only, not whether a word is known, a sentence well
built or a thought clear, and it says little of a few words. No formula measures a level such as
B1; ``docs/readability.md`` says what that means here.

Syllables are counted as groups of vowels, not as places for a hyphen: those leave out syllables
of one letter (*ope-ning*), so that every text would look easier than it is. The count knows
spelling and no words. It is too high for loanwords with silent or foreign vowels (*online*, *team*)
and too low where two vowels that look like one are two (*museum*). A number, or a word without a
vowel, counts as one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from unicodedata import normalize

# A mark ends a sentence where a capital or a figure follows: not in "n.v.t. mag" or "1.000".
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])[’”)]*\s+(?=[‘“(]*[A-ZÀ-ÖØ-Þ0-9])")
_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_TREMA = re.compile("([aeiou])\u0308")
# Vowels that make one sound, longest first; a y counts where it isn't a consonant.
_VOWELS = re.compile(
    "eau|eeu|ieu|aai|ooi|oei|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|[aeiou]|(?<![aeiou])y(?![aeiou])"
)


@dataclass(frozen=True, slots=True)
class Readability:
    """The counts of one or more texts; at least one of each, except of a text without words."""

    sentences: int
    words: int
    syllables: int

    @classmethod
    def of(cls, text: str) -> Self:
        """Count a text; what has no end mark is one sentence."""
        parts = [words_of(sentence) for sentence in sentences_of(text)]
        counts = [syllables_in(word) for words in parts for word in words]
        return cls(sum(map(bool, parts)), len(counts), sum(counts))

    @classmethod
    def of_all(cls, texts: Iterable[str]) -> Self:
        """Count texts together, so that each weighs as much as it has words."""
        each = [cls.of(text) for text in texts]
        return cls(
            sum(one.sentences for one in each),
            sum(one.words for one in each),
            sum(one.syllables for one in each),
        )

    @property
    def words_per_sentence(self) -> float:
        """The mean length of a sentence; ``ZeroDivisionError`` when there are no words."""
        return self.words / self.sentences

    @property
    def syllables_per_word(self) -> float:
        """The mean length of a word; ``ZeroDivisionError`` when there are no words."""
        return self.syllables / self.words

    @property
    def ease(self) -> float:
        """The reading ease; higher is easier; ``ZeroDivisionError`` when there are no words."""
        return 206.84 - 0.93 * self.words_per_sentence - 77 * self.syllables_per_word


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text; a colon or semicolon ends none."""
    return _BETWEEN_SENTENCES.split(text.strip())


def words_of(sentence: str) -> list[str]:
    """Return the words; what a hyphen or an apostrophe joins is one."""
    return _WORD.findall(sentence)


def syllables_in(word: str) -> int:
    """Return how many syllables a Dutch word has, judged by its spelling; at least 1."""
    # A trema says that its vowel begins a syllable: reëel is re|eel. Other accents say nothing.
    apart = _TREMA.sub(r"|\1", normalize("NFD", word.lower()))
    plain = "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")
    return len(_VOWELS.findall(plain)) or 1
