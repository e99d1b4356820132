"""How figures and lists are written for a reader, in the language that is active."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NO_BREAK = "\u00a0"
# Characters that turn the direction of all text after them: embeddings, overrides, isolates.
TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))

MOST_PARAGRAPHS = 20

# What arithmetic in binary adds to an exact figure is far below this.
NOISE = 9


def rounded(value: float, places: int = 0) -> Decimal:
    """Round half away from zero, as people do: 62.5 is 63."""
    exact = Decimal(repr(round(value, NOISE)))
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def number(value: float, places: int = 0) -> str:
    """Write a figure, with the decimal sign and the minus of the language."""
    shown = rounded(value, places)
    text = str(abs(shown))
    if not is_english():
        text = text.replace(".", ",")
    return f"−{text}" if shown < 0 else text


def amount(count: int) -> str:
    """Write how many there are, with the language's sign between thousands: 46.273."""
    text = f"{count:,}"
    return text if is_english() else text.replace(",", ".")


def signed(value: float) -> str:
    """Write a difference with its sign; nought has none."""
    text = number(value)
    return f"+{text}" if rounded(value) > 0 else text


def figure(score: float | None, extreme: str | None) -> str:
    """Write a score; beyond a border only the border, and without a score a dash."""
    if score is None:
        return "–"
    if extreme is None:
        return number(score)
    border = _("{border} of meer") if extreme == "hoog" else _("{border} of minder")
    return border.format(border=number(score))


def day(value: date) -> str:
    """Write a date as "22 november 2026", which no line break takes apart."""
    return date_format(value, "j F Y").replace(" ", NO_BREAK)


def joined(parts: Sequence[str]) -> str:
    """Write a list as people say it: "a, b en c"."""
    if len(parts) < 2:  # noqa: PLR2004 - one part needs no "and"
        return "".join(parts)
    return _("{first} en {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def in_sentence(title: str) -> str:
    """Write a title as a word within a sentence: without its capital and question mark.

    Of "Eén" the capital has lost its accent.
    """
    small = title[:1].lower() + title[1:].rstrip("?")
    return f"é{small[1:]}" if small.startswith("eén") else small


def as_title(words: str) -> str:
    """Write words as the start of a sentence."""
    return words[:1].upper() + words[1:]


def straight(name: str) -> str:
    """Return a name without what would turn the direction of the text around it."""
    return name.translate(TURNING)


def is_english() -> bool:
    """Tell whether the active language writes numbers the English way."""
    return (get_language() or "").startswith("en")


def unwidowed(text: str) -> str:
    """Bind the last two words, so that no word stands alone on the last line."""
    start, space, last = text.rpartition(" ")
    before = start.rpartition(" ")[2]
    # Bound together these must still fit on one line of a phone.
    if not space or len(before) + len(last) > 28:  # noqa: PLR2004 - the reason stands above
        return text
    return f"{start}{NO_BREAK}{last}"


def paragraphs(text: str) -> tuple[str, ...]:
    """Return a free answer in paragraphs, without blank lines."""
    lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    # A thousand short lines would be a hundred pages; as one paragraph they lose little.
    return lines if len(lines) <= MOST_PARAGRAPHS else (" ".join(lines),)
