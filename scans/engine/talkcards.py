"""The cards to talk with, one by one: taken from a report, so that they say nothing else."""

from dataclasses import dataclass

from scans.engine.report import Report
from scans.engine.report_parts import Finding

ROOM = 420
"""So many characters of question and step fit on a card in type of the usual size."""


@dataclass(frozen=True, slots=True)
class TalkCard:
    """One subject with a question for the team, and a small step if there is one.

    ``key`` is that of a theme, or else of a module; ``about`` names the part of the report that it
    belongs to, empty for the core. ``word`` is the level, where it has one.
    """

    key: str
    letter: str
    about: str
    title: str
    word: str
    explanation: str
    question: str
    step: str

    @property
    def is_long(self) -> bool:
        """Whether it takes smaller type to fit on a quarter of a page."""
        return len(self.question) + len(self.step) > ROOM


def talk_cards(report: Report, mirror: str) -> tuple[TalkCard, ...]:
    """Return all cards in the order in which the report has them; none of what is withheld.

    ``mirror`` is what the part about self-image and client image is called.
    """
    role, profile = report.role, report.profile
    own = [
        _card(one.key, one.letter, one.title, one.level_word, one.finding) for one in report.themes
    ]
    own.append(_card(role.key, role.letter, role.title, None, role.finding))
    own.append(_card("profiel", "", profile.heading, None, profile.finding))
    cards = [card for card in own if card is not None and not report.is_withheld]
    return (*cards, *_of_mirror(report, mirror), *_of_modules(report))


def _card(
    key: str, letter: str, title: str, word: str | None, finding: Finding | None
) -> TalkCard | None:
    if finding is None:
        return None
    return TalkCard(
        key=key,
        letter=letter,
        about="",
        title=title,
        word=word or "",
        explanation=finding.explanation,
        question=finding.card,
        step=finding.step,
    )


def _of_mirror(report: Report, mirror: str) -> list[TalkCard]:
    if report.round is None or report.round.mirror is None:
        return []
    return [
        TalkCard(
            key=one.key,
            letter=one.letter,
            about=mirror,
            title=one.title,
            word=one.finding or "",
            explanation=one.meaning or "",
            question=one.question,
            step="",
        )
        for one in report.round.mirror.themes
        if one.question
    ]


def _of_modules(report: Report) -> list[TalkCard]:
    return [
        TalkCard(
            key=module.slug,
            letter="",
            about=module.title,
            title=card.title,
            word=card.word or "",
            explanation=card.finding.explanation,
            question=card.finding.card,
            step=card.finding.step,
        )
        for module in report.modules
        for card in module.cards
    ]
