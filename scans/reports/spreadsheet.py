"""Cells that a spreadsheet program reads as text and never as a formula."""

import re
import unicodedata

STARTERS = "=+-@|%\t\r\n"
"""What a formula, a command or a link to one begins with in one of the programs."""

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet program computes: an apostrophe before what might be.

    What looks like another character counts as that one (a fullwidth equals sign), and what isn't seen
    doesn't count: some programs drop it before they look. Characters that no file of a
    spreadsheet can hold are left out.
    """
    kept = NOT_IN_XML.sub("", text)
    return f"'{kept}" if _might_compute(kept) else kept


def _might_compute(text: str) -> bool:
    if text[:1] in set(STARTERS):
        return True
    seen = "".join(
        one
        for one in unicodedata.normalize("NFKC", text)
        if unicodedata.category(one)[0] not in "CZ"
    )
    return seen[:1] != "" and seen[0] in STARTERS
