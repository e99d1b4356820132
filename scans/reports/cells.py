"""Text in a cell of a table that a spreadsheet opens: shown, and never computed."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - the wide ones, which some programs take for the others
"""With what a spreadsheet begins a formula; what stands behind a blank or a quote counts too."""


def as_text(text: str) -> str:
    """Return a text of which no spreadsheet makes a formula: an apostrophe stands before it."""
    text = text.replace("\0", "")
    return (
        f"'{text}" if text.lstrip(" \u00a0\"'").startswith(FORMULA) or text[:1] in FORMULA else text
    )
