"""Texts of a questionnaire for a reader."""

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from scans.engine.questionnaire import Text


def in_language(text: Text) -> str:
    """Return a questionnaire text in the reader's language."""
    return text[get_language() or "nl"]


def hint_in_language(text: Text | None) -> SafeString:
    """Return what stands below a field, in the reader's language; empty for none.

    Escaped here: crispy-forms takes what helps with a field for markup that a programmer wrote.
    """
    return escape(in_language(text) if text else "")
