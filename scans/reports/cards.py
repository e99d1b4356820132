"""The cards to talk with, in the report's language."""

from django.utils import translation
from django.utils.translation import gettext as _

from scans.engine.report import Report
from scans.engine.talkcards import TalkCard, talk_cards


def cards_of(report: Report) -> tuple[TalkCard, ...]:
    """Return the cards of a report; none where nothing of the team may be shown."""
    with translation.override(report.language):
        return talk_cards(report, _("Zelfbeeld en klantbeeld"))
