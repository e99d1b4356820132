"""Texts of a questionnaire for a reader."""

from django.utils.translation import get_language

from scans.engine.questionnaire import Text


def in_language(text: Text) -> str:
    """Return a questionnaire text in the reader's language."""
    return text[get_language() or "nl"]
